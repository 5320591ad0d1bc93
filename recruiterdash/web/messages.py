"""The letters: where each stands, what exactly was sent, and every change on its way."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from recruiterdash import doors, jobs
from recruiterdash.doors import Scope, needs
from recruiterdash.messages import MANNERS, MessageType, ats, queries, resolving
from recruiterdash.messages.models import ON_ITS_WAY, Message, MessageState
from recruiterdash.messages.moving import READY
from recruiterdash.messages.queries import Change
from recruiterdash.team.permissions import Permission
from recruiterdash.web import asking
from recruiterdash.web.destinations import own_path
from recruiterdash.web.forms.delivery import ARRIVED, ResolveForm
from recruiterdash.web.letters import OUTBOX
from recruiterdash.web.server_words import plainly

bp = Blueprint("messages", __name__)

#: What the page can be narrowed to -> its words and its states.
FILTERS: dict[str, tuple[str, tuple[MessageState, ...]]] = {
    "": ("All", ()),
    "on_its_way": ("On their way", ON_ITS_WAY),
    "sent": ("Accepted", (MessageState.SENT,)),
    "trouble": ("In trouble", (MessageState.FAILED, MessageState.BOUNCED, MessageState.UNCERTAIN)),
    "cancelled": ("Kept back", (MessageState.CANCELLED,)),
}
#: What a step on a letter's way is called, where it is not the state's own mark.
STEPS = {
    "held": "approved; may be undone",
    "queued": "waits to be sent",
    "claimed": "taken up",
    "data": "being handed over",
    "cancelled": "kept back",
}


@bp.get("/messages")
@needs(Permission.WRITE_LETTERS, Scope.VISIBLE)
def listed() -> str:
    """Show the letters, newest first."""
    asked = asking.text("state")
    states = FILTERS[asked][1] if asked in FILTERS else _one(asked)
    page = queries.listed(doors.session(), doors.viewer(), states, asking.cursor())
    known, now = ats.beside(doors.session()), doors.now()
    return render_template(
        "messages/list.html",
        page=page,
        filters=FILTERS,
        asked=asked,
        types=MANNERS,
        type_of=MessageType,
        waits=lambda message: message.state in READY and ats.waits_for_import(message, known, now),
    )


@bp.get("/messages/<int:message_id>")
@needs(Permission.WRITE_LETTERS, Scope.VISIBLE)
def shown(message_id: int) -> str:
    """Show one letter as it was approved, and what became of it."""
    return _page(queries.letter(doors.session(), doors.viewer(), message_id))


@bp.post("/messages/<int:message_id>/resolve")
@needs(Permission.WRITE_LETTERS, Scope.VISIBLE)
def resolve(message_id: int) -> Response | tuple[str, int]:
    """Settle a letter nobody knows of: it arrived, or it is sent once more."""
    session, viewer, form = doors.session(), doors.viewer(), ResolveForm()
    message = queries.letter(session, viewer, message_id, to_change=True)
    if message.state is MessageState.UNCERTAIN and not form.validate():
        return _page(message, form), 422
    arrived = form.decided.data == ARRIVED
    verb = resolving.arrived if arrived else resolving.send_again
    verb(session, viewer, message_id, form.reason.data or "", now=doors.now())
    who = queries.people_of(session, message).candidate.name
    session.commit()
    jobs.wake(OUTBOX)
    flash(f"The letter to {who} {'has arrived' if arrived else 'is sent once more'}.", "success")
    return redirect(own_path(request.form.get("next"), url_for("messages.shown", message_id=message_id)), 303)


class Unknown(NamedTuple):
    """How a letter became one nobody knows of."""

    #: When it was handed over last; None when it may have left from elsewhere.
    handed_over: datetime | None
    why: str


def _page(message: Message, form: ResolveForm | None = None) -> str:
    session = doors.session()
    changes = queries.changes(session, message.id)
    return render_template(
        "messages/show.html",
        message=message,
        form=form,
        unknown=_unknown(changes) if message.state is MessageState.UNCERTAIN else None,
        manner=MANNERS.get(MessageType(message.type)),
        about=queries.about(session, message.id),
        changes=changes,
        people=queries.people_of(session, message),
        steps=STEPS,
        as_day=date.fromisoformat,
        may_undo=message.state in READY,
        waits=_waits(message),
        frozen=(message.frozen or b"").decode("utf-8", "replace"),
    )


def _waits(message: Message) -> str:
    """Return why a letter waits for a newer import; empty when it does not."""
    known, now = ats.beside(doors.session()), doors.now()
    waits = message.state in READY and ats.waits_for_import(message, known, now)
    return ats.why_it_waits(known, now) if waits else ""


def _unknown(changes: Sequence[Change]) -> Unknown:
    """Return what is known of a letter that is uncertain, from its way so far."""
    handed_over = [each.change.at for each in changes if each.change.after == MessageState.DATA]
    return Unknown(handed_over[-1] if handed_over else None, plainly(changes[-1].change.reason))


def _one(text: str) -> tuple[MessageState, ...]:
    try:
        return (MessageState(text),)
    except ValueError:
        return ()
