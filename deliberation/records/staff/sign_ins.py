"""Who is signed in: a row a browser, so that each can be ended from anywhere."""

from datetime import datetime, timedelta
from typing import Final

import msgspec
from sqlalchemy import delete, or_, update
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker
from sqlmodel import col, select

from deliberation import ids
from deliberation.ledger.database import reading
from deliberation.records import tables
from deliberation.records.cards import fingerprint
from deliberation.records.communities import community_view
from deliberation.records.staff.audit import audit
from deliberation.records.staff.tables import StaffAccount, StaffGrant, StaffSignIn
from deliberation.records.staff.views import CommunityView, Grant, StaffMember

IDLE: Final = timedelta(hours=3)
"""A browser that nobody used for so long is signed out: an afternoon's session, not the next morning."""

LONGEST: Final = timedelta(hours=14)
"""The longest day at the desk, from preparing the hall to signing the minutes."""

NOTED_EVERY: Final = timedelta(minutes=1)
"""Writing down each page that somebody opens would make every reader a writer."""


class SignIns:
    """Begins, finds and ends sign-ins."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._read = async_sessionmaker(reading(engine), expire_on_commit=False).begin
        self._write = async_sessionmaker(engine, expire_on_commit=False).begin

    async def find(self, token: str, *, at: datetime) -> StaffMember | None:
        """Who has this token; None when it is not one, has run out, was ended, or the account was closed."""
        async with self._read() as db:
            row = await _row(db, token)
            if row is None or at - row.seen_at > IDLE or at - row.began_at > LONGEST:
                return None
            member = await _member(db, row, at)
        if member is not None and at - row.seen_at > NOTED_EVERY:
            async with self._write() as db:
                await db.execute(
                    update(StaffSignIn)
                    .where(col(StaffSignIn.fingerprint) == row.fingerprint)
                    .values(seen_at=at)
                )
        return member

    async def begin(self, account: int, *, at: datetime, community: int | None = None) -> str:
        """Sign a browser in; gives its token. Rows that have run out are removed on the way."""
        token = ids.token()
        async with self._write() as db:
            await db.execute(
                delete(StaffSignIn).where(
                    or_(col(StaffSignIn.seen_at) < at - IDLE, col(StaffSignIn.began_at) < at - LONGEST)
                )
            )
            row = StaffSignIn(
                fingerprint=fingerprint(token),
                account_id=account,
                community_id=community,
                began_at=at,
                seen_at=at,
            )
            db.add(row)
            await db.flush()
            member = await _member(db, row, at)
            if member is not None and community is None:
                audit(db, member.who, "account.signed_in", f"account:{account}")
        return token

    async def end(self, member: StaffMember) -> None:
        """Sign this browser out."""
        async with self._write() as db:
            await db.execute(delete(StaffSignIn).where(col(StaffSignIn.fingerprint) == member.sign_in))

    async def end_all(self, member: StaffMember) -> None:
        """Sign every browser of this account out."""
        async with self._write() as db:
            await db.execute(delete(StaffSignIn).where(col(StaffSignIn.account_id) == member.id))
            audit(db, member.who, "account.signed_out_everywhere", f"account:{member.id}")


async def _row(db: AsyncSession, token: str) -> StaffSignIn | None:
    query = select(StaffSignIn).where(col(StaffSignIn.fingerprint) == fingerprint(token))
    return (await db.scalars(query)).one_or_none()


async def _member(db: AsyncSession, row: StaffSignIn, at: datetime) -> StaffMember | None:
    account = (
        await db.scalars(
            select(StaffAccount).where(
                col(StaffAccount.id) == row.account_id, col(StaffAccount.closed_at).is_(None)
            )
        )
    ).one_or_none()
    if account is None:
        return None
    grants = await grants_now(db, row.account_id, at)
    return StaffMember(
        id=row.account_id,
        name=account.name,
        display_name=account.display_name,
        sign_in=row.fingerprint,
        community=await _workplace(db, grants, row.community_id),
        grants=grants,
        has_second_factor=account.has_totp,
    )


async def grants_now(db: AsyncSession, account: int, at: datetime) -> tuple[Grant, ...]:
    """What this account may do at this moment."""
    query = (
        select(StaffGrant, tables.Community, col(StaffAccount.display_name))
        .join(tables.Community, isouter=True)
        .join(StaffAccount, col(StaffAccount.id) == col(StaffGrant.handed_by), isouter=True)
        .where(
            col(StaffGrant.account_id) == account,
            col(StaffGrant.begins_at) <= at,
            or_(col(StaffGrant.ends_at).is_(None), col(StaffGrant.ends_at) > at),
        )
        .order_by(col(StaffGrant.id))
    )
    return tuple(
        grant_view(grant, community, handed_by) for grant, community, handed_by in await db.execute(query)
    )


def grant_view(grant: StaffGrant, community: tables.Community | None, handed_by: str | None) -> Grant:
    """A stored grant as a view."""
    return msgspec.convert(
        {
            "id": grant.id,
            "role": grant.role,
            "community": community_view(community) if community else None,
            "begins_at": grant.begins_at,
            "ends_at": grant.ends_at,
            "handed_by": handed_by,
        },
        Grant,
    )


async def _workplace(db: AsyncSession, grants: tuple[Grant, ...], chosen: int | None) -> CommunityView | None:
    """The chosen community while there is a role in it, else the first with one; the administrator's: any."""
    mine = [grant.community for grant in grants if grant.community]
    found = next((community for community in mine if community.id == chosen), None)
    if found is None and any(grant.community is None for grant in grants):
        query = select(tables.Community).order_by(
            (col(tables.Community.id) == chosen).desc() if chosen else col(tables.Community.id),
            col(tables.Community.id),
        )
        row = (await db.scalars(query.limit(1))).one_or_none()
        return community_view(row) if row else None
    return found or next(iter(mine), None)
