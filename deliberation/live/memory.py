"""Which answer each command id got, so that a retry gets the same one and changes nothing."""

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from deliberation.ledger.store import Ballot
from deliberation.live.messages import Answer, Done
from deliberation.session.facts import Actor, BallotCast, Entry
from deliberation.session.results import result_of

KEPT_PASSING = 2_000
"""Refusals kept a room. A phone retries for minutes; the liveliest session refuses some hundreds then."""


class Given(Struct, frozen=True):
    """An answer and whose command it was: an id used by two people must not swallow the second one's vote."""

    owner: str
    answer: Answer


def owner_of(actor: Actor) -> str:
    """The seat whose word a command is, or the role of somebody without a seat."""
    return actor.speaking_seat or actor.role


class Memory:
    """Answers that rest on the ledger stay for good; passing ones only the latest, and in this process.

    Passing are refusals, and commands that found everything as they wanted it: after a restart they are
    decided anew.
    """

    def __init__(self) -> None:
        self.lasting: dict[str, Given] = {}
        self.passing: dict[str, Given] = {}

    def recall(self, command_id: str) -> Given | None:
        """The answer this id got, if it is known."""
        return self.lasting.get(command_id) or self.passing.get(command_id)

    def keep(self, command_id: str, given: Given) -> None:
        """An answer whose entries or ballot are, or will be, in the ledger."""
        self.lasting[command_id] = given

    def keep_passing(self, command_id: str, given: Given) -> None:
        """An answer that left no trace in the ledger."""
        self.passing[command_id] = given
        while len(self.passing) > KEPT_PASSING:
            del self.passing[next(iter(self.passing))]

    def absorb(self, other: "Memory") -> None:
        """Take over what another one knows; what was answered first stays the answer."""
        for command_id, given in other.lasting.items():
            self.lasting.setdefault(command_id, given)
        for command_id, given in other.passing.items():
            self.keep_passing(command_id, given)

    def learn_entries(self, entries: Iterable[Entry]) -> None:
        """Work out from the ledger what each command in it was answered."""
        for group in _commands(entries):
            first, last = group[0], group[-1]
            if first.command_id is not None:
                done = Done(last.seq, result_of([entry.fact for entry in group]))
                self.keep(first.command_id, Given(owner_of(first.actor), done))

    def learn_ballots(self, opened_at_seq: int, ballots: Iterable[Ballot]) -> None:
        """Likewise from a ballot box, whose vote was opened by that entry.

        The box knows only the last choice: after a restart the id of an earlier one is answered with it too.
        """
        for ballot in ballots:
            done = ballot_answer(opened_at_seq, BallotCast(ballot.vote, ballot.seat, ballot.choice))
            for command_id in ballot.command_ids:
                self.keep(command_id, Given(ballot.seat, done))


def ballot_answer(opened_at_seq: int, ballot: BallotCast) -> Done:
    """A ballot does not move the record on: its answer names the entry that opened its vote.

    So the answer is the same however late, and after whatever restart, the question is repeated.
    """
    return Done(opened_at_seq, result_of([ballot]))


def _commands(entries: Iterable[Entry]) -> Iterator[Sequence[Entry]]:
    """The entries of each command: they follow one another, and only the first carries its id."""
    group: list[Entry] = []
    for entry in entries:
        if group and entry.command_id is not None:
            yield group
            group = []
        group.append(entry)
    if group:
        yield group
