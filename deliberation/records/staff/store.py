"""Accounts of the staff: names, passwords, second factors. Each change stands in the audit trail."""

from datetime import datetime

from msgspec import Struct
from sqlalchemy import delete, func, or_, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker
from sqlmodel import col, select

from deliberation.ledger.database import reading
from deliberation.records.staff.administrators import LastAdministrator, has_administrator
from deliberation.records.staff.audit import audit
from deliberation.records.staff.tables import OneTimeLink, StaffAccount, StaffGrant, StaffSignIn
from deliberation.records.staff.views import StaffMember, Who


class NameTaken(Exception):
    """Somebody else signs in with this name."""


class Credentials(Struct, frozen=True):
    """What signing in is checked against."""

    account: int
    display_name: str
    password: str | None
    has_totp: bool
    totp_generation: int
    totp_step: int
    recovery: tuple[str, ...]


class Account(Struct, frozen=True):
    """An account in a list. `is_open`: not closed; `is_ready`: has set a password."""

    id: int
    name: str
    display_name: str
    is_open: bool
    is_ready: bool
    has_totp: bool


class Staff:
    """The accounts."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._read = async_sessionmaker(reading(engine), expire_on_commit=False).begin
        self._write = async_sessionmaker(engine, expire_on_commit=False).begin

    async def make_account(self, name: str, display_name: str, *, who: Who, at: datetime) -> int:
        """A new account without a password; gives its id. Raises NameTaken."""
        row = StaffAccount(name=name.lower(), display_name=display_name, made_at=at)
        try:
            async with self._write() as db:
                db.add(row)
                await db.flush()
                audit(db, who, "account.made", f"account:{row.id}", {"name": display_name})
        except IntegrityError as error:
            raise NameTaken(name) from error
        return row.id or 0

    async def accounts(self) -> list[Account]:
        """All of them, by name."""
        async with self._read() as db:
            query = select(StaffAccount).order_by(col(StaffAccount.display_name), col(StaffAccount.id))
            return [_account(row) for row in (await db.scalars(query)).all()]

    async def account(self, key: int) -> Account | None:
        """One of them."""
        async with self._read() as db:
            row = await db.get(StaffAccount, key)
            return _account(row) if row else None

    async def credentials(self, name: str) -> Credentials | None:
        """Of the open account with this name."""
        async with self._read() as db:
            query = select(StaffAccount).where(
                col(StaffAccount.name) == name.lower(), col(StaffAccount.closed_at).is_(None)
            )
            row = (await db.scalars(query)).one_or_none()
            return _credentials(row) if row else None

    async def rehash(self, account: int, password: str) -> None:
        """Store the same password under today's parameters."""
        async with self._write() as db:
            await db.execute(
                update(StaffAccount).where(col(StaffAccount.id) == account).values(password=password)
            )

    async def change_password(self, member: StaffMember, password: str) -> None:
        """Another password; every browser of this account is signed out."""
        async with self._write() as db:
            await db.execute(
                update(StaffAccount).where(col(StaffAccount.id) == member.id).values(password=password)
            )
            await end_sign_ins(db, member.id)
            audit(db, member.who, "account.password_changed", f"account:{member.id}")

    async def use_step(self, account: int, step: int) -> bool:
        """Use up a time step's code; False when it, or a later one, was used before."""
        async with self._write() as db:
            used = await db.execute(
                update(StaffAccount)
                .where(col(StaffAccount.id) == account, col(StaffAccount.totp_step) < step)
                .values(totp_step=step)
                .returning(col(StaffAccount.id))
            )
            return used.one_or_none() is not None

    async def use_recovery(self, account: int, fingerprint: str) -> bool:
        """Use up a recovery code; False when there is none like it left."""
        async with self._write() as db:
            row = await db.get(StaffAccount, account, with_for_update=True)
            if row is None or fingerprint not in row.recovery:
                return False
            row.recovery = [left for left in row.recovery if left != fingerprint]
            who = Who(row.display_name, account)
            audit(db, who, "account.recovery_used", f"account:{account}", {"left": len(row.recovery)})
            return True

    async def turn_on_totp(
        self, member: StaffMember, generation: int, step: int, recovery: list[str]
    ) -> None:
        """Ask for codes from now on; every browser of this account is signed out."""
        await self._set_totp(
            member,
            "account.second_factor_on",
            has_totp=True,
            totp_generation=generation,
            totp_step=step,
            recovery=recovery,
        )

    async def turn_off_totp(self, member: StaffMember) -> None:
        """Ask for no codes any more; every browser of this account is signed out."""
        await self._set_totp(member, "account.second_factor_off", has_totp=False, recovery=[])

    async def _set_totp(self, member: StaffMember, act: str, **values: bool | int | list[str]) -> None:
        async with self._write() as db:
            await db.execute(update(StaffAccount).where(col(StaffAccount.id) == member.id).values(values))
            await end_sign_ins(db, member.id)
            audit(db, member.who, act, f"account:{member.id}")

    async def close(self, account: int, *, who: Who, at: datetime) -> None:
        """Nobody signs in with it any more, and its roles end, with what was lent of them.

        What it did stays in the trail. Raises LastAdministrator.
        """
        async with self._write() as db:
            row = await db.get(StaffAccount, account)
            if row is None or row.closed_at is not None:
                return
            if not await has_administrator(db, besides=account):
                raise LastAdministrator
            row.closed_at = at
            await db.execute(
                update(StaffGrant)
                .where(
                    or_(col(StaffGrant.account_id) == account, col(StaffGrant.handed_by) == account),
                    or_(col(StaffGrant.ends_at).is_(None), col(StaffGrant.ends_at) > at),
                )
                .values(ends_at=at)
            )
            await end_sign_ins(db, account)
            await db.execute(delete(OneTimeLink).where(col(OneTimeLink.account_id) == account))
            audit(db, who, "account.closed", f"account:{account}", {"name": row.display_name})

    async def count(self) -> int:
        """How many accounts there are, open or closed."""
        async with self._read() as db:
            return (await db.scalar(select(func.count()).select_from(StaffAccount))) or 0


async def end_sign_ins(db: AsyncSession, account: int) -> None:
    """In the open transaction: sign every browser of this account out."""
    await db.execute(delete(StaffSignIn).where(col(StaffSignIn.account_id) == account))


def _account(row: StaffAccount) -> Account:
    return Account(
        id=row.id or 0,
        name=row.name,
        display_name=row.display_name,
        is_open=row.closed_at is None,
        is_ready=row.password is not None,
        has_totp=row.has_totp,
    )


def _credentials(row: StaffAccount) -> Credentials:
    return Credentials(
        account=row.id or 0,
        display_name=row.display_name,
        password=row.password,
        has_totp=row.has_totp,
        totp_generation=row.totp_generation,
        totp_step=row.totp_step,
        recovery=tuple(row.recovery),
    )
