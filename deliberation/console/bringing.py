"""Bringing scenarios in, and the links that come of it."""

from pathlib import Path

from msgspec import Struct

from deliberation.clock import utc_now
from deliberation.records.scenario import load_scenario
from web.services import Services


class Brought(Struct, frozen=True):
    """What `import --json` prints: the session's code, tickets by role and participant, and addresses."""

    session: str
    tickets: dict[str, str]
    urls: dict[str, str]


async def bring_in(services: Services, file: Path, *, base: str) -> Brought:
    """Import a scenario file; raises ScenarioError."""
    code = await services.importer.bring_in(load_scenario(file), file.parent, at=utc_now())
    return await keys_to(services, code, base=base)


async def keys_to(services: Services, code: str, *, base: str) -> Brought:
    """Tickets and card links of a session. The roles' names come first, then every participant's id."""
    tickets: dict[str, str] = {}
    urls = {"session": f"{base}/sessions/{code}", "join": f"{base}/join/{code}"}
    cards = await services.records.cards(code)
    named = [(card.role, card) for card in cards if card.role in {"chair", "recorder"}]
    for name, card in [*named, *((card.holder, card) for card in cards)]:
        tickets.setdefault(name, services.admission.ticket_for(card))
        urls.setdefault(name, f"{base}/card/{services.cards.token(code, card.holder, card.generation)}")
    return Brought(session=code, tickets=tickets, urls=urls)
