"""Figures keep what they measure, so that they need not read every event."""

import sqlalchemy as sa
from alembic import op

revision = "8e2d61f0a4c7"
down_revision = "adc7697ca7a4"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "metric_spans",
        sa.Column("application_id", KEY, nullable=False),
        sa.Column("requisition_id", KEY, nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("outcome", sa.String(80), nullable=False),
        sa.Column("due_at", MOMENT, nullable=True),
        sa.Column("how", sa.String(24), nullable=False),
        sa.Column("data", sa.JSON(), nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_metric_spans_application_id_applications"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_metric_spans")),
    )
    op.create_index("ix_metric_spans_application_id", "metric_spans", ["application_id"])
    op.create_index("ix_metric_spans_started", "metric_spans", ["kind", "started_at"])
    op.create_index("ix_metric_spans_ended", "metric_spans", ["kind", "ended_at"])
    op.create_index(
        "ix_metric_spans_due",
        "metric_spans",
        ["kind", "due_at"],
        postgresql_where=sa.text("due_at IS NOT NULL"),
        sqlite_where=sa.text("due_at IS NOT NULL"),
    )
    op.create_table(
        "metric_reads",
        sa.Column("application_id", KEY, nullable=False),
        sa.Column("last_event", sa.BigInteger(), nullable=False),
        sa.Column("last_of_requisition", sa.BigInteger(), nullable=False),
        sa.Column("moved_at", MOMENT, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_metric_reads_application_id_applications"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_metric_reads")),
        sa.UniqueConstraint("application_id", name=op.f("uq_metric_reads_application_id")),
    )
    op.create_index("ix_metric_reads_moved_at", "metric_reads", ["moved_at"])
    op.create_table(
        "metric_marks",
        sa.Column("rules", sa.Integer(), nullable=False),
        sa.Column("rounds", sa.BigInteger(), nullable=False),
        sa.Column("settled", sa.BigInteger(), nullable=False),
        sa.Column("pending", sa.BigInteger(), nullable=False),
        sa.Column("pending_until", sa.BigInteger(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_metric_marks")),
    )


def downgrade() -> None:
    op.drop_table("metric_marks")
    op.drop_table("metric_reads")
    op.drop_table("metric_spans")
