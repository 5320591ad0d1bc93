"""recruiterdash outbox: the letters, where each of them stands, and whether any may leave."""

from collections.abc import Iterable

import click
from sqlalchemy.orm import Session

from recruiterdash import config, moments
from recruiterdash.cli.base import ROW, as_json, one_line, opened, print_json
from recruiterdash.errors import BadInput, Conflict
from recruiterdash.messages import brakes, doubtful, home, queries, resolving
from recruiterdash.messages.brakes import Hold
from recruiterdash.messages.doubtful import Doubtful
from recruiterdash.messages.models import MessageState

#: Stands in the record when nobody gave a reason.
NO_REASON = "said on the command line, without a reason"
SEND_WAITING = "Nothing has left elsewhere meanwhile: send what waited in the copy or backup, too."


def register(commands: click.Group) -> None:
    commands.add_command(outbox)


@click.group()
def outbox() -> None:
    """Look at the letters that were approved; keep them all back, or let them go."""


@outbox.command("list")
@click.option(
    "--state", type=click.Choice([each.value for each in MessageState]), help="Only letters in this state."
)
@as_json
def list_(state: str | None, as_json: bool) -> None:
    """List letters, oldest first: one row for each application a letter speaks of."""
    with opened() as session:
        rows = queries.listed_for_programs(session, MessageState(state) if state else None)
    if as_json:
        print_json(rows)
        return
    for row in rows:
        click.echo(
            f"{row['id']:>7}  {row['state']:<9}  {row['kind']:<22}  application {row['application']}  "
            f"{row['recipient']}  tries {row['attempts']}"
        )


@outbox.command("hold")
@click.option("--reason", default=NO_REASON, help="Why; whoever wonders reads it on every page.")
def hold_(reason: str) -> None:
    """Keep every letter back until somebody releases; what is being handed over this second goes on."""
    with opened() as session:
        hold = brakes.hold(session, "person", reason, now=moments.now(), actor_id=None)
        session.commit()
    click.echo(f"No letter leaves since {_moment(hold)}: {one_line(hold.reason)}")


@outbox.command("release")
@click.option("--reason", help="Why; it stands in the record.")
@click.option("--send-waiting", is_flag=True, help=SEND_WAITING)
@as_json
def release_(reason: str | None, send_waiting: bool, as_json: bool) -> None:
    """Let letters leave again; of a restored or copied database, list first which may have left already.

    Those become uncertain: somebody says of each whether it arrived, or is sent.
    """
    with opened() as session:
        hold = brakes.held(session)
        gone = _perhaps_gone(session, hold)
        if not as_json:
            tell(gone)
        try:
            wanted = config.read().mail_mode
            ended = home.release(
                session,
                reason or NO_REASON,
                wanted,
                now=moments.now(),
                actor_id=None,
                send_waiting=send_waiting,
            )
        except Conflict as none:
            click.echo(f"recruiterdash: {none}", err=True)
            raise click.exceptions.Exit(1) from None
        session.commit()
    if as_json:
        released = {"kind": ended.kind, "reason": ended.reason, "since": ended.since}
        print_json({"released": released, "perhaps_gone": [each._asdict() for each in gone]})
        return
    click.echo(f"Letters leave again. They were held since {_moment(ended)}: {one_line(ended.reason)}")


@outbox.command("resolve")
@click.argument("letter", type=ROW, metavar="ID")
@click.option("--arrived", is_flag=True, help="It arrived: the person has been told.")
@click.option("--resend", is_flag=True, help="Send the same letter once more.")
@click.option("--reason", required=True, help="How you know; it stands in the record.")
def resolve_(letter: int, arrived: bool, resend: bool, reason: str) -> None:
    """Settle a letter of which nobody knows whether it arrived."""
    if arrived == resend:  # neither, or both: the last one said must not win
        raise BadInput("Say either --arrived or --resend.")
    verb = resolving.arrived if arrived else resolving.send_again
    with opened() as session:
        try:
            settled = verb(session, None, letter, reason, now=moments.now())
        except Conflict as refused:
            click.echo(f"recruiterdash: {refused}", err=True)
            raise click.exceptions.Exit(1) from None
        session.commit()
        click.echo(f"Letter {settled.id} is {settled.state.value} now.")


def tell(gone: Iterable[Doubtful]) -> None:
    """Print the letters that may have left already, one a line."""
    for number, each in enumerate(gone):
        if number == 0:
            click.echo("These may have left already; look for their Message-IDs at the mail server:")
        click.echo(
            f"{each.id:>7}  {each.state:<9}  {each.type:<22}  {one_line(each.recipient)}  "
            f"{one_line(each.message_id)}  approved {each.created_at:%Y-%m-%d %H:%M} UTC"
        )


def _perhaps_gone(session: Session, hold: Hold | None) -> list[Doubtful]:
    if hold is None or hold.kind not in ("restore", "copy"):
        return []
    return doubtful.perhaps_gone(session, hold.since)


def _moment(hold: Hold) -> str:
    return f"{hold.since:%Y-%m-%d %H:%M} UTC"
