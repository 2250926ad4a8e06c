"""What happened in a session, as anybody may read it: what the wall shows to strangers, sorted by topic."""

from typing import Any, cast

from msgspec import Struct
from msgspec.structs import replace
from starlette.requests import Request

from deliberation.language import speaker
from deliberation.live.rooms import Rooms
from deliberation.records.views import SessionLine
from deliberation.session.board import board
from web.middleware import preferences


class Happened(Struct, frozen=True):
    """A session as last committed. Before its hall is opened nothing happened: then there is no board.

    `proposals`, `opinions`, `scores`: in order, by topic, each with its id; `votes`: those that are over,
    oldest first, by what was voted on. All as in the board.
    """

    line: SessionLine
    board: dict[str, Any] | None
    proposals: dict[str, list[dict[str, Any]]]
    opinions: dict[str, list[dict[str, Any]]]
    scores: dict[str, list[dict[str, Any]]]
    votes: dict[str, list[dict[str, Any]]]


async def happened(request: Request, line: SessionLine) -> Happened:
    """Read it from the session's room."""
    if not line.has_ledger:
        return Happened(line, None, {}, {}, {}, {})
    rooms = cast("Rooms", request.app.state.rooms)
    await rooms.open(line.code)
    public = board(rooms.session(line.code), "public", speaker(preferences(request).locale))
    # The list's copy of the status may be a moment behind.
    line = replace(line, status=public["session"]["status"])
    proposals, opinions, scores = (_by_topic(public[part]) for part in ("proposals", "opinions", "scores"))
    return Happened(line, public, proposals, opinions, scores, _by_target(public))


def _by_topic(numbered: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    grouped: dict[str, list[dict[str, Any]]] = {}
    for key, each in sorted(numbered.items(), key=lambda item: item[1]["no"]):
        grouped.setdefault(each["topic"], []).append({"id": key, **each})
    return grouped


def _by_target(public: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    grouped: dict[str, list[dict[str, Any]]] = {}
    for vote in public["votes"].values():
        if "outcome" in vote:
            grouped.setdefault(vote["target"], []).append(vote)
    return grouped
