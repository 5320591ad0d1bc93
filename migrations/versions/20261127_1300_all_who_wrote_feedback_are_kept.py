"""Feedback keeps everybody who wrote a version, under whose name it was released, and each word said beside it."""

import sqlalchemy as sa
from alembic import op

revision = "b83e5f1c92d7"
down_revision = "c41d7be80a52"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
FEEDBACK = (
    "id giver_id created_at released_at correction_asked_at correction_wish correction_answer "
    "held_at held_by held_why"
)
TEXTS = "id feedback_id written_by released_at giver_name giver_title"
KEPT = (
    ("wish", "correction_wish", "correction_asked_at", None),
    ("answer", "correction_answer", "correction_asked_at", None),
    ("hold", "held_why", "held_at", "held_by"),
)


def upgrade() -> None:
    for column in (
        sa.Column("writers", sa.JSON(), nullable=False, server_default="[]"),
        sa.Column("giver_name", sa.Text(), nullable=False, server_default=""),
        sa.Column("giver_title", sa.Text(), nullable=False, server_default=""),
    ):
        op.add_column("feedback_texts", column)
    op.create_table(
        "feedback_words",
        sa.Column("feedback_id", KEY, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("user_id", KEY, nullable=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["feedback_id"],
            ["feedback.id"],
            name=op.f("fk_feedback_words_feedback_id_feedback"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_feedback_words_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback_words")),
    )
    op.create_index(op.f("ix_feedback_words_feedback_id"), "feedback_words", ["feedback_id"])
    _fill()


def _fill() -> None:
    """What is known of the rows that stand: the last writer, the giver's present name, the newest words."""
    connection = op.get_bind()
    feedback, texts = (
        sa.table("feedback", *_columns(FEEDBACK)),
        sa.table("feedback_texts", *_columns(TEXTS), sa.column("writers", sa.JSON())),
    )
    users = sa.table("users", *_columns("id name title"))
    words = sa.table("feedback_words", *_columns("feedback_id user_id kind text"), sa.column("at", MOMENT))
    for row in connection.execute(sa.select(texts).where(texts.c.written_by.is_not(None))).all():
        connection.execute(texts.update().where(texts.c.id == row.id).values(writers=[row.written_by]))
    for name in ("name", "title"):
        giver = (
            sa.select(users.c[name])
            .join(feedback, feedback.c.giver_id == users.c.id)
            .where(feedback.c.id == texts.c.feedback_id)
            .scalar_subquery()
        )
        given = texts.update().where(texts.c.released_at.is_not(None)).values({f"giver_{name}": giver})
        connection.execute(given)
    for kind, text, at, who in KEPT:
        moment = sa.func.coalesce(feedback.c[at], feedback.c.released_at, feedback.c.created_at)
        user = feedback.c[who] if who else sa.cast(sa.null(), KEY)
        kept = sa.select(feedback.c.id, user, sa.literal(kind), feedback.c[text], moment)
        kept = kept.where(feedback.c[text] != "")
        connection.execute(words.insert().from_select(["feedback_id", "user_id", "kind", "text", "at"], kept))


def _columns(names: str) -> list[sa.ColumnClause[object]]:
    return [sa.column(name) for name in names.split()]


def downgrade() -> None:
    op.drop_table("feedback_words")
    for column in ("giver_title", "giver_name", "writers"):
        op.drop_column("feedback_texts", column)
