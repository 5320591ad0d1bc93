"""The figures: how long people wait for us, each a chart with its table, its definition and the people behind it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answered

from recruiterdash import digests, doors, metrics
from recruiterdash.digests.operations import MOST_AT_ONCE
from recruiterdash.doors import Scope, needs
from recruiterdash.errors import BadInput, NotAllowed, NotFound
from recruiterdash.metrics import asked, exporting, figures, filling, sentences
from recruiterdash.metrics.asked import DUTIES, GROUPS, words
from recruiterdash.metrics.behind import behind
from recruiterdash.metrics.honesty import not_yet
from recruiterdash.metrics.queries import MOST_FOR_A_PAGE
from recruiterdash.requisitions.queries import choices, may_be
from recruiterdash.team.models import Role
from recruiterdash.team.permissions import Permission
from recruiterdash.team.queries import offices_to_choose
from recruiterdash.waiting import queries
from recruiterdash.web import asking
from recruiterdash.web.assets import ALLOWED, MODULES
from recruiterdash.web.destinations import own_path
from recruiterdash.web.forms.closure import AskForm
from recruiterdash.web.headers import WITH_CHARTS

bp = Blueprint("metrics", __name__, url_prefix="/metrics")

FILTERS = tuple(each.name for each in asked.FILTERS)
#: People on one page of a list.
PAGE = 50
#: Days that a button chooses.
PERIODS = ((28, "4 weeks"), (84, "12 weeks"), (182, "26 weeks"), (364, "52 weeks"))


@bp.after_request
def _let_charts_be_drawn(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = WITH_CHARTS
    return response


@bp.get("")
@needs(Permission.SEE_FIGURES, Scope.VISIBLE)
def index() -> str:
    """Show six charts, and the way to all the others."""
    ground = _ground(figures.FIRST[0])
    ground.with_rows = False
    answers = []
    for name in figures.FIRST:
        # one ground for all: what it has read is not read again
        ground.asked = replace(ground.asked, figure=name)
        answers.append(figures.answered(ground, with_notes=False))
    return render_template(
        "metrics/index.html",
        answers=answers,
        names=figures.FIGURES,
        others=[name for name in figures.FIGURES if name not in figures.FIRST],
        **_shared(ground),
    )


@bp.get("/<figure>")
@needs(Permission.SEE_FIGURES, Scope.VISIBLE)
def show(figure: str) -> str:
    """Show one figure: chart, table, definition, population, what moved it."""
    ground = _ground(figure)
    answer = metrics.answered(ground)
    return render_template(
        "metrics/show.html",
        answer=answer,
        figure=metrics.FIGURES[figure],
        moved=_named(ground, answer),
        duties=DUTIES,
        groups=_groups(ground),
        can_draw=exporting.can_draw(),
        **_shared(ground),
    )


@bp.get("/<figure>/people")
@needs(Permission.SEE_FIGURES, Scope.VISIBLE)
def people(figure: str) -> str:
    """List the people behind a figure, or behind one mark of its chart."""
    ground = _ground(figure)
    ground.brief = False
    if not ground.of_people:
        raise NotAllowed("Your role shows numbers and no single people.")
    answer = metrics.answered(ground, with_notes=False, alone=True)
    mark = asking.text("mark")
    rows = behind(answer.rows, mark)
    first = min(asking.number("after") or 0, len(rows))
    shown = rows[first : first + PAGE]
    ids = [int(row["application"]) for row in shown if "application" in row]
    known = {
        each.application_id: each
        for each in queries.some(doors.session(), doors.viewer(), ids, now=doors.now())
    }
    following = str(first + PAGE) if first + PAGE < len(rows) else None
    return render_template(
        "metrics/people.html",
        answer=answer,
        figure=metrics.FIGURES[figure],
        narrowed=bool(mark),
        total=len(rows),
        results=Counter(row["result"] for row in rows if "result" in row),
        here_now=request.full_path.rstrip("?"),
        people=[(known[row["application"]], row) for row in shown if row.get("application") in known],
        openings=filling.openings(ground, [row for row in shown if "opening" in row]),
        next_url=asking.address(after=following) if following else "",
        first_url=asking.address(after=None) if first else "",
        **_shared(ground),
    )


@bp.post("/nudge")
@needs(Permission.LOG_EVENTS, Scope.VISIBLE)
def nudge() -> Answered:
    """Ask whoever has the next step to look at the people chosen: a mail a colleague, once a day about each."""
    form = AskForm()
    back = own_path(form.next.data, "/metrics")
    session = doors.session()
    try:
        made = digests.nudge(
            session,
            doors.viewer(),
            asking.ids(request.form.getlist("person"), MOST_AT_ONCE),
            now=doors.now(),
            settings=doors.settings(),
        )
    except BadInput as refused:
        session.rollback()
        flash(str(refused), "warning")
        return redirect(back, 303)
    session.commit()
    for name, number in made.asked:
        flash(f"{name} gets a mail about {sentences.people(number)}.", "success")
    for words_ in made.left_out:
        flash(words_, "warning")
    return redirect(back, 303)


@bp.get("/<figure>/export/<kind>")
@needs(Permission.EXPORT, Scope.VISIBLE)
def export(figure: str, kind: str) -> Response:
    """Send a figure as a file: the numbers of the page, with what they mean."""
    if not doors.viewer().may(Permission.SEE_FIGURES):
        raise NotAllowed("Your role does not include figures.")
    if kind not in exporting.KINDS:
        raise NotFound()
    ground = _ground(figure)
    ground.with_rows = False
    answer = metrics.answered(ground)
    file = exporting.exported(answer, kind, MODULES / ALLOWED["plotly"]["plotly.min.js"])
    headers = {"Content-Disposition": f'attachment; filename="{file.name}"'}
    return Response(file.data, headers=headers, content_type=file.kind)


# --- what the pages share -----------------------------------------------------------------------


def _ground(figure: str) -> metrics.Ground:
    if figure not in metrics.FIGURES:
        raise NotFound("This figure")
    settings, now = doors.settings(), doors.now()
    # programs write as_of
    given = {name: asking.text(name) or asking.text(name.replace("-", "_")) for name in FILTERS}
    wanted = metrics.read(figure, given, now=now, zone=settings.zone)
    metrics.ensure_shown(wanted, settings.staff_figures)
    return metrics.Ground(
        doors.session(),
        doors.viewer(),
        wanted,
        now=now,
        staff=settings.staff_figures,
        brief=True,
        at_once=MOST_FOR_A_PAGE,
    )


def _shared(ground: metrics.Ground) -> dict[str, Any]:
    """Return what every page of figures shows: what was asked, and what else can be."""
    session, viewer = doors.session(), doors.viewer()
    return {
        "asked": ground.asked,
        "as_of": ground.at,
        "not_yet": not_yet(ground.source.left_out, ground.source.behind),
        "as_of_day": _day(ground.asked.as_of, ground.asked.zone),
        "of_people": ground.of_people,
        "by_person": ground.by_person,
        "periods": PERIODS,
        "requisitions": choices(session, viewer) if ground.of_people else [],
        "offices": offices_to_choose(session) if ground.of_people else [],
        "managers": may_be(session, Role.HIRING_MANAGER) if ground.by_person else [],
        "owners": may_be(session, Role.RECRUITER) if ground.by_person else [],
        "address": lambda figure, **changed: _address("metrics.show", ground, figure, changed),
        "people_at": lambda figure, **changed: _address("metrics.people", ground, figure, changed),
        "file_at": lambda figure, kind: _address("metrics.export", ground, figure, {}, kind=kind),
        "here": lambda **changed: _here(ground, changed),
        "kept": words(ground.asked),
    }


def _day(moment: datetime | None, zone: str) -> str:
    return "" if moment is None else moment.astimezone(ZoneInfo(zone)).date().isoformat()


def _address(
    endpoint: str, ground: metrics.Ground, figure: str, changed: Mapping[str, str], **more: str
) -> str:
    """Return the address of a figure with the filters of this page."""
    kept: dict[str, Any] = {**words(ground.asked), **changed}
    given: dict[str, Any] = {name: text for name, text in kept.items() if text} | more
    return url_for(endpoint, figure=figure, **given)


def _here(ground: metrics.Ground, changed: Mapping[str, str]) -> str:
    """Return this page's address with some filters changed."""
    kept = {**words(ground.asked), **{name.replace("_", "-"): text for name, text in changed.items()}}
    given: dict[str, Any] = {name: text for name, text in kept.items() if text}
    return url_for(request.endpoint or "metrics.index", **(request.view_args or {}), **given)


def _groups(ground: metrics.Ground) -> dict[str, str]:
    words_ = {
        "internal": "Colleagues and others",
        "origin": "How they came",
        "zone": "Where they are",
        "requisition": "Requisition",
        "recruiter": "Recruiter",
    }
    return {name: words_[name] for name in GROUPS if name != "recruiter" or ground.by_person}


def _named(ground: metrics.Ground, answer: metrics.Answer) -> list[tuple[str, str, str]]:
    """Return what moved a figure as words, with name and address of whom or what each names."""
    ids = [each.application_id for each in answer.moved if each.application_id is not None]
    names = ground.names(ids)
    told = []
    for each in answer.moved:
        if each.application_id is not None:
            name = names.get(each.application_id)
            if name is not None:
                told.append((each.words, name, f"/applications/{each.application_id}"))
        elif each.requisition_id is not None:
            place = ground.places.get(each.requisition_id)
            if place is not None:
                link = f"/requisitions/{each.requisition_id}" if ground.of_people else ""
                told.append((each.words, place.title, link))
        else:
            told.append((each.words, "", ""))
    return told
