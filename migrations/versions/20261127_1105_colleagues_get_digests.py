"""Colleagues get digests, say whether they want them, and remind each other of somebody who waits."""

import sqlalchemy as sa
from alembic import op

revision = "d1a63f0be927"
down_revision = "c41f0b7d92e5"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("notices", sa.Column("kind", sa.String(24), nullable=False, server_default=""))
    op.create_table(
        "digest_choices",
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("wanted", sa.Boolean(), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_digest_choices_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest_choices")),
        sa.UniqueConstraint("user_id", name=op.f("uq_digest_choices_user_id")),
    )
    op.create_table(
        "nudges",
        sa.Column("application_id", KEY, nullable=False),
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("by_id", KEY, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("notice_id", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_nudges_application_id_applications"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_nudges_user_id_users")),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_nudges_by_id_users")),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notices.id"], name=op.f("fk_nudges_notice_id_notices"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nudges")),
        sa.UniqueConstraint("application_id", "day", name=op.f("uq_nudges_application_id_day")),
    )
    op.create_index(op.f("ix_nudges_notice_id"), "nudges", ["notice_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_nudges_notice_id"), "nudges")
    op.drop_table("nudges")
    op.drop_table("digest_choices")
    op.drop_column("notices", "kind")
