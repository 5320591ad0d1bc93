"""recruiterdash mail and recruiterdash inbox: reads what was written to us, and lists it."""

import signal
from threading import Event
from types import FrameType

import click

from recruiterdash import config, moments
from recruiterdash.cli.base import ROW, as_json, one_line, opened, print_json
from recruiterdash.db import Database
from recruiterdash.errors import BadInput, Conflict, NotFound
from recruiterdash.messages.inbound import listing, settling
from recruiterdash.messages.inbound.models import InboundMail, InboundState
from recruiterdash.web.logs import configure
from recruiterdash.worker import faults
from recruiterdash.worker.names import own_name
from recruiterdash.worker.reader import SELDOM, Look, Reader


def register(commands: click.Group) -> None:
    commands.add_command(mail)
    commands.add_command(inbox)


@click.group()
def mail() -> None:
    """Read what candidates answer."""


@mail.command()
@click.option("--once", is_flag=True, help="Look once and leave; exit 1 when the mailbox cannot be read.")
def poll(once: bool) -> None:
    """Read replies and bounces from the mailbox of IMAP_URL. May be killed at any moment."""
    settings = config.read()
    configure(settings)
    if not settings.imap_url:
        raise BadInput("RECRUITERDASH_IMAP_URL is not set: there is no mailbox to read.")
    database = Database(settings.database_url, lean=True)
    faults.arm(settings)
    reader = Reader(settings, database, own_name())
    over = _asked_to_stop()
    try:
        look = reader.look()
        while not once and not over.wait(max(settings.poll_seconds * SELDOM, 0.05)):
            look = reader.look()
        reader.leave()
    finally:
        database.close()
    if once:
        _tell(look)


def _tell(look: Look) -> None:
    if look.fault:
        click.echo(f"recruiterdash: {one_line(look.fault)}", err=True)
        raise click.exceptions.Exit(1)
    if look.left:
        click.echo("recruiterdash: Another reader has this mailbox, or it rests after a fault.", err=True)
        raise click.exceptions.Exit(1)
    click.echo(f"{look.stored} new, {look.filed} filed.")


def _asked_to_stop() -> Event:
    over = Event()

    def leave(_number: int, _frame: FrameType | None) -> None:
        over.set()

    signal.signal(signal.SIGTERM, leave)
    signal.signal(signal.SIGINT, leave)
    return over


@click.group()
def inbox() -> None:
    """Look at the mails that were written to us."""


@inbox.command("list")
@click.option(
    "--state", type=click.Choice([each.value for each in InboundState]), help="Only mails in this state."
)
@as_json
def list_(state: str | None, as_json: bool) -> None:
    """List mails, oldest first; of what they say nothing is shown."""
    with opened() as session:
        rows = listing.listed_for_programs(session, InboundState(state) if state else None)
    if as_json:
        print_json(rows)
        return
    for row in rows:
        whose = f"application {row['application']}" if row["application"] else "nobody's yet"
        click.echo(
            f"{row['id']:>7}  {row['state']:<10}  {whose:<18}  {row['sha256'][:12]}  {one_line(row['why'])}"
        )


@inbox.command("replay")
@click.argument("number", type=ROW, metavar="ID")
def replay_(number: int) -> None:
    """Read a mail in quarantine once more; the next look files it."""
    with opened() as session:
        found = session.get(InboundMail, number)
        if found is None:
            raise NotFound("This mail")
        try:
            settling.replay(session, found, now=moments.now(), actor_id=None, version=None)
        except Conflict as refused:
            click.echo(f"recruiterdash: {refused}", err=True)
            raise click.exceptions.Exit(1) from None
        session.commit()
    click.echo(f"Mail {number} is read again at the next look.")
