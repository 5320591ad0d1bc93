"""Somebody may answer for a letter though data from the ATS are old: until when is kept with it."""

import sqlalchemy as sa
from alembic import op

revision = "c41f7a9be203"
down_revision = "b7e4d2a91c06"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("messages", sa.Column("vouched_until", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("messages", "vouched_until")
