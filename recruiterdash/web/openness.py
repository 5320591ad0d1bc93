"""What everybody may know of how long people wait: public once an administrator has published it, nothing before."""

import json

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from recruiterdash import doors, openness
from recruiterdash.doors import Scope, needs, public
from recruiterdash.errors import DomainError
from recruiterdash.openness.models import PromisePage
from recruiterdash.team.permissions import Permission
from recruiterdash.web import asking
from recruiterdash.web.forms.openness import MonthForm

bp = Blueprint("openness", __name__)

#: Seconds for which anybody may keep it; so long it may be seen after it was withdrawn.
KEPT = 300


# --- for everybody ------------------------------------------------------------------------------------


@bp.get("/promise")
@public()
def latest() -> Response:
    """Show the latest month that was published."""
    return _page("")


@bp.get("/promise/<month>")
@public()
def shown(month: str) -> Response:
    """Show a month that was published."""
    return _page(month)


@bp.get("/promise/<month>/page.pdf")
@public()
def pdf(month: str) -> Response:
    """Give a month as a page to print."""
    page = _published(month)
    answer = make_response(page.pdf)
    answer.headers["Content-Type"] = "application/pdf"
    answer.headers["Content-Disposition"] = f'inline; filename="waiting-{page.month}.pdf"'
    return _kept(answer)


@bp.get("/promise/<month>/waits.json")
@public()
def data(month: str) -> Response:
    """Give the waits of a month in groups, from which anybody can tell the curve again."""
    answer = make_response(json.dumps(openness.data_of(_published(month).document), indent=1))
    answer.headers["Content-Type"] = "application/json"
    return _kept(answer)


def _page(month: str) -> Response:
    page = _published(month)
    return _kept(make_response(_written(page.document, page.month)))


def _written(document: dict[str, object], month: str) -> str:
    line = openness.drawn(document)
    return render_template(
        "openness/page.html", page=document, title=openness.title_of(month), line=line, month=month
    )


def _published(month: str) -> PromisePage:
    return openness.published(doors.session(), month)


def _kept(answer: Response) -> Response:
    """Let it be kept for a while, and say when it is still the same."""
    answer.headers["Cache-Control"] = f"public, max-age={KEPT}"
    answer.add_etag()
    return answer.make_conditional(request.environ)


# --- for administrators -------------------------------------------------------------------------------


@bp.get("/openness")
@needs(Permission.MANAGE_TEAM, Scope.SETUP)
def index() -> str | tuple[str, int]:
    """Show a month as everybody would see it, and what is published."""
    today = doors.now().date()
    month = asking.text("month", 7) or openness.last_month(today)
    return _preview(month)


@bp.post("/openness/publish")
@needs(Permission.MANAGE_TEAM, Scope.SETUP)
def publish() -> Response | tuple[str, int]:
    """Publish a month as it is told now."""
    form = MonthForm()
    if not form.validate():
        return _preview(openness.last_month(doors.now().date()), "Say which month."), 422
    month = form.month.data or ""
    try:
        # read first: nobody else's writing waits for figures
        with doors.database().reading() as reading:
            prepared = openness.prepare(reading, doors.settings(), month, now=doors.now())
    except DomainError as refusal:
        return _preview(openness.last_month(doors.now().date()), str(refusal)), refusal.status
    openness.publish(doors.session(), prepared, now=doors.now(), actor_id=doors.viewer().user_id)
    doors.session().commit()
    flash("Published: everybody who has the address can read it.", "success")
    return redirect(url_for("openness.index", month=month), 303)


@bp.post("/openness/withdraw")
@needs(Permission.MANAGE_TEAM, Scope.SETUP)
def withdraw() -> Response:
    """Take a month away again."""
    form = MonthForm()
    month = form.month.data or ""
    openness.withdraw(doors.session(), month, now=doors.now(), actor_id=doors.viewer().user_id)
    doors.session().commit()
    flash(f"Withdrawn. Whoever looked within the last {KEPT // 60} minutes may see it that long.", "success")
    return redirect(url_for("openness.index"), 303)


def _preview(month: str, refused: str = "") -> str:
    document = None
    try:
        document = openness.document_of(doors.session(), doors.settings(), month, doors.now())
    except DomainError as refusal:
        refused = refused or str(refusal)
    return render_template(
        "openness/index.html",
        page=document,
        line=openness.drawn(document) if document else None,
        title=openness.title_of(month) if document else "",
        month=month,
        months=openness.months(doors.session()),
        refused=refused,
        address=f"{doors.settings().base_url}/promise",
    )
