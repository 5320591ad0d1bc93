"""What a figure answers: rows, the parts of its population, an estimate, a table, a chart, and words. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, NamedTuple

from recruiterdash.metrics.asked import Asked

#: Fewer finished cases than this have no median: a strip of marks stands instead.
FEW = 5
#: Groups smaller than this are not compared.
SMALL_GROUP = 10

Cell = str | int | float | None


class Population(NamedTuple):
    """measured + waiting + excluded = total, always."""

    total: int
    measured: int
    waiting: int
    excluded: Mapping[str, int]

    def document(self) -> dict[str, Any]:
        return {
            "total": self.total,
            "measured": self.measured,
            "waiting": self.waiting,
            "excluded": dict(sorted(self.excluded.items())),
        }


class Table(NamedTuple):
    """The chart's data as text says them; the same that is exported."""

    columns: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]
    #: For each row what narrows the list of the people behind it; empty where there is none.
    marks: Sequence[str] = ()
    #: The same for each cell, where a cell is a mark of the chart.
    cells: Sequence[Sequence[str]] = ()

    def mark_of(self, row: int, column: int) -> str:
        """Return what narrows the list to those a cell counts, empty for a cell that counts nobody."""
        if row >= len(self.cells) or column >= len(self.cells[row]) or not self.rows[row][column]:
            return ""
        return self.cells[row][column]


class Moved(NamedTuple):
    """One thing that moved a figure against the period before."""

    words: str
    #: The application or requisition it names, where it names one.
    application_id: int | None = None
    requisition_id: int | None = None


class Part(NamedTuple):
    """One part of a figure: what is measured of it, and its median or share as it is shown."""

    name: str
    measured: int
    waiting: int
    value: str
    #: What in an address narrows the figure, or the list of its people, to this part.
    leads: Mapping[str, str]


class Split(NamedTuple):
    """A figure taken apart, in the order of names: this is no ranking."""

    heading: str
    column: str
    value: str
    parts: Sequence[Part]


class Plain(NamedTuple):
    """A figure's table and chart with less in them."""

    table: Table
    chart: dict[str, Any] | None = None


@dataclass
class Answer:
    """One figure, as page, command and program tell it."""

    asked: Asked
    as_of: datetime
    #: The finding in plain words, and how to read it.
    title: str
    reading: str
    #: What is measured, from when to when, and how.
    definition: str
    method: str
    population: Population
    #: One a person or case; what `--json` prints.
    rows: list[dict[str, Any]]
    estimate: dict[str, Any]
    table: Table
    chart: dict[str, Any] | None = None
    #: A number for the head of the page, and what stands under it.
    headline: str = ""
    under: str = ""
    before: str = ""
    moved: list[Moved] = field(default_factory=list)
    #: By requisition, by office, and by what else it has parts.
    parts: list[Split] = field(default_factory=list)
    #: What a reader must know before believing the figure.
    notes: list[str] = field(default_factory=list)
    #: Whether single persons may be shown; else marks and rows are left out.
    of_people: bool = True
    #: Numbers of people that its words say beside those of its estimate.
    counted: Sequence[int] = ()
    #: What is shown where its table has numbers too small for who sees no single person, the richest first.
    plainer: Sequence[Plain] = ()
    #: The time it is measured in where that is not the one asked for: some things are days on the wall for everybody.
    always: str = ""

    @property
    def time(self) -> str:
        return self.always or self.asked.time

    def for_aggregates(self) -> "Answer":
        """Return the figure for who may see no single person: numbers of at least five, nobody's row."""
        parts = self.population
        excluded = {reason: number for reason, number in parts.excluded.items() if number >= FEW}
        few = sum(parts.excluded.values()) - sum(excluded.values())
        if few >= FEW:
            excluded["for other reasons"], few = few, 0
        # those few are in no number at all; where nobody is measured, the words name who is left out
        kept = Population(parts.total - few, parts.measured, parts.waiting, excluded)
        named = () if parts.measured + parts.waiting else (few,)
        said = (kept.total, kept.measured, kept.waiting, self.estimate, self.counted, named)
        views = () if _small_in(said) else (Plain(self.table, self.chart), *self.plainer, *_of_all(self))
        shown = next((view for view in views if not _small_in(view.table.rows)), None)
        if shown is not None:
            chart = None if shown.chart is None else _without_people(shown.chart)
            plain = Table(shown.table.columns, shown.table.rows)
            # a note counts single contacts and people
            return replace(
                self, population=kept, rows=[], table=plain, chart=chart, moved=[], parts=[], notes=[]
            )
        return replace(
            self,
            title="Too few people to show without showing single ones",
            reading=f"Numbers of fewer than {FEW} are hidden; a longer period may show more.",
            population=Population(0, 0, 0, {}),
            rows=[],
            estimate={},
            table=Table(self.table.columns, []),
            chart=None,
            headline="hidden",
            under=f"fewer than {FEW}",
            before="",
            moved=[],
            parts=[],
            notes=[],
        )

    def document(self) -> dict[str, Any]:
        """Return the figure as a program reads it."""
        return {
            "figure": self.asked.figure,
            "title": self.title,
            "definition": self.definition,
            "as_of": self.as_of.isoformat(),
            "time": self.time,
            "from": self.asked.since.isoformat(),
            "to": self.asked.until.isoformat(),
            "zone": self.asked.zone,
            "rows": self.rows,
            "population": self.population.document(),
            "estimate": self.estimate,
            "table": {"columns": list(self.table.columns), "rows": [list(row) for row in self.table.rows]},
            "notes": self.notes,
        }


def _small_in(value: Any) -> bool:
    """Say whether a number somewhere is so small that it tells of single people. Pure."""
    if isinstance(value, Mapping):
        return any(_small_in(each) for key, each in value.items() if key not in OF_NOBODY)
    if isinstance(value, list | tuple):
        return any(_small_in(each) for each in value)
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value < FEW


#: Numbers of an estimate that count no people.
OF_NOBODY = frozenset({"comparisons"})


def _of_all(answer: Answer) -> list[Plain]:
    """Return what a figure tells by the week or month as told of the whole period."""
    table, chart = answer.table, answer.chart
    if len(table.rows) < 2 or table.columns[0] not in {"Week", "Month"}:
        return []
    # a share of each week has no sum
    counts = [n for n in range(1, len(table.columns)) if all(isinstance(row[n], int) for row in table.rows)]
    sums = [sum(int(row[n] or 0) for row in table.rows) for n in counts]
    columns, label = ("Period", *(table.columns[n] for n in counts)), f"all {table.columns[0].lower()}s"
    if chart is not None:
        traces = [{**trace, "x": [label], "y": [sum(trace["y"])]} for trace in chart["data"]]
        chart = {**chart, "data": traces}
    return [Plain(Table(columns, [(label, *sums)]), chart)]


def _without_people(chart: Mapping[str, Any]) -> dict[str, Any]:
    return {**chart, "data": [{**trace, "customdata": []} for trace in chart["data"]]}
