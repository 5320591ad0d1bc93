"""Writing to many: who is meant, of what type, and the text that all letters are made from."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from recruiterdash import doors, feedback
from recruiterdash.candidates.models import Disposition, Outcome
from recruiterdash.doors import Scope, needs
from recruiterdash.errors import BadInput, DomainError
from recruiterdash.messages import MANNERS, MessageType, batches, wordings
from recruiterdash.messages.batches import Wanted
from recruiterdash.messages.batches.making import AT_ONCE
from recruiterdash.messages.batches.selection import matching
from recruiterdash.messages.days import LANGUAGES, tongue_of
from recruiterdash.messages.depth import Depth
from recruiterdash.messages.library import ANY
from recruiterdash.messages.wording import PLACEHOLDERS
from recruiterdash.messages.wordings import Offered
from recruiterdash.requisitions.models import RequisitionState
from recruiterdash.requisitions.queries import get
from recruiterdash.team.permissions import Permission
from recruiterdash.waiting.queues import QUEUES
from recruiterdash.web import asking
from recruiterdash.web.batches_making import led_to
from recruiterdash.web.forms.batches import BatchForm
from recruiterdash.web.forms.nouns import text_of
from recruiterdash.web.matching import read
from recruiterdash.web.selection import MOST

bp = Blueprint("batches_new", __name__)


class Whom(NamedTuple):
    """The people a batch is for, before anything is written."""

    people: int
    #: The title of the requisition, or of the queue, all of whose people are meant; empty for those named.
    where: str
    back: str


@bp.get("/batches/new")
@needs(Permission.SEND_BULK, Scope.VISIBLE)
def new() -> str:
    """Show the form for a text to the people selected, or to all of a requisition or of a queue."""
    chosen = asking.numbers("chosen", MOST)
    # the form of a queue sends its filters along: one who selected people means these
    named = bool(chosen) or "name" in request.args
    type_ = asking.word("type", MessageType) or _owed(None if named else asking.number("requisition"))
    if type_ not in types():
        raise BadInput("A letter of this type is written to one person at a time.")
    used = _wording(type_)
    if named and not chosen:
        raise BadInput("Nobody is selected yet: select people in the queue, then write to them.")
    form = BatchForm(
        formdata=None,
        subject=used.subject if used else "",
        body=used.body if used else "",
        wording=str(used.template_id or "") if used else "",
        language=used.language if used else "en",
        chosen=",".join(map(str, chosen)),
        requisition=None if named else asking.number("requisition"),
        stage=None if named else asking.number("stage"),
        matching="" if named else request.args.get("matching", ""),
    )
    return _page(type_, form)


@bp.post("/batches/new")
@needs(Permission.SEND_BULK, Scope.VISIBLE)
def new_submit() -> Response | str | tuple[str, int]:
    """Preview the letters, or have a worker do it where they are many; nothing is sent."""
    type_, form, session = asking.word("type", MessageType), BatchForm(), doors.session()
    if type_ not in types():
        raise BadInput("A letter of this type is written to one person at a time.")
    if not form.validate():
        return _page(type_, form), 422
    try:
        feedback.ensure_unquoted(session, doors.viewer(), form.subject.data or "", form.body.data or "")
        started = batches.start(
            session, doors.viewer(), _wanted(type_, form), now=doors.now(), settings=doors.settings()
        )
    except DomainError as refusal:
        session.rollback()
        batches.refused(session, doors.viewer(), refusal, "preview", now=doors.now())
        session.commit()
        return _page(type_, form, str(refusal)), refusal.status
    session.commit()
    return led_to(started)


#: What people of a requisition in one of these states are owed.
_OWED = {
    RequisitionState.CANCELLED: MessageType.POSITION_CANCELLED,
    RequisitionState.FILLED: MessageType.REJECTION_APPLICATION,
    RequisitionState.CLOSED: MessageType.REJECTION_APPLICATION,
}


def _owed(requisition_id: int | None) -> MessageType:
    """The type to begin with: where a requisition is over it is the outcome that people wait for."""
    if requisition_id is None:
        return MessageType.STATUS
    state = get(doors.session(), doors.viewer(), requisition_id).state
    return _OWED.get(state, MessageType.STATUS)


def types() -> dict[MessageType, str]:
    """Return the types that can be said to many, with their names."""
    return {type_: manner.name for type_, manner in MANNERS.items() if manner.to_many}


def _offered(type_: MessageType) -> list[Offered]:
    """The wordings that are approved for everybody a batch of the type may hold, the best first."""
    depth = Depth.FINAL if type_ is MessageType.STATUS else Depth.APPLIED
    found = wordings.offered(doors.session(), type_.value, depth)
    return sorted(found, key=lambda each: (each.depth != ANY, tongue_of(each.language) != "en"))


def _wording(type_: MessageType) -> Offered | None:
    """The text a batch begins with: the one that is named, else the best in the language named, or in English."""
    offered, named = _offered(type_), asking.number("wording")
    language = asking.one_of("language", dict(LANGUAGES), "en")
    by_name = [each for each in offered if named is not None and each.template_id == named]
    in_language = [each for each in offered if tongue_of(each.language) == language]
    return next(iter(by_name + in_language), None)


def _wanted(type_: MessageType, form: BatchForm) -> Wanted:
    question = _question(form)
    ids: list[object] = [*_matching(question)] if question else [*_chosen(form)]
    rejects = MANNERS[type_].decision is Outcome.REJECT
    subject, body = (form.subject.data or "").strip(), text_of(form.body) + "\n"
    whole = [
        each
        for each in _offered(type_)
        if each.template_id is not None
        and str(each.template_id) == form.wording.data
        and (each.subject, each.body.strip()) == (subject, body.strip())
    ]
    return Wanted(
        applications=ids,
        type=type_,
        # sent as it was approved, the letters say which version of it they were made from
        subject="" if whole else subject,
        body="" if whole else body,
        template=whole[0].template_id if whole else None,
        language=form.language.data or "en",
        promise=form.promise.data,
        reason=Disposition(form.reason.data) if rejects and form.reason.data else None,
        selection=question,
    )


def _question(form: BatchForm) -> Mapping[str, Any] | None:
    """The question that finds the people, where not each is named."""
    if form.chosen.data:
        return None
    if form.matching.data:
        return read(form.matching.data)
    if form.requisition.data is None:
        return None
    get(doors.session(), doors.viewer(), form.requisition.data)
    return {"requisition": form.requisition.data, "stage": form.stage.data}


def _matching(question: Mapping[str, Any]) -> list[int]:
    return matching(doors.session(), doors.viewer(), question, now=doors.now())


def _chosen(form: BatchForm) -> list[int]:
    """The ids that the form names. Raises BadInput when one is none."""
    ids = []
    for text in (form.chosen.data or "").split(","):
        if not text.isascii() or not text.isdigit() or len(text) > 18:
            raise BadInput("Nobody is selected, or the selection cannot be read: select people again.")
        ids.append(int(text))
    return ids


def _whom(form: BatchForm) -> Whom:
    question = _question(form)
    if question is None:
        return Whom(len([each for each in (form.chosen.data or "").split(",") if each]), "", "/queue")
    count = len(_matching(question))
    if "queue" in question:
        return Whom(count, QUEUES[question["queue"]].title, f"/queue?name={question['queue']}")
    where = get(doors.session(), doors.viewer(), question["requisition"])
    return Whom(count, where.title, f"/requisitions/{where.id}")


def _page(type_: MessageType, form: BatchForm, wrong: str = "") -> str:
    form.tell(MANNERS[type_].reasons)
    return render_template(
        "batches/new.html",
        form=form,
        type_=type_,
        wrong=wrong,
        types=types(),
        rejects=MANNERS[type_].decision is Outcome.REJECT,
        purpose=MANNERS[type_].purpose,
        whom=_whom(form),
        placeholders=PLACEHOLDERS,
        offered=_offered(type_),
        languages=LANGUAGES,
        at_once=AT_ONCE,
        kept={
            "chosen": form.chosen.data or None,
            "requisition": form.requisition.data,
            "stage": form.stage.data,
            "matching": form.matching.data or None,
        },
    )
