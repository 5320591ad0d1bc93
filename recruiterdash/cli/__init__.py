"""recruiterdash on the command line: one module a noun."""

import gc
import os
import sys

import click
from sqlalchemy.exc import DBAPIError

# modules make many objects and hardly any rubbish: looking for some at each start takes a sixth of it
gc.disable()

from recruiterdash.cli import (
    backup,
    batches,
    checkup,
    clocks,
    courtesy,
    database,
    demo,
    doctor,
    instance,
    mail,
    metrics,
    offices,
    outbox,
    queue,
    restore,
    routes,
    send_window,
    serving,
    taking_in,
    tokens,
    users,
    working,
)
from recruiterdash.cli.base import one_line
from recruiterdash.errors import BadSettings, DomainError

gc.freeze()
gc.enable()


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
def commands() -> None:
    """Nobody waits unanswered."""


for module in (
    database,
    serving,
    working,
    users,
    offices,
    tokens,
    routes,
    clocks,
    send_window,
    courtesy,
    taking_in,
    checkup,
    demo,
    outbox,
    mail,
    queue,
    batches,
    metrics,
    instance,
    backup,
    restore,
    doctor,
):
    module.register(commands)


def main() -> None:
    """Run a command. Exit status: 0 fine, 1 the answer is no, 2 bad usage or input (one line says what)."""
    try:
        # a command that leaves with a status has it returned here, not raised
        if isinstance(status := commands.main(standalone_mode=False), int) and status:
            sys.exit(status)
    except click.ClickException as error:
        click.echo(f"recruiterdash: {one_line(error.format_message())}", err=True)
        sys.exit(2)
    except click.Abort:
        sys.exit(130)
    except (DomainError, BadSettings) as error:
        click.echo(f"recruiterdash: {one_line(str(error))}", err=True)
        sys.exit(2)
    except DBAPIError as error:
        click.echo(f"recruiterdash: {one_line(database.why_not(error))}", err=True)
        sys.exit(2)
    except UnicodeEncodeError:
        click.echo("recruiterdash: What was given holds bytes that are no text (UTF-8).", err=True)
        sys.exit(2)
    except BrokenPipeError:  # whoever read has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
