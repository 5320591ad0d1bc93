"""Mail that colleagues send elsewhere counts as ours: their own addresses for copies, and the copies."""

import sqlalchemy as sa
from alembic import op

revision = "d2a8b4e03f61"
down_revision = "c1f7a3d92e50"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "copy_addresses",
        sa.Column("id", KEY, nullable=False),
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("renewed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_copy_addresses"),
        sa.UniqueConstraint("user_id", name="uq_copy_addresses_user_id"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_copy_addresses_user_id_users"),
    )
    op.create_table(
        "inbound_copies",
        sa.Column("id", KEY, nullable=False),
        sa.Column("mail_id", KEY, nullable=False),
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_inbound_copies"),
        sa.UniqueConstraint("mail_id", name="uq_inbound_copies_mail_id"),
        sa.ForeignKeyConstraint(
            ["mail_id"], ["inbound_mails.id"], name="fk_inbound_copies_mail_id_inbound_mails"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_inbound_copies_user_id_users"),
    )
    op.create_index("ix_inbound_copies_user_id", "inbound_copies", ["user_id"])


def downgrade() -> None:
    op.drop_table("inbound_copies")
    op.drop_table("copy_addresses")
