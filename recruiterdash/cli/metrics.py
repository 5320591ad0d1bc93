"""recruiterdash metrics: one figure, as the page tells it."""

from collections.abc import Callable
from typing import Any

import click
from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from recruiterdash import config, metrics
from recruiterdash.cli.base import as_json, one_line, opened, print_json
from recruiterdash.errors import BadInput
from recruiterdash.metrics import operations, rollups
from recruiterdash.metrics.asked import FILTERS, Kind
from recruiterdash.metrics.queries import MOST_AT_ONCE
from recruiterdash.moments import now as present
from recruiterdash.requisitions.models import Requisition
from recruiterdash.team.models import Office, User


def register(commands: click.Group) -> None:
    commands.add_command(figure)


Command = Callable[..., None]
#: What a filter is given as, where the command takes more than the number of a row.
SPOKEN = {
    "requisition": ("R", "its number or reference"),
    "office": ("O", "its number or name"),
    "manager": ("U", "their number or e-mail address"),
    "owner": ("U", "their number or e-mail address"),
}
LETTERS = {Kind.DAY: "D", Kind.MOMENT: "T"}


def _filters(command: Command) -> Command:
    """Let a command take every filter a page of figures takes."""
    for each in reversed(FILTERS):
        if each.kind is Kind.WORD:
            words = click.Choice(each.known)
            command = click.option(f"--{each.name}", type=words, help=each.about)(command)
            continue
        letter, how = SPOKEN.get(each.name, (LETTERS.get(each.kind, "N"), ""))
        about = f"{each.about.rstrip('.')}: {how}." if how else each.about
        command = click.option(f"--{each.name}", metavar=letter, help=about)(command)
    return command


@click.command("metrics")
@click.argument("figure", metavar="FIGURE", type=click.Choice(list(metrics.FIGURES)))
@_filters
@as_json
def figure(figure: str, as_json: bool, **filters: str | None) -> None:
    """Tell one FIGURE: rows, parts of its population, estimate; the same numbers as its page.

    The figures are: acknowledgement, candidate_response, chasers, decision_wait, equal_wait, first_word,
    internal_feedback, notice_lag, offers, on_time, promises, reply_time, send_times, silence_gaps, split,
    time_in_stage, time_to_fill, time_to_hire, told_rate, waiting_now, whose_delay, withdrawals.
    """
    settings = config.read()
    now = present()
    given = {name.replace("_", "-"): text or "" for name, text in filters.items()}
    with opened() as session:
        _read_up(session)
        for name, numbered in NAMED.items():
            if given[name]:
                given[name] = str(_number(session, name, given[name], numbered))
        asked = metrics.read(figure, given, now=now, zone=settings.zone)
        metrics.ensure_shown(asked, settings.staff_figures)
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


#: By what a row is named beside its number.
NAMED: dict[str, tuple[InstrumentedAttribute[int], InstrumentedAttribute[Any]]] = {
    "requisition": (Requisition.id, Requisition.reference),
    "office": (Office.id, Office.name),
    "manager": (User.id, User.email),
    "owner": (User.id, User.email),
}


def _number(
    session: Session,
    option: str,
    given: str,
    named: tuple[InstrumentedAttribute[int], InstrumentedAttribute[Any]],
) -> int:
    """Return the number of a row named by number or by what it is called."""
    id_, called = named
    found = session.scalar(select(id_).where(called == given).order_by(id_).limit(1))
    if found is None and given.isascii() and given.isdigit() and len(given) < 19:
        found = session.scalar(select(id_).where(id_ == int(given)))
    if found is None:
        raise BadInput(f"--{option}: there is no {given[:60]!r}.")
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
