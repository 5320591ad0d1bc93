"""A batch knows what its text is written in, so that it can be previewed again."""

import sqlalchemy as sa
from alembic import op

revision = "5c2f9b7e41d8"
down_revision = "d81e5c07b6a4"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("batches", sa.Column("language", sa.String(12), nullable=False, server_default="en"))


def downgrade() -> None:
    # not by way of a new table: letters and people refer to this one
    op.drop_column("batches", "language")
