"""A new prepared topic, whoever it comes from: its row and its line in the trail, in the open transaction."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from deliberation.records.staff.audit import audit
from deliberation.records.staff.views import Who
from deliberation.records.topics.tables import PreparedTopic


async def begin_topic(
    db: AsyncSession,
    community: int,
    title: str,
    *,
    who: Who,
    at: datetime,
    detail: Mapping[str, str | int] | None = None,
) -> PreparedTopic:
    """The stored row, with its id."""
    row = PreparedTopic(community_id=community, title=title, made_at=at)
    db.add(row)
    await db.flush()
    audit(db, who, "topic.made", f"topic:{row.id}", detail)
    return row
