"""recruiterdash batches: letters to many, rehearsed into a folder."""

from datetime import datetime
from pathlib import Path

import click

from recruiterdash import config, moments
from recruiterdash.cli.base import opened
from recruiterdash.errors import BadInput, NotFound
from recruiterdash.messages import batches as many
from recruiterdash.messages.batch_rows import Batch
from recruiterdash.messages.batches.asked import LARGEST
from recruiterdash.messages.batches.rehearsing import files
from recruiterdash.messages.batches.sight import WHAT
from recruiterdash.team.identity import viewer_of


def register(commands: click.Group) -> None:
    commands.add_command(batches)


@click.group()
def batches() -> None:
    """Look at letters to many before they leave."""


@batches.command()
@click.argument("batch", type=click.IntRange(1, LARGEST))
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--as-of", metavar="T", help="As if it were confirmed at this moment; now when left out.")
def rehearse(batch: int, folder: Path, as_of: str | None) -> None:
    """Write every letter of BATCH as it would leave, and all that would be otherwise, into FOLDER; send nothing."""
    if folder.exists() and any(folder.iterdir()):
        raise BadInput(f"{folder} holds something already: name an empty folder.")
    at = _moment(as_of) if as_of else moments.now()
    with opened() as session:
        found = session.get(Batch, batch)
        if found is None:
            raise NotFound(WHAT)
        maker = viewer_of(session, found.created_by, at)
        made = many.rehearse(session, maker, batch, now=at, settings=config.read())
        session.rollback()
    for name, data in files(made):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    click.echo(
        f"{len(made.copies)} letters, {len(made.skipped)} left out, nothing sent: {folder / 'report.json'}"
    )


def _moment(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise BadInput(f"{text[:40]!r} is no moment: write 2026-03-02T10:00+00:00.") from None
    if at.tzinfo is None:
        raise BadInput(f"{text[:40]!r} names no time zone: write 2026-03-02T10:00+00:00.")
    return at
