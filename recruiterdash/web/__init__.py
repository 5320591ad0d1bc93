"""One module a page, named as its templates; each says get, form, one domain call, commit, redirect."""

from pathlib import Path
from types import ModuleType
from typing import Any

from flask import Flask

from recruiterdash.config import Settings
from recruiterdash.web import (
    account,
    applications,
    applications_new,
    audit_log,
    batches,
    batches_new,
    candidates,
    caught,
    contacts,
    decisions,
    delivery,
    figures,
    first_hour,
    health,
    imports,
    interviews,
    letters,
    messages,
    my_interviews,
    offices,
    own_levels,
    policies,
    queue,
    requisition_state,
    requisitions,
    scheduled,
    search,
    settings,
    setup,
    slate,
    status,
    users,
    users_file,
    wordings,
    wrap_up,
)
from recruiterdash.web.asking import RowId

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"

#: Every page, in the order of the navigation; each module has a blueprint `bp`.
PAGES: tuple[ModuleType, ...] = (
    queue,
    search,
    slate,
    requisitions,
    requisition_state,
    own_levels,
    candidates,
    applications,
    contacts,
    applications_new,
    interviews,
    wrap_up,
    my_interviews,
    decisions,
    letters,
    batches_new,
    batches,
    messages,
    scheduled,
    delivery,
    imports,
    caught,
    users,
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
