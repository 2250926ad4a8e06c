"""What pages get to see of topics: plain frozen records, free of the database."""

from datetime import datetime

from msgspec import Struct

from deliberation.records.issues.views import IssueLine
from deliberation.records.topics.names import Must
from deliberation.records.views import SessionLine


class LinkedIssue(Struct, frozen=True):
    """An issue that a topic grew from, as staff sees it."""

    id: int
    title: str
    place: str
    reported_at: datetime


class Appearance(Struct, frozen=True):
    """A session that people were told has the topic on its agenda. `key`: what its ledger calls the topic."""

    line: SessionLine
    key: str


class PlannedFor(Struct, frozen=True):
    """A draft of a session that has the topic on its agenda; nobody was told of it. `planned_at` in UTC."""

    id: int
    title: str
    planned_at: datetime | None


class TopicEntry(Struct, frozen=True):
    """What staff wrote down about a topic. `background` is Markdown."""

    title: str
    background: str = ""
    must: Must = ""


class PreparedView(Struct, frozen=True):
    """A topic with where it came from and where it went, for staff."""

    id: int
    entry: TopicEntry
    made_at: datetime
    issues: list[LinkedIssue]
    sessions: list[Appearance]
    drafts: list[PlannedFor]


class AnnouncedLine(Struct, frozen=True):
    """A public topic in a list, as its latest session announced it."""

    id: int
    title: str
    latest: SessionLine


class Affected(Struct, frozen=True):
    """A group that a topic touches: its label by language, and its seats. Who sits there is not public."""

    label: dict[str, str]
    seats: int


class AnnouncedTopic(Struct, frozen=True):
    """A topic as everybody may read it: in the words of the latest session that announced it.

    `community`: its id; `issues`: those that staff approved; `sessions`: the oldest first.
    """

    id: int
    community: int
    entry: TopicEntry
    made_at: datetime
    affected: list[Affected]
    issues: list[IssueLine]
    sessions: list[Appearance]
