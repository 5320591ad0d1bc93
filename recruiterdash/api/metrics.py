"""The figures: how long people wait for us, as the pages tell it."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Any

from flask import Blueprint, Response
from msgspec import Meta, Struct, defstruct

from recruiterdash import doors, metrics
from recruiterdash.api.answering import answers, said
from recruiterdash.api.asking import Query, asked, storable
from recruiterdash.doors import Scope, needs
from recruiterdash.errors import NotFound
from recruiterdash.metrics.asked import FILTERS, Filter, Kind
from recruiterdash.team.permissions import Permission

bp = Blueprint("api_metrics", __name__)


def _kind_of(each: Filter) -> tuple[Any, Any]:
    """Return the kind of a parameter, and what it is when it is left out."""
    about = Meta(description=each.about)
    if each.kind is Kind.WORD:
        words = StrEnum(f"{each.name.title()}Name", {word: word for word in each.known})  # type: ignore[misc]
        return Annotated[words, about], words(each.known[0])
    if each.kind is Kind.ROW:
        return Annotated[int, Meta(description=f"{each.about} A row's id.")] | None, None
    kinds: dict[Kind, Any] = {Kind.DAY: date, Kind.MOMENT: str}
    return Annotated[kinds[each.kind] | None, about], None


#: Each filter as a name of Python: `from` is none.
FIELDS = {each.name: f"{each.name.replace('-', '_')}_" for each in FILTERS}
MetricsQuery = defstruct(
    "MetricsQuery",
    [(FIELDS[each.name], *_kind_of(each)) for each in FILTERS],
    bases=(Query,),
    namespace={"__doc__": "Which period, whose people, in which time, as known when."},
    module=__name__,
    rename=lambda field: field.removesuffix("_"),
    frozen=True,
    kw_only=True,
)


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
    given = {name: _text(getattr(query, field)) for name, field in FIELDS.items()}
    wanted = metrics.read(figure, given, now=now, zone=settings.zone)
    metrics.ensure_shown(wanted, settings.staff_figures)
    ground = metrics.Ground(doors.session(), doors.viewer(), wanted, now=now, staff=settings.staff_figures)
    told = metrics.answered(ground, alone=True).document()
    told["since"], told["until"] = told.pop("from"), told.pop("to")
    parts, table = Parts(**told.pop("population")), Columns(**told.pop("table"))
    return said(FigureSaid(**told, population=parts, table=table))


def _text(value: date | str | int | None) -> str:
    """Return a parameter as an address has it; a row's number that cannot be there as one that never is."""
    if isinstance(value, int):
        return str(storable(value))
    return "" if value is None else str(value)
