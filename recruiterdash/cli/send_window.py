"""recruiterdash send-window: check."""

from pathlib import Path

import click

from recruiterdash.cli.base import as_json, print_json
from recruiterdash.messages.window_vectors import judged, read_cases


def register(commands: click.Group) -> None:
    commands.add_command(send_window)


@click.group("send-window")
def send_window() -> None:
    """Ask when letters may leave."""


@send_window.command()
@click.argument("file", type=click.Path(path_type=Path))
@as_json
def check(file: Path, as_json: bool) -> None:
    """Hold the rules of the send window against each case of FILE."""
    verdicts = [judged(case) for case in read_cases(file)]
    failed = [verdict for verdict in verdicts if verdict.differences]
    if as_json:
        print_json(
            {
                "passed": len(verdicts) - len(failed),
                "failed": len(failed),
                "cases": [
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
