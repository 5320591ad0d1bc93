"""Whom a note was meant for, and who has the form open in which a mail is answered."""

import sqlalchemy as sa
from alembic import op

revision = "e5c09d71ab34"
down_revision = "d2a8b4e03f61"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "note_addressees",
        sa.Column("id", KEY, nullable=False),
        sa.Column("event_id", KEY, nullable=False),
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("relayed_at", sa.DateTime(timezone=True)),
        sa.Column("notice_id", KEY),
        sa.PrimaryKeyConstraint("id", name="pk_note_addressees"),
        sa.UniqueConstraint("event_id", "user_id", name="uq_note_addressees_event_id_user_id"),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_note_addressees_event_id_events"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_note_addressees_user_id_users"),
        sa.ForeignKeyConstraint(["notice_id"], ["notices.id"], name="fk_note_addressees_notice_id_notices"),
    )
    op.create_table(
        "answering_leases",
        sa.Column("id", KEY, nullable=False),
        sa.Column("mail_id", KEY, nullable=False),
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_answering_leases"),
        sa.UniqueConstraint("mail_id", "user_id", name="uq_answering_leases_mail_id_user_id"),
        sa.ForeignKeyConstraint(
            ["mail_id"], ["inbound_mails.id"], name="fk_answering_leases_mail_id_inbound_mails"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_answering_leases_user_id_users"),
    )


def downgrade() -> None:
    op.drop_table("answering_leases")
    op.drop_table("note_addressees")
