"""recruiterdash checkup: what one export shows, as one page and a list of people; nothing else is kept."""

import csv
import io
import json
import os
import tempfile
from pathlib import Path
from typing import Any

import click
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from recruiterdash import imports, moments
from recruiterdash.cli.taking_in import FORMATS
from recruiterdash.errors import BadInput
from recruiterdash.imports import checkup
from recruiterdash.imports.checkup import Findings
from recruiterdash.imports.gathering import gather
from recruiterdash.imports.ground import Ground
from recruiterdash.imports.uploads import neutral
from recruiterdash.places import PACKAGE, PLOTLY, place
from recruiterdash.team.calendars import ensure_zone

#: So many of a list stand on the page; all of them stand in the list of people.
SHOWN = 200
AGES = ((0, 7), (8, 14), (15, 30), (31, 60), (61, None))
COLUMNS = ("what", "name", "email", "requisition", "recruiter", "since", "days", "application")
BLUE, RED, CLEAR = "#1f5fa8", "#b3261e", "rgba(0,0,0,0)"
PLAIN = {
    "paper_bgcolor": CLEAR,
    "plot_bgcolor": CLEAR,
    "margin": {"t": 20, "r": 20, "b": 50, "l": 60},
}
WORDS = {"y": 1, "xanchor": "left", "yanchor": "top", "showarrow": False, "font": {"color": RED}}
LINE = {"type": "line", "y0": 0, "y1": 1, "line": {"dash": "dot", "color": RED}}


def register(commands: click.Group) -> None:
    commands.add_command(checkup_)


@click.command("checkup")
@click.argument("export", type=click.Path(path_type=Path))
@click.option("--html", "out", required=True, type=click.Path(path_type=Path), help="The page to write.")
@click.option(
    "--csv", "people", type=click.Path(path_type=Path), help="The people to act on; else beside the page."
)
@click.option("--format", "format_name", type=click.Choice(FORMATS), default="auto", show_default=True)
@click.option("--zone", default="UTC", show_default=True, help="Zone of times that name none.")
@click.option("--map", "map_file", type=click.Path(path_type=Path), help="What names mean: JSON or TOML.")
def checkup_(
    export: Path, out: Path, people: Path | None, format_name: str, zone: str, map_file: Path | None
) -> None:
    """Show who was never told and how long people wait, from one export: no server, no network, nothing kept."""
    people = people or out.with_name(f"{out.stem}-people.csv")
    if len({each.resolve() for each in (export, out, people)}) < 3:
        raise BadInput("The export, the page and the list of people are three files: say other names.")
    found, title = _examined(export, format_name, ensure_zone(zone), map_file)
    _write(out, _page(found, title, people.name))
    _write(people, _people(found))
    click.echo(
        f"{len(found.untold)} decided and not told, "
        f"{len(found.unanswered) if found.questions else '?'} asked and not answered, "
        f"{len(found.waiting)} wait: {out}, {people}"
    )


def _examined(export: Path, format_name: str, zone: str, map_file: Path | None) -> tuple[Findings, str]:
    choices = imports.read_map(map_file) if map_file else imports.Choices()
    looked = imports.look(export, format_name, choices)
    ground, now = Ground(looked.format.system, choices, zone), moments.now()
    gathered = gather(
        looked.sheet, looked.format, looked.mapped, ground, choices.dates, now=now, progress=lambda _: None
    )
    try:
        if not gathered.applications:
            raise BadInput(_why_nothing(gathered.people, gathered.bad[0].reason if gathered.bad else ""))
        return checkup.examined(gathered, looked, ground, now=now), looked.format.title
    finally:
        gathered.close()


def _why_nothing(people: int, reason: str) -> str:
    if people:
        return "The file holds people without applications: nobody in it waits for anything."
    return f"No row of the file can be read: the first {reason}."


def _page(found: Findings, title: str, people: str) -> str:
    environment = Environment(
        loader=FileSystemLoader(place("templates")), autoescape=True, undefined=StrictUndefined
    )
    return environment.get_template("checkup/page.html").render(
        found=found,
        title=title,
        people=people,
        shown=SHOWN,
        curve=found.curve(),
        average=found.average(),
        ages=_ages(found),
        style=Markup(f"<style>{_ours('css')}</style>"),  # noqa: S704 - our own file
        scripts=_scripts(found),
    )


def _scripts(found: Findings) -> list[Markup]:
    """Return the elements that draw the figures, none where the browser assets are not there."""
    bundle = place("node_modules") / PLOTLY
    if not bundle.is_file():
        return []
    figures = json.dumps(_figures(found)).replace("<", "\\u003c")
    drawing = bundle.read_text(encoding="utf-8").replace("</script", "<\\/script")
    return [
        Markup(f'<script type="application/json" id="figures">{figures}</script>'),  # noqa: S704 - escaped above
        Markup(f"<script>{drawing}</script>"),  # noqa: S704 - from the lock of packages
        Markup(f"<script>{_ours('js')}</script>"),  # noqa: S704 - our own file
    ]


def _ours(kind: str) -> str:
    return (PACKAGE / "static" / kind / f"checkup.{kind}").read_text(encoding="utf-8")


def _ages(found: Findings) -> list[tuple[str, int]]:
    """Return how many of those owed a word have waited how many days."""
    days = [row.days for row in checkup.to_act_on(found)]
    counted = []
    for low, high in AGES:
        name = f"{low} to {high}" if high is not None else f"over {low - 1}"
        counted.append((name, sum(low <= each and (high is None or each <= high) for each in days)))
    return counted


def _figures(found: Findings) -> dict[str, Any]:
    """Return the two figures in Plotly's words."""
    curve, average, ages = found.curve(), found.average(), _ages(found)
    longest = max((wait.days for wait in found.waits), default=0)
    shares = [1.0, *curve.survival, curve.survival[-1] if curve.survival else 1.0]
    steps = {
        "type": "scatter",
        "mode": "lines",
        "x": [0.0, *curve.times, max([longest, *curve.times])],
        "y": shares,
        "line": {"shape": "hv", "color": BLUE, "width": 3},
    }
    bars = {
        "type": "bar",
        "x": [name for name, _ in ages],
        "y": [count for _, count in ages],
        "marker": {"color": BLUE},
    }
    share = {"title": {"text": "share without a word"}, "tickformat": ".0%", "range": [0, 1.02]}
    since = {"title": {"text": "days since the application"}, "rangemode": "tozero"}
    flattering = [] if average is None else [{**LINE, "x0": average, "x1": average}]
    words = "average of those answered"
    said = [] if average is None else [{**WORDS, "x": average, "text": words}]
    return {
        "curve": {
            "data": [steps],
            "layout": {**PLAIN, "xaxis": since, "yaxis": share, "shapes": flattering, "annotations": said},
        },
        "ages": {
            "data": [bars],
            "layout": {
                **PLAIN,
                "xaxis": {"title": {"text": "days"}, "type": "category"},
                "yaxis": {"title": {"text": "people owed a word"}},
            },
        },
    }


def _people(found: Findings) -> str:
    """Return the people to act on as CSV; no cell of it is a formula."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for row in checkup.to_act_on(found):
        cells = (*row[:5], row.since.date().isoformat(), str(row.days), row.application)
        writer.writerow(neutral(cell) for cell in cells)
    return out.getvalue()


def _write(path: Path, content: str) -> None:
    """Write a file whole or not at all, readable by nobody else: it names people."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:100]}.")
        with os.fdopen(handle, "w", encoding="utf-8", errors="surrogatepass", newline="") as file:
            file.write(content)
        Path(name).replace(path)
    except OSError as error:
        raise BadInput(f"{path} cannot be written: {error.strerror}.") from None
