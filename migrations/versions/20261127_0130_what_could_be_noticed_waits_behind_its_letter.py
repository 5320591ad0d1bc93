"""What could be noticed waits behind its letter, and a person's own status page can be withdrawn."""

import sqlalchemy as sa
from alembic import op

revision = "d81e5c07b6a4"
down_revision = "b71e0c52d9a4"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "effects_behind",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "message_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            sa.ForeignKey("messages.id", name="fk_effects_behind_message_id_messages"),
            nullable=False,
        ),
        sa.Column(
            "application_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            sa.ForeignKey("applications.id", name="fk_effects_behind_application_id_applications"),
            nullable=False,
        ),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "released",
                "dropped",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_effects_behind"),
    )
    op.create_index(
        "ix_effects_behind_waiting",
        "effects_behind",
        ["message_id"],
        postgresql_where=sa.text("state = 'waiting'"),
        sqlite_where=sa.text("state = 'waiting'"),
    )
    # plain ADD COLUMN: the table may be long, and is not written anew for it
    op.add_column(
        "applications", sa.Column("status_number", sa.Integer(), nullable=False, server_default="1")
    )


def downgrade() -> None:
    op.drop_column("applications", "status_number")
    op.drop_index("ix_effects_behind_waiting", "effects_behind")
    op.drop_table("effects_behind")
