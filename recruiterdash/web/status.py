"""The public page of one application: what its person has been told, for whoever holds the link."""

from typing import cast

from flask import Blueprint, current_app, make_response, render_template, request
from flask.blueprints import BlueprintSetupState
from werkzeug.wrappers import Response

from recruiterdash import doors
from recruiterdash.doors import Scope, public
from recruiterdash.errors import DomainError, NotFound
from recruiterdash.messages import status_page
from recruiterdash.web.throttle import Throttle, source_of

bp = Blueprint("status", __name__)

#: Questions of one address in so many seconds: a household or an office, and no machine.
PER_SOURCE, SECONDS = 60, 60
NOT_HERE = "There is no page here. If you have a question about an application, reply to a letter from us."
TOO_OFTEN = "This was asked for too often. Please wait a minute and try again."
_COUNTED = "recruiterdash.status_throttle"


@bp.record_once
def _remember(state: BlueprintSetupState) -> None:
    state.app.extensions[_COUNTED] = Throttle(PER_SOURCE, SECONDS)


@bp.get("/status/<path:token>")
@public(Scope.TOLD)
def shown(token: str) -> Response:
    """Show what the person has been told; every link that opens nothing gets one and the same answer."""
    throttle = cast(Throttle, current_app.extensions[_COUNTED])
    if not throttle.allows(source_of(request.remote_addr), doors.now().timestamp()):
        refused = _answer(render_template("status/none.html", sentence=TOO_OFTEN), 429)
        refused.headers["Retry-After"] = str(SECONDS)
        return refused
    page = status_page.of_link(doors.session(), doors.settings(), token, doors.now())
    if page is None:
        raise NotFound()
    return _answer(render_template("status/show.html", page=page), 200)


@bp.errorhandler(DomainError)
def _nothing_here(_refusal: DomainError) -> Response:
    """What no database can store opens nothing either, and reads the same."""
    return _answer(render_template("status/none.html", sentence=NOT_HERE), 404)


def _answer(body: str, status: int) -> Response:
    """The address is a key: no page that one goes to from here is told it."""
    answer = make_response(body, status)
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer
