"""A figure as a file: the same numbers as on the page, with what they mean; no cell of it is ever a formula."""

import csv
import io
from datetime import datetime
from pathlib import Path
from textwrap import wrap
from typing import Any, NamedTuple

from recruiterdash import late
from recruiterdash.errors import BadInput
from recruiterdash.metrics import charts, sentences
from recruiterdash.metrics.answers import Answer, Cell

#: What a spreadsheet takes for the beginning of a formula, full-width forms included.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "svg": "image/svg+xml",
    "png": "image/png",
}
WIDTH, HEIGHT = 960, 420
#: Room for what stands under a picture, and letters of its lines.
FOOT, LINE = 100, 150


class File(NamedTuple):
    """What is sent."""

    name: str
    kind: str
    data: bytes


def exported(answer: Answer, kind: str, plotly: Path) -> File:
    """Return a figure as csv, xlsx, svg or png. plotly: the browser's own plotly.js.

    Raises BadInput where there is no chart to draw, or nothing to draw it with.
    """
    name = f"{answer.asked.figure}-{answer.asked.since}-{answer.asked.until}.{kind}"
    if kind == "csv":
        return File(name, KINDS[kind], _csv(answer))
    if kind == "xlsx":
        return File(name, KINDS[kind], _xlsx(answer))
    return File(name, KINDS[kind], _picture(answer, kind, plotly))


def lines(answer: Answer) -> list[tuple[Cell, ...]]:
    """Return all lines of the file: what it says and how, then the table of the page."""
    asked, parts = answer.asked, answer.population
    return [
        ("Figure", asked.figure),
        ("Finding", answer.title),
        ("Definition", answer.definition),
        ("Method", answer.method),
        ("Time", f"{answer.time} days"),
        ("Period", f"{asked.since.isoformat()} to {asked.until.isoformat()}"),
        ("Zone", asked.zone),
        ("As of", sentences.moment(answer.as_of, asked.zone)),
        ("Measured", parts.measured),
        ("Still waiting", parts.waiting),
        *((f"Left out: {reason}", number) for reason, number in sorted(parts.excluded.items())),
        ("All", parts.total),
        *(("Note", note) for note in answer.notes),
        (),
        answer.table.columns,
        *answer.table.rows,
    ]


def harmless(cell: Cell) -> Cell:
    """Return a cell that no spreadsheet takes for a formula: one that begins like one gets an apostrophe."""
    if isinstance(cell, str) and cell.lstrip(" \u00a0").startswith(FORMULA):
        return f"'{cell}"
    return cell


def _csv(answer: Answer) -> bytes:
    text = io.StringIO()
    # a mark at the beginning tells spreadsheets that names are not in the alphabet of the machine
    text.write("\ufeff")
    writer = csv.writer(text)
    writer.writerows([harmless(cell) for cell in line] for line in lines(answer))
    return text.getvalue().encode()


def _xlsx(answer: Answer) -> bytes:
    kept = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with late.library("xlsxwriter").Workbook(kept, options) as book:
        # the same question gives the same file
        book.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001 - the library takes no zone
        sheet = book.add_worksheet(answer.asked.figure[:31])
        sheet.set_column(0, 0, 28)
        for row, line in enumerate(lines(answer)):
            for column, cell in enumerate(line):
                if isinstance(cell, str):
                    sheet.write_string(row, column, str(harmless(cell))[:32_000])
                elif cell is not None:
                    sheet.write_number(row, column, cell)
    return kept.getvalue()


def can_draw() -> bool:
    """Say whether this installation has what draws charts into files."""
    return late.is_there("kaleido")


def under(answer: Answer) -> list[str]:
    """Return what stands under a picture, as under the chart of a page: who is counted, when, and in which time."""
    asked, parts = answer.asked, answer.population
    left = f" ({sentences.parts(parts.excluded)})" if parts.excluded else ""
    out = f"{sum(parts.excluded.values()):,} left out{left}"
    period = f"{sentences.day(asked.since)} – {sentences.day(asked.until)}"
    when = f"as of {sentences.moment(answer.as_of, asked.zone)}"
    return [
        f"{parts.measured:,} measured + {parts.waiting:,} still waiting + {out} = {parts.total:,}",
        f"{period} · {answer.time} days · weeks and days in {asked.zone} · {when}",
        answer.definition,
    ]


def _foot(answer: Answer) -> dict[str, Any]:
    lines = [line for words in under(answer) for line in wrap(words, LINE)]
    return {
        "text": "<br>".join(charts.text(line) for line in lines),
        "xref": "paper",
        "yref": "paper",
        "x": 0,
        "y": 0,
        "xanchor": "left",
        "yanchor": "top",
        "yshift": -FOOT + 18,
        "align": "left",
        "showarrow": False,
        "font": {"size": 11, "color": charts.PAPER["--soft"]},
    }


def _picture(answer: Answer, kind: str, plotly: Path) -> bytes:
    if answer.chart is None:
        raise BadInput("There is nothing to draw: this figure has no chart for what was asked.")
    if not late.is_there("kaleido"):
        raise BadInput(
            "Pictures need the extra “pictures” (kaleido) and a Chromium on the server: ask your administrator. "
            "CSV and XLSX work without."
        )
    drawn = charts.on_paper(answer.chart)
    layout = {
        **drawn["layout"],
        "title": {"text": charts.text(answer.title), "font": {"size": 16}},
        "paper_bgcolor": "#ffffff",
        "margin": {**drawn["layout"]["margin"], "t": 90, "b": drawn["layout"]["margin"]["b"] + FOOT},
        "height": HEIGHT + FOOT,
        "annotations": [*drawn["layout"].get("annotations", []), _foot(answer)],
    }
    picture: dict[str, Any] = {"data": drawn["data"], "layout": layout}
    options = {"format": kind, "width": WIDTH, "height": HEIGHT + FOOT, "scale": 2 if kind == "png" else 1}
    try:
        # no MathJax: names are text, and nothing is asked of anybody else
        made: bytes = late.library("kaleido").calc_fig_sync(
            picture, opts=options, kopts={"mathjax": False, "plotlyjs": plotly}
        )
    except Exception as fault:
        raise BadInput(
            "The picture could not be drawn: is there a Chromium or Chrome on the server? CSV and XLSX work without."
        ) from fault
    return made
