"""A letter knows what was seen when it was approved.

The newest entries of its application's history and of its requisition's, the offers its writer knew of, and the
request that a program's key stands for. Letters on their way are taken to have seen what was recorded before them.
"""

import sqlalchemy as sa
from alembic import op

revision = "a90c4be1723d"
down_revision = "5c2f9b7e41d8"
branch_labels = None
depends_on = None

_SEEN = """
UPDATE message_applications SET
    seen_event = coalesce((
        SELECT max(events.id) FROM events JOIN messages ON messages.id = message_applications.message_id
        WHERE events.application_id = message_applications.application_id
            AND events.recorded_at <= messages.created_at), 0),
    seen_shared = coalesce((
        SELECT max(events.id) FROM events
        JOIN messages ON messages.id = message_applications.message_id
        JOIN applications ON applications.id = message_applications.application_id
        WHERE events.requisition_id = applications.requisition_id AND events.application_id IS NULL
            AND events.recorded_at <= messages.created_at), 0)
WHERE released_at IS NULL AND message_id IN (
    SELECT id FROM messages WHERE state IN ('held', 'queued', 'claimed', 'data', 'uncertain'))"""


def upgrade() -> None:
    for name in ("seen_event", "seen_shared"):
        op.add_column(
            "message_applications", sa.Column(name, sa.BigInteger(), nullable=False, server_default="0")
        )
    op.add_column("messages", sa.Column("knew_of", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("messages", sa.Column("asked", sa.String(64), nullable=False, server_default=""))
    op.execute(_SEEN)


def downgrade() -> None:
    # not by way of a new table: letters are referred to
    op.drop_column("messages", "asked")
    op.drop_column("messages", "knew_of")
    op.drop_column("message_applications", "seen_shared")
    op.drop_column("message_applications", "seen_event")
