"""What the staff may do: roles for a time, given by the administrator or lent to a colleague (AB角)."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, or_, update
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker
from sqlmodel import col, select

from deliberation.ledger.database import reading
from deliberation.records import tables
from deliberation.records.staff.administrators import LastAdministrator, has_administrator
from deliberation.records.staff.audit import audit
from deliberation.records.staff.sign_ins import grant_view
from deliberation.records.staff.store import end_sign_ins
from deliberation.records.staff.tables import StaffAccount, StaffGrant
from deliberation.records.staff.views import Grant, StaffMember, StaffRole, Who

LONGEST_HANDOVER: Final = timedelta(days=92)
"""A maternity cover is the administrator's decision; a stand-in is for weeks."""


class Grants:
    """Gives, lends and takes back roles."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._read = async_sessionmaker(reading(engine), expire_on_commit=False).begin
        self._write = async_sessionmaker(engine, expire_on_commit=False).begin

    async def by_account(self, *, at: datetime) -> dict[int, list[Grant]]:
        """What holds now or later, of everybody."""
        async with self._read() as db:
            found: dict[int, list[Grant]] = {}
            for row, grant in await _grants(db, at):
                found.setdefault(row.account_id, []).append(grant)
            return found

    async def lent_by(self, member: StaffMember, *, at: datetime) -> list[tuple[int, Grant]]:
        """What this member has lent: (to whose account, what), now or later."""
        async with self._read() as db:
            return [
                (row.account_id, grant) for row, grant in await _grants(db, at) if row.handed_by == member.id
            ]

    async def colleagues(self, member: StaffMember, community: int, *, at: datetime) -> dict[int, str]:
        """Who else works in this community, or could: account to name."""
        async with self._read() as db:
            query = (
                select(StaffAccount.id, StaffAccount.display_name)
                .join(StaffGrant, col(StaffGrant.account_id) == col(StaffAccount.id))
                .where(
                    col(StaffAccount.closed_at).is_(None),
                    col(StaffAccount.id) != member.id,
                    or_(col(StaffGrant.community_id) == community, col(StaffGrant.community_id).is_(None)),
                    _not_over(at),
                )
                .order_by(col(StaffAccount.display_name))
            )
            return {key: name for key, name in await db.execute(query) if key is not None}

    async def give(
        self, account: int, role: StaffRole, community: int | None, *, who: Who, at: datetime
    ) -> None:
        """Give a role from now on; the administrator's has no community. Their browsers sign in again."""
        async with self._write() as db:
            query = select(StaffGrant.id).where(
                col(StaffGrant.account_id) == account,
                col(StaffGrant.role) == role,
                col(StaffGrant.community_id) == community,
                col(StaffGrant.handed_by).is_(None),
                _not_over(at),
            )
            if (await db.scalars(query)).first() is not None:
                return
            db.add(StaffGrant(account_id=account, community_id=community, role=role, begins_at=at))
            await end_sign_ins(db, account)
            audit(
                db, Who(who.name, who.account, community), "grant.given", f"account:{account}", {"role": role}
            )

    async def end(self, grant: int, *, who: Who, at: datetime) -> int | None:
        """Take a role back, and what was lent of it. Gives whose it was; raises LastAdministrator."""
        async with self._write() as db:
            row = await db.get(StaffGrant, grant)
            if row is None or (row.ends_at is not None and row.ends_at <= at):
                return None
            if row.role == "administrator" and not await has_administrator(db, besides=row.account_id):
                raise LastAdministrator
            row.ends_at = at
            if row.handed_by is None:
                await db.execute(
                    update(StaffGrant)
                    .where(
                        col(StaffGrant.handed_by) == row.account_id,
                        col(StaffGrant.role) == row.role,
                        col(StaffGrant.community_id) == row.community_id,
                        _not_over(at),
                    )
                    .values(ends_at=at)
                )
            await end_sign_ins(db, row.account_id)
            where = Who(who.name, who.account, row.community_id)
            audit(db, where, "grant.ended", f"account:{row.account_id}", {"role": row.role})
            return row.account_id

    async def hand_over(
        self, member: StaffMember, grant: Grant, colleague: int, *, begins_at: datetime, ends_at: datetime
    ) -> None:
        """Lend one's own role to a colleague for a time; both may act, each under their own name."""
        community = grant.community.id if grant.community else None
        async with self._write() as db:
            db.add(
                StaffGrant(
                    account_id=colleague,
                    community_id=community,
                    role=grant.role,
                    begins_at=begins_at,
                    ends_at=ends_at,
                    handed_by=member.id,
                )
            )
            detail = {"role": grant.role, "until": f"{ends_at:%Y-%m-%d}"}
            audit(db, member.who, "grant.handed_over", f"account:{colleague}", detail)


def _not_over(at: datetime) -> ColumnElement[bool]:
    return or_(col(StaffGrant.ends_at).is_(None), col(StaffGrant.ends_at) > at)


async def _grants(db: AsyncSession, at: datetime) -> Sequence[tuple[StaffGrant, Grant]]:
    query = (
        select(StaffGrant, tables.Community, col(StaffAccount.display_name))
        .join(tables.Community, isouter=True)
        .join(StaffAccount, col(StaffAccount.id) == col(StaffGrant.handed_by), isouter=True)
        .where(_not_over(at))
        .order_by(col(StaffGrant.id))
    )
    return [
        (row, grant_view(row, community, handed_by)) for row, community, handed_by in await db.execute(query)
    ]
