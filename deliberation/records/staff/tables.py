"""The staff's tables. Rows only: what comes in was checked before."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, Column, Index
from sqlmodel import Field, SQLModel

from deliberation.records.tables import TableName, UtcDateTime


class StaffAccount(SQLModel, table=True):
    """Somebody who works at the desk. Residents have none: they have seat cards."""

    __tablename__: ClassVar[TableName] = "staff_accounts"

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    """What is typed to sign in; in small letters."""
    display_name: str
    password: str | None = None
    """As argon2id encodes it; none until the one-time link was used."""
    has_totp: bool = False
    """Whether a code is asked for as well; its secret is derived from the server's key, as seat cards are."""
    totp_generation: int = 0
    """Which secret: turning it on again makes a new one."""
    totp_step: int = 0
    """The last time step whose code was used: a code counts once."""
    recovery: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    """Keyed fingerprints of the recovery codes that are left."""
    made_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    closed_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime))


class StaffGrant(SQLModel, table=True):
    """A role in a community for a time. The administrator's has no community: it is the installation's."""

    __tablename__: ClassVar[TableName] = "staff_grants"

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="staff_accounts.id", index=True)
    community_id: int | None = Field(default=None, foreign_key="communities.id", index=True)
    role: str
    begins_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    ends_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime))
    handed_by: int | None = Field(default=None, foreign_key="staff_accounts.id")
    """Whose role it is otherwise, when a colleague stands in (AB角)."""


class StaffSignIn(SQLModel, table=True):
    """A browser that is signed in, by its token's fingerprint; without the row, the token is worthless."""

    __tablename__: ClassVar[TableName] = "staff_sign_ins"

    fingerprint: str = Field(primary_key=True, max_length=64)
    account_id: int = Field(foreign_key="staff_accounts.id", index=True)
    community_id: int | None = Field(default=None, foreign_key="communities.id")
    """Where this browser works now."""
    began_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    seen_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))


class OneTimeLink(SQLModel, table=True):
    """A way in that works once: the first administrator's, an invitation, a forgotten password."""

    __tablename__: ClassVar[TableName] = "one_time_links"

    fingerprint: str = Field(primary_key=True, max_length=64)
    account_id: int | None = Field(default=None, foreign_key="staff_accounts.id", index=True)
    """Whose password it sets; none for the first administrator, who has no account yet."""
    made_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    expires_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))


class AuditLine(SQLModel, table=True):
    """One act of the staff. Lines are only ever added."""

    __tablename__: ClassVar[TableName] = "audit_trail"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False, index=True))
    account_id: int | None = Field(default=None, foreign_key="staff_accounts.id", index=True)
    who: str
    """Their name at that time."""
    community_id: int | None = Field(default=None, foreign_key="communities.id", index=True)
    act: str
    target: str
    """What it was done to, as kind:id."""
    detail: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))


class Remark(SQLModel, table=True):
    """What a member of the staff says about an issue, a topic or a session. Remarks are only ever added."""

    __tablename__: ClassVar[TableName] = "remarks"
    __table_args__ = (Index("ix_remarks_target", "community_id", "target"),)

    id: int | None = Field(default=None, primary_key=True)
    community_id: int = Field(foreign_key="communities.id")
    target: str
    """What it is about, as kind:id."""
    account_id: int = Field(foreign_key="staff_accounts.id", index=True)
    text: str
    at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
