"""What this installation is set to; no secrets."""

import platform
from typing import NamedTuple
from urllib.parse import urlsplit

import sqlalchemy
from flask import Blueprint, render_template

from recruiterdash import doors
from recruiterdash.config import Settings
from recruiterdash.doors import Scope, needs
from recruiterdash.team import queries
from recruiterdash.team.permissions import Permission
from recruiterdash.web.coverage import shortfalls

bp = Blueprint("settings", __name__, url_prefix="/settings")

MAIL_MODES = {
    "catch": "caught here, nothing leaves",
    "allowlist": "only to the allowed mailboxes",
    "real": "to everybody",
}


class Line(NamedTuple):
    """One setting in words, with the variable that sets it."""

    name: str
    value: str
    variable: str = ""


@bp.get("")
@needs(Permission.MANAGE_TEAM, Scope.SETUP)
def show() -> str:
    """Show how the installation is set."""
    session = doors.session()
    return render_template(
        "settings/show.html",
        groups=_groups(doors.settings()),
        company=doors.settings().company,
        company_unset=doors.settings().company_unset,
        facts=sorted(queries.facts(session).values(), key=lambda fact: fact.name),
        running_out=list(shortfalls(session, doors.now()).values()),
    )


def _groups(settings: Settings) -> dict[str, list[Line]]:
    return {
        "Installation": [
            Line("Mode", settings.mode, "MODE"),
            Line("Address", settings.base_url, "BASE_URL"),
            Line("Company, as letters say it", settings.company, "COMPANY"),
            Line("Time zone", settings.zone, "ZONE"),
            Line("Trusted proxies", str(settings.trusted_proxies), "TRUSTED_PROXIES"),
            Line("Log lines", settings.log_format, "LOG_FORMAT"),
        ],
        "Letters": [
            Line("Letters go", MAIL_MODES[settings.mail_mode], "MAIL_MODE"),
            Line("Allowed mailboxes", ", ".join(settings.mail_allowlist) or "none", "MAIL_ALLOWLIST"),
            Line("Mail server", _server(settings.smtp_url), "SMTP_URL"),
            Line("Sender", settings.sender_mailbox, "MAIL_FROM"),
            Line("Time to undo", f"{settings.undo_seconds:g} s", "UNDO_SECONDS"),
            Line("Outcomes wait for good hours", "yes" if settings.send_window else "no", "SEND_WINDOW"),
        ],
        "Data": [
            Line("Database", _database(), "DATABASE_URL"),
            Line("Python", platform.python_version()),
            Line("SQLAlchemy", sqlalchemy.__version__),
        ],
        "Sessions": [
            Line(
                "End when unused for", f"{settings.session_idle_seconds / 3600:g} h", "SESSION_IDLE_SECONDS"
            ),
            Line("End at the latest after", f"{settings.session_hours:g} h", "SESSION_HOURS"),
        ],
    }


def _server(url: str) -> str:
    """Return a server's address without the log-in in it."""
    parts = urlsplit(url)
    if not url or not parts.hostname:
        return "none"
    return f"{parts.scheme}://{parts.hostname}" + (f":{parts.port}" if parts.port else "")


def _database() -> str:
    database = doors.database()
    dialect = database.engine.dialect
    version = ".".join(map(str, dialect.server_version_info or ()))
    name = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[dialect.name]
    if database.sqlite:
        version = dialect.dbapi.sqlite_version if dialect.dbapi else version
    return f"{name} {version}"
