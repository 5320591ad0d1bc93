"""recruiterdash on the command line: one module a noun."""

import sys
from importlib import import_module

import click

from recruiterdash.cli.base import one_line
from recruiterdash.errors import BadSettings, DomainError

#: Command -> the module it stands in; only that one is loaded, as loading all takes longer than most answers.
MODULES = {
    "clocks": "clocks",
    "db": "database",
    "demo": "demo",
    "import": "importing",
    "import-upload": "uploads",
    "offices": "offices",
    "outbox": "outbox",
    "queue": "queue",
    "routes": "routes",
    "serve": "serving",
    "tokens": "tokens",
    "users": "users",
    "worker": "working",
}


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in MODULES and cmd_name not in self.commands:
            import_module(f"recruiterdash.cli.{MODULES[cmd_name]}").register(self)
        return super().get_command(ctx, cmd_name)


@click.group(
    cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110}
)
def commands() -> None:
    """Nobody waits unanswered."""


def main() -> None:
    """Run a command. Exit status: 0 fine, 1 the answer is no, 2 bad usage or input (one line says what)."""
    try:
        commands.main(standalone_mode=False)
    except click.exceptions.Exit as leaving:
        sys.exit(leaving.exit_code)
    except click.ClickException as error:
        click.echo(f"recruiterdash: {one_line(error.format_message())}", err=True)
        sys.exit(2)
    except click.Abort:
        sys.exit(130)
    except (DomainError, BadSettings) as error:
        click.echo(f"recruiterdash: {one_line(str(error))}", err=True)
        sys.exit(2)
