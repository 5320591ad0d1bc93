"""How anybody gets in: what both edges, pages and API, ask before they answer."""

from recruiterdash.doors.access import (
    Access,
    Scope,
    access_matrix,
    declare,
    enforce,
    ensure_all_declared,
    needs,
    public,
)
from recruiterdash.doors.request import current_viewer, database, init_app, now, session, settings, viewer

__all__ = [
    "Access",
    "Scope",
    "access_matrix",
    "current_viewer",
    "database",
    "declare",
    "enforce",
    "ensure_all_declared",
    "init_app",
    "needs",
    "now",
    "public",
    "session",
    "settings",
    "viewer",
]
