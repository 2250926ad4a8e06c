"""意见: what supervision, the district and colleagues say about a case. Only staff reads it."""

from datetime import datetime
from typing import Final, Literal

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker
from sqlmodel import col, select

from deliberation.ledger.database import reading
from deliberation.records.staff.audit import audit
from deliberation.records.staff.tables import Remark, StaffAccount
from deliberation.records.staff.views import StaffMember

Kind = Literal["issue", "topic", "session"]

LONGEST: Final = 500
"""Characters."""


class Target(Struct, frozen=True):
    """What a remark is about. `id`: the row's number, or a session's code."""

    kind: Kind
    id: str

    def __str__(self) -> str:
        """As the audit trail writes it."""
        return f"{self.kind}:{self.id}"


class RemarkView(Struct, frozen=True):
    """A remark and whose it is."""

    who: str
    text: str
    at: datetime


class Remarks:
    """The remarks of every community."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._read = async_sessionmaker(reading(engine), expire_on_commit=False).begin
        self._write = async_sessionmaker(engine, expire_on_commit=False).begin

    async def about(self, community: int, target: Target) -> list[RemarkView]:
        """All of them, the oldest first."""
        query = (
            select(StaffAccount.display_name, Remark.text, Remark.at)
            .join(StaffAccount, col(Remark.account_id) == col(StaffAccount.id))
            .where(col(Remark.community_id) == community, col(Remark.target) == str(target))
            .order_by(col(Remark.id))
        )
        async with self._read() as db:
            return [RemarkView(who, text, at) for who, text, at in await db.execute(query)]

    async def add(
        self, community: int, target: Target, text: str, *, member: StaffMember, at: datetime
    ) -> None:
        """Say it; it stays."""
        async with self._write() as db:
            db.add(Remark(community_id=community, target=str(target), account_id=member.id, text=text, at=at))
            audit(db, member.who, "remark.made", str(target))
