"""An uncertain letter can be settled.

Letters know their recipient's domain, when a person had them sent again, and whether their clocks were told.
"""

import sqlalchemy as sa
from alembic import op

revision = "c3b5f2a49d10"
down_revision = "a0d17a99e001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # plain ADD COLUMN: the table may be long, and is not written anew for it
    op.add_column("messages", sa.Column("domain", sa.String(255), nullable=False, server_default=""))
    op.add_column("messages", sa.Column("resent_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("messages", sa.Column("heard", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.create_index(
        "ix_messages_unheard",
        "messages",
        ["id"],
        postgresql_where=sa.text("NOT heard"),
        sqlite_where=sa.text("heard = 0"),
    )
    messages = sa.table("messages", sa.column("recipient"), sa.column("domain"), sa.column("state"))
    waiting = messages.c.state.in_(("held", "queued", "claimed", "data", "uncertain"))
    at = sa.func.instr if op.get_bind().dialect.name == "sqlite" else sa.func.strpos
    domain = sa.func.lower(sa.func.substr(messages.c.recipient, at(messages.c.recipient, "@") + 1))
    op.execute(messages.update().where(waiting).values(domain=domain))


def downgrade() -> None:
    op.drop_index("ix_messages_unheard", "messages")
    for column in ("heard", "resent_at", "domain"):
        op.drop_column("messages", column)
