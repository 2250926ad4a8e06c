"""One-time links: the only way in without a password. They set one, and are then gone."""

from datetime import datetime, timedelta
from typing import Final

from msgspec import Struct
from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker
from sqlmodel import col, select

from deliberation import ids
from deliberation.ledger.database import reading
from deliberation.records.cards import fingerprint
from deliberation.records.staff.administrators import has_administrator
from deliberation.records.staff.audit import audit
from deliberation.records.staff.store import NameTaken, end_sign_ins
from deliberation.records.staff.tables import OneTimeLink, StaffAccount, StaffGrant
from deliberation.records.staff.views import Who

FIRST_LASTS: Final = timedelta(hours=24)
"""The first administrator sits at the console; the next start prints another link."""

INVITATION_LASTS: Final = timedelta(hours=72)
"""Over a weekend."""


class Link(Struct, frozen=True):
    """Whose password it sets; the first administrator has no account yet."""

    account: int | None
    name: str | None
    display_name: str | None


class Links:
    """Makes links, looks at them, and uses them up."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._read = async_sessionmaker(reading(engine), expire_on_commit=False).begin
        self._write = async_sessionmaker(engine, expire_on_commit=False).begin

    async def first(self, *, at: datetime) -> str | None:
        """A link for the first administrator; None once one is there."""
        async with self._write() as db:
            if await has_administrator(db):
                return None
            return _new(db, None, at=at, expires_at=at + FIRST_LASTS)

    async def invite(self, account: int, *, who: Who, at: datetime) -> str:
        """A link for this account; those made for it before are gone."""
        async with self._write() as db:
            await db.execute(delete(OneTimeLink).where(col(OneTimeLink.account_id) == account))
            audit(db, who, "account.link_made", f"account:{account}")
            return _new(db, account, at=at, expires_at=at + INVITATION_LASTS)

    async def look_at(self, token: str, *, at: datetime) -> Link | None:
        """Whose it is, without using it: messengers open links to preview them."""
        async with self._read() as db:
            found = await _find(db, token, at)
            if found is None:
                return None
            account = found[1]
            return Link(
                account=account.id if account else None,
                name=account.name if account else None,
                display_name=account.display_name if account else None,
            )

    async def set_password(self, token: str, password: str, *, at: datetime) -> int | None:
        """Use it up: set the password, turn the second factor off, end all sign-ins. Gives the account."""
        async with self._write() as db:
            found = await _find(db, token, at)
            account = found[1] if found else None
            if account is None or account.id is None:
                return None
            account.password, account.has_totp, account.recovery = password, False, []
            await end_sign_ins(db, account.id)
            await db.execute(delete(OneTimeLink).where(col(OneTimeLink.account_id) == account.id))
            audit(db, Who(account.display_name, account.id), "account.welcomed", f"account:{account.id}")
            return account.id

    async def make_first_administrator(
        self, token: str, name: str, display_name: str, password: str, *, at: datetime
    ) -> int | None:
        """Use the first link up, and every other one like it. Gives the account; raises NameTaken."""
        try:
            async with self._write() as db:
                found = await _find(db, token, at)
                if found is None or found[1] is not None or await has_administrator(db):
                    return None
                account = StaffAccount(
                    name=name.lower(), display_name=display_name, password=password, made_at=at
                )
                db.add(account)
                await db.flush()
                if account.id is None:
                    raise ValueError("the row is not stored yet")
                db.add(StaffGrant(account_id=account.id, role="administrator", begins_at=at))
                await db.execute(delete(OneTimeLink).where(col(OneTimeLink.account_id).is_(None)))
                who = Who(display_name, account.id)
                audit(db, who, "account.made", f"account:{account.id}", {"name": display_name})
                audit(db, who, "grant.given", f"account:{account.id}", {"role": "administrator"})
                return account.id
        except IntegrityError as error:
            raise NameTaken(name) from error


def _new(db: AsyncSession, account: int | None, *, at: datetime, expires_at: datetime) -> str:
    token = ids.token()
    db.add(OneTimeLink(fingerprint=fingerprint(token), account_id=account, made_at=at, expires_at=expires_at))
    return token


async def _find(db: AsyncSession, token: str, at: datetime) -> tuple[OneTimeLink, StaffAccount | None] | None:
    query = (
        select(OneTimeLink, StaffAccount)
        .join(StaffAccount, isouter=True)
        .where(
            col(OneTimeLink.fingerprint) == fingerprint(token),
            col(OneTimeLink.expires_at) > at,
            col(StaffAccount.closed_at).is_(None),
        )
    )
    found = (await db.execute(query)).one_or_none()
    return (found[0], found[1]) if found else None
