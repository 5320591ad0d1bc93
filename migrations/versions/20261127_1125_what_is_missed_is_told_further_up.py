"""What is missed is told further up: once on each rung, for each day it was due."""

import sqlalchemy as sa
from alembic import op

revision = "e57b09c4d3a8"
down_revision = "d1a63f0be927"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "escalations",
        sa.Column("application_id", KEY, nullable=False),
        sa.Column("clock", sa.String(24), nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("rung", sa.Integer(), nullable=False),
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("notice_id", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_escalations_application_id_applications"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_escalations_user_id_users")),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notices.id"], name=op.f("fk_escalations_notice_id_notices"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_escalations")),
        sa.UniqueConstraint(
            *("application_id", "clock", "due_at", "rung", "user_id"),
            name=op.f("uq_escalations_application_id_clock_due_at_rung_user_id"),
        ),
    )
    op.create_index(op.f("ix_escalations_notice_id"), "escalations", ["notice_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_escalations_notice_id"), "escalations")
    op.drop_table("escalations")
