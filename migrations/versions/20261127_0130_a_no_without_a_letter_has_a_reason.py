"""A no without a letter has a reason: why nothing is written, kept with the decision."""

import sqlalchemy as sa
from alembic import op

revision = "b71e0c52d9a4"
down_revision = "e41b7c90d2a6"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("decisions", sa.Column("silence", sa.String(32), nullable=True))


def downgrade() -> None:
    op.drop_column("decisions", "silence")
