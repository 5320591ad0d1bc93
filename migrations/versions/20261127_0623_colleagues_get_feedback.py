"""Colleagues who were told no get feedback.

It lies in tables of its own, which nothing else reads. Who looked is append-only, as the audit log is.
"""

import sqlalchemy as sa
from alembic import op

revision = "41c3f80c8e8b"
down_revision = "7b40d1c9e2f6"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
SQLITE = """CREATE TRIGGER feedback_looks_no_{verb} BEFORE {VERB} ON feedback_looks
BEGIN SELECT RAISE(ABORT, 'who looked at feedback is append-only'); END"""
REFUSE = """CREATE FUNCTION feedback_looks_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'who looked at feedback is append-only'; END $$"""
POSTGRES = (
    "CREATE TRIGGER feedback_looks_no_{verb} BEFORE {VERB} ON feedback_looks "
    "FOR EACH {each} EXECUTE FUNCTION feedback_looks_refuse()"
)
TABLES = (
    "feedback_points",
    "feedback_actions",
    "feedback_texts",
    "feedback",
    "requisition_criteria",
    "announcements",
    "feedback_looks",
)


def upgrade() -> None:
    op.create_index(
        "ix_candidates_internal",
        "candidates",
        ["id"],
        postgresql_where=sa.text("internal"),
        sqlite_where=sa.text("internal = 1"),
    )
    _around()
    _record()
    _texts()
    _points_and_actions()
    _only_append()


def _around() -> None:
    op.create_table(
        "feedback_looks",
        sa.Column("feedback_id", KEY, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("user_id", KEY, nullable=True),
        sa.Column("what", sa.String(length=16), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback_looks")),
    )
    op.create_index(op.f("ix_feedback_looks_feedback_id_at"), "feedback_looks", ["feedback_id", "at"])

    op.create_table(
        "announcements",
        sa.Column("requisition_id", KEY, nullable=False),
        sa.Column("announced_at", MOMENT, nullable=False),
        sa.Column("announced_by", KEY, nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["announced_by"], ["users.id"], name=op.f("fk_announcements_announced_by_users")
        ),
        sa.ForeignKeyConstraint(
            ["requisition_id"],
            ["requisitions.id"],
            name=op.f("fk_announcements_requisition_id_requisitions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcements")),
        sa.UniqueConstraint("requisition_id", name=op.f("uq_announcements_requisition_id")),
    )
    op.create_table(
        "requisition_criteria",
        sa.Column("requisition_id", KEY, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("fixed_at", MOMENT, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["requisition_id"],
            ["requisitions.id"],
            name=op.f("fk_requisition_criteria_requisition_id_requisitions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requisition_criteria")),
        sa.UniqueConstraint(
            "requisition_id", "position", name=op.f("uq_requisition_criteria_requisition_id_position")
        ),
    )


def _record() -> None:
    op.create_table(
        "feedback",
        sa.Column("application_id", KEY, nullable=False),
        sa.Column("giver_id", KEY, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("created_by", KEY, nullable=True),
        sa.Column("agreement_applies", sa.Boolean(), nullable=False),
        sa.Column("manager_informed_on", sa.Date(), nullable=True),
        sa.Column("talk_at", MOMENT, nullable=True),
        sa.Column("talk_how", sa.String(length=16), nullable=False),
        sa.Column("talk_note", sa.Text(), nullable=False),
        sa.Column("waived_at", MOMENT, nullable=True),
        sa.Column("waived_note", sa.Text(), nullable=False),
        sa.Column("released_at", MOMENT, nullable=True),
        sa.Column("link_number", sa.Integer(), nullable=False),
        sa.Column("acknowledged_at", MOMENT, nullable=True),
        sa.Column("lapsed_at", MOMENT, nullable=True),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("correction_asked_at", MOMENT, nullable=True),
        sa.Column("correction_wish", sa.Text(), nullable=False),
        sa.Column("correction_answer", sa.Text(), nullable=False),
        sa.Column("followed_30_at", MOMENT, nullable=True),
        sa.Column("followed_30_note", sa.Text(), nullable=False),
        sa.Column("followed_90_at", MOMENT, nullable=True),
        sa.Column("followed_90_note", sa.Text(), nullable=False),
        sa.Column("moved_on", sa.Date(), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("held_at", MOMENT, nullable=True),
        sa.Column("held_by", KEY, nullable=True),
        sa.Column("held_why", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_feedback_application_id_applications")
        ),
        sa.ForeignKeyConstraint(["created_by"], ["users.id"], name=op.f("fk_feedback_created_by_users")),
        sa.ForeignKeyConstraint(["giver_id"], ["users.id"], name=op.f("fk_feedback_giver_id_users")),
        sa.ForeignKeyConstraint(["held_by"], ["users.id"], name=op.f("fk_feedback_held_by_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback")),
        sa.UniqueConstraint("application_id", name=op.f("uq_feedback_application_id")),
    )
    op.create_index(op.f("ix_feedback_giver_id"), "feedback", ["giver_id"])


def _texts() -> None:
    op.create_table(
        "feedback_texts",
        sa.Column("feedback_id", KEY, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("begun_at", MOMENT, nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column(
            "again",
            sa.Enum(
                "yes", "no", "not_yet", name="again", native_enum=False, create_constraint=True, length=32
            ),
            nullable=True,
        ),
        sa.Column("not_yet", sa.String(length=200), nullable=False),
        sa.Column("watch", sa.Text(), nullable=False),
        sa.Column("written_at", MOMENT, nullable=True),
        sa.Column("written_by", KEY, nullable=True),
        sa.Column("handed_over_at", MOMENT, nullable=True),
        sa.Column("reader_note", sa.Text(), nullable=False),
        sa.Column("read_at", MOMENT, nullable=True),
        sa.Column("read_by", KEY, nullable=True),
        sa.Column("released_at", MOMENT, nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["feedback_id"],
            ["feedback.id"],
            name=op.f("fk_feedback_texts_feedback_id_feedback"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["read_by"], ["users.id"], name=op.f("fk_feedback_texts_read_by_users")),
        sa.ForeignKeyConstraint(
            ["written_by"], ["users.id"], name=op.f("fk_feedback_texts_written_by_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback_texts")),
        sa.UniqueConstraint("feedback_id", "number", name=op.f("uq_feedback_texts_feedback_id_number")),
    )


def _points_and_actions() -> None:
    op.create_table(
        "feedback_actions",
        sa.Column("text_id", KEY, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("criterion", sa.String(length=200), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column(
            "owner",
            sa.Enum(
                "employee",
                "hiring_manager",
                "current_manager",
                "learning",
                name="owner",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("by_day", sa.Date(), nullable=True),
        sa.Column("support", sa.Text(), nullable=False),
        sa.Column("done_at", MOMENT, nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["text_id"],
            ["feedback_texts.id"],
            name=op.f("fk_feedback_actions_text_id_feedback_texts"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback_actions")),
        sa.UniqueConstraint("text_id", "position", name=op.f("uq_feedback_actions_text_id_position")),
    )
    op.create_table(
        "feedback_points",
        sa.Column("text_id", KEY, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("criterion", sa.String(length=200), nullable=False),
        sa.Column(
            "level",
            sa.Enum(
                "met",
                "partly",
                "not_shown",
                name="level",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column(
            "weight",
            sa.Enum(
                "neither",
                "strength",
                "gap",
                name="weight",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=True),
        sa.Column("next_time", sa.Text(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["text_id"],
            ["feedback_texts.id"],
            name=op.f("fk_feedback_points_text_id_feedback_texts"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback_points")),
        sa.UniqueConstraint("text_id", "position", name=op.f("uq_feedback_points_text_id_position")),
    )


def _only_append() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(SQLITE.format(verb=verb, VERB=verb.upper()))
        return
    op.execute(REFUSE)
    for verb, each in (("update", "ROW"), ("delete", "ROW"), ("truncate", "STATEMENT")):
        op.execute(POSTGRES.format(verb=verb, VERB=verb.upper(), each=each))


def downgrade() -> None:
    op.drop_index("ix_candidates_internal", "candidates")
    for table in TABLES:
        op.drop_table(table)
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION feedback_looks_refuse()")
