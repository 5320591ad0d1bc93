"""recruiterdash queue: the rows of one queue, as a program reads them."""

from typing import Any

import click
from sqlalchemy.orm import Session

from recruiterdash import team
from recruiterdash.cli.base import as_json, opened, print_json
from recruiterdash.messages.models import MessageState
from recruiterdash.messages.trouble import troubled
from recruiterdash.moments import now as present
from recruiterdash.waiting import days, queries
from recruiterdash.waiting.queries import Row, Source
from recruiterdash.waiting.queues import QUEUES, Asked
from recruiterdash.web.words import how_late

LETTERS = {"bounced": MessageState.BOUNCED, "uncertain": MessageState.UNCERTAIN}
BATCH = 500


def register(commands: click.Group) -> None:
    commands.add_command(queue)


@click.command()
@click.option("--name", required=True, type=click.Choice(list(QUEUES)), metavar="Q", help=", ".join(QUEUES))
@click.option("--owner", metavar="E", help="Only applications of the recruiter with this e-mail address.")
@as_json
def queue(name: str, owner: str | None, as_json: bool) -> None:
    """Print the rows of one queue, the worst first, those from before last."""
    now = present()
    with opened() as session:
        owner_id = team.user_by_email(session, owner).id if owner else None
        rows = _rows(session, Asked(name, owner_id=owner_id))
        sources = queries.sources(session, [row.application_id for row in rows])
    if as_json:
        print_json([_document(row, sources[row.application_id]) for row in rows])
        return
    for row in rows:
        late = how_late(row.due_at, now) if row.due_at else "nothing due"
        click.echo(
            f"{row.application_id}\t{row.name}\t{row.requisition}\t{row.clock or '-'}\t{late}\t{row.holder}"
        )


def _rows(session: Session, asked: Asked) -> list[Row]:
    """Return every row; nobody is hidden from who holds the database."""
    now = present()
    if asked.queue in LETTERS:
        found = queries.some(session, None, troubled(session, None, LETTERS[asked.queue]), now=now)
        return [row for row in found if asked.owner_id in {None, row.owner_id}]
    ends = days.day_ends(days.offices(session, now), now)
    page = queries.rows(session, None, asked, now=now, ends=ends, size=BATCH)
    rows = page.rows
    while page.next:
        page = queries.rows(session, None, asked, now=now, ends=ends, cursor=page.next, size=BATCH)
        rows += page.rows
    return rows


def _document(row: Row, source: Source) -> dict[str, Any]:
    word = {"at": row.last_word_at, "kind": row.last_word} if row.last_word_at else None
    return {
        "application": row.application_id,
        "source": {"system": source.system, "id": source.id},
        "candidate": {"id": source.candidate_id, "preferred_name": source.preferred_name},
        "requisition": {"id": row.requisition_id, "title": row.requisition},
        "clock": row.clock,
        "since": row.since,
        "due": row.due_at,
        "holder": row.holder,
        "chasers": row.chasers,
        "last_word": word,
        "from_before": bool(row.from_before),
    }
