"""Days that were named are found by themselves: what became of each is told by an index alone."""

import sqlalchemy as sa
from alembic import op

revision = "d27f90ce4b18"
down_revision = "b83e5f1c92d7"
branch_labels = None
depends_on = None

NAMED_DAY = sa.text("name IN ('PROMISE', 'CANDIDATE_DEADLINE') AND due_at IS NOT NULL")


def upgrade() -> None:
    op.create_index(
        "ix_clocks_promises",
        "clocks",
        ["name", "due_at", "stopped_at", "result", "requisition_id", "application_id", "id"],
        postgresql_where=NAMED_DAY,
        sqlite_where=NAMED_DAY,
    )


def downgrade() -> None:
    op.drop_index("ix_clocks_promises", "clocks")
