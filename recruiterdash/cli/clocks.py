"""recruiterdash clocks: check, explain, recompute."""

from datetime import UTC, datetime
from pathlib import Path

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from recruiterdash import config, journey, moments
from recruiterdash.candidates.models import Application
from recruiterdash.cli import vectors
from recruiterdash.cli.base import ROW, as_json, opened, print_json
from recruiterdash.errors import BadInput, NotFound
from recruiterdash.journey.explained import EARLIEST, LATEST, Told
from recruiterdash.waiting.vectors import read_vectors


def register(commands: click.Group) -> None:
    commands.add_command(clocks)


@click.group()
def clocks() -> None:
    """Ask the waiting clocks."""


@clocks.command()
@click.argument("file", type=click.Path(path_type=Path))
@as_json
def check(file: Path, as_json: bool) -> None:
    """Live through each vector of FILE with the real operations, in a database of its own."""
    given = read_vectors(file)
    with vectors.database_of_its_own(config.read()) as database, database.writing() as session:
        verdicts = list(vectors.live_through(session, given))
    failed = [verdict for verdict in verdicts if verdict.differences]
    if as_json:
        print_json(
            {
                "passed": len(verdicts) - len(failed),
                "failed": len(failed),
                "vectors": [
                    {"id": each.id, "passed": not each.differences, "differences": each.differences}
                    for each in verdicts
                ],
            }
        )
    else:
        for each in failed:
            click.echo(f"{each.id} {each.title}: {'; '.join(each.differences)}")
        click.echo(f"{len(verdicts) - len(failed)} passed, {len(failed)} failed")
    raise click.exceptions.Exit(1 if failed else 0)


@clocks.command()
@click.argument("application", type=ROW)
@click.option("--as-of", "as_of", help="A moment with offset, or a day; now when left out.")
@as_json
def explain(application: int, as_of: str | None, as_json: bool) -> None:
    """Tell every clock of APPLICATION: its segments, and why it is due then."""
    now = _moment(as_of) if as_of else moments.now()
    with opened() as session:
        row = session.get(Application, application)
        if row is None:
            raise NotFound("This application")
        told = journey.explained(session, row, now, with_feedback=True, as_of=now if as_of else None)
        if as_json:
            print_json(_document(application, now, told))
            return
        click.echo(f"Next step: {told.seen.waiting_on.replace('_', ' ')}. {told.why}")
        for clock in told.clocks:
            click.echo(f"{clock.name:20} {clock.state:10} {clock.sentence}")


@clocks.command()
@click.option("--dry-run", is_flag=True, help="Print what would change and change nothing.")
def recompute(dry_run: bool) -> None:
    """Rebuild clocks and standings from events; print what changes."""
    changed = 0
    with opened() as session:
        for application_id in _different(session, moments.now()):
            changed += 1
            click.echo(f"application {application_id} {'would change' if dry_run else 'changed'}")
        if not dry_run:
            session.commit()
    click.echo(f"{changed} {'would change' if dry_run else 'changed'}")


def _different(session: Session, now: datetime) -> list[int]:
    """Settle every application, a requisition at a time, and return those that were not as stored."""
    different: list[int] = []
    requisitions = session.scalars(select(Application.requisition_id).distinct()).all()
    for requisition_id in requisitions:
        applications = session.scalars(
            select(Application).where(Application.requisition_id == requisition_id)
        ).all()
        different += journey.settle(session, applications, now=now)
        session.expunge_all()
    return sorted(different)


def _document(application: int, now: datetime, told: journey.Explained) -> dict[str, object]:
    seen = told.seen
    return {
        "application": application,
        "as_of": now,
        "waiting_on": seen.waiting_on,
        "headline": seen.headline,
        "closed": seen.closed,
        "chasers": seen.chasers,
        "promise_slips": seen.promise_slips,
        "promises_broken": seen.promises_broken,
        "internal_due": seen.internal_due,
        "history": seen.history,
        "clocks": [_clock(clock) for clock in told.clocks],
    }


def _clock(clock: Told) -> dict[str, object]:
    return {
        **{name: getattr(clock, name) for name in Told._fields if name != "segments"},
        "segments": [segment._asdict() for segment in clock.segments],
    }


def _moment(text: str) -> datetime:
    try:
        given = datetime.fromisoformat(text)
        moment = given.replace(tzinfo=UTC) if given.tzinfo is None else given.astimezone(UTC)
    except (ValueError, OverflowError):
        raise BadInput(f"--as-of: {text[:40]!r} is no ISO moment or day.") from None
    if not EARLIEST <= moment <= LATEST:
        raise BadInput("--as-of: must lie between 1990 and 2078.")
    return moment
