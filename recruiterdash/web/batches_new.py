"""Writing to many: who is meant, of what type, and the text that all letters are made from."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, redirect, render_template
from werkzeug.wrappers import Response

from recruiterdash import doors
from recruiterdash.candidates.models import Disposition, Outcome
from recruiterdash.doors import Scope, needs
from recruiterdash.errors import BadInput, DomainError
from recruiterdash.messages import MANNERS, MessageType, batches, wordings
from recruiterdash.messages.batches import Wanted
from recruiterdash.messages.batches.rules import BULK
from recruiterdash.messages.batches.selection import matching
from recruiterdash.messages.days import tongue_of
from recruiterdash.messages.depth import Depth
from recruiterdash.messages.wording import PLACEHOLDERS
from recruiterdash.requisitions.queries import get
from recruiterdash.team.permissions import Permission
from recruiterdash.web import asking
from recruiterdash.web.forms.batches import BatchForm
from recruiterdash.web.forms.nouns import text_of
from recruiterdash.web.selection import MOST

bp = Blueprint("batches_new", __name__)


@bp.get("/batches/new")
@needs(Permission.SEND_BULK, Scope.VISIBLE)
def new() -> str:
    """Show the form for a text to the people selected, or to all open people of a requisition."""
    type_ = asking.word("type", MessageType) or MessageType.STATUS
    if type_ not in types():
        raise BadInput("A letter of this type is written to one person at a time.")
    subject, body = _wording(type_)
    form = BatchForm(
        formdata=None,
        subject=subject,
        body=body,
        chosen=",".join(map(str, asking.numbers("chosen", MOST))),
        requisition=asking.number("requisition"),
        stage=asking.number("stage"),
    )
    return _page(type_, form)


@bp.post("/batches/new")
@needs(Permission.SEND_BULK, Scope.VISIBLE)
def new_submit() -> Response | str | tuple[str, int]:
    """Preview the letters; nothing is sent."""
    type_, form, session = asking.word("type", MessageType), BatchForm(), doors.session()
    if type_ not in types():
        raise BadInput("A letter of this type is written to one person at a time.")
    if not form.validate():
        return _page(type_, form), 422
    try:
        made = batches.preview(
            session, doors.viewer(), _wanted(type_, form), now=doors.now(), settings=doors.settings()
        )
    except DomainError as refusal:
        session.rollback()
        batches.refused(session, doors.viewer(), refusal, "preview", now=doors.now())
        session.commit()
        return _page(type_, form, str(refusal)), refusal.status
    session.commit()
    return redirect(f"/batches/{made.batch.id}", 303)


def types() -> dict[MessageType, str]:
    """Return the types that can be said to many, with their names."""
    return {type_: manner.name for type_, manner in MANNERS.items() if type_ in BULK}


def _wording(type_: MessageType) -> tuple[str, str]:
    """The text a batch begins with: the best that is approved in English."""
    depth = Depth.FINAL if type_ is MessageType.STATUS else Depth.APPLIED
    offered = wordings.offered(doors.session(), type_.value, depth)
    english = [each for each in offered if tongue_of(each.language) == "en"]
    return (english[0].subject, english[0].body) if english else ("", "")


def _wanted(type_: MessageType, form: BatchForm) -> Wanted:
    question = _question(form)
    ids: list[object] = (
        [*matching(doors.session(), doors.viewer(), question)] if question else [*_chosen(form)]
    )
    rejects = MANNERS[type_].decision is Outcome.REJECT
    return Wanted(
        applications=ids,
        type=type_,
        subject=form.subject.data or "",
        body=text_of(form.body) + "\n",
        promise=form.promise.data,
        reason=Disposition(form.reason.data) if rejects and form.reason.data else None,
        selection=question,
    )


def _question(form: BatchForm) -> Mapping[str, Any] | None:
    """The question that finds the people, where not each is named."""
    if form.requisition.data is None:
        return None
    get(doors.session(), doors.viewer(), form.requisition.data)
    return {"requisition": form.requisition.data, "stage": form.stage.data}


def _chosen(form: BatchForm) -> list[int]:
    """The ids that the form names. Raises BadInput when one is none."""
    ids = []
    for text in (form.chosen.data or "").split(","):
        if not text.isascii() or not text.isdigit() or len(text) > 18:
            raise BadInput("Nobody is selected, or the selection cannot be read: select people again.")
        ids.append(int(text))
    return ids


def _page(type_: MessageType, form: BatchForm, wrong: str = "") -> str:
    question = _question(form)
    if question is not None:
        count = len(matching(doors.session(), doors.viewer(), question))
        where = get(doors.session(), doors.viewer(), question["requisition"]).title
    else:
        count, where = len([each for each in (form.chosen.data or "").split(",") if each]), ""
    return render_template(
        "batches/new.html",
        form=form,
        type_=type_,
        wrong=wrong,
        types=types(),
        rejects=MANNERS[type_].decision is Outcome.REJECT,
        purpose=MANNERS[type_].purpose,
        count=count,
        where=where,
        placeholders=PLACEHOLDERS,
        kept={
            "chosen": form.chosen.data or None,
            "requisition": form.requisition.data,
            "stage": form.stage.data,
        },
    )
