"""recruiterdash tokens: keys for programs."""

import click

from recruiterdash import moments, team
from recruiterdash.cli.base import opened
from recruiterdash.mail.addresses import check_line
from recruiterdash.team.models import TokenScope


def register(commands: click.Group) -> None:
    commands.add_command(tokens)


@click.group()
def tokens() -> None:
    """Create API tokens."""


@tokens.command()
@click.option("--user", "email", required=True, help="The mailbox of the user it acts as.")
@click.option("--scope", required=True, type=click.Choice([scope.value for scope in TokenScope]))
@click.option("--name", default="", help="What it is for.")
def create(email: str, scope: str, name: str) -> None:
    """Print a new API token; it is not shown again."""
    called = check_line(name, "name", 80)
    with opened() as session:
        user = team.user_by_email(session, email)
        token = team.create_token(
            session, user, TokenScope(scope), now=moments.now(), actor_id=None, name=called
        )
        session.commit()
        click.echo(token)
