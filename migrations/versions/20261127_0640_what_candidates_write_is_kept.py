"""What candidates write is kept: mails, the mailboxes they were read from, and their places there."""

import sqlalchemy as sa
from alembic import op

revision = "8e3a61c0f5d2"
down_revision = "8e2d61f0a4c7"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
FOLDED = sa.String(200).with_variant(sa.String(200, collation="C"), "postgresql")
STATES = ("stored", "threaded", "unmatched", "quarantine", "automatic", "bounce")
UNFILED = sa.text("state = 'stored'")


def upgrade() -> None:
    _mailboxes()
    _mails()
    _places()


def _mailboxes() -> None:
    op.create_table(
        "inbound_mailboxes",
        sa.Column("id", KEY, nullable=False),
        sa.Column("name", sa.String(400), nullable=False),
        sa.Column("uid_validity", sa.BigInteger()),
        sa.Column("floor", sa.BigInteger(), nullable=False),
        sa.Column("suspects", sa.JSON(), nullable=False),
        sa.Column("reader", sa.String(80)),
        sa.Column("reader_until", sa.DateTime(timezone=True)),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True)),
        sa.Column("fault", sa.String(300), nullable=False),
        sa.Column("faults", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_inbound_mailboxes"),
        sa.UniqueConstraint("name", name="uq_inbound_mailboxes_name"),
    )


def _mails() -> None:
    op.create_table(
        "inbound_mails",
        sa.Column("id", KEY, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum(*STATES, name="state", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("why", sa.String(300), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.String(255)),
        sa.Column("fingerprint", sa.String(64)),
        sa.Column("twin_id", KEY),
        sa.Column("sender", sa.String(320), nullable=False),
        sa.Column("sender_name", sa.String(200), nullable=False),
        sa.Column("sender_folded", FOLDED),
        sa.Column("subject", sa.String(500), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("quoted", sa.Text(), nullable=False),
        sa.Column("has_html", sa.Boolean(), nullable=False),
        sa.Column("attachments", sa.JSON(), nullable=False),
        sa.Column("letter_id", KEY),
        sa.Column("candidate_id", KEY),
        sa.Column("application_id", KEY),
        sa.Column("filed_by", KEY),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("kind_why", sa.String(300), nullable=False),
        sa.Column("named_day", sa.String(10)),
        sa.Column("for_hr", sa.Boolean(), nullable=False),
        sa.Column("settled_kind", sa.String(32), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True)),
        sa.Column("settled_by", KEY),
        sa.Column("event_id", KEY),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_inbound_mails"),
        sa.UniqueConstraint("digest", name="uq_inbound_mails_digest"),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=f"fk_inbound_mails_{column}_{table}")
            for column, table in (
                ("twin_id", "inbound_mails"),
                ("letter_id", "messages"),
                ("candidate_id", "candidates"),
                ("application_id", "applications"),
                ("filed_by", "users"),
                ("settled_by", "users"),
                ("event_id", "events"),
            )
        ),
    )
    op.create_index(
        "ix_inbound_mails_unfiled", "inbound_mails", ["id"], sqlite_where=UNFILED, postgresql_where=UNFILED
    )
    for columns in (
        ["state", "arrived_at"],
        ["application_id", "arrived_at"],
        ["candidate_id"],
        ["fingerprint"],
        ["sender_folded"],
        ["letter_id"],
    ):
        op.create_index(f"ix_inbound_mails_{'_'.join(columns)}", "inbound_mails", columns)


def _places() -> None:
    op.create_table(
        "inbound_places",
        sa.Column("id", KEY, nullable=False),
        sa.Column("mailbox_id", KEY, nullable=False),
        sa.Column("uid", sa.BigInteger(), nullable=False),
        sa.Column("mail_id", KEY, nullable=False),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_inbound_places"),
        sa.UniqueConstraint("mailbox_id", "uid", name="uq_inbound_places_mailbox_id_uid"),
        sa.ForeignKeyConstraint(
            ["mailbox_id"], ["inbound_mailboxes.id"], name="fk_inbound_places_mailbox_id_inbound_mailboxes"
        ),
        sa.ForeignKeyConstraint(
            ["mail_id"], ["inbound_mails.id"], name="fk_inbound_places_mail_id_inbound_mails"
        ),
    )
    op.create_index("ix_inbound_places_mail_id", "inbound_places", ["mail_id"])


def downgrade() -> None:
    op.drop_table("inbound_places")
    op.drop_table("inbound_mails")
    op.drop_table("inbound_mailboxes")
