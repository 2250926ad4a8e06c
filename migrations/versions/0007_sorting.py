"""Sorting: which office deals with an issue, and after how many days one has waited too long."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    # The defaults are for rows that are there already.
    op.add_column("issues", sa.Column("office", sa.String(), server_default="", nullable=False))
    op.add_column("communities", sa.Column("sorting_days", sa.Integer(), server_default="7", nullable=False))


def downgrade() -> None:
    raise NotImplementedError("Restore a backup instead: going back would lose records.")
