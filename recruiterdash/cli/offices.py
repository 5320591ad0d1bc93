"""recruiterdash offices: where working time is counted."""

import click

from recruiterdash import moments, team
from recruiterdash.cli.base import opened
from recruiterdash.mail.addresses import check_line


def register(commands: click.Group) -> None:
    commands.add_command(offices)


@click.group()
def offices() -> None:
    """Create offices."""


@offices.command()
@click.option("--name", required=True)
@click.option("--zone", required=True, help="Time zone, such as Europe/Madrid.")
@click.option("--country", default="", help="ISO code, such as ES: the calendar starts from its holidays.")
def create(name: str, zone: str, country: str) -> None:
    """Create an office, Monday to Friday from 09:00 to 17:00; an office of this name stays as it is."""
    draft = team.OfficeDraft(check_line(name, "name", 120), zone, country.upper())
    with opened() as session:
        found = team.office_named(session, draft.name)
        if found is not None:
            click.echo(f"office {found.id} is there already")
            return
        office = team.create_office(session, draft, now=moments.now(), actor_id=None)
        session.commit()
        click.echo(f"office {office.id}: {office.zone}")
