"""Commands as somebody types them, in this process: a program of its own takes a second to begin."""

import sys
from unittest.mock import patch

import click
from click.testing import CliRunner, Result

from recruiterdash.cli import main


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
def _program(words: tuple[str, ...]) -> None:
    """The whole program with its way to end."""
    main()


def command(url: str, *words: str, text: str = "") -> Result:
    """Run a command on a database. text: what stands on its input."""
    runner = CliRunner(env={"RECRUITERDASH_DATABASE_URL": url})
    with patch.object(sys, "argv", ["recruiterdash", *words]):
        return runner.invoke(_program, words, input=text)
