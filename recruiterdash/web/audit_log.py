"""The audit log: who did what, newest first; less what concerns somebody behind the reader's wall."""

from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Blueprint, render_template, request, url_for
from sqlalchemy import ColumnElement, Select, and_, not_, or_, select

from recruiterdash import doors
from recruiterdash.audit import OF_FEEDBACK, AuditRow
from recruiterdash.candidates.visibility import walled_ids, walled_people
from recruiterdash.doors import Scope, needs
from recruiterdash.errors import BadInput
from recruiterdash.messages.inbound.sight import walled_mails
from recruiterdash.messages.queries import walled_batches, walled_letters
from recruiterdash.paging import Order, page
from recruiterdash.team.calendars import ensure_day
from recruiterdash.team.models import User
from recruiterdash.team.permissions import Permission, Viewer

bp = Blueprint("audit_log", __name__, url_prefix="/audit")

NEWEST = Order((AuditRow.id,), descending=True)
#: What acts on the way of letters are called beside their names.
WORDS = {
    "outbox.hold": "held all letters back",
    "outbox.release": "let letters leave again",
    "outbox.pause": "the mail server did not let us in",
    "outbox.resume": "the mail server let us in again",
    "instance.live": "said that this database is the real one",
    "letter.arrived": "said that a letter arrived",
    "letter.again": "had a letter sent again",
    "batch.preview": "looked at letters to many",
    "batch.confirm": "confirmed letters to many",
    "batch.approve": "let letters to many leave, as the second person",
    "batch.undo": "took letters to many back",
    "batch.refuse": "was refused letters to many",
    "status_page.withdraw": "withdrew the link to a status page",
}
FILTERS = ("act", "subject", "subject_id", "actor", "since", "until")


@bp.get("")
@needs(Permission.SEE_AUDIT, Scope.ALL)
def listed() -> str:
    """List acts."""
    asked = {name: request.args.get(name, "").strip() for name in FILTERS}
    found = page(doors.session(), _statement(asked), NEWEST, request.args.get("cursor"))
    kept: dict[str, Any] = {name: text for name, text in asked.items() if text}
    return render_template(
        "audit/list.html",
        rows=found.rows,
        words=WORDS,
        asked=asked,
        next_url=url_for("audit_log.listed", **kept, cursor=found.next) if found.next else "",
        first_url=url_for("audit_log.listed", **kept) if request.args.get("cursor") else "",
    )


def _statement(asked: dict[str, str]) -> Select[*tuple[Any, ...]]:
    statement: Select[*tuple[Any, ...]] = (
        select(AuditRow, User.name)
        .outerjoin(User, User.id == AuditRow.actor_id)
        .where(_outside_the_wall(doors.viewer()))
    )
    if not doors.viewer().may(Permission.FEEDBACK):
        statement = statement.where(~AuditRow.act.startswith(OF_FEEDBACK))
    if asked["act"]:
        statement = statement.where(AuditRow.act.startswith(asked["act"], autoescape=True))
    if asked["subject"]:
        statement = statement.where(AuditRow.subject == asked["subject"])
    if asked["subject_id"]:
        statement = statement.where(AuditRow.subject_id == _number(asked["subject_id"]))
    if asked["actor"]:
        statement = statement.where(AuditRow.actor_id == _number(asked["actor"]))
    if asked["since"]:
        statement = statement.where(AuditRow.at >= _midnight(asked["since"]))
    if asked["until"]:
        statement = statement.where(AuditRow.at < _midnight(asked["until"]) + timedelta(days=1))
    return statement


def _outside_the_wall(viewer: Viewer) -> ColumnElement[bool]:
    """An auditor who applied, or whose report did, does not even see that something was done about it."""
    behind = {
        "application": walled_ids(viewer),
        "candidate": walled_people(viewer),
        "message": walled_letters(viewer),
        "batch": walled_batches(viewer),
        "inbound": walled_mails(viewer),
    }
    return not_(
        or_(
            *(
                and_(AuditRow.subject == subject, AuditRow.subject_id.in_(ids))
                for subject, ids in behind.items()
            )
        )
    )


def _number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise BadInput(f"{text[:40]!r} is not the number of a row.")
    return int(text)


def _midnight(text: str) -> datetime:
    return datetime.combine(ensure_day(text), datetime.min.time(), UTC)
