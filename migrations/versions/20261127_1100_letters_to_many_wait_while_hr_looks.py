"""Letters to many wait for a person while HR looks into what they wrote."""

import sqlalchemy as sa
from alembic import op

revision = "c1f7a3d92e50"
down_revision = "f48c1d7e20b6"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
STANDING = sa.text("lifted_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "freezes",
        sa.Column("id", KEY, nullable=False),
        sa.Column("candidate_id", KEY, nullable=False),
        sa.Column("cause", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by", KEY),
        sa.Column("lifted_at", sa.DateTime(timezone=True)),
        sa.Column("lifted_by", KEY),
        sa.Column("lifted_why", sa.String(500), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_freezes"),
        sa.UniqueConstraint("cause", name="uq_freezes_cause"),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["candidates.id"], name="fk_freezes_candidate_id_candidates"
        ),
        sa.ForeignKeyConstraint(["set_by"], ["users.id"], name="fk_freezes_set_by_users"),
        sa.ForeignKeyConstraint(["lifted_by"], ["users.id"], name="fk_freezes_lifted_by_users"),
    )
    op.create_index(
        "ix_freezes_standing", "freezes", ["candidate_id"], sqlite_where=STANDING, postgresql_where=STANDING
    )


def downgrade() -> None:
    op.drop_table("freezes")
