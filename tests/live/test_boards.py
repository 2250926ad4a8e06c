"""The test that carries the weight: a board pieced together from patches is the board of the ledger.

Whatever people do, whatever the network loses or doubles, whoever comes back late, whichever process decides.
"""

import asyncio
from dataclasses import dataclass

import msgspec
from hypothesis import event, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from deliberation.language import LOCALES, Locale
from deliberation.ledger.memory import MemoryLedger
from deliberation.live.messages import Answer, Done
from deliberation.session.board import board
from deliberation.session.commands import (
    Amend,
    AnswerObjection,
    AnyCommand,
    CallForMore,
    CastBallot,
    CheckIn,
    CloseDebate,
    CloseSession,
    EnterCount,
    GiveFloor,
    IssuePaper,
    Leave,
    LowerHand,
    MarkDeferred,
    MoveToClose,
    NameTellers,
    Note,
    Object,
    OpenSession,
    OpenTopic,
    OpenVote,
    RaiseHand,
    RecordAttendance,
    Second,
    Withdraw,
)
from deliberation.session.evolve import fold, with_box
from deliberation.session.facts import Actor
from deliberation.session.names import Choice, ObjectionId, ProposalId, SeatId, TopicId, VoteId
from deliberation.session.state import Session
from deliberation.session.you import you
from tests.live.hall import Hall, fresh_id, speak
from tests.live.screens import Screen
from tests.live.voting import BENCH
from tests.support.halls import (
    CHAIR,
    CODE,
    MEMBERS,
    OBSERVER,
    PUBLIC,
    RECORDER,
    SUPERVISOR,
    WALL,
    ManualClock,
    convene,
)

SEATS = [SeatId(str(actor.seat)) for actor in MEMBERS]
PROPOSALS = [ProposalId(f"P{number}") for number in (1, 2)]
VOTES = [VoteId(f"V{number}") for number in (1, 2, 3)]

seats = st.sampled_from(SEATS)
targets = st.sampled_from(["P1", "P2", "A1", "A2", "OB1", "OB2"])
CHOICES: st.SearchStrategy[Choice] = st.sampled_from(["for", "against", "abstain"])
words = st.sampled_from(["好", "再想想", "声音太大", "晚上九点以后不行"])

MEMBER_COMMANDS = st.one_of(
    st.just(CheckIn()),
    st.just(Leave()),
    st.builds(RaiseHand, st.sampled_from(["for", "against", "middle"])),
    st.just(LowerHand()),
    st.just(BENCH),
    st.builds(Second, targets),
    st.builds(Withdraw, targets),
    st.builds(Amend, st.sampled_from(PROPOSALS), words, words, st.none() | words),
    st.builds(Object, targets, words),
    st.just(MoveToClose()),
    st.builds(CastBallot, st.sampled_from(VOTES), CHOICES),
)
STAFF_COMMANDS = st.one_of(
    st.builds(RecordAttendance, seats, st.booleans()),
    st.builds(GiveFloor, st.just("speech"), seat=seats),
    st.builds(Note, words),
    st.just(NameTellers([SEATS[0], SEATS[2]])),
    st.just(OpenTopic(TopicId("T1"))),
    st.just(CloseSession()),
    st.builds(
        OpenVote,
        targets,
        st.sampled_from(["substantive", "amendment"]),
        st.sampled_from(["online", "show_of_hands"]),
    ),
    st.builds(IssuePaper, st.sampled_from(VOTES), st.lists(seats, min_size=1, max_size=2)),
    st.builds(
        EnterCount, st.sampled_from(VOTES), st.just({"standing": (2, 0, 0), "a": (1, 1, 0), "b": (0, 0, 1)})
    ),
    st.builds(AnswerObjection, st.sampled_from([ObjectionId("OB1")]), words, st.just("answered")),
    st.builds(MarkDeferred, st.sampled_from(PROPOSALS), words, words, words),
)
PROLOGUE: list[tuple[Actor, AnyCommand]] = [
    *((actor, CheckIn()) for actor in MEMBERS),
    (CHAIR, OpenSession()),
    (RECORDER, NameTellers([SEATS[0], SEATS[2]])),
    (CHAIR, OpenTopic(TopicId("T1"))),
    (MEMBERS[2], BENCH),
    (MEMBERS[3], Second("P1")),
    (MEMBERS[4], Object(ProposalId("P1"), "夜里会吵")),
    (MEMBERS[0], Second("OB1")),
    (RECORDER, AnswerObjection(ObjectionId("OB1"), "十点以后不坐人", "answered")),
    *((CHAIR, CallForMore()) for _ in range(3)),
    (CHAIR, CloseDebate()),
    (CHAIR, OpenVote("P1", "substantive", "online")),
    (MEMBERS[0], CastBallot(VoteId("V1"), "for")),
    (MEMBERS[2], CastBallot(VoteId("V1"), "against")),
]
VIEWERS = [CHAIR, RECORDER, SUPERVISOR, OBSERVER, WALL, PUBLIC, *MEMBERS]


@dataclass
class Sent:
    """A command that was given once, and its answer."""

    actor: Actor
    command_id: str
    command: AnyCommand
    answer: Answer
    left_a_trace: bool
    """Whether it is in the ledger or the box; what is not, only the process that answered it remembers."""


class Boards(RuleBasedStateMachine):
    """Two processes over one ledger; screens at either; a network that drops and doubles."""

    @initialize(steps=st.just(len(PROLOGUE)) | st.integers(0, len(PROLOGUE)))
    def begin(self, steps: int) -> None:
        """Start anywhere between an empty hall and the middle of a vote; chance hardly gets that far."""
        self.runner = asyncio.Runner()
        self.clock = ManualClock()
        self.ledger = MemoryLedger()
        self.sent: list[Sent] = []
        self.screens: list[tuple[int, Screen]] = []
        self.gone: list[Hall] = []
        self.runner.run(convene(self.ledger))
        self.halls = [Hall(self.ledger, self.clock) for _ in range(2)]
        for hall in self.halls:
            self.runner.run(self._start(hall))
        for actor, command in PROLOGUE[:steps]:
            self._give(0, actor, command)
            assert isinstance(self.sent[-1].answer, Done), self.sent[-1]
        for process, actor in enumerate([RECORDER, CHAIR, MEMBERS[0], MEMBERS[2]]):
            self.screen_connects(actor, "zh", process % 2)

    @staticmethod
    async def _start(hall: Hall) -> None:
        hall.start()

    # People --------------------------------------------------------------------------------------------

    @rule(actor=st.sampled_from(MEMBERS), command=MEMBER_COMMANDS, process=st.integers(0, 1))
    def member_acts(self, actor: Actor, command: AnyCommand, process: int) -> None:
        self._give(process, actor, command)

    @rule(actor=st.sampled_from([CHAIR, RECORDER]), command=STAFF_COMMANDS, process=st.integers(0, 1))
    def staff_acts(self, actor: Actor, command: AnyCommand, process: int) -> None:
        self._give(process, actor, command)

    @rule(actors=st.lists(st.sampled_from(MEMBERS), min_size=4, max_size=8), process=st.integers(0, 1))
    def many_check_in_at_once(self, actors: list[Actor], process: int) -> None:
        async def together() -> None:
            await asyncio.gather(*(self.halls[process].give(actor, CheckIn()) for actor in actors))

        self.runner.run(together())

    @rule(actor=st.sampled_from(MEMBERS), choice=CHOICES, process=st.integers(0, 1))
    def ballot_comes_in(self, actor: Actor, choice: Choice, process: int) -> None:
        if (vote := self._truth().open_vote_id) is not None:
            self._give(process, actor, CastBallot(vote, choice))

    @rule(choice=st.integers(0, 3), times=st.integers(1, 4), process=st.integers(0, 1))
    def chair_follows_the_advice(self, choice: int, times: int, process: int) -> None:
        """What carries a session into its later phases, where random commands rarely lead."""
        for _ in range(times):
            session = self._truth()
            event(f"{session.status}, {len(session.votes)} votes")
            advice = you(session, CHAIR, speak("zh"), at=self.clock()).get("next", ())
            steps = [step for step in advice if "why_not" not in step and step["do"] != "close_session"]
            if not steps:
                return
            step = steps[min(choice, len(steps) - 1)]
            try:
                command = msgspec.convert({"do": step["do"]} | step["args"], AnyCommand)
            except msgspec.ValidationError:
                return  # a step that needs a form first
            self._give(process, CHAIR, command)

    @rule(seconds=st.integers(1, 400))
    def time_passes(self, seconds: int) -> None:
        self.clock.advance(seconds)

    @precondition(lambda self: self.sent)
    @rule(pick=st.integers(0, 1000), process=st.integers(0, 1))
    def somebody_repeats_a_command(self, pick: int, process: int) -> None:
        first = self.sent[pick % len(self.sent)]
        before = self.runner.run(self.ledger.head(CODE))
        again = self._send(process, first.actor, first.command, first.command_id)
        if first.left_a_trace:
            assert isinstance(first.answer, Done)
            assert isinstance(again, Done)
            assert again.seq == first.answer.seq
            assert self.runner.run(self.ledger.head(CODE)) == before

    def _give(self, process: int, actor: Actor, command: AnyCommand) -> None:
        command_id = fresh_id()
        before = self.runner.run(self.ledger.head(CODE))
        answer = self._send(process, actor, command, command_id)
        left_a_trace = self.runner.run(self.ledger.head(CODE)) != before
        self.sent.append(Sent(actor, command_id, command, answer, left_a_trace))

    def _send(self, process: int, actor: Actor, command: AnyCommand, command_id: str) -> Answer:
        return self.runner.run(self.halls[process].give(actor, command, command_id=command_id))

    # Screens and the network ---------------------------------------------------------------------------

    @rule(actor=st.sampled_from(VIEWERS), locale=st.sampled_from(LOCALES), process=st.integers(0, 1))
    def another_screen_connects(self, actor: Actor, locale: Locale, process: int) -> None:
        self.screen_connects(actor, locale, process)

    def screen_connects(self, actor: Actor, locale: Locale, process: int) -> None:
        screen = self.runner.run(self.halls[process].connect(actor, locale))
        self.screens.append((process, screen))

    @precondition(lambda self: self.screens)
    @rule(pick=st.integers(0, 100), lost=st.integers(0, 100))
    def message_is_lost(self, pick: int, lost: int) -> None:
        _, screen = self.screens[pick % len(self.screens)]
        if screen.arriving:
            del screen.arriving[lost % len(screen.arriving)]

    @precondition(lambda self: self.screens)
    @rule(pick=st.integers(0, 100))
    def message_arrives_twice(self, pick: int) -> None:
        _, screen = self.screens[pick % len(self.screens)]
        if screen.arriving:
            screen.arriving.append(screen.arriving[-1])

    @precondition(lambda self: self.screens)
    @rule(pick=st.integers(0, 100))
    def messages_arrive(self, pick: int) -> None:
        self.screens[pick % len(self.screens)][1].deliver()

    @precondition(lambda self: self.screens)
    @rule(pick=st.integers(0, 100), elsewhere=st.booleans())
    def screen_reconnects(self, pick: int, elsewhere: bool) -> None:  # noqa: FBT001 - drawn, not passed by hand
        process, screen = self.screens.pop(pick % len(self.screens))
        self.halls[process].disconnect(screen)
        process = 1 - process if elsewhere else process
        back = self.halls[process].connect(screen.viewer.actor, screen.viewer.locale, have=screen)
        self.screens.append((process, self.runner.run(back)))

    @rule(process=st.integers(0, 1))
    def process_is_restarted(self, process: int) -> None:
        self.gone.append(self.halls[process])
        self.halls[process] = Hall(self.ledger, self.clock)
        self.runner.run(self._start(self.halls[process]))
        for index, (at, screen) in enumerate(self.screens):
            if at == process:
                back = self.halls[process].connect(screen.viewer.actor, screen.viewer.locale, have=screen)
                self.screens[index] = (process, self.runner.run(back))

    # What must hold ------------------------------------------------------------------------------------

    def _truth(self) -> Session:
        return self.runner.run(truth(self.ledger))

    @rule()
    def everything_settles(self) -> None:
        """The heartbeat comes, messages arrive, whoever lost the thread asks: all show the ledger."""
        session = self._truth()
        self.clock.advance(5)
        for hall in self.halls:
            self.runner.run(hall.rooms.look())
            hall.rooms.beat()
        for process, screen in self.screens:
            screen.deliver()
            if screen.lost_the_thread or screen.seq != session.seq:
                self.halls[process].resync(screen)
            assert screen.seq == session.seq
            assert_shows(screen, session, self.clock)
        assert self.runner.run(self.ledger.verify(CODE)) is None

    def teardown(self) -> None:
        if not hasattr(self, "runner"):
            return
        try:
            self.everything_settles()
        finally:  # or the writers of a failed example would be blamed on whatever test comes next
            for hall in (*self.halls, *self.gone):
                self.runner.run(hall.stop())
            self.runner.close()


async def truth(ledger: MemoryLedger) -> Session:
    """What the ledger and the box say, without any room."""
    session = fold(await ledger.read(CODE))
    if (vote := session.open_vote_id) is not None:
        async with ledger.turn([CODE]) as turn:
            box = await turn.ballots(CODE, vote)
        session = with_box(session, vote, {ballot.seat: ballot.choice for ballot in box})
    return session


def assert_shows(screen: Screen, session: Session, clock: ManualClock) -> None:
    """This screen's board is the ledger's, for its audience and in its language; and so is its `you`."""
    say = speak(screen.viewer.locale)
    assert screen.board == board(session, screen.viewer.audience, say)
    assert screen.you == you(session, screen.viewer.actor, say, at=clock())
    assert not holds_null(screen.board), "null never stands in a board"


def holds_null(value: object) -> bool:
    if isinstance(value, dict):
        return any(each is None or holds_null(each) for each in value.values())
    return isinstance(value, list) and any(each is None or holds_null(each) for each in value)


TestBoards = Boards.TestCase
TestBoards.settings = settings(
    max_examples=15,
    stateful_step_count=40,
)
