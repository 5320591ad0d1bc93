"""The figures: how long people wait for us, as the pages tell it."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any

from flask import Blueprint, Response
from msgspec import Meta, Struct

from recruiterdash import doors, metrics
from recruiterdash.api.answering import answers, said
from recruiterdash.api.asking import Number, Query, asked, storable
from recruiterdash.doors import Scope, needs
from recruiterdash.errors import NotFound
from recruiterdash.metrics.asked import DUTIES, GROUPS
from recruiterdash.team.permissions import Permission

bp = Blueprint("api_metrics", __name__)

TimeName = StrEnum("TimeName", {"business": "business", "calendar": "calendar"})
DutyName = StrEnum("DutyName", {name: name for name in DUTIES})  # type: ignore[misc]
GroupName = StrEnum("GroupName", {name: name for name in GROUPS})  # type: ignore[misc]
Moment = Annotated[datetime, Meta(tz=True, description="As known at this moment.")]


class MetricsQuery(Query, frozen=True, kw_only=True, rename={"since": "from", "until": "to"}):
    """Which period, whose people, in which time, as known when."""

    since: Annotated[date | None, Meta(description="First day; twelve weeks before the last.")] = None
    until: Annotated[date | None, Meta(description="Last day; today when left out.")] = None
    time: TimeName = TimeName("business")
    as_of: Moment | None = None
    requisition: Number | None = None
    office: Number | None = None
    duty: Annotated[DutyName, Meta(description="on_time, equal_wait: which duty.")] = DutyName(
        "decision_wait"
    )
    group: Annotated[GroupName, Meta(description="equal_wait: compared by what.")] = GroupName("internal")


class Parts(Struct, frozen=True):
    """measured + waiting + all excluded = total."""

    total: int
    measured: int
    waiting: int
    #: Reason -> how many.
    excluded: dict[str, int]


class Columns(Struct, frozen=True):
    """The data table of the page."""

    columns: list[str]
    rows: list[list[str | float | int | None]]


class FigureSaid(Struct, frozen=True, rename={"since": "from", "until": "to"}):
    """One figure, as its page tells it."""

    figure: str
    #: The finding in plain words.
    title: str
    definition: str
    as_of: str
    time: str
    since: str
    until: str
    zone: str
    #: One a person or case; empty for who may see no single person.
    rows: list[dict[str, Any]]
    population: Parts
    estimate: dict[str, Any]
    table: Columns
    notes: list[str]


@bp.get("/metrics/<figure>")
@answers(FigureSaid, MetricsQuery, words=(("figure", tuple(metrics.FIGURES)),))
@needs(Permission.SEE_FIGURES, Scope.VISIBLE)
def show(figure: str) -> Response:
    """Return one figure: rows, parts of its population, estimate; the same numbers as its page."""
    if figure not in metrics.FIGURES:
        raise NotFound("This figure")
    query = asked(MetricsQuery)
    settings, now = doors.settings(), doors.now()
    given = {
        "from": query.since.isoformat() if query.since else "",
        "to": query.until.isoformat() if query.until else "",
        "time": str(query.time),
        "as-of": query.as_of.isoformat() if query.as_of else "",
        "requisition": _row(query.requisition),
        "office": _row(query.office),
        "duty": str(query.duty),
        "group": str(query.group),
    }
    wanted = metrics.read(figure, given, now=now, zone=settings.zone)
    ground = metrics.Ground(doors.session(), doors.viewer(), wanted, now=now, staff=settings.staff_figures)
    told = metrics.answered(ground, alone=True).document()
    told["since"], told["until"] = told.pop("from"), told.pop("to")
    parts, table = Parts(**told.pop("population")), Columns(**told.pop("table"))
    return said(FigureSaid(**told, population=parts, table=table))


def _row(number: int | None) -> str:
    """Return a row's number as text; of one that cannot be there, one that never is."""
    found = storable(number)
    return "" if found is None else str(found)
