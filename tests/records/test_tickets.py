"""Tickets and cards: what opens a seat, and what does not."""

import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliberation.clock import utc_now
from deliberation.ledger.database import make_engine
from deliberation.ledger.store import LedgerUnavailable
from deliberation.records.admission import Admission
from deliberation.records.cards import Cards
from deliberation.records.keys import server_key
from deliberation.records.staff.views import Who
from deliberation.records.store import Records
from deliberation.records.tickets import BadTicket, ExpiredTicket, Ticket, Tickets
from deliberation.session.names import SeatId
from tests.support.server import free_port
from web.services import Services

KEY = b"k" * 32
HOURS = timedelta(hours=18)
TICKET = Ticket(session="326841", seat=SeatId("S1"), role="member", generation=1)
WALL = Ticket(session="326841", seat=None, role="wall", generation=3)


@pytest.mark.parametrize("ticket", [TICKET, WALL])
def test_a_ticket_comes_back_as_it_was(ticket: Ticket) -> None:
    tickets = Tickets(KEY, max_age=HOURS)

    assert tickets.read(tickets.issue(ticket)) == ticket


def test_a_ticket_of_another_server_is_bad() -> None:
    forged = Tickets(b"another key", max_age=HOURS).issue(TICKET)

    with pytest.raises(BadTicket):
        Tickets(KEY, max_age=HOURS).read(forged)


@given(at=st.integers(min_value=0, max_value=60), sign=st.sampled_from("ABCxyz019-_.~ é"))
def test_a_ticket_with_any_other_sign_in_it_is_bad(at: int, sign: str) -> None:
    tickets = Tickets(KEY, max_age=HOURS)
    text = tickets.issue(TICKET)
    changed = text[:at] + sign + text[at + 1 :]

    if changed != text:
        with pytest.raises(BadTicket):
            tickets.read(changed)


@given(text=st.text())
def test_what_is_no_ticket_at_all_is_bad(text: str) -> None:
    with pytest.raises(BadTicket):
        Tickets(KEY, max_age=HOURS).read(text)


def test_an_old_ticket_has_expired() -> None:
    text = Tickets(KEY, max_age=HOURS).issue(TICKET)

    with pytest.raises(ExpiredTicket):
        Tickets(KEY, max_age=timedelta(seconds=-1)).read(text)


def test_a_ticket_outlives_a_clock_that_was_set_back() -> None:
    text = Tickets(KEY, max_age=HOURS).issue(TICKET)
    earlier = Tickets(KEY, max_age=HOURS, clock=lambda: utc_now() - timedelta(hours=1))

    assert earlier.read(text) == TICKET


@pytest.mark.asyncio
async def test_while_the_database_is_away_nobody_can_tell_whether_a_ticket_counts() -> None:
    engine = make_engine(f"postgresql://postgres@127.0.0.1:{free_port()}/none")
    tickets = Tickets(KEY, max_age=HOURS)
    admission = Admission(Records(engine, Cards(KEY)), tickets)

    with pytest.raises(LedgerUnavailable):
        await admission.read_ticket(tickets.issue(TICKET))
    with pytest.raises(LedgerUnavailable):
        await admission.is_planned("326841")
    await engine.dispose()


@pytest.mark.asyncio
async def test_replacing_a_card_ends_its_tickets_and_no_others(hall: tuple[Services, str]) -> None:
    services, code = hall
    texts = {}
    for holder in ("S1", "S2"):
        card = await services.records.card(code, holder)
        assert card is not None
        texts[holder] = services.admission.ticket_for(card)

    replaced = await services.records.replace_card(code, "S1", who=Who("记录人"))

    with pytest.raises(BadTicket):
        await services.admission.read_ticket(texts["S1"])
    assert (await services.admission.read_ticket(texts["S2"])).seat == "S2"
    assert replaced is not None
    assert (await services.admission.read_ticket(services.admission.ticket_for(replaced))).seat == "S1"


@pytest.mark.asyncio
async def test_a_ticket_with_a_role_that_its_card_has_not_is_bad(hall: tuple[Services, str]) -> None:
    """Even signed by ourselves: roles change with the card only."""
    services, code = hall
    tickets = Tickets(KEY, max_age=HOURS)
    raised = tickets.issue(Ticket(session=code, seat=SeatId("S1"), role="chair", generation=1))

    with pytest.raises(BadTicket):
        await Admission(services.records, tickets).read_ticket(raised)


@pytest.mark.asyncio
async def test_the_database_holds_no_secret_of_any_card(hall: tuple[Services, str]) -> None:
    services, code = hall
    stored = (services.settings.data / "hall.sqlite3").read_bytes()

    for card in await services.records.cards(code):
        token = services.cards.token(code, card.holder, card.generation)
        seat_code = services.cards.seat_code(code, card.holder, card.generation)
        assert await services.records.card_for(token) == card
        assert token.encode() not in stored
        assert seat_code.encode() not in stored


@given(
    holders=st.lists(st.from_regex(r"[A-Z][0-9]{1,2}", fullmatch=True), min_size=2, max_size=2, unique=True),
    generation=st.integers(min_value=1, max_value=99),
)
def test_every_card_has_a_link_of_its_own(holders: list[str], generation: int) -> None:
    cards = Cards(KEY)
    links = {
        cards.token(session, holder, number)
        for session in ("326841", "326842")
        for holder in holders
        for number in (generation, generation + 1)
    }

    assert len(links) == 8
    assert cards.is_seat_code(cards.seat_code("326841", "S1", 1), "326841", "S1", 1)
    assert not cards.is_seat_code("１２３４５６", "326841", "S1", 1)


def test_the_key_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    made = server_key(tmp_path)

    assert server_key(tmp_path) == made
    assert len(made) == 64
    mode = (tmp_path / "keys" / "ticket.key").stat().st_mode
    assert stat.S_IMODE(mode) == 0o600


def test_processes_that_start_at_once_have_the_same_key(tmp_path: Path) -> None:
    for number in range(50):
        data = tmp_path / f"{number}"
        together = Barrier(4)

        def start(data: Path = data, together: Barrier = together) -> bytes:
            together.wait()
            return server_key(data)

        with ThreadPoolExecutor(4) as processes:
            keys = {each.result() for each in [processes.submit(start) for _ in range(4)]}
        assert len(keys) == 1
        assert len(keys.pop()) == 64
        assert len(list((data / "keys").iterdir())) == 1


def test_a_given_key_leaves_no_file(tmp_path: Path) -> None:
    assert server_key(tmp_path, secret="s" * 32) == b"s" * 32
    assert not list(tmp_path.iterdir())
