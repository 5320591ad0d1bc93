"""Audit rows are append-only.

A hand on the database, or a fault of ours, must not be able to rewrite what was done: the database refuses.
"""

from alembic import op

revision = "a0d17a99e001"
down_revision = "7902e04ccdab"
branch_labels = None
depends_on = None

SQLITE = """CREATE TRIGGER audit_no_{verb} BEFORE {VERB} ON audit
BEGIN SELECT RAISE(ABORT, 'audit rows are append-only'); END"""
REFUSE = """CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'audit rows are append-only'; END $$"""
POSTGRES = (
    "CREATE TRIGGER audit_no_{verb} BEFORE {VERB} ON audit FOR EACH {each} EXECUTE FUNCTION audit_refuse()"
)


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(SQLITE.format(verb=verb, VERB=verb.upper()))
        return
    op.execute(REFUSE)
    for verb, each in (("update", "ROW"), ("delete", "ROW"), ("truncate", "STATEMENT")):
        op.execute(POSTGRES.format(verb=verb, VERB=verb.upper(), each=each))


def downgrade() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    for verb in ("update", "delete") if sqlite else ("update", "delete", "truncate"):
        op.execute(f"DROP TRIGGER audit_no_{verb}" + ("" if sqlite else " ON audit"))
    if not sqlite:
        op.execute("DROP FUNCTION audit_refuse()")
