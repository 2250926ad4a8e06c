"""The ledger's tables. They stand on SQLModel's metadata, beside the records."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    ForeignKey,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlmodel import SQLModel

heads = Table(
    "heads",
    SQLModel.metadata,
    Column("session", String, primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("root", String, nullable=False),
    Column("box_version", BigInteger, nullable=False),
)
"""Where each session's ledger ends. Locking the row is what makes one writer of many processes."""

entries = Table(
    "entries",
    SQLModel.metadata,
    Column("session", ForeignKey("heads.session"), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("command_id", String),
    Column("body", Text, nullable=False),
    Column("sealed", JSON, nullable=False),
    Column("hash", String, nullable=False),
    PrimaryKeyConstraint("session", "seq"),
    UniqueConstraint("session", "command_id", name="entries_command_id"),
)
"""`body` is the canonical JSON that was hashed, byte for byte; `sealed` opens its commitments."""

ballots = Table(
    "ballots",
    SQLModel.metadata,
    Column("session", ForeignKey("heads.session"), nullable=False),
    Column("vote", String, nullable=False),
    Column("seat", String, nullable=False),
    Column("choice", String, nullable=False),
    Column("command_ids", JSON, nullable=False),
    PrimaryKeyConstraint("session", "vote", "seat"),
    # Rows lie in the order of their key. A row id, a serial number or a time would keep the order of arrival.
    sqlite_with_rowid=False,
)
"""The ballot boxes."""
