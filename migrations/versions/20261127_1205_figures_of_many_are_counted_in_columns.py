"""Figures of many people are counted in columns, so that a page of a million needs no row of each."""

import sqlalchemy as sa
from alembic import op

revision = "c41d7be80a52"
down_revision = "e5c09d71ab34"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "metric_columns",
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("chunk", sa.BigInteger(), nullable=False),
        sa.Column("round", sa.BigInteger(), nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_metric_columns")),
        sa.UniqueConstraint("kind", "chunk", name=op.f("uq_metric_columns_kind_chunk")),
    )
    if op.get_bind().dialect.name == "postgresql":
        # compressed already: the server need not try
        op.execute("ALTER TABLE metric_columns ALTER COLUMN packed SET STORAGE EXTERNAL")


def downgrade() -> None:
    op.drop_table("metric_columns")
