"""Letters wait for good hours.

A letter says why it leaves when it does; an office has days on which nobody is told an outcome.
"""

import sqlalchemy as sa
from alembic import op

revision = "e41b7c90d2a6"
down_revision = "d7e1b40c6a52"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("messages", sa.Column("leaves_why", sa.String(300), nullable=False, server_default=""))
    op.add_column("offices", sa.Column("quiet_dates", sa.JSON(), nullable=False, server_default="{}"))


def downgrade() -> None:
    op.drop_column("offices", "quiet_dates")
    op.drop_column("messages", "leaves_why")
