"""recruiterdash outbox: the letters and where each of them stands."""

import click

from recruiterdash.cli.base import as_json, opened, print_json
from recruiterdash.messages import queries
from recruiterdash.messages.models import MessageState


def register(commands: click.Group) -> None:
    commands.add_command(outbox)


@click.group()
def outbox() -> None:
    """Look at the letters that were approved."""


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
