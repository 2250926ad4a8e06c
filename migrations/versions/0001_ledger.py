"""The ledger: where each session's log ends, its entries, and the ballot boxes."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0001"
down_revision: str | None = None
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "heads",
        sa.Column("session", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("root", sa.String(), nullable=False),
        sa.Column("box_version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("session"),
    )
    op.create_table(
        "entries",
        sa.Column("session", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("command_id", sa.String(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("sealed", sa.JSON(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["session"], ["heads.session"]),
        sa.PrimaryKeyConstraint("session", "seq"),
        sa.UniqueConstraint("session", "command_id", name="entries_command_id"),
    )
    op.create_table(
        "ballots",
        sa.Column("session", sa.String(), nullable=False),
        sa.Column("vote", sa.String(), nullable=False),
        sa.Column("seat", sa.String(), nullable=False),
        sa.Column("choice", sa.String(), nullable=False),
        sa.Column("command_ids", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["session"], ["heads.session"]),
        sa.PrimaryKeyConstraint("session", "vote", "seat"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("ballots")
    op.drop_table("entries")
    op.drop_table("heads")
