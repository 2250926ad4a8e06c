"""People's wishes and leaving, the committee, groups of prepared topics, standing cards, attendance."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    # One by one and not in a batch, as in 0003. The defaults are for rows that are there already.
    for column in (
        sa.Column("has_phone", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("large_print", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("interpreter", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
    ):
        op.add_column("people", column)
    op.create_index("ix_people_who", "people", ["community_id", "name", "org"], unique=True)
    op.add_column("seats", sa.Column("attended", sa.Boolean(), nullable=True))
    op.create_index("ix_seats_person_id", "seats", ["person_id"], unique=False)

    op.create_table(
        "committees",
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("plan", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"]),
        sa.PrimaryKeyConstraint("community_id"),
    )
    op.create_table(
        "standing_seats",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_standing_seats_community_id", "standing_seats", ["community_id"], unique=False)
    op.create_index("ix_standing_seats_person_id", "standing_seats", ["person_id"], unique=False)
    op.create_table(
        "standing_cards",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"]),
        sa.PrimaryKeyConstraint("person_id"),
        sa.UniqueConstraint("fingerprint"),
    )
    op.create_table(
        "prepared_topics",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_prepared_topics_community_id", "prepared_topics", ["community_id"], unique=False)
    op.create_table(
        "stakeholder_groups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.JSON(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("chosen_on", sa.Date(), nullable=True),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("asked", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_stakeholder_groups_community_id", "stakeholder_groups", ["community_id"], unique=False
    )
    op.create_table(
        "topic_groups",
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["topic_id"], ["prepared_topics.id"]),
        sa.ForeignKeyConstraint(["group_id"], ["stakeholder_groups.id"]),
        sa.PrimaryKeyConstraint("topic_id", "group_id"),
    )
    op.create_index("ix_topic_groups_group_id", "topic_groups", ["group_id"], unique=False)
    op.create_table(
        "group_seats",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["stakeholder_groups.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"]),
        sa.PrimaryKeyConstraint("group_id", "person_id"),
    )
    op.create_index("ix_group_seats_person_id", "group_seats", ["person_id"], unique=False)


def downgrade() -> None:
    for table in (
        "group_seats",
        "topic_groups",
        "stakeholder_groups",
        "prepared_topics",
        "standing_cards",
        "standing_seats",
        "committees",
    ):
        op.drop_table(table)
    op.drop_index("ix_seats_person_id", table_name="seats")
    op.drop_column("seats", "attended")
    op.drop_index("ix_people_who", table_name="people")
    for name in ("has_phone", "large_print", "interpreter", "left_at"):
        op.drop_column("people", name)
