"""Refusals and failures: one page for readers, one problem document (RFC 9457) for programs."""

import json
from http import HTTPStatus

from flask import Flask, Response, current_app, make_response, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, InternalServerError, Unauthorized
from werkzeug.wrappers import Response as Answer

from recruiterdash import doors
from recruiterdash.doors.access import PUBLIC, access_of
from recruiterdash.doors.request import SAFE
from recruiterdash.errors import DomainError
from recruiterdash.web import logs

#: Words for what Werkzeug says in a programmer's language.
SENTENCES = {
    400: "The browser sent something we could not read.",
    403: "Your role does not include this.",
    404: "This page is not here, or not yours to see.",
    405: "This page cannot be used that way.",
    413: "That is more than can be taken in at once: a file may have up to 256 MB. Nothing was kept of it.",
    429: "That was tried too often. Wait a quarter of an hour and try again.",
}


def init_app(app: Flask) -> None:
    app.register_error_handler(DomainError, _refused)
    app.register_error_handler(StaleDataError, _changed_meanwhile)
    app.register_error_handler(IntegrityError, _at_the_same_moment)
    app.register_error_handler(OperationalError, _database_away)
    app.register_error_handler(CSRFError, _old_page)
    app.register_error_handler(Unauthorized, _log_in_first)
    app.register_error_handler(InternalServerError, _failed)
    app.register_error_handler(HTTPException, _http)


def _refused(error: DomainError) -> Answer:
    return _answer(error.status, str(error))


def _changed_meanwhile(_error: StaleDataError) -> Answer:
    return _answer(
        409, "Somebody else changed this meanwhile. Nothing was saved; load the page again and look."
    )


def _at_the_same_moment(error: IntegrityError) -> Answer:
    """Answer who lost a race that only the database's own rules could decide."""
    number = logs.request_id()
    logs.log.warning("clash", id=number, kind=logs.where(error))
    return _answer(
        409,
        f"Somebody else saved the same thing at this moment. Nothing was saved; look again. (Id {number})",
    )


def _database_away(error: OperationalError) -> Answer:
    number = logs.request_id()
    logs.log.error("database", id=number, kind=logs.where(error))
    return _answer(503, f"The database could not do this now. Nothing was saved; try again. (Id {number})")


def _http(error: HTTPException) -> Answer:
    if error.response is not None:
        return error.response  # type: ignore[return-value]
    status = error.code or 500
    answer = _answer(status, SENTENCES.get(status, error.description or "This cannot be done."))
    for name, value in error.get_headers():
        if name in {"Allow", "Retry-After"}:
            answer.headers[name] = value
    return answer


def _failed(error: InternalServerError) -> Answer:
    number = logs.request_id()
    logs.log.error("failed", id=number, kind=logs.where(error.original_exception or error))
    return _answer(
        500, f"Something went wrong on our side. Nothing was saved. Tell your administrator: {number}"
    )


def _log_in_first(_error: Unauthorized) -> Answer:
    if _for_program():
        answer = _answer(401, "Log in first: send a valid API token.")
        answer.headers["WWW-Authenticate"] = "Bearer"
        return answer
    if request.headers.get("HX-Request"):
        answer = make_response("", 401)
        answer.headers["HX-Redirect"] = url_for("account.log_in")
        return answer
    if request.method in SAFE:
        return redirect(url_for("account.log_in", next=request.full_path.rstrip("?")), 303)
    return _sent_too_late(401)


def _old_page(_error: CSRFError) -> Answer:
    return _sent_too_late(400)


def _sent_too_late(status: int) -> Answer:
    """Say that the form is too old, and give back what was typed."""
    if _for_program():
        return _answer(status, "This request carries no valid token against forged forms.")
    own = request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
    typed = [
        (name, value)
        for name, value in request.form.items(multi=True)
        if name != "csrf_token" and "password" not in name
    ] if own else []  # fmt: skip
    access = access_of(current_app, request.endpoint or "")
    page = render_template(
        "errors/too_late.html",
        typed=typed,
        logged_in=doors.current_viewer() is not None,
        for_everybody=access is not None and access.permission == PUBLIC,
        again=request.path,
    )
    return make_response(page, status)


def _answer(status: int, sentence: str) -> Answer:
    if _for_program():
        return _problem(status, sentence)
    return make_response(render_template("errors/refused.html", status=status, sentence=sentence), status)


def _problem(status: int, sentence: str) -> Response:
    # what is hidden and what is not there read the same, byte by byte
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": sentence,
    }
    return Response(json.dumps(body), status, mimetype="application/problem+json")


def _for_program() -> bool:
    return request.path.startswith("/api/")
