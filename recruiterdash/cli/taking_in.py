"""recruiterdash import: the command, and what it prints."""

import sys
import time
from pathlib import Path
from typing import Any

import click

from recruiterdash import config, imports
from recruiterdash.cli.base import as_json, collecting_rarely, one_line, print_json
from recruiterdash.cli.importing import Listener, run
from recruiterdash.cli.uploads import import_upload
from recruiterdash.cli.watching import EVERY, Watch, watch
from recruiterdash.db import Database
from recruiterdash.errors import BadInput
from recruiterdash.imports.choices import Choices
from recruiterdash.imports.formats import NAMES
from recruiterdash.imports.plan import NOUNS, Line, Report
from recruiterdash.team.calendars import ensure_zone

FORMATS = ("auto", *(name for name, _ in NAMES))
SHOWN = 20


def register(commands: click.Group) -> None:
    commands.add_command(import_)
    commands.add_command(import_upload)


@click.command("import")
@click.argument("source", metavar="FILE_OR_FOLDER", required=False, type=click.Path(path_type=Path))
@click.option(
    "--watch",
    "folder",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Take in every export that is put into this folder, until told to stop.",
)
@click.option(
    "--every",
    type=click.FloatRange(0.05, 86_400),
    default=EVERY,
    show_default=True,
    help="With --watch: seconds between two looks.",
)
@click.option("--once", is_flag=True, help="With --watch: look once and leave, as a schedule wants it.")
@click.option("--format", "format_name", type=click.Choice(FORMATS), default="auto", show_default=True)
@click.option("--office", default="", help="Office of rows that name none; else the default office.")
@click.option("--zone", default="", help="Zone of offices this import makes, and so of their times.")
@click.option("--map", "map_file", type=click.Path(path_type=Path), help="What names mean: JSON or TOML.")
@click.option("--skip-bad", is_flag=True, help="Import the rest when rows cannot be read, and list them.")
@click.option("--dry-run", is_flag=True, help="Say what would happen; write nothing.")
@as_json
def import_(
    source: Path | None,
    folder: Path | None,
    every: float,
    once: bool,
    format_name: str,
    office: str,
    zone: str,
    map_file: Path | None,
    skip_bad: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Take in an export: all of it, or nothing. The same file again changes nothing."""
    settings = config.read()
    choices = _choices(office, zone, map_file, skip_bad)
    if folder is not None:
        if source is not None or dry_run or as_json:
            raise BadInput("--watch takes a folder alone: no file, no --dry-run, no --json.")
        _watch(settings, Watch(folder, format_name, choices, settings.zone), every=every, once=once)
        return
    if source is None:
        raise BadInput("Name a file or folder to import, or a folder to --watch.")
    database = Database(settings.database_url)
    teller = _Changes()
    try:
        with collecting_rarely():
            report, refused = run(
                database, source, format_name, choices, settings.zone, teller, dry_run=dry_run
            )
    finally:
        database.close()
    if as_json:
        print_json(report.document())
    else:
        _print(report, teller, dry_run, refused)
    if refused:
        first = report.errors[0]
        where = f"line {first.line}" + (f", {first.column}" if first.column else "")
        more = f" and {report.error_count - 1} more" if report.error_count > 1 else ""
        raise BadInput(
            f"{source}: {where}: {first.reason}{more}. Nothing was imported (--skip-bad imports the rest)."
        )


def _watch(settings: config.Settings, what: Watch, *, every: float, once: bool) -> None:
    database = Database(settings.database_url)
    try:
        with collecting_rarely():
            aside = watch(database, what, every=every, once=once)
    finally:
        database.close()
    if aside:
        raise click.exceptions.Exit(1)


def _choices(office: str, zone: str, map_file: Path | None, skip_bad: bool) -> Choices:
    given = imports.read_map(map_file) if map_file else Choices()
    return Choices(
        office=office or given.office,
        zone=ensure_zone(zone) if zone else given.zone,
        dates=given.dates,
        stages=given.stages,
        colleagues=given.colleagues,
        subjects=given.subjects,
        offices=given.offices,
        columns=given.columns,
        skip_bad=skip_bad or given.skip_bad,
    )


class _Changes(Listener):
    """Keeps the first updates to show, and tells a person at a terminal how far it is."""

    def __init__(self) -> None:
        self.updates: list[Line] = []
        self.shown = time.monotonic()

    def rows(self, done: int) -> None:
        if sys.stderr.isatty() and time.monotonic() - self.shown > 1:
            click.echo(f"\r{done:,} rows read", nl=False, err=True)
            self.shown = time.monotonic()

    def again(self) -> None:
        self.updates.clear()

    def line(self, line: Line) -> None:
        if line.act == "update" and len(self.updates) < SHOWN:
            self.updates.append(line)


def _print(report: Report, teller: _Changes, dry_run: bool, refused: bool) -> None:
    document = report.document()
    verb = "Would be" if dry_run else "Were"
    for act in ("created", "updated", "skipped"):
        counts = ", ".join(f"{document[act][noun]} {noun}" for noun in NOUNS if document[act][noun])
        if counts and not refused:
            _say(f"{verb} {act}: {counts}")
    for line in () if refused else teller.updates:
        _say(f"  {line.noun} {line.called}: {line.detail}")
    if report.dropped_columns:
        _say(f"Dropped, never imported: {', '.join(report.dropped_columns)}")
    for warning in document["warnings"][:SHOWN]:
        _say(f"Unsure: {_where(warning)}{warning['reason']}")
    if len(document["warnings"]) > SHOWN:
        _say(f"Unsure: {len(document['warnings']) - SHOWN} more (--json lists all)")
    for bad in document["errors"][:SHOWN]:
        _say(f"Bad: {_where(bad)}{bad['reason']}")
    if report.error_count > SHOWN:
        _say(f"Bad: {report.error_count - SHOWN} more rows (--json lists them)")


def _where(each: dict[str, Any]) -> str:
    if not each["line"]:
        return ""
    return f"line {each['line']}{', ' + each['column'] if each['column'] else ''}: "


def _say(text: str) -> None:
    click.echo(one_line(text))
