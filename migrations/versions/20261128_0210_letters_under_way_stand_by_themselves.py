"""How many letters are under way stands in a table of its own: a batch no longer rewrites its standings."""

import sqlalchemy as sa
from alembic import op

revision = "e61c07a8d5f3"
down_revision = "d27f90ce4b18"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "letters_under_way",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("letters", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["id"], ["applications.id"], name=op.f("fk_letters_under_way_id_applications")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letters_under_way")),
    )
    op.execute(
        "INSERT INTO letters_under_way (id, letters) "
        "SELECT application_id, letters_on_way FROM standings WHERE letters_on_way > 0"
    )
    op.drop_index("ix_standings_letters", "standings")
    op.drop_column("standings", "letters_on_way")


def downgrade() -> None:
    op.add_column("standings", sa.Column("letters_on_way", sa.Integer(), nullable=False, server_default="0"))
    op.execute(
        "UPDATE standings SET letters_on_way = letters_under_way.letters "
        "FROM letters_under_way WHERE letters_under_way.id = standings.application_id"
    )
    op.create_index(
        "ix_standings_letters",
        "standings",
        ["application_id"],
        postgresql_where=sa.text("letters_on_way > 0"),
        sqlite_where=sa.text("letters_on_way > 0"),
    )
    op.drop_table("letters_under_way")
