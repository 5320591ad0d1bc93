"""A requisition may have service levels of its own, in versions, above the policy."""

import sqlalchemy as sa
from alembic import op

revision = "b7e4d2a91c06"
down_revision = "8e3a61c0f5d2"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "requisition_levels",
        sa.Column("requisition_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("levels", sa.JSON(), nullable=False),
        sa.Column("valid_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["requisition_id"],
            ["requisitions.id"],
            name=op.f("fk_requisition_levels_requisition_id_requisitions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requisition_levels")),
        sa.UniqueConstraint(
            "requisition_id", "number", name=op.f("uq_requisition_levels_requisition_id_number")
        ),
    )


def downgrade() -> None:
    op.drop_table("requisition_levels")
