"""Material of prepared topics and the issues behind them; drafts of sessions, and those that were moved."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    # One by one and not in a batch, as in 0003. The defaults are for rows that are there already.
    op.add_column("prepared_topics", sa.Column("background", sa.String(), server_default="", nullable=False))
    op.add_column("prepared_topics", sa.Column("must", sa.String(), server_default="", nullable=False))
    op.add_column(
        "issues",
        sa.Column("prepared_topic_id", sa.Integer(), sa.ForeignKey("prepared_topics.id"), nullable=True),
        inline_references=True,
    )
    op.create_index("ix_issues_prepared_topic_id", "issues", ["prepared_topic_id"], unique=False)
    op.add_column(
        "topics",
        sa.Column("prepared_id", sa.Integer(), sa.ForeignKey("prepared_topics.id"), nullable=True),
        inline_references=True,
    )
    op.create_index("ix_topics_prepared_id", "topics", ["prepared_id"], unique=False)
    op.add_column("sessions", sa.Column("moved_from", sa.DateTime(timezone=True), nullable=True))
    op.add_column("sessions", sa.Column("why", sa.String(), server_default="", nullable=False))
    op.create_table(
        "session_drafts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("chair_id", sa.Integer(), nullable=True),
        sa.Column("recorder_id", sa.Integer(), nullable=True),
        sa.Column("supervisor_id", sa.Integer(), nullable=True),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"]),
        sa.ForeignKeyConstraint(["chair_id"], ["people.id"]),
        sa.ForeignKeyConstraint(["recorder_id"], ["people.id"]),
        sa.ForeignKeyConstraint(["supervisor_id"], ["people.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_session_drafts_community_id", "session_drafts", ["community_id"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("Restore a backup instead: going back would lose records.")
