"""recruiterdash users: who may log in."""

import sys

import click

from recruiterdash import candidates, moments, team
from recruiterdash.cli.base import opened
from recruiterdash.team import passwords
from recruiterdash.team.models import Role


def register(commands: click.Group) -> None:
    commands.add_command(users)


@click.group()
def users() -> None:
    """Create and disable users."""


@users.command()
@click.option("--email", required=True, help="The mailbox they log in with.")
@click.option(
    "--role",
    "roles",
    required=True,
    multiple=True,
    type=click.Choice([role.value for role in Role]),
    help="May be given several times.",
)
@click.option(
    "--password-stdin",
    is_flag=True,
    required=True,
    expose_value=False,
    help="Read the password from standard input.",
)
@click.option("--name", default="", help="As colleagues and letters call them; the mailbox when left out.")
@click.option("--title", default="", help="As letters are signed.")
def create(email: str, roles: tuple[str, ...], name: str, title: str) -> None:
    """Create a user."""
    password = sys.stdin.readline().rstrip("\r\n")
    passwords.ensure_good(password, mailbox=email, name=name)
    hashed = passwords.hashed(password)
    draft = team.UserDraft(
        name=name or email.partition("@")[0],
        email=email,
        roles=frozenset(Role(role) for role in roles),
        title=title,
    )
    with opened() as session:
        now = moments.now()
        user = team.create_user(session, draft, now=now, actor_id=None, hashed=hashed)
        candidates.know_account(session, user.id, user.email, now=now, actor_id=None)
        session.commit()
        click.echo(f"user {user.id}: {', '.join(sorted(roles))}")


@users.command()
@click.argument("email")
def disable(email: str) -> None:
    """Shut a user out at once: sessions, tokens and links."""
    with opened() as session:
        user = team.user_by_email(session, email)
        team.disable_user(session, user, now=moments.now(), actor_id=None)
        session.commit()
        click.echo(f"user {user.id} is disabled")
