"""recruiterdash worker: sends letters in a process of its own."""

import signal
from types import FrameType

import click

from recruiterdash import config
from recruiterdash.db import Database
from recruiterdash.web.logs import configure
from recruiterdash.worker import Worker


def register(commands: click.Group) -> None:
    commands.add_command(worker)


@click.command()
def worker() -> None:
    """Send what is approved until told to stop, then stop within ten seconds. May be killed at any moment."""
    settings = config.read()
    configure(settings)
    database = Database(settings.database_url)
    sender = Worker(settings, database)

    def leave(_number: int, _frame: FrameType | None) -> None:
        sender.ask_to_stop()

    signal.signal(signal.SIGTERM, leave)
    signal.signal(signal.SIGINT, leave)
    try:
        sender.run()
    finally:
        database.close()
