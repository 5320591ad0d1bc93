"""The letters: where each stands, what exactly was sent, and every change on its way."""

from datetime import date

from flask import Blueprint, render_template

from recruiterdash import doors
from recruiterdash.doors import Scope, needs
from recruiterdash.messages import MANNERS, MessageType, queries
from recruiterdash.messages.models import ON_ITS_WAY, MessageState
from recruiterdash.messages.outbox import READY
from recruiterdash.team.permissions import Permission
from recruiterdash.web import asking

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
    return render_template(
        "messages/list.html", page=page, filters=FILTERS, asked=asked, types=MANNERS, type_of=MessageType
    )


@bp.get("/messages/<int:message_id>")
@needs(Permission.WRITE_LETTERS, Scope.VISIBLE)
def shown(message_id: int) -> str:
    """Show one letter as it was approved, and what became of it."""
    session = doors.session()
    message = queries.letter(session, doors.viewer(), message_id)
    return render_template(
        "messages/show.html",
        message=message,
        manner=MANNERS.get(MessageType(message.type)),
        about=queries.about(session, message.id),
        changes=queries.changes(session, message.id),
        people=queries.people_of(session, message),
        steps=STEPS,
        as_day=date.fromisoformat,
        may_undo=message.state in READY,
        frozen=(message.frozen or b"").decode("utf-8", "replace"),
    )


def _one(text: str) -> tuple[MessageState, ...]:
    try:
        return (MessageState(text),)
    except ValueError:
        return ()
