"""Reading the audit trail: the newest first, a page at a time."""

from datetime import datetime
from typing import Final

import msgspec
from msgspec import Struct
from sqlalchemy import or_
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker
from sqlmodel import col, select

from deliberation.ledger.database import reading
from deliberation.records.staff.tables import AuditLine

PAGE: Final = 50


class TrailLine(Struct, frozen=True):
    """One act. `detail`: numbers, codes and names of things."""

    id: int
    at: datetime
    who: str
    act: str
    target: str
    detail: dict[str, str | int]


class TrailPage(Struct, frozen=True):
    """A page of lines; `older` is what the next page begins before, None on the last one."""

    lines: list[TrailLine]
    older: int | None


class Wanted(Struct, frozen=True):
    """What somebody looks for; days are from midnight to midnight of the community, as moments."""

    who: str = ""
    act: str = ""
    since: datetime | None = None
    before: datetime | None = None


class Trail:
    """The acts of the staff."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._read = async_sessionmaker(reading(engine), expire_on_commit=False).begin

    async def page(
        self, community: int | None, wanted: Wanted, *, installation: bool, older_than: int | None = None
    ) -> TrailPage:
        """Acts in this community; with `installation`, also those that belong to no community."""
        query = select(AuditLine).order_by(col(AuditLine.id).desc()).limit(PAGE + 1)
        here = col(AuditLine.community_id) == community
        query = query.where(or_(here, col(AuditLine.community_id).is_(None)) if installation else here)
        if wanted.who:
            query = query.where(col(AuditLine.who).contains(wanted.who, autoescape=True))
        if wanted.act:
            query = query.where(col(AuditLine.act) == wanted.act)
        if wanted.since:
            query = query.where(col(AuditLine.at) >= wanted.since)
        if wanted.before:
            query = query.where(col(AuditLine.at) < wanted.before)
        if older_than is not None:
            query = query.where(col(AuditLine.id) < older_than)
        async with self._read() as db:
            rows = (await db.scalars(query)).all()
        lines = [msgspec.convert(row.model_dump(), TrailLine) for row in rows[:PAGE]]
        return TrailPage(lines, lines[-1].id if len(rows) > PAGE else None)
