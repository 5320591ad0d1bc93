"""Every route says which permission it needs and which rows it reaches, or the program does not start."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, NamedTuple, TypeVar

from flask import Flask, current_app, request
from werkzeug.exceptions import Unauthorized

from recruiterdash.doors.request import SAFE, current_viewer
from recruiterdash.errors import NotAllowed
from recruiterdash.team.permissions import Permission

View = TypeVar("View", bound=Callable[..., Any])
PUBLIC = "public"


class Scope(StrEnum):
    """Which rows a route can reach."""

    #: None at all.
    NOTHING = "nothing"
    #: Of one application what its person has been told, for whoever holds their link.
    TOLD = "told"
    #: Of one application what who decides needs to answer, for whoever holds the link in their mail.
    ASKED = "asked"
    #: The viewer's own account.
    OWN = "own"
    #: Requisitions and people through `visible(viewer)`.
    VISIBLE = "visible"
    #: The installation's set-up: no people in it.
    SETUP = "setup"
    #: Everything of its kind, as the audit log.
    ALL = "all"


class Access(NamedTuple):
    """What a route needs."""

    permission: str
    scope: Scope


def needs(permission: Permission, scope: Scope) -> Callable[[View], View]:
    """Declare that a view needs a log-in with this permission, and what it can reach."""
    return lambda view: _declared(view, Access(permission.value, scope))


def public(scope: Scope = Scope.NOTHING) -> Callable[[View], View]:
    """Declare that a view needs no log-in."""
    return lambda view: _declared(view, Access(PUBLIC, scope))


def _declared(view: View, access: Access) -> View:
    view.__dict__["access"] = access
    return view


def declare(app: Flask, endpoint: str, access: Access) -> None:
    """Declare for a view that a library brings."""
    app.extensions.setdefault("recruiterdash.declared", {})[endpoint] = access


def access_of(app: Flask, endpoint: str) -> Access | None:
    """Return what an endpoint declared, None when it said nothing."""
    declared = app.extensions.get("recruiterdash.declared", {})
    found = declared.get(endpoint) or getattr(app.view_functions.get(endpoint), "access", None)
    return found if isinstance(found, Access) else None


def ensure_all_declared(app: Flask) -> None:
    """Refuse to start with a route that says nothing: a forgotten guard must not be an open door."""
    silent = {rule.rule for rule in app.url_map.iter_rules() if access_of(app, rule.endpoint) is None}
    if silent:
        raise RuntimeError(f"routes without a declared permission and scope: {', '.join(sorted(silent))}")


def enforce() -> None:
    """Stop a request whose viewer lacks what its route needs; runs before every view."""
    if request.endpoint is None:
        return
    access = access_of(current_app, request.endpoint)
    if access is not None and access.permission == PUBLIC:
        return
    asking = current_viewer()
    if asking is None:
        raise Unauthorized()
    if access is None or not asking.may(Permission(access.permission)):
        raise NotAllowed("Your role does not include this page.")
    if asking.read_only and request.method not in SAFE:
        raise NotAllowed("This token may only read.")


def access_matrix(app: Flask) -> list[dict[str, Any]]:
    """Return rule, methods, permission and scope of every route."""
    rows = []
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, rule.endpoint)):
        access = access_of(app, rule.endpoint)
        if access is not None:
            methods = sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
            rows.append(
                {
                    "rule": rule.rule,
                    "methods": methods,
                    "permission": access.permission,
                    "scope": access.scope.value,
                }
            )
    return rows
