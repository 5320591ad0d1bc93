"""recruiterdash metrics: one figure, as the page tells it."""

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from recruiterdash import config, metrics
from recruiterdash.cli.base import as_json, one_line, opened, print_json
from recruiterdash.errors import BadInput
from recruiterdash.metrics import operations, rollups
from recruiterdash.metrics.queries import MOST_AT_ONCE
from recruiterdash.moments import now as present
from recruiterdash.requisitions.models import Requisition


def register(commands: click.Group) -> None:
    commands.add_command(figure)


@click.command("metrics")
@click.argument("figure", metavar="FIGURE", type=click.Choice(list(metrics.FIGURES)))
@click.option("--from", "since", metavar="D", help="First day; twelve weeks before the last when left out.")
@click.option("--to", "until", metavar="D", help="Last day; today when left out.")
@click.option("--requisition", metavar="R", help="Only this requisition: its number or reference.")
@click.option("--time", "time_", type=click.Choice(["business", "calendar"]), default="business")
@click.option(
    "--as-of", "as_of", metavar="T", help="As known at a moment with offset, or at the end of a day."
)
@click.option("--duty", help="on_time and equal_wait: which duty, decision_wait when left out.")
@click.option("--group", help="equal_wait: by internal, origin, zone, requisition or recruiter.")
@as_json
def figure(
    figure: str,
    since: str | None,
    until: str | None,
    requisition: str | None,
    time_: str,
    as_of: str | None,
    duty: str | None,
    group: str | None,
    as_json: bool,
) -> None:
    """Tell one FIGURE: rows, parts of its population, estimate; the same numbers as its page.

    The figures are: acknowledgement, candidate_response, chasers, decision_wait, equal_wait, first_word,
    internal_feedback, notice_lag, offers, on_time, promises, reply_time, send_times, silence_gaps, split,
    time_in_stage, time_to_fill, time_to_hire, told_rate, waiting_now, whose_delay, withdrawals.
    """
    settings = config.read()
    now = present()
    given = {
        "from": since or "",
        "to": until or "",
        "time": time_,
        "as-of": as_of or "",
        "duty": duty or "",
        "group": group or "",
    }
    with opened() as session:
        _read_up(session)
        if requisition:
            given["requisition"] = str(_requisition(session, requisition))
        asked = metrics.read(figure, given, now=now, zone=settings.zone)
        ground = metrics.Ground(session, None, asked, now=now, staff=settings.staff_figures)
        answer = metrics.answered(ground, alone=True)
    if as_json:
        print_json(answer.document())
        return
    parts = answer.population
    click.echo(answer.title)
    click.echo(
        f"{parts.measured} measured + {parts.waiting} waiting + {sum(parts.excluded.values())} excluded = {parts.total}"
    )
    for row in answer.table.rows:
        click.echo("\t".join("" if cell is None else one_line(str(cell)) for cell in row))


def _requisition(session: Session, given: str) -> int:
    """Return the number of a requisition named by number or reference."""
    named = select(Requisition.id).where(Requisition.reference == given)
    found = session.scalar(named)
    if found is None and given.isascii() and given.isdigit() and len(given) < 19:
        found = session.scalar(select(Requisition.id).where(Requisition.id == int(given)))
    if found is None:
        raise BadInput(f"--requisition: there is no {given[:60]!r}.")
    return found


def _read_up(session: Session) -> None:
    """Read what is too much to be read for one question alone, as after a large import."""
    kept = None
    while (kept and kept.left) or len(rollups.unread(session)) > MOST_AT_ONCE:
        prepared = operations.prepare(session, most=MOST_AT_ONCE, after=kept)
        if prepared is None:
            return
        kept = operations.keep(session, prepared)
        session.commit()
