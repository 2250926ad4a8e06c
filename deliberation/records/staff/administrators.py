"""There is always somebody who can give roles, or the console prints a link for the first one."""

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from deliberation.records.staff.tables import StaffAccount, StaffGrant


class LastAdministrator(Exception):
    """Nobody would be left who can give roles."""


async def has_administrator(db: AsyncSession, *, besides: int | None = None) -> bool:
    """Whether somebody, besides this account, is administrator for good and can sign in."""
    query = (
        select(StaffGrant.id)
        .join(StaffAccount, col(StaffAccount.id) == col(StaffGrant.account_id))
        .where(
            col(StaffGrant.role) == "administrator",
            col(StaffGrant.ends_at).is_(None),
            col(StaffAccount.closed_at).is_(None),
            col(StaffAccount.password).is_not(None),
        )
    )
    if besides is not None:
        query = query.where(col(StaffGrant.account_id) != besides)
    return (await db.scalars(query.limit(1))).first() is not None
