"""Runs migrations on the database of the settings, or on the connection it is given."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import Connection

from recruiterdash import audit, config
from recruiterdash.candidates import freezes
from recruiterdash.candidates import models as candidates
from recruiterdash.closure import models as closure
from recruiterdash.db import Database, Model, UTCDateTime
from recruiterdash.digests import models as digests
from recruiterdash.feedback import models as feedback
from recruiterdash.imports import models as imports
from recruiterdash.journey import models as journey
from recruiterdash.messages import batch_rows as batches
from recruiterdash.messages import models as messages
from recruiterdash.messages.inbound import beside, notes
from recruiterdash.messages.inbound import models as inbound
from recruiterdash.metrics import models as metrics
from recruiterdash.notices import models as notices
from recruiterdash.openness import models as openness
from recruiterdash.requisitions import models as requisitions
from recruiterdash.team import models as team
from recruiterdash.waiting import models as waiting

#: Named so that every table is known to the metadata.
TABLES = (
    audit,
    team,
    notices,
    requisitions,
    candidates,
    freezes,
    waiting,
    journey,
    messages,
    batches,
    inbound,
    beside,
    notes,
    feedback,
    closure,
    digests,
    imports,
    metrics,
    openness,
)


def render_item(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Write our moment type as plain SQLAlchemy, so that a migration never imports the application."""
    if kind == "type" and isinstance(item, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Model.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        render_item=render_item,
        compare_type=False,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    database = Database(config.read().database_url)
    with database.engine.execution_options(write=True).connect() as connection:
        run(connection)
        connection.commit()
    database.close()
