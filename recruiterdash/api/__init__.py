"""The same questions and operations over JSON; one module a noun."""

from types import ModuleType

from flask import Flask

from recruiterdash.api import (
    application_facts,
    applications,
    batches,
    candidate_facts,
    candidates,
    clocks,
    decisions,
    document,
    events,
    imports,
    letters,
    messages,
    metrics,
    outbox,
    own_levels,
    queue,
    requisition_facts,
    requisitions,
    timeline,
)

#: Every noun; each has a blueprint `bp`.
NOUNS: tuple[ModuleType, ...] = (
    applications,
    application_facts,
    clocks,
    timeline,
    events,
    decisions,
    letters,
    messages,
    outbox,
    batches,
    queue,
    metrics,
    requisitions,
    requisition_facts,
    own_levels,
    candidates,
    candidate_facts,
    imports,
    document,
)


def register(app: Flask) -> None:
    """Register `/api/v1`."""
    for noun in NOUNS:
        app.register_blueprint(noun.bp, url_prefix=document.PREFIX)
    document.init_app(app)
