"""Previews of many letters are made by a worker, and their progress is kept."""

import sqlalchemy as sa
from alembic import op

revision = "7b40d1c9e2f6"
down_revision = "a90c4be1723d"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "batch_makings",
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", KEY, nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "making",
                "made",
                "broken_off",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("wanted", sa.JSON(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("worker", sa.String(length=80), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("lost", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("batch_id", KEY, nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["batches.id"], name=op.f("fk_batch_makings_batch_id_batches")),
        sa.ForeignKeyConstraint(["created_by"], ["users.id"], name=op.f("fk_batch_makings_created_by_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch_makings")),
    )
    op.create_index("ix_batch_makings_state_id", "batch_makings", ["state", "id"])


def downgrade() -> None:
    op.drop_table("batch_makings")
