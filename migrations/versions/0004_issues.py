"""Issues that residents report: their way, what became of them, who else met them; pictures in two sizes."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    # One by one and not in a batch, as in 0003. The defaults are for rows that are there already.
    began = sa.text("'2026-01-01 00:00:00+00:00'")
    for column in (
        sa.Column("reference", sa.String(length=10), nullable=True),
        sa.Column("report_key", sa.String(length=64), nullable=True),
        sa.Column("words", sa.String(), server_default="", nullable=False),
        sa.Column("place", sa.String(), server_default="", nullable=False),
        sa.Column("source", sa.String(), server_default="other", nullable=False),
        sa.Column("reply", sa.String(), server_default="", nullable=False),
        sa.Column("reported_at", MOMENT, server_default=began, nullable=False),
        sa.Column("status_at", MOMENT, server_default=began, nullable=False),
        sa.Column("published_at", MOMENT, nullable=True),
    ):
        op.add_column("issues", column)
    op.add_column(
        "issues",
        sa.Column("merged_into_id", sa.Integer(), sa.ForeignKey("issues.id"), nullable=True),
        inline_references=True,
    )
    # What was imported has been shown on its session's page ever since.
    op.execute("UPDATE issues SET published_at = reported_at")
    op.execute(
        "UPDATE issues SET merged_into_id = ("
        "SELECT max(other.id) FROM issues AS other WHERE other.community_id = issues.community_id"
        " AND other.key = issues.merged_into AND other.id < issues.id)"
    )
    op.drop_column("issues", "merged_into")
    op.create_index("ix_issues_reference", "issues", ["reference"], unique=True)
    op.create_index("ix_issues_report_key", "issues", ["community_id", "report_key"], unique=True)
    op.create_index("ix_issues_merged_into_id", "issues", ["merged_into_id"], unique=False)
    op.create_index("ix_issues_waiting", "issues", ["community_id", "status", "reported_at"], unique=False)
    op.create_index("ix_issues_published", "issues", ["community_id", "published_at"], unique=False)

    for column in (
        sa.Column("name", sa.String(length=32), nullable=True),
        sa.Column("small", sa.String(), server_default="", nullable=False),
        sa.Column("width", sa.Integer(), server_default="0", nullable=False),
        sa.Column("height", sa.Integer(), server_default="0", nullable=False),
        sa.Column("digest", sa.String(length=64), server_default="", nullable=False),
        sa.Column("public", sa.Boolean(), server_default=sa.true(), nullable=False),
    ):
        op.add_column("photos", column)
    op.execute("UPDATE photos SET small = path")
    op.create_index("ix_photos_name", "photos", ["name"], unique=True)

    op.create_table(
        "issue_voices",
        sa.Column("issue_id", sa.Integer(), nullable=False),
        sa.Column("device", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["issue_id"], ["issues.id"]),
        sa.PrimaryKeyConstraint("issue_id", "device"),
    )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        # It drops no column that refers to another table, and copies no table that others refer to.
        raise NotImplementedError("SQLite cannot undo this: bring back the copy of the database from before")
    op.drop_table("issue_voices")
    op.drop_index("ix_photos_name", table_name="photos")
    for name in ("name", "small", "width", "height", "digest", "public"):
        op.drop_column("photos", name)
    for index in ("reference", "report_key", "merged_into_id", "waiting", "published"):
        op.drop_index(f"ix_issues_{index}", table_name="issues")
    op.add_column("issues", sa.Column("merged_into", sa.String(), nullable=True))
    for name in (
        "merged_into_id",
        "reference",
        "report_key",
        "words",
        "place",
        "source",
        "reply",
        "reported_at",
        "status_at",
        "published_at",
    ):
        op.drop_column("issues", name)
