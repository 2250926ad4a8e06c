"""Short words for the ledger's tests."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from deliberation.ledger.store import Ballot, Ledger
from deliberation.session.facts import Actor, AnyFact, Entry, NoteTaken
from deliberation.session.names import Choice, SeatId, VoteId

HALL = "600101"
OTHER_HALL = "600102"
V1 = VoteId("V1")
V2 = VoteId("V2")


def entry(seq: int, fact: AnyFact | str, command_id: str | None = None) -> Entry:
    """An entry by the recorder; a text becomes a note."""
    at = datetime(2026, 5, 16, 6, 0, tzinfo=UTC) + timedelta(seconds=seq)
    return Entry(seq, at, Actor("recorder"), NoteTaken(fact) if isinstance(fact, str) else fact, command_id)


def notes(*texts: str, after: int = 0) -> list[Entry]:
    """Entries that follow `after`."""
    return [entry(seq, text) for seq, text in enumerate(texts, start=after + 1)]


def ballot(seat: str, choice: Choice, *command_ids: str, vote: VoteId = V1) -> Ballot:
    return Ballot(vote, SeatId(seat), choice, command_ids)


async def append(ledger: Ledger, entries: Sequence[Entry], session: str = HALL) -> None:
    """A turn of its own."""
    async with ledger.turn([session]) as turn:
        await turn.append(session, entries)
