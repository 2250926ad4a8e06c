"""One room's part of a turn: what will be true if the transaction commits, and nothing if it does not."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from deliberation.ledger.store import Ballot, Head, Turn
from deliberation.live.bus import Mark
from deliberation.live.logs import log_defect
from deliberation.live.memory import Given, Memory, ballot_answer, owner_of
from deliberation.live.messages import Answer, Done, Refused, Request
from deliberation.live.refusals import refused
from deliberation.session.commands import CastBallot
from deliberation.session.decide import decide
from deliberation.session.evolve import begin, evolve, with_box
from deliberation.session.facts import Actor, AnyFact, BallotCast, Entry, VoteOpened
from deliberation.session.names import Choice, SeatId, VoteId
from deliberation.session.refusals import Rejected
from deliberation.session.results import result_of
from deliberation.session.state import Session


class Known(Struct, frozen=True):
    """What a process knows of one session, as last committed."""

    session: Session
    at: datetime
    """When the last entry was made."""
    opened_at_seq: Mapping[VoteId, int]
    """The entry that opened each vote."""
    box_version: int = -1
    """How many ballots had been written when `box` was read; -1 before it was ever read."""
    box_of: VoteId | None = None
    box: Mapping[SeatId, Ballot] = {}
    """The ballots by phone of the vote that is open."""

    @property
    def mark(self) -> Mark:
        """How far the session has come, as far as this process knows."""
        return Mark(self.session.seq, self.box_version)


class Draft:
    """Decides commands on top of what is known, and remembers what must be written for them to be true."""

    def __init__(self, code: str, known: Known, memory: Memory) -> None:
        self.code = code
        self.memory = Memory()
        """Answers of this turn, on top of the room's."""
        self.voters: set[SeatId] = set()
        """Seats whose ballot changed in this turn."""
        self._earlier = memory
        self._session = known.session
        self._at = known.at
        self._opened_at_seq = dict(known.opened_at_seq)
        self._box_version = known.box_version
        self._box_of = known.box_of
        self._box = dict(known.box)
        self._entries: list[Entry] = []
        self._ballots: dict[SeatId, Ballot] = {}
        self._uncounted: dict[SeatId, Choice] = {}
        """Ballots that the state does not hold yet. Of several in a row none decides about another, so it
        takes them up together: a copy of the box for each made a thousand ballots cost a million."""

    @property
    def known(self) -> Known:
        """What will be known after the commit."""
        self._count()
        return Known(
            session=self._session,
            at=self._at,
            opened_at_seq=self._opened_at_seq,
            box_version=self._box_version,
            box_of=self._box_of,
            box=self._box,
        )

    @property
    def writes(self) -> bool:
        """Whether something has to be written for it to be true."""
        return bool(self._entries or self._ballots)

    # What other processes did --------------------------------------------------------------------------

    async def prepare(self, turn: Turn, requests: Iterable[Request]) -> None:
        """Catch up with the database, which is the only referee."""
        head = await turn.head(self.code)
        if head.seq > self._session.seq:
            self.catch_up(await turn.tail(self.code, self._session.seq))
        await self._read_open_box(turn, head)
        for request in requests:
            await self._recall_late_ballot(turn, request)

    def catch_up(self, entries: Sequence[Entry]) -> None:
        """Apply entries that are already in the ledger."""
        self.memory.learn_entries(entries)
        for entry in entries:
            self._session = evolve(self._session, entry)
            self._at = max(self._at, entry.at)
            if isinstance(entry.fact, VoteOpened):
                self._opened_at_seq[entry.fact.vote] = entry.seq

    async def _read_open_box(self, turn: Turn, head: Head) -> None:
        vote = self._session.open_vote_id
        if vote is None:
            self._box_of, self._box = None, {}
        elif vote != self._box_of or head.box_version != self._box_version:
            ballots = await turn.ballots(self.code, vote)
            before = self._box if vote == self._box_of else {}
            self._box_of, self._box = vote, {ballot.seat: ballot for ballot in ballots}
            self._session = with_box(self._session, vote, {each.seat: each.choice for each in ballots})
            self.memory.learn_ballots(self._opened_at_seq[vote], ballots)
            self.voters |= {each.seat for each in ballots if before.get(each.seat) != each}
        self._box_version = head.box_version

    async def _recall_late_ballot(self, turn: Turn, request: Request) -> None:
        """When a ballot is repeated after its vote closed, only the box still knows that it was counted."""
        if not isinstance(request.command, CastBallot) or self._recall(request.id):
            return
        vote = request.command.vote
        if vote != self._box_of and vote in self._opened_at_seq:
            self.memory.learn_ballots(self._opened_at_seq[vote], await turn.ballots(self.code, vote))

    # What this process does ----------------------------------------------------------------------------

    def settle(self, request: Request, actor: Actor, now: datetime) -> Answer:
        """Decide one command; a refused or broken one leaves the draft as it was."""
        actor = replace(actor, for_seat=request.for_seat)
        owner = owner_of(actor)
        if given := self._recall(request.id):
            return given.answer if given.owner == owner else refused("id_taken")
        at = max(now, self._at)
        if not isinstance(request.command, CastBallot):
            self._count()
        try:
            happened = request.happened_at and self._session.instant(request.happened_at)
            facts = decide(self._session, request.command, actor=actor, at=at, happened_at=happened)
            return self._record(request.id, facts, actor, at, happened)
        except Rejected as rejected:
            answer = Refused.by_rules(rejected)
            self.memory.keep_passing(request.id, Given(owner, answer))
            return answer
        except Exception as error:  # noqa: BLE001 - one command's defect must not stop the hall
            log_defect("command_failed", error, session=self.code, do=type(request.command).__name__)
            return refused("internal")

    def _count(self) -> None:
        """Put the ballots of this turn into the state."""
        vote = self._session.open_vote_id
        if self._uncounted and vote is not None:
            self._session = with_box(self._session, vote, {**self._session.box(vote), **self._uncounted})
            self._uncounted = {}

    def _recall(self, command_id: str) -> Given | None:
        return self._earlier.recall(command_id) or self.memory.recall(command_id)

    def _record(
        self,
        command_id: str,
        facts: Sequence[AnyFact],
        actor: Actor,
        at: datetime,
        happened_at: datetime | None,
    ) -> Done:
        """Take up all facts of one command, or none when one of them cannot be."""
        session = self._session
        entries: list[Entry] = []
        ballots: list[BallotCast] = []
        for fact in facts:
            if isinstance(fact, BallotCast):
                ballots.append(fact)
                continue
            entry = Entry(session.seq + 1, at, actor, fact, None if entries else command_id, happened_at)
            entries.append(entry)
            session = evolve(session, entry)
        done = Done(session.seq, result_of(facts))
        if ballots and not entries:
            done = ballot_answer(self._opened_at_seq[ballots[0].vote], ballots[0])
        self._session, self._at = session, at
        self._entries += entries
        for entry in entries:
            if isinstance(entry.fact, VoteOpened):
                self._opened_at_seq[entry.fact.vote] = entry.seq
                self._box_of, self._box = entry.fact.vote, {}
        for ballot in ballots:
            self._put_ballot(ballot, command_id)
        keep = self.memory.keep if facts else self.memory.keep_passing
        keep(command_id, Given(owner_of(actor), done))
        return done

    def _put_ballot(self, cast: BallotCast, command_id: str) -> None:
        before = self._box.get(cast.seat)
        ids = (*before.command_ids, command_id) if before else (command_id,)
        self._box[cast.seat] = Ballot(cast.vote, cast.seat, cast.choice, ids)
        self._ballots[cast.seat] = self._box[cast.seat]
        self._uncounted[cast.seat] = cast.choice
        self.voters.add(cast.seat)

    async def write(self, turn: Turn) -> None:
        """Hand everything that was decided to the transaction."""
        if self._entries:
            await turn.append(self.code, self._entries)
        if self._ballots:
            head = await turn.put_ballots(self.code, list(self._ballots.values()))
            self._box_version = head.box_version


def first_draft(code: str, entries: Sequence[Entry]) -> Draft | None:
    """A draft from the whole ledger of a session that this process did not know; None without entries."""
    if not entries:
        return None
    known = Known(session=begin(entries[0]), at=entries[0].at, opened_at_seq={})
    draft = Draft(code, known, Memory())
    draft.catch_up(entries[1:])
    return draft
