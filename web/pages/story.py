"""From an issue to its outcome: what became of a topic, in the order in which it happened."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal

from msgspec import Struct
from starlette.requests import Request

from deliberation.records.issues.views import IssueLine
from deliberation.records.topics.views import Appearance, LinkedIssue
from deliberation.records.views import SessionLine
from web.pages.happened import happened


class Held(Struct, frozen=True):
    """A session that people were told of, and what it said of the topic, as in its public board."""

    line: SessionLine
    proposals: list[dict[str, Any]]
    votes: dict[str, list[dict[str, Any]]]


class Event(Struct, frozen=True):
    """One line of the story; `about` has what its kind has, and the birth of the topic has nothing."""

    at: datetime
    kind: Literal["reported", "made", "session"]
    about: IssueLine | LinkedIssue | Held | None = None


async def story(
    request: Request,
    made_at: datetime,
    issues: Sequence[IssueLine | LinkedIssue],
    sessions: Sequence[Appearance],
) -> list[Event]:
    """The oldest first. The desk, too, reads outcomes as everybody does."""
    return sorted(
        [
            *(Event(issue.reported_at, "reported", issue) for issue in issues),
            Event(made_at, "made"),
            *[await _held(request, each) for each in sessions],
        ],
        key=lambda event: event.at,
    )


async def _held(request: Request, appearance: Appearance) -> Event:
    now = await happened(request, appearance.line)
    proposals = now.proposals.get(appearance.key, [])
    return Event(now.line.planned_at, "session", Held(now.line, proposals, now.votes))
