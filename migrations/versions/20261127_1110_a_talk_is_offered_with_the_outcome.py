"""The record of feedback says when the talk was offered."""

import sqlalchemy as sa
from alembic import op

revision = "c41f0b7d92e5"
down_revision = "e8d05b3c7f14"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("feedback", sa.Column("offered_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("feedback", "offered_at")
