"""What pages get to see of sessions that are prepared: plain frozen records, free of the database."""

from datetime import datetime
from zoneinfo import ZoneInfo

from msgspec import Struct

from deliberation.records.people.views import GroupView, KnownPerson
from deliberation.session.names import Form
from deliberation.session.rules import Ruleset


class DraftEntry(Struct, frozen=True):
    """What staff wrote down of a session so far. People and topics by their ids; `planned_at` in UTC."""

    form: Form = "deliberation"
    title: str = ""
    place: str = ""
    planned_at: datetime | None = None
    chair: int | None = None
    recorder: int | None = None
    supervisor: int | None = None
    topics: tuple[int, ...] = ()


class DraftView(Struct, frozen=True):
    """A draft in a list, and for its form."""

    id: int
    entry: DraftEntry
    made_at: datetime


class PlannedTopic(Struct, frozen=True):
    """A prepared topic on a draft's agenda."""

    id: int
    title: str
    background: str
    groups: list[GroupView]


class Plan(Struct, frozen=True):
    """Everything that the checklist looks at. `twice`: who would sit for two groups."""

    entry: DraftEntry
    timezone: str
    rules: Ruleset
    topics: list[PlannedTopic]
    standing: list[KnownPerson]
    twice: list[KnownPerson]
    chair: KnownPerson | None
    recorder: KnownPerson | None
    supervisor: KnownPerson | None

    @property
    def groups(self) -> list[GroupView]:
        """The groups of all topics, each once."""
        return list({group.id: group for topic in self.topics for group in topic.groups}.values())

    @property
    def hall_time(self) -> datetime | None:
        """When it begins, on the hall's own clock."""
        planned = self.entry.planned_at
        return planned.astimezone(ZoneInfo(self.timezone)) if planned else None
