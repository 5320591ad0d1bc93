"""A month of how long people waited can be published as a page."""

import sqlalchemy as sa
from alembic import op

revision = "f48c1d7e20b6"
down_revision = "e57b09c4d3a8"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "promise_pages",
        sa.Column("month", sa.String(7), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=False),
        sa.Column("published_at", MOMENT, nullable=False),
        sa.Column("published_by", KEY, nullable=True),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["published_by"], ["users.id"], name=op.f("fk_promise_pages_published_by_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promise_pages")),
        sa.UniqueConstraint("month", name=op.f("uq_promise_pages_month")),
    )


def downgrade() -> None:
    op.drop_table("promise_pages")
