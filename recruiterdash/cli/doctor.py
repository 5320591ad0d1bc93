"""recruiterdash doctor: is everything as it should be, and if not, what is."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from urllib.parse import urlsplit

import click
import pysqlite3.dbapi2
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from recruiterdash import audit, config, moments, schema, team
from recruiterdash.cli.base import as_json, one_line, print_json
from recruiterdash.config import Settings
from recruiterdash.db import Database
from recruiterdash.doors import checks, sending
from recruiterdash.doors.checks import Row, Verdict
from recruiterdash.errors import BadInput
from recruiterdash.mail import Mailbox
from recruiterdash.messages import brakes, home, vitals
from recruiterdash.messages.inbound import listing
from recruiterdash.team.models import InstanceFact, Role, User

SIGNS = {True: "ok ", False: "BAD", None: " ? "}


def register(commands: click.Group) -> None:
    commands.add_command(doctor)


@click.command()
@click.option(
    "--send-test", "address", metavar="ADDRESS", help="Send one test letter to an administrator's mailbox."
)
@as_json
def doctor(address: str | None, as_json: bool) -> None:
    """Look everything over: database, worker, letters, clock, the sending domain. Exit 1 if anything is bad."""
    settings = config.read()
    with closing(Database(settings.database_url)) as database:
        rows = list(_seen(database, settings))
        if address is not None:
            rows.append(Row("test letter", *_tried(database, settings, address)))
    if as_json:
        print_json([row._asdict() for row in rows])
    else:
        for row in rows:
            click.echo(f"{SIGNS[row.ok]}  {row.check:<14} {one_line(row.said)}")
    raise click.exceptions.Exit(1 if any(row.ok is False for row in rows) else 0)


def _seen(database: Database, settings: Settings) -> Iterator[Row]:
    try:
        with database.reading() as session:
            now = moments.now()
            current = schema.is_current(session.connection())
            yield Row("database", *checks.schema(current))
            if database.sqlite:
                yield Row("sqlite", *_sqlite(session))
            yield Row("clock", *_clock(session, now))
            if current:
                yield from _letters(session, settings, now)
    except DBAPIError as error:
        yield Row("database", False, f"The database does not answer: {str(error.orig)[:200]}")
    yield from sending.domain(settings)


def _sqlite(session: Session) -> Verdict:
    connection = session.connection()
    journal = connection.exec_driver_sql("PRAGMA journal_mode").scalar_one()
    synchronous = connection.exec_driver_sql("PRAGMA synchronous").scalar_one()
    return checks.sqlite(pysqlite3.dbapi2.sqlite_version_info, str(journal), int(synchronous))


def _clock(session: Session, now: datetime) -> Verdict:
    sqlite = session.get_bind().dialect.name == "sqlite"
    asked = "SELECT strftime('%Y-%m-%dT%H:%M:%f', 'now')" if sqlite else "SELECT clock_timestamp()"
    said = session.scalar(text(asked))
    there = datetime.fromisoformat(said).replace(tzinfo=UTC) if isinstance(said, str) else said
    assert there is not None
    return checks.clock(there, now, vitals.heartbeat(session))


def _letters(session: Session, settings: Settings, now: datetime) -> Iterator[Row]:
    hold, pause = brakes.held(session), brakes.paused(session)
    yield Row("worker", *checks.worker(vitals.heartbeat(session), now))
    due = vitals.oldest_due(session, now)
    yield Row("oldest letter", *checks.oldest(due, now, braked=bool(hold or pause)))
    yield Row("hold", *checks.hold(hold))
    yield Row("pause", *checks.pause(pause))
    yield Row("old data", *checks.old_data(vitals.kept_for_import(session, now)))
    yield Row("uncertain", *checks.uncertain(vitals.uncertain(session)))
    yield Row("answers", *checks.answers(listing.sights(session), bool(settings.imap_url), now))
    yield Row("quarantine", *checks.quarantine(listing.quarantined(session)))
    here, demo = home.mode_here(session, settings.mail_mode), _is_demo(session)
    yield Row(
        "mail",
        *checks.mail(settings.mail_mode, here, _server(settings), settings.mail_allowlist, demo=demo),
    )


def _is_demo(session: Session) -> bool:
    return session.scalar(select(InstanceFact.id).where(InstanceFact.name == home.DEMO)) is not None


def _server(settings: Settings) -> str:
    if not settings.smtp_url:
        return "no server"
    parts = urlsplit(settings.smtp_url)
    return f"{parts.hostname or 'a server without a name'}, {parts.scheme}"


# --- a letter to ourselves ------------------------------------------------------------------------


def _tried(database: Database, settings: Settings, address: str) -> Verdict:
    """Send one letter past the outbox: it speaks of nobody, and goes to a colleague who asked for it."""
    with database.writing() as session:
        to = _administrator(session, address)
        if _is_demo(session):
            raise BadInput("This database holds made-up people: a demonstration sends nothing outside.")
        audit.note(
            session, at=moments.now(), actor_id=None, act="outbox.test", subject="user", subject_id=to.id
        )
        session.commit()
    return sending.test_letter(settings, Mailbox(to.name, to.email or address), now=moments.now())


def _administrator(session: Session, address: str) -> User:
    found = team.user_by_email(session, address)
    if not found.active or Role.ADMIN not in found.role_names:
        raise BadInput("--send-test: a test letter goes to the mailbox of an active administrator only.")
    return found
