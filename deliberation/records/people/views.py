"""What pages get to see of people, committee and groups: plain frozen records, free of the database."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from msgspec import Struct

from deliberation.records.people.entries import PersonEntry
from deliberation.records.people.names import PlanName, Source, Way
from deliberation.records.views import ListStatus
from deliberation.session.names import Role


class KnownPerson(Struct, frozen=True):
    """Somebody of the community's list."""

    id: int
    entry: PersonEntry
    left: bool


class PersonLine(Struct, frozen=True):
    """Somebody in a list. `sessions`: how many they have a seat in; `standing`: what they hold today."""

    id: int
    entry: PersonEntry
    left: bool
    sessions: int
    standing: Source | None


class SessionSeat(Struct, frozen=True):
    """A seat that somebody has or had in a session. `title` and `group` by language."""

    code: str
    title: dict[str, str]
    planned_at: datetime
    timezone: str
    role: Role
    group: dict[str, str] | None
    status: ListStatus
    attended: bool | None

    @property
    def hall_time(self) -> datetime:
        """When it begins, on the hall's own clock."""
        return self.planned_at.astimezone(ZoneInfo(self.timezone))


class Term(Struct, frozen=True):
    """A person's time on the committee. `ends_on` is the last day."""

    source: Source
    begins_on: date
    ends_on: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether they sit on the committee that day."""
        return self.begins_on <= day and (self.ends_on is None or day <= self.ends_on)

    def meets(self, other: "Term") -> bool:
        """Whether there is a day that belongs to both."""
        return (self.ends_on is None or other.begins_on <= self.ends_on) and (
            other.ends_on is None or self.begins_on <= other.ends_on
        )


class PersonView(Struct, frozen=True):
    """Everything that is kept about somebody. `groups`: ids and labels of those they speak for."""

    id: int
    entry: PersonEntry
    left: bool
    sessions: list[SessionSeat]
    terms: list[Term]
    groups: list[tuple[int, dict[str, str]]]

    @property
    def can_be_removed(self) -> bool:
        """Whether no record needs them."""
        return not (self.sessions or self.terms or self.groups)


class StandingMember(Struct, frozen=True):
    """Somebody's term on the committee. Of `expected` past sessions in it they came to `came`."""

    id: int
    person: int
    entry: PersonEntry
    term: Term
    expected: int
    came: int


class CommitteeView(Struct, frozen=True):
    """社区协商委员会 on one day. `former` also has the terms that have not begun."""

    plan: PlanName
    members: list[StandingMember]
    former: list[StandingMember]
    missing: list[Source]


class PrintedTerm(Struct, frozen=True):
    """What a standing card says, without its secret."""

    person: int
    entry: PersonEntry
    source: Source
    generation: int


class Choice(Struct, frozen=True):
    """推选记录: when, how, among whom; the words are the staff's."""

    on: date
    way: Way
    asked: str
    note: str = ""


class GroupView(Struct, frozen=True):
    """利益相关方 with those who speak for it. `label` by language; `topics`: ids and titles."""

    id: int
    label: dict[str, str]
    seats: int
    topics: list[tuple[int, str]]
    members: list[KnownPerson]
    choice: Choice | None

    @property
    def key(self) -> str:
        """What a session calls it."""
        return f"g{self.id}"

    @property
    def vacant(self) -> int:
        """Seats that nobody holds yet."""
        return max(0, self.seats - len(self.members))


class TopicLine(Struct, frozen=True):
    """A prepared topic in a list, with how far its groups are."""

    id: int
    title: str
    groups: int
    seats: int
    taken: int
    chosen: int
    """Groups whose choice is recorded."""
