"""The staff: accounts, grants, sign-ins, one-time links, the audit trail; a short name for each community."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    # Not in a batch: that copies and drops the table, which SQLite refuses while other tables point to it.
    op.add_column("communities", sa.Column("slug", sa.String(), server_default="", nullable=False))
    op.execute("UPDATE communities SET slug = 'c' || id")
    op.create_index("ix_communities_slug", "communities", ["slug"], unique=True)
    op.create_table(
        "staff_accounts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("display_name", sa.String(), nullable=False),
        sa.Column("password", sa.String(), nullable=True),
        sa.Column("has_totp", sa.Boolean(), nullable=False),
        sa.Column("totp_generation", sa.Integer(), nullable=False),
        sa.Column("totp_step", sa.Integer(), nullable=False),
        sa.Column("recovery", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
    )
    op.create_table(
        "staff_grants",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=True),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("begins_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handed_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["staff_accounts.id"]),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"]),
        sa.ForeignKeyConstraint(["handed_by"], ["staff_accounts.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_staff_grants_account_id", "staff_grants", ["account_id"], unique=False)
    op.create_index("ix_staff_grants_community_id", "staff_grants", ["community_id"], unique=False)
    op.create_table(
        "staff_sign_ins",
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=True),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["staff_accounts.id"]),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"]),
        sa.PrimaryKeyConstraint("fingerprint"),
    )
    op.create_index("ix_staff_sign_ins_account_id", "staff_sign_ins", ["account_id"], unique=False)
    op.create_table(
        "one_time_links",
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["staff_accounts.id"]),
        sa.PrimaryKeyConstraint("fingerprint"),
    )
    op.create_index("ix_one_time_links_account_id", "one_time_links", ["account_id"], unique=False)
    op.create_table(
        "audit_trail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=True),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["staff_accounts.id"]),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_audit_trail_at", "audit_trail", ["at"], unique=False)
    op.create_index("ix_audit_trail_account_id", "audit_trail", ["account_id"], unique=False)
    op.create_index("ix_audit_trail_community_id", "audit_trail", ["community_id"], unique=False)


def downgrade() -> None:
    op.drop_table("audit_trail")
    op.drop_table("one_time_links")
    op.drop_table("staff_sign_ins")
    op.drop_table("staff_grants")
    op.drop_table("staff_accounts")
    op.drop_index("ix_communities_slug", table_name="communities")
    op.drop_column("communities", "slug")
