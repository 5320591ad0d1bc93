"""One module a page, named as its templates; each says get, form, one domain call, commit, redirect."""

from types import ModuleType
from typing import Any

from flask import Flask

from recruiterdash.config import Settings
from recruiterdash.places import place
from recruiterdash.web import (
    account,
    applications,
    applications_new,
    asked,
    ats,
    audit_log,
    away,
    batches,
    batches_making,
    batches_new,
    candidates,
    caught,
    contacts,
    criteria,
    decisions,
    delivery,
    differences,
    drafts,
    feedback,
    feedback_writing,
    figures,
    first_hour,
    handover,
    health,
    imports,
    inbox,
    inbox_files,
    inbox_rules,
    interviews,
    letters,
    messages,
    metrics,
    my_interviews,
    notes,
    offices,
    openness,
    orphans,
    other_offer,
    own_feedback,
    own_levels,
    policies,
    promises,
    queue,
    requisition_state,
    requisitions,
    scheduled,
    search,
    settings,
    setup,
    slate,
    status,
    to_do,
    users,
    users_file,
    vouching,
    wordings,
    wrap_up,
)
from recruiterdash.web.asking import RowId

TEMPLATES = place("templates")

#: Every page, in the order of the navigation; each module has a blueprint `bp`.
PAGES: tuple[ModuleType, ...] = (
    queue,
    search,
    slate,
    requisitions,
    requisition_state,
    criteria,
    own_levels,
    candidates,
    applications,
    contacts,
    other_offer,
    applications_new,
    promises,
    drafts,
    orphans,
    asked,
    interviews,
    wrap_up,
    my_interviews,
    decisions,
    letters,
    batches_new,
    batches_making,
    batches,
    messages,
    scheduled,
    vouching,
    inbox,
    inbox_files,
    inbox_rules,
    notes,
    delivery,
    feedback_writing,
    feedback,
    metrics,
    imports,
    to_do,
    ats,
    differences,
    caught,
    users,
    handover,
    away,
    offices,
    policies,
    wordings,
    settings,
    audit_log,
    account,
    first_hour,
    users_file,
    setup,
    health,
    figures,
    status,
    own_feedback,
    openness,
)


def flask_settings(settings: Settings) -> dict[str, Any]:
    """Return what Flask and its extensions read, from our settings."""
    return {
        "SECRET_KEY": settings.secret_key,
        "DEBUG": settings.debug,
        "MAX_CONTENT_LENGTH": 256 * 2**20,
        "MAX_FORM_MEMORY_SIZE": 2 * 2**20,
        "WTF_CSRF_TIME_LIMIT": None,
    }


def register(app: Flask) -> None:
    app.url_map.converters["int"] = RowId
    for page in PAGES:
        app.register_blueprint(page.bp)
