"""A small hall for tests: two standing members, three residents of two groups, and the staff."""

from datetime import UTC, date, datetime, timedelta

from deliberation.ledger.store import Ledger
from deliberation.session.facts import (
    Actor,
    AgendaIssue,
    AgendaTopic,
    Entry,
    Group,
    Seat,
    SessionConvened,
)
from deliberation.session.names import GroupId, IssueId, SeatId, TopicId
from deliberation.session.rules import Ruleset

CODE = "326841"
START = datetime(2026, 5, 16, 6, 0, tzinfo=UTC)

CHAIR = Actor("chair", SeatId("C"))
RECORDER = Actor("recorder", SeatId("R"))
SUPERVISOR = Actor("supervisor", SeatId("V"))
OBSERVER = Actor("observer", SeatId("O"))
WALL = Actor("wall")
PUBLIC = Actor("public")
MEMBERS = [Actor("member", SeatId(name)) for name in ("S1", "S2", "A1", "A2", "B1")]


class ManualClock:
    """A clock that stands still until it is told to move."""

    def __init__(self, now: datetime = START) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


def convened(code: str = CODE, *, members: int = 0) -> SessionConvened:
    """The first fact. `members` more residents of group a, named M1, M2 and so on."""
    seats = [
        _seat("C", "常主持", "chair", chamber="none"),
        _seat("R", "纪记录", "recorder", chamber="none"),
        _seat("V", "简监督", "supervisor", chamber="none"),
        _seat("O", "旁列席", "observer", chamber="none"),
        _seat("S1", "常一", "member", chamber="standing"),
        _seat("S2", "常二", "member", chamber="standing"),
        _seat("A1", "甲一", "member", group="a"),
        _seat("A2", "甲二", "member", group="a"),
        _seat("B1", "乙一", "member", group="b"),
        *(_seat(f"M{number}", f"甲客{number}", "member", group="a") for number in range(1, members + 1)),
    ]
    return SessionConvened(
        code=code,
        title={"zh": "小院议事会", "en": "Courtyard meeting"},
        form="deliberation",
        community="试验社区",
        place="邻里生活馆",
        timezone="Asia/Shanghai",
        planned_at=START,
        whiteboard=("有事好商量", "众人的事情由众人商量"),
        ruleset=Ruleset(id="default", name={"zh": "默认议事规则", "en": "Default rules"}),
        seats=seats,
        groups={
            GroupId("a"): Group({"zh": "甲方", "en": "Side A"}, 2 + members),
            GroupId("b"): Group({"zh": "乙方", "en": "Side B"}, 1),
        },
        topics=[
            AgendaTopic(
                TopicId("T1"),
                "院子里的长椅",
                [GroupId("a")],
                [AgendaIssue(IssueId("I1"), "没有地方坐", [])],
                date(2026, 5, 10),
            )
        ],
        box_secret="00" * 16,
    )


def _seat(name: str, person: str, role: str, *, chamber: str = "interest", group: str | None = None) -> Seat:
    return Seat(
        id=SeatId(name),
        name=person,
        public_name=f"{person[0]}某某",
        role=role,  # type: ignore[arg-type]  # spelled out above
        chamber=chamber,  # type: ignore[arg-type]  # likewise
        votes=role == "member",
        group=GroupId(group) if group else None,
    )


async def convene(ledger: Ledger, code: str = CODE, *, members: int = 0) -> None:
    """Write the first entry of a session."""
    async with ledger.turn([code]) as turn:
        await turn.append(code, [Entry(1, START, CHAIR, convened(code, members=members))])
