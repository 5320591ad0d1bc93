"""A colleague's own page: the feedback that was released to them, for whoever holds the link."""

from typing import cast

from flask import Blueprint, current_app, make_response, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from werkzeug.wrappers import Response

from recruiterdash import doors, feedback
from recruiterdash.doors import Scope, public
from recruiterdash.errors import BadInput, DomainError, NotFound
from recruiterdash.feedback import own
from recruiterdash.feedback.queries import Case
from recruiterdash.web.feedback_writing import as_pdf
from recruiterdash.web.forms.feedback import AnswerForm
from recruiterdash.web.forms.nouns import text_of
from recruiterdash.web.throttle import Throttle, source_of

bp = Blueprint("own_feedback", __name__)

#: Questions of one address in so many seconds, as for the status page.
PER_SOURCE, SECONDS = 60, 60
NOT_HERE = "There is no page here. If you were given this link by a colleague, ask them for a new one."
TOO_OFTEN = "This was asked for too often. Please wait a minute and try again."
_COUNTED = "recruiterdash.own_feedback_throttle"


@bp.record_once
def _remember(state: BlueprintSetupState) -> None:
    state.app.extensions[_COUNTED] = Throttle(PER_SOURCE, SECONDS)


@bp.get("/own-feedback/<token>")
@public(Scope.TOLD)
def shown(token: str) -> Response:
    """Show what was released; every link that opens nothing gets one and the same answer."""
    if (refused := _too_often()) is not None:
        return refused
    found = _found(token)
    _look(found)
    return _page(found, token, AnswerForm(formdata=None), 200)


@bp.get("/own-feedback/<token>/letter.pdf")
@public(Scope.TOLD)
def letter(token: str) -> Response:
    """Return the page as PDF, to keep."""
    if (refused := _too_often()) is not None:
        return refused
    found = _found(token)
    _look(found)
    assert found.released is not None
    answer = as_pdf(own.page_for(doors.session(), doors.settings(), found, found.released))
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


@bp.post("/own-feedback/<token>")
@public(Scope.TOLD)
def answered(token: str) -> Response:
    """Keep that they received it, never that they agree; with their words, if there are any."""
    if (refused := _too_often()) is not None:
        return refused
    session, found, form = doors.session(), _found(token), AnswerForm()
    if not form.validate():
        return _page(found, token, form, 422)
    try:
        own.answer(
            session,
            found,
            comment=text_of(form.comment),
            wish=text_of(form.wish),
            complain=bool(form.complain.data),
            now=doors.now(),
            settings=doors.settings(),
        )
    except DomainError as refusal:
        session.rollback()
        form.form_errors.append(str(refusal))
        return _page(_found(token), token, form, refusal.status)
    session.commit()
    answer = make_response("", 303)
    answer.headers["Location"] = url_for("own_feedback.shown", token=token)
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


@bp.errorhandler(DomainError)
def _nothing_here(refusal: DomainError) -> Response:
    """A page that is not there has one answer; what no form of ours sends is refused whether there is one or not."""
    if isinstance(refusal, BadInput):
        body = render_template("status/none.html", heading="Not kept", sentence=str(refusal))
        return _answer(body, refusal.status)
    return _answer(render_template("status/none.html", sentence=NOT_HERE), 404)


def _found(token: str) -> Case:
    found = own.of_link(doors.session(), doors.settings(), token, doors.now())
    if found is None:
        raise NotFound()
    return found


def _look(found: Case) -> None:
    with doors.database().transaction() as writing:
        feedback.looked(writing, found.begun.id, "own page", now=doors.now(), user_id=None)
        writing.commit()


def _too_often() -> Response | None:
    throttle = cast(Throttle, current_app.extensions[_COUNTED])
    if throttle.allows(source_of(request.remote_addr), doors.now().timestamp()):
        return None
    refused = _answer(render_template("status/none.html", sentence=TOO_OFTEN), 429)
    refused.headers["Retry-After"] = str(SECONDS)
    return refused


def _page(found: Case, token: str, form: AnswerForm, status: int) -> Response:
    assert found.released is not None
    page = own.page_for(doors.session(), doors.settings(), found, found.released)
    row = found.begun
    body = render_template(
        "feedback/own.html",
        page=page,
        form=form,
        token=token,
        row=row,
        zone=found.office.zone,
        until=own.opens_until(row, doors.settings()),
    )
    return _answer(body, status)


def _answer(body: str, status: int) -> Response:
    """The address is a key: no page that one goes to from here is told it."""
    answer = make_response(body, status)
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer
