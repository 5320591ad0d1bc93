"""What the ATS and somebody here say differently is kept until a person settles it."""

import sqlalchemy as sa
from alembic import op

revision = "e8d05b3c7f14"
down_revision = "c41f7a9be203"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "disagreements",
        sa.Column("application_id", KEY, nullable=False),
        sa.Column("source_system", sa.String(length=40), nullable=False),
        sa.Column("about", sa.String(length=12), nullable=False),
        sa.Column("theirs", sa.String(length=200), nullable=False),
        sa.Column("theirs_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ours", sa.String(length=200), nullable=False),
        sa.Column("taking", sa.JSON(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", KEY, nullable=True),
        sa.Column(
            "settled_as",
            sa.Enum(
                "theirs",
                "ours",
                "agreed",
                name="settled_as",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_disagreements_application_id_applications")
        ),
        sa.ForeignKeyConstraint(["settled_by"], ["users.id"], name=op.f("fk_disagreements_settled_by_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disagreements")),
    )
    op.create_index(
        "uq_disagreements_open",
        "disagreements",
        ["application_id", "source_system", "about"],
        unique=True,
        postgresql_where=sa.text("settled_at IS NULL"),
        sqlite_where=sa.text("settled_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_index("uq_disagreements_open", table_name="disagreements")
    op.drop_table("disagreements")
