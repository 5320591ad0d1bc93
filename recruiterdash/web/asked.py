"""The page behind the link in a manager's mail: a yes, a no, or a day; without a log-in, once.

Opening it changes nothing, however often a scanner follows the link; only its buttons do.
"""

from datetime import datetime
from typing import cast

from flask import Blueprint, current_app, make_response, render_template, request
from flask.blueprints import BlueprintSetupState
from werkzeug.wrappers import Response

from recruiterdash import doors
from recruiterdash.closure import asking
from recruiterdash.closure.asking import Asked
from recruiterdash.doors import Scope, public
from recruiterdash.errors import BadInput, DomainError
from recruiterdash.web.forms.closure import AnswerForm
from recruiterdash.web.throttle import Throttle, source_of

bp = Blueprint("asked", __name__)

#: Questions of one address in so many seconds: one who answers several people, and no machine.
PER_SOURCE, SECONDS = 60, 60
NOT_HERE = "This question is not here any more: it was answered, has expired, or is somebody else's."
TOO_OFTEN = "This was asked for too often. Please wait a minute and try again."
_COUNTED = "recruiterdash.asked_throttle"


@bp.record_once
def _remember(state: BlueprintSetupState) -> None:
    state.app.extensions[_COUNTED] = Throttle(PER_SOURCE, SECONDS)


@bp.get("/asked/<token>")
@public(Scope.ASKED)
def show(token: str) -> Response:
    """Show what is asked, with its buttons."""
    if (refused := _too_often()) is not None:
        return refused
    asked = asking.behind(doors.session(), doors.settings(), token, now=doors.now())
    if asked.question.answer is not None:
        return _answer(render_template("asked/over.html", decided=False), 200)
    if asking.is_settled(doors.session(), asked):
        return _answer(render_template("asked/over.html", decided=True), 200)
    return _answer(_page(asked, AnswerForm(formdata=None)), 200)


@bp.post("/asked/<token>")
@public(Scope.ASKED)
def answer(token: str) -> Response:
    """Keep the answer of one of the buttons."""
    if (refused := _too_often()) is not None:
        return refused
    session, settings, now, form = doors.session(), doors.settings(), doors.now(), AnswerForm()
    asked = asking.behind(session, settings, token, now=now)
    if not form.validate():
        return _answer(_page(asked, form), 422)
    try:
        asked = asking.answer(session, settings, token, form.said(), form.until.data, now=now)
    except BadInput as refusal:
        form.until.errors = [str(refusal)]
        return _answer(_page(asked, form), refusal.status)
    said = asking.SAID[form.said()]
    session.commit()
    return _answer(render_template("asked/thanks.html", asked=asked, said=said), 200)


@bp.errorhandler(DomainError)
def _nothing_here(refusal: DomainError) -> Response:
    """Every address that opens nothing reads the same."""
    sentence = NOT_HERE if refusal.status == 404 else str(refusal)
    return _answer(render_template("asked/none.html", sentence=sentence), refusal.status)


def _page(asked: Asked, form: AnswerForm) -> str:
    standing = asked.over.standing
    waits_since: datetime | None = standing.last_effort_at or asked.over.application.applied_at
    return render_template(
        "asked/show.html",
        asked=asked,
        form=form,
        zone=asked.over.office.zone,
        waits_since=waits_since,
        promised=asking.promised(doors.session(), asked.over.application.id, doors.now()),
    )


def _too_often() -> Response | None:
    throttle = cast(Throttle, current_app.extensions[_COUNTED])
    if throttle.allows(source_of(request.remote_addr), doors.now().timestamp()):
        return None
    refused = _answer(render_template("asked/none.html", sentence=TOO_OFTEN), 429)
    refused.headers["Retry-After"] = str(SECONDS)
    return refused


def _answer(body: str, status: int) -> Response:
    """The address is a key: no page that one goes to from here is told it."""
    response = make_response(body, status)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
