"""A small hall to test in: real commands, real facts, a clock that moves when it is told to.

    hall = open_hall()
    hall.member("G1").object("P1", "…")
    with rejected("second_round_needed", group="gas"):
        hall.chair.open_vote("P1")

The people are those of the parking scenario: `S1` … `S7` hold standing seats (S2 is the chair, no vote),
`G1` … `G4` speak for owners of petrol cars (gas), `E1` … `E4` for owners of electric cars (ev); `R1` is the
recorder, `O1` an observer, `V1` the supervisor. So fourteen people have a vote.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
import pytest

from deliberation.language import speaker
from deliberation.session import commands as c
from deliberation.session.advice import advice
from deliberation.session.board import Audience, board
from deliberation.session.counting import by_group, uncounted
from deliberation.session.decide import decide
from deliberation.session.evolve import begin, evolve
from deliberation.session.facts import (
    Actor,
    AgendaIssue,
    AgendaTopic,
    AnyFact,
    BallotCast,
    Entry,
    Group,
    Photo,
    Seat,
    SessionConvened,
)
from deliberation.session.names import (
    AnswerKind,
    Choice,
    Form,
    GroupId,
    HandId,
    IssueId,
    Method,
    MotionType,
    ObjectionId,
    OpinionId,
    Position,
    ProposalId,
    Role,
    SeatId,
    Secrecy,
    SpeechKind,
    Stance,
    TakenUp,
    TopicId,
    VoteId,
)
from deliberation.session.refusals import REFUSALS, Rejected
from deliberation.session.rules import DeferralRules, Ruleset
from deliberation.session.state import Session
from deliberation.session.you import you

START = datetime(2026, 3, 21, 11, 0, tzinfo=UTC)
IN_TIME = date(2026, 3, 17)
say = speaker("zh")

Counts = tuple[int, int, int]

RULES = Ruleset(
    id="test",
    name={"zh": "测试规则"},
    deferral=DeferralRules(
        reason_codes={"owners_common": "需业主共同决定", "major_dispute": "协商不成或争议较大"},
        target_bodies=("residents_meeting", "owners_decision"),
        party_org_study_required_for=("residents_meeting",),
    ),
)

GROUPS = {"gas": ("燃油车车主", "petrol-car owners"), "ev": ("新能源车车主", "EV owners")}


def seat(id_: str, **changes: object) -> Seat:
    """A seat by its id: S… standing, G… gas, E… ev, R recorder, O observer, V supervisor, H outside chair."""
    kinds: dict[str, dict[str, Any]] = {
        "S": {"role": "member", "chamber": "standing", "votes": True},
        "G": {"role": "member", "chamber": "interest", "votes": True, "group": GroupId("gas")},
        "E": {"role": "member", "chamber": "interest", "votes": True, "group": GroupId("ev")},
        "R": {"role": "recorder", "chamber": "none", "votes": False},
        "O": {"role": "observer", "chamber": "none", "votes": False},
        "V": {"role": "supervisor", "chamber": "none", "votes": False},
        "H": {"role": "chair", "chamber": "none", "votes": False},
    }
    fields = {
        "id": SeatId(id_),
        "name": f"全名{id_}",
        "public_name": f"{id_}某某",
        **kinds[id_[0]],
        **changes,
    }
    return Seat(**fields)


def parking_seats() -> list[Seat]:
    """The seats of the parking scenario."""
    return [
        seat("S2", role="chair", votes=False),
        seat("R1"),
        *(seat(f"S{n}") for n in (1, 3, 4, 5, 6, 7)),
        *(seat(f"{group}{n}") for group in "GE" for n in (1, 2, 3, 4)),
        seat("O1"),
        seat("V1"),
    ]


def topic(
    id_: str, *, affected: Iterable[str] = ("gas", "ev"), notice_sent: date | None = IN_TIME
) -> AgendaTopic:
    """A topic with one photographed issue."""
    issue = AgendaIssue(IssueId(f"I-{id_}"), f"{id_}的线索", [Photo(f"/media/{id_}.jpg", "照片")])
    return AgendaTopic(TopicId(id_), f"议题{id_}", [GroupId(each) for each in affected], [issue], notice_sent)


def setup(
    *,
    rules: Ruleset = RULES,
    seats: list[Seat] | None = None,
    groups: dict[str, tuple[str, str]] | None = None,
    topics: list[AgendaTopic] | None = None,
    form: Form = "deliberation",
) -> SessionConvened:
    """What is settled before the first person comes in."""
    seats = parking_seats() if seats is None else seats
    labels = GROUPS if groups is None else groups
    return SessionConvened(
        code="123456",
        title={"zh": "公共车位怎么用", "en": "How to use the bays"},
        form=form,
        community="荷塘苑",
        place="议事厅",
        timezone="Asia/Shanghai",
        planned_at=START,
        whiteboard=("邻里客厅", "协商共治"),
        ruleset=rules,
        seats=seats,
        groups={
            GroupId(key): Group({"zh": zh, "en": en}, sum(each.group == key for each in seats))
            for key, (zh, en) in labels.items()
        },
        topics=[topic("T1"), topic("T2"), topic("T3", affected=[])] if topics is None else topics,
        box_secret="ab" * 32,
    )


def rules_with(**changes: object) -> Ruleset:
    """The test rules with `section__field=value` changed: `rules_with(voting__tellers=0)`."""
    wire = msgspec.to_builtins(RULES)
    for path, value in changes.items():
        *sections, field = path.split("__")
        part = wire
        for section in sections:
            part = part[section]
        part[field] = value
    return msgspec.convert(wire, Ruleset)


class Person:
    """Somebody who gives commands; each method is one command of the contract."""

    def __init__(self, hall: "Hall", actor: Actor) -> None:
        self.hall = hall
        self.actor = actor

    def gives(self, command: c.AnyCommand) -> list[AnyFact]:
        """Give any command."""
        return self.hall.give(command, self.actor)

    def check_in(self, seat_: str | None = None) -> list[AnyFact]:
        return self.gives(c.CheckIn(SeatId(seat_) if seat_ else None))

    def leave(self) -> list[AnyFact]:
        return self.gives(c.Leave())

    def record_attendance(self, seat_: str, *, present: bool) -> list[AnyFact]:
        return self.gives(c.RecordAttendance(SeatId(seat_), present))

    def recuse(self, seat_: str, reason: str = "近亲属有利害关系") -> list[AnyFact]:
        return self.gives(c.Recuse(SeatId(seat_), reason))

    def name_tellers(self, *seats: str) -> list[AnyFact]:
        return self.gives(c.NameTellers([SeatId(each) for each in seats]))

    def open_session(self) -> list[AnyFact]:
        return self.gives(c.OpenSession())

    def read_rules(self) -> list[AnyFact]:
        return self.gives(c.ReadRules())

    def recess(self, minutes: int = 10) -> list[AnyFact]:
        return self.gives(c.Recess(minutes))

    def resume(self) -> list[AnyFact]:
        return self.gives(c.Resume())

    def read_back(self) -> list[AnyFact]:
        return self.gives(c.ReadBack())

    def close_session(self) -> list[AnyFact]:
        return self.gives(c.CloseSession())

    def change_form(self, form: Form) -> list[AnyFact]:
        return self.gives(c.ChangeForm(form))

    def open_topic(self, topic_: str) -> list[AnyFact]:
        return self.gives(c.OpenTopic(TopicId(topic_)))

    def show_issue(self, issue: str | None) -> list[AnyFact]:
        return self.gives(c.ShowIssue(IssueId(issue) if issue else None))

    def close_topic(self, topic_: str) -> list[AnyFact]:
        return self.gives(c.CloseTopic(TopicId(topic_)))

    def raise_hand(self, position: Position = "middle", kind: SpeechKind = "speech") -> list[AnyFact]:
        return self.gives(c.RaiseHand(position, kind))

    def lower_hand(self) -> list[AnyFact]:
        return self.gives(c.LowerHand())

    def give_floor(
        self,
        seat_: str | None = None,
        kind: SpeechKind = "speech",
        *,
        hand: str | None = None,
        interpreter: str | None = None,
        position: Position | None = None,
    ) -> list[AnyFact]:
        return self.gives(
            c.GiveFloor(
                kind,
                HandId(hand) if hand else None,
                SeatId(seat_) if seat_ else None,
                SeatId(interpreter) if interpreter else None,
                position,
            )
        )

    def end_speech(self) -> list[AnyFact]:
        return self.gives(c.EndSpeech())

    def warn(self, seat_: str, reason: str = "打断别人") -> list[AnyFact]:
        return self.gives(c.Warn(SeatId(seat_), reason))

    def read_written_opinion(self, from_: str = "一位老人", text: str = "请留两个车位") -> list[AnyFact]:
        return self.gives(c.ReadWrittenOpinion(from_, text))

    def propose(self, title: str = "先改四个车位", **changes: str) -> list[AnyFact]:
        topic_ = self.hall.session.topic or TopicId("T1")
        fields = {
            "topic": topic_,
            "text": "四个车位夜里优先充电",
            "what": "划线改造",
            "who": "业委会",
            "when": "六月底",
            "money": "公共收益",
            **changes,
        }
        return self.gives(msgspec.convert({"do": "propose", "title": title, **fields}, c.Propose))

    def second(self, target: str) -> list[AnyFact]:
        return self.gives(c.Second(target))

    def withdraw(self, target: str) -> list[AnyFact]:
        return self.gives(c.Withdraw(target))

    def amend(
        self,
        proposal: str = "P1",
        text: str = "白天可以临停",
        new_text: str | None = "四个车位，白天可以临停",
        reason: str = "白天空着浪费",
    ) -> list[AnyFact]:
        return self.gives(c.Amend(proposal, text, reason, new_text))

    def object(self, target: str = "P1", reason: str = "油车没处停") -> list[AnyFact]:
        return self.gives(c.Object(target, reason))

    def answer_objection(
        self, objection: str = "OB1", response: str = "先改四个", how: AnswerKind = "answered"
    ) -> list[AnyFact]:
        return self.gives(c.AnswerObjection(ObjectionId(objection), response, how))

    def call_for_more(self) -> list[AnyFact]:
        return self.gives(c.CallForMore())

    def move_to_close(self) -> list[AnyFact]:
        return self.gives(c.MoveToClose())

    def close_debate(self) -> list[AnyFact]:
        return self.gives(c.CloseDebate())

    def open_vote(
        self,
        target: str = "P1",
        method: Method = "show_of_hands",
        motion: MotionType | None = None,
        *,
        secrecy: Secrecy | None = None,
        electorate: list[str] | None = None,
    ) -> list[AnyFact]:
        kind: MotionType = motion or ("amendment" if target.startswith("A") else "substantive")
        return self.gives(c.OpenVote(target, kind, method, secrecy, electorate))

    def cast_ballot(self, choice: Choice, vote: str | None = None) -> list[AnyFact]:
        return self.gives(c.CastBallot(self.hall.vote_id(vote), choice))

    def issue_paper(self, *seats: str) -> list[AnyFact]:
        return self.gives(c.IssuePaper(self.hall.vote_id(), [SeatId(each) for each in seats]))

    def enter_count(self, **counts: Counts) -> list[AnyFact]:
        return self.gives(c.EnterCount(self.hall.vote_id(), {**counts}))

    def enter_paper(self, issued: int, returned: int, invalid: int, **counts: Counts) -> list[AnyFact]:
        return self.gives(c.EnterPaper(self.hall.vote_id(), issued, returned, invalid, {**counts}))

    def close_vote(self, vote: str | None = None) -> list[AnyFact]:
        return self.gives(c.CloseVote(self.hall.vote_id(vote)))

    def enter_scores(
        self, item: str = "保洁", issued: int = 14, returned: int = 13, invalid: int = 1, **counts: int
    ) -> list[AnyFact]:
        return self.gives(
            msgspec.convert(
                {
                    "do": "enter_scores",
                    "item": item,
                    "issued": issued,
                    "returned": returned,
                    "invalid": invalid,
                    "counts": counts,
                },
                c.AnyCommand,
            )
        )

    def state_opinion(self, position: Stance = "against", text: str = "晚上太吵") -> list[AnyFact]:
        return self.gives(c.StateOpinion(position, text))

    def answer_opinion(
        self, opinion: str = "OP1", taken_up: TakenUp = "partly_taken_up", reason: str = "改到白天装"
    ) -> list[AnyFact]:
        return self.gives(c.AnswerOpinion(OpinionId(opinion), taken_up, reason))

    def request_secret(self, target: str = "P1") -> list[AnyFact]:
        return self.gives(c.RequestSecret(target))

    def mark_deferred(
        self,
        proposal: str = "P1",
        reason_code: str = "major_dispute",
        reason_text: str = "两方谈不拢",
        body: str = "residents_meeting",
        due: str | None = None,
    ) -> list[AnyFact]:
        return self.gives(c.MarkDeferred(ProposalId(proposal), reason_code, reason_text, body, due))

    def unmark(self, proposal: str = "P1", reason: str = "写错了") -> list[AnyFact]:
        return self.gives(c.Unmark(ProposalId(proposal), reason))

    def note(self, text: str = "现有容量可带五台慢充") -> list[AnyFact]:
        return self.gives(c.Note(text))

    def correct(self, seq: int, text: str = "应为五台") -> list[AnyFact]:
        return self.gives(c.Correct(seq, text))

    def hide(self, target: str, reason: str = "骂人") -> list[AnyFact]:
        return self.gives(c.Hide(target, reason))

    def unhide(self, target: str) -> list[AnyFact]:
        return self.gives(c.Unhide(target))

    @property
    def you(self) -> dict[str, Any]:
        """What only this person sees now."""
        return you(self.hall.session, self.actor, say, at=self.hall.now)


class Hall:
    """One session under test."""

    def __init__(self, convened: SessionConvened) -> None:
        self.now = START
        self.entries = [Entry(1, self.now, Actor("recorder"), convened)]
        self.session: Session = begin(self.entries[0])

    def give(self, command: c.AnyCommand, actor: Actor) -> list[AnyFact]:
        """Decide and apply; ballots go into the box and take no number, as in a real room."""
        facts = decide(self.session, command, actor=actor, at=self.now)
        self.enter(facts, actor)
        return facts

    def enter(self, facts: list[AnyFact], actor: Actor, happened_at: datetime | None = None) -> None:
        """Apply what was decided."""
        for fact in facts:
            in_box = isinstance(fact, BallotCast)
            entry = Entry(self.session.seq + (not in_box), self.now, actor, fact, happened_at=happened_at)
            if not in_box:
                self.entries.append(entry)
            self.session = evolve(self.session, entry)

    def wait(self, seconds: int) -> None:
        """Let time pass."""
        self.now += timedelta(seconds=seconds)

    @property
    def chair(self) -> Person:
        holder = next((each.id for each in self.session.setup.seats if each.role == "chair"), None)
        return Person(self, Actor("chair", holder))

    @property
    def recorder(self) -> Person:
        return Person(self, Actor("recorder", SeatId("R1")))

    def member(self, seat_: str) -> Person:
        """A member by their own phone."""
        return Person(self, Actor("member", SeatId(seat_)))

    def recorder_for(self, seat_: str) -> Person:
        """The recorder, writing down what somebody without a phone wants."""
        return Person(self, Actor("recorder", SeatId("R1"), for_seat=SeatId(seat_)))

    def as_role(self, role: Role, seat_: str | None = None) -> Person:
        """Anybody else."""
        return Person(self, Actor(role, SeatId(seat_) if seat_ else None))

    def board(self, audience: Audience) -> dict[str, Any]:
        return board(self.session, audience, say)

    @property
    def next_steps(self) -> list[dict[str, Any]]:
        """What the chair is advised to do, best first."""
        return advice(self.session, say, at=self.now)

    def vote_id(self, vote: str | None = None) -> VoteId:
        """The vote of that id, else the open one, else one that does not exist."""
        return VoteId(vote) if vote else self.session.open_vote_id or VoteId("V1")

    def follow_advice(self) -> str:
        """Do the first suggestion that can be done, with what others must do for it; gives what was done."""
        for step in self.next_steps:
            if step["do"] == "mark_deferred":
                self.chair.mark_deferred(step["args"]["proposal"])
            elif step["do"] == "answer_objection":
                self.chair.answer_objection(step["args"]["objection"])
            elif step["do"] == "answer_opinion":
                self.recorder.answer_opinion(step["args"]["opinion"])
            elif step["do"] == "close_vote" and "why_not" in step:
                self.count_in_favour()
            elif "why_not" not in step:
                self.chair.gives(msgspec.convert({"do": step["do"], **step["args"]}, c.AnyCommand))
            else:
                continue
            return str(step["do"])
        raise AssertionError(f"nothing can be done next: {self.next_steps}")

    def count_in_favour(self) -> None:
        """The recorder enters what is missing in the open vote: hands, or papers."""
        vote = self.session.open_vote
        assert vote is not None
        if vote.method == "show_of_hands":
            self.recorder.enter_count(
                **{group: (size, 0, 0) for group, size in vote.eligible_by_group.items()}
            )
            return
        holders = [seat_ for seat_ in vote.eligible if seat_ in vote.paper_seats] or uncounted(
            self.session, vote
        )
        rows = {group: (size, 0, 0) for group, size in by_group(vote, holders).items()}
        self.recorder.enter_paper(len(holders), len(holders), 0, **rows)

    # Common stretches of a session ---------------------------------------------------------------------

    def everyone_arrives(self, *, but: Iterable[str] = ()) -> None:
        """The roll call."""
        absent = set(but)
        for each in self.session.setup.seats:
            if each.id not in absent:
                self.recorder.record_attendance(each.id, present=True)

    def table(self, by: str = "E1", second: str = "E2", title: str = "先改四个车位") -> ProposalId:
        """A proposal, made and seconded."""
        self.member(by).propose(title)
        proposal = ProposalId(f"P{len(self.session.proposals)}")
        if second:
            self.member(second).second(proposal)
        return proposal

    def talk_out(self) -> None:
        """Three unanswered calls, then the debate on what is on the table ends."""
        while not self.session.floor.speech and (motion := self.session.motion_on_table) is not None:
            if motion.debate.calls >= self.session.rules.close_debate.chair_asks_times:
                break
            self.chair.call_for_more()
        self.chair.close_debate()

    def speak(self, seat_: str, position: Position, seconds: int = 60) -> None:
        """Hand up, floor, time, sit down."""
        self.member(seat_).raise_hand(position)
        self.chair.give_floor(seat_)
        self.wait(seconds)
        self.chair.end_speech()

    def hands(self, target: str = "P1", motion: MotionType | None = None, /, **counts: Counts) -> str:
        """A whole vote by raised hands; gives the outcome."""
        self.chair.open_vote(target, motion=motion)
        self.recorder.enter_count(**counts)
        self.chair.close_vote()
        return str(list(self.session.votes.values())[-1].outcome)


def hall_at_check_in(**settled: Any) -> Hall:  # noqa: ANN401 - the keywords of `setup`
    """Nobody is here yet."""
    return Hall(setup(**settled))


def open_hall(*, but: Iterable[str] = (), topic_: str | None = "T1", **settled: Any) -> Hall:  # noqa: ANN401 - as above
    """Opened, everyone (`but` these) here, tellers named where there are some, the first topic taken up."""
    hall = hall_at_check_in(**settled)
    hall.everyone_arrives(but=but)
    hall.chair.open_session()
    hall.chair.read_rules()
    if {"S3", "G3"} <= hall.session.present and hall.session.rules.voting.tellers == 2:
        hall.chair.name_tellers("S3", "G3")
    if topic_:
        hall.chair.open_topic(topic_)
    return hall


def debated_hall(**settled: Any) -> Hall:  # noqa: ANN401 - as above
    """P1 by E1 is on the table, talked out, and may be voted on."""
    hall = open_hall(**settled)
    hall.table()
    hall.talk_out()
    return hall


@contextmanager
def rejected(code: str, **detail: object) -> Iterator[None]:
    """What is done inside is refused with this code and (at least) this detail."""
    assert code in REFUSALS, f"no refusal is called {code}"
    with pytest.raises(Rejected) as caught:
        yield
    assert caught.value.code == code, say(caught.value.phrase)
    assert detail.items() <= caught.value.detail.items()
    assert "{" not in say(caught.value.phrase)
