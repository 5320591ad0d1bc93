"""Wordings are kept by people.

A template says for whom it is by how far they got, can be put away, and is guarded against two hands at once; a
version says who approved it; a letter, whether its writer changed the wording.
"""

import sqlalchemy as sa
from alembic import op

revision = "d7e1b40c6a52"
down_revision = "0647051024e0"
branch_labels = None
depends_on = None


def upgrade() -> None:
    key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    moment = sa.DateTime(timezone=True)
    op.add_column("templates", sa.Column("depth", sa.String(12), nullable=False, server_default="any"))
    op.add_column("templates", sa.Column("archived_at", moment, nullable=True))
    op.add_column("templates", sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("template_versions", sa.Column("approved_at", moment, nullable=True))
    op.add_column("template_versions", sa.Column("approved_by", key, nullable=True))
    op.add_column("messages", sa.Column("edited", sa.Boolean(), nullable=False, server_default=sa.true()))


def downgrade() -> None:
    op.drop_column("messages", "edited")
    for column in ("approved_by", "approved_at"):
        op.drop_column("template_versions", column)
    for column in ("version", "archived_at", "depth"):
        op.drop_column("templates", column)
