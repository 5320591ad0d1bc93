"""Letters go out in batches: previewed letter by letter, confirmed, and taken back."""

import sqlalchemy as sa
from alembic import op

revision = "0647051024e0"
down_revision = "c3b5f2a49d10"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "batches",
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", KEY, nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "previewed",
                "needs_approval",
                "sending",
                "undone",
                "finished",
                "expired",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("type", sa.String(length=32), nullable=False),
        sa.Column("template_version_id", KEY, nullable=True),
        sa.Column("subject", sa.String(length=500), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("promise", sa.String(length=10), nullable=True),
        sa.Column(
            "disposition",
            sa.Enum(
                "not_considered",
                "lacks_basic_qualification",
                "not_selected",
                "position_cancelled",
                "position_filled",
                "filled_internally",
                "withdrew",
                "declined_offer",
                "duplicate",
                "unreachable",
                name="disposition",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("overrides", sa.JSON(), nullable=False),
        sa.Column("selection", sa.JSON(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("queued", sa.Integer(), nullable=False),
        sa.Column("taken_back", sa.Integer(), nullable=False),
        sa.Column("typed_count", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened", sa.Integer(), nullable=True),
        sa.Column("read_seconds", sa.Integer(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by", KEY, nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by", KEY, nullable=True),
        sa.Column("answer", sa.JSON(), nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["approved_by"], ["users.id"], name=op.f("fk_batches_approved_by_users")),
        sa.ForeignKeyConstraint(["created_by"], ["users.id"], name=op.f("fk_batches_created_by_users")),
        sa.ForeignKeyConstraint(
            ["template_version_id"],
            ["template_versions.id"],
            name=op.f("fk_batches_template_version_id_template_versions"),
        ),
        sa.ForeignKeyConstraint(["undone_by"], ["users.id"], name=op.f("fk_batches_undone_by_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batches")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_batches_token_digest")),
    )
    op.create_index("ix_batches_created_by_confirmed_at", "batches", ["created_by", "confirmed_at"])

    op.create_table(
        "batch_keys",
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("asked", sa.String(length=64), nullable=False),
        sa.Column("batch_id", KEY, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["batches.id"], name=op.f("fk_batch_keys_batch_id_batches")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_batch_keys_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch_keys")),
        sa.UniqueConstraint("user_id", "key", name=op.f("uq_batch_keys_user_id_key")),
    )
    op.create_table(
        "batch_rows",
        sa.Column("batch_id", KEY, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("candidate_id", KEY, nullable=False),
        sa.Column("recipient", sa.String(length=320), nullable=False),
        sa.Column("name", sa.String(length=1010), nullable=False),
        sa.Column("subject", sa.String(length=500), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("sender_id", KEY, nullable=False),
        sa.Column("sender_name", sa.String(length=120), nullable=False),
        sa.Column("sender_email", sa.String(length=254), nullable=False),
        sa.Column("promise", sa.String(length=10), nullable=True),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("flags", sa.JSON(), nullable=False),
        sa.Column("finalist", sa.Boolean(), nullable=False),
        sa.Column("lined", sa.Boolean(), nullable=False),
        sa.Column("sample", sa.LargeBinary(), nullable=False),
        sa.Column("envelope_from", sa.String(length=320), nullable=False),
        sa.Column("facts", sa.String(length=64), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "eligible",
                "queued",
                "dropped",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("message_id", KEY, nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["batches.id"], name=op.f("fk_batch_rows_batch_id_batches")),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["candidates.id"], name=op.f("fk_batch_rows_candidate_id_candidates")
        ),
        sa.ForeignKeyConstraint(
            ["message_id"], ["messages.id"], name=op.f("fk_batch_rows_message_id_messages")
        ),
        sa.ForeignKeyConstraint(["sender_id"], ["users.id"], name=op.f("fk_batch_rows_sender_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch_rows")),
        sa.UniqueConstraint("batch_id", "position", name=op.f("uq_batch_rows_batch_id_position")),
        sa.UniqueConstraint("key", name=op.f("uq_batch_rows_key")),
    )
    op.create_index("ix_batch_rows_message_id", "batch_rows", ["message_id"])

    op.create_table(
        "batch_applications",
        sa.Column("batch_id", KEY, nullable=False),
        sa.Column("row_id", KEY, nullable=True),
        sa.Column("application_id", KEY, nullable=False),
        sa.Column("requisition_id", KEY, nullable=False),
        sa.Column(
            "stage_type",
            sa.Enum(
                "application",
                "screen",
                "interview",
                "final",
                "offer",
                "hired",
                "unmapped",
                name="stage_type",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("decision_number", sa.Integer(), nullable=False),
        sa.Column("last_event", KEY, nullable=True),
        sa.Column("decides", sa.Boolean(), nullable=False),
        sa.Column(
            "disposition",
            sa.Enum(
                "not_considered",
                "lacks_basic_qualification",
                "not_selected",
                "position_cancelled",
                "position_filled",
                "filled_internally",
                "withdrew",
                "declined_offer",
                "duplicate",
                "unreachable",
                name="disposition",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_batch_applications_application_id_applications"),
        ),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["batches.id"], name=op.f("fk_batch_applications_batch_id_batches")
        ),
        sa.ForeignKeyConstraint(
            ["requisition_id"],
            ["requisitions.id"],
            name=op.f("fk_batch_applications_requisition_id_requisitions"),
        ),
        sa.ForeignKeyConstraint(
            ["row_id"], ["batch_rows.id"], name=op.f("fk_batch_applications_row_id_batch_rows")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch_applications")),
        sa.UniqueConstraint(
            "batch_id", "application_id", name=op.f("uq_batch_applications_batch_id_application_id")
        ),
    )
    op.create_index("ix_batch_applications_application_id", "batch_applications", ["application_id"])
    op.create_index("ix_batch_applications_row_id", "batch_applications", ["row_id"])


def downgrade() -> None:
    for table in ("batch_applications", "batch_rows", "batch_keys", "batches"):
        op.drop_table(table)
