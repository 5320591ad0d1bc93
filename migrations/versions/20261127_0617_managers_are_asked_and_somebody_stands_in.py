"""Managers are asked for dates, holding messages wait to be read, and somebody stands in for who is away."""

import sqlalchemy as sa
from alembic import op

revision = "adc7697ca7a4"
down_revision = "41c3f80c8e8b"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "absences",
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("cover_id", KEY, nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("begins_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("created_by", KEY, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["cover_id"], ["users.id"], name=op.f("fk_absences_cover_id_users"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["created_by"], ["users.id"], name=op.f("fk_absences_created_by_users")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_absences_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absences")),
    )
    op.create_index(op.f("ix_absences_cover_id"), "absences", ["cover_id"])
    op.create_index(op.f("ix_absences_user_id"), "absences", ["user_id"])

    op.create_table(
        "notices",
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("application_id", KEY, nullable=True),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("link", sa.String(length=120), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "sent",
                "failed",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("message_id", sa.String(length=255), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("send_at", MOMENT, nullable=False),
        sa.Column("lease_until", MOMENT, nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.Column("last_answer", sa.String(length=500), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_notices_user_id_users")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_notices_application_id_applications")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
        sa.UniqueConstraint("key", name=op.f("uq_notices_key")),
        sa.UniqueConstraint("message_id", name=op.f("uq_notices_message_id")),
    )
    op.create_index(op.f("ix_notices_user_id"), "notices", ["user_id"])
    op.create_index(
        "ix_notices_waiting",
        "notices",
        ["send_at", "id"],
        postgresql_where=sa.text("state = 'waiting'"),
        sqlite_where=sa.text("state = 'waiting'"),
    )

    op.create_table(
        "holding_drafts",
        sa.Column("application_id", KEY, nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "holding",
                "delay",
                "escalated",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("cause", sa.String(length=32), nullable=False),
        sa.Column("promise", sa.Date(), nullable=True),
        sa.Column("subject", sa.String(length=500), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("refusal", sa.String(length=300), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("put_aside_at", MOMENT, nullable=True),
        sa.Column("put_aside_by", KEY, nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_holding_drafts_application_id_applications"),
        ),
        sa.ForeignKeyConstraint(
            ["put_aside_by"], ["users.id"], name=op.f("fk_holding_drafts_put_aside_by_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holding_drafts")),
        sa.UniqueConstraint(
            "application_id", "kind", "since", name=op.f("uq_holding_drafts_application_id_kind_since")
        ),
    )
    op.create_table(
        "manager_questions",
        sa.Column("application_id", KEY, nullable=False),
        sa.Column("asked_of", KEY, nullable=False),
        sa.Column("asked_by", KEY, nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("why", sa.String(length=300), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column(
            "answer",
            sa.Enum(
                "advance", "no", "date", name="answer", native_enum=False, create_constraint=True, length=32
            ),
            nullable=True,
        ),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_manager_questions_application_id_applications"),
        ),
        sa.ForeignKeyConstraint(["asked_by"], ["users.id"], name=op.f("fk_manager_questions_asked_by_users")),
        sa.ForeignKeyConstraint(["asked_of"], ["users.id"], name=op.f("fk_manager_questions_asked_of_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_manager_questions")),
        sa.UniqueConstraint("digest", name=op.f("uq_manager_questions_digest")),
    )
    op.create_index(op.f("ix_manager_questions_application_id"), "manager_questions", ["application_id"])
    op.create_index(op.f("ix_manager_questions_asked_of"), "manager_questions", ["asked_of"])


def downgrade() -> None:
    op.drop_index(op.f("ix_manager_questions_asked_of"), "manager_questions")
    op.drop_index(op.f("ix_manager_questions_application_id"), "manager_questions")

    op.drop_table("manager_questions")
    op.drop_table("holding_drafts")
    op.drop_index("ix_notices_waiting", "notices")
    op.drop_index(op.f("ix_notices_user_id"), "notices")

    op.drop_table("notices")
    op.drop_index(op.f("ix_absences_user_id"), "absences")
    op.drop_index(op.f("ix_absences_cover_id"), "absences")

    op.drop_table("absences")
