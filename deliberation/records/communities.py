"""Communities: any number in one installation."""

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker
from sqlmodel import col, select

from deliberation.ledger.database import reading
from deliberation.records import tables
from deliberation.records.staff.audit import audit
from deliberation.records.staff.views import CommunityView, Who


class Taken(Exception):
    """Another community has this name, or this short name."""


class Communities:
    """The communities of this installation."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._read = async_sessionmaker(reading(engine), expire_on_commit=False).begin
        self._write = async_sessionmaker(engine, expire_on_commit=False).begin

    async def all(self) -> list[CommunityView]:
        """All of them, the oldest first."""
        async with self._read() as db:
            query = select(tables.Community).order_by(col(tables.Community.id))
            return [community_view(row) for row in (await db.scalars(query)).all()]

    async def make(self, name: str, slug: str, timezone: str, *, who: Who) -> CommunityView:
        """A new community; raises Taken."""
        row = tables.Community(name=name, slug=slug, timezone=timezone)
        try:
            async with self._write() as db:
                db.add(row)
                await db.flush()
                made = community_view(row)
                audit(db, Who(who.name, who.account, made.id), "community.made", f"community:{made.id}")
        except IntegrityError as error:
            raise Taken from error
        return made

    async def change(self, community: int, name: str, slug: str, timezone: str, *, who: Who) -> None:
        """Another name, short name or time zone; sessions keep theirs. Raises Taken."""
        try:
            async with self._write() as db:
                await db.execute(
                    update(tables.Community)
                    .where(col(tables.Community.id) == community)
                    .values(name=name, slug=slug, timezone=timezone)
                )
                where = Who(who.name, who.account, community)
                audit(db, where, "community.changed", f"community:{community}", {"name": name})
        except IntegrityError as error:
            raise Taken from error

    async def change_sorting_days(self, community: int, days: int, *, who: Who) -> None:
        """After how many days an issue has waited too long."""
        async with self._write() as db:
            await db.execute(
                update(tables.Community)
                .where(col(tables.Community.id) == community)
                .values(sorting_days=days)
            )
            audit(db, who, "community.changed", f"community:{community}", {"sorting_days": days})


def community_view(row: tables.Community) -> CommunityView:
    """A stored row as a view."""
    if row.id is None:
        raise ValueError("the row is not stored yet")
    return CommunityView(
        id=row.id, slug=row.slug, name=row.name, timezone=row.timezone, sorting_days=row.sorting_days
    )
