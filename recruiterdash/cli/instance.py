"""recruiterdash instance: what this installation is."""

import click

from recruiterdash import moments
from recruiterdash.cli.base import opened
from recruiterdash.cli.outbox import SEND_WAITING, tell
from recruiterdash.errors import Conflict
from recruiterdash.messages import brakes, doubtful, home


def register(commands: click.Group) -> None:
    commands.add_command(instance)


@click.group()
def instance() -> None:
    """Say what this installation is."""


@instance.command()
@click.option("--reason", required=True, help="Why; it stands in the record.")
@click.option("--send-waiting", is_flag=True, help=SEND_WAITING)
def live(reason: str, send_waiting: bool) -> None:
    """Say that this restored, copied or moved database is the real one: until then it writes to its allow-list."""
    with opened() as session:
        now = moments.now()
        hold = brakes.held(session)
        if hold is not None and hold.kind in ("copy", "restore"):
            tell(doubtful.perhaps_gone(session, hold.since))
        try:
            ended = home.go_live(session, reason, now=now, actor_id=None, send_waiting=send_waiting)
        except Conflict as refusal:
            click.echo(f"recruiterdash: {refusal}", err=True)
            raise click.exceptions.Exit(1) from None
        left = brakes.held(session)
        session.commit()
    click.echo("This is the real installation: letters leave as MAIL_MODE says.")
    if ended is not None:
        click.echo(f"The hold of {ended.since:%Y-%m-%d %H:%M} UTC has ended.")
    if left is not None:
        click.echo(f"Letters are still held: {left.reason} `recruiterdash outbox release` lets them go.")
