"""recruiterdash routes: the access matrix."""

import click

from recruiterdash import create_app
from recruiterdash.cli.base import as_json, print_json
from recruiterdash.doors import access_matrix


def register(commands: click.Group) -> None:
    commands.add_command(routes)


@click.command()
@as_json
def routes(as_json: bool) -> None:
    """Say which permission every route needs and which rows it reaches."""
    matrix = access_matrix(create_app())
    if as_json:
        print_json(matrix)
        return
    for row in matrix:
        click.echo(f"{row['rule']:<50} {','.join(row['methods']):<12} {row['permission']:<20} {row['scope']}")
