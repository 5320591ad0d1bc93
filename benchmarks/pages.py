"""How fast the queue and an application answer, beside a bare page that renders the same rows."""

import re
from typing import Any

from flask import Flask
from sqlalchemy import event, func, select

from benchmarks.ground import Figure, Maker, command, median, p95, settings_for, timed
from recruiterdash import create_app, moments, team
from recruiterdash.candidates.models import Application
from recruiterdash.db import Database
from recruiterdash.demo import cast, house
from recruiterdash.team import passwords

RUNS = 300
PASSWORD = "a long password for measuring"
QUEUE = "/queue?name=silence"

#: The rows of a queue as its page writes them, and nothing else.
BARE = """<!doctype html><title>Queue</title><table>{% for row in rows %}<tr id="row-{{ row.id }}">
<th scope="row"><a href="/queue?name=silence&person={{ row.id }}"><bdi>{{ row.name }}</bdi></a><small>
<i class="bi bi-chat-left-quote" aria-hidden="true"></i> {{ row.note }}</small></th>
<td data-label="For"><bdi>{{ row.requisition }}</bdi><small>{{ row.stage }}</small></td>
<td data-label="Owed by"><span class="mark"><i class="bi bi-alarm" aria-hidden="true"></i> {{ row.late }}</span>
<small>{{ row.duty }},
<time datetime="{{ row.due_at }}" title="{{ row.due }} {{ row.zone }}">{{ row.due }}</time></small>
<small>since
<time datetime="{{ row.since_at }}" title="{{ row.since }} {{ row.zone }}">{{ row.since }}</time></small></td>
<td data-label="Next step with"><bdi>{{ row.holder }}</bdi><small>{{ row.role }}</small></td>
<td data-label="Last word">
<time datetime="{{ row.word_at }}" title="{{ row.word }} {{ row.zone }}">{{ row.word }}</time>
<small>{{ row.how }}</small></td></tr>{% endfor %}</table>"""


def measure(kind: str, make: Maker, few: int, many: int) -> list[Figure]:
    """Return the figures of both pages on one kind of database."""
    floor = timed(_bare_page(), RUNS)
    small, large = _pages(make(kind), few), _pages(make(kind), many)
    return [
        Figure(f"{kind}: queue p95 at {many:,} / at {few:,}", p95(large.queue) / p95(small.queue), "x", 1.3),
        Figure(f"{kind}: queue median / bare page", median(large.queue) / median(floor), "x", 3.0),
        Figure(f"{kind}: queue, SQL statements", large.queue_statements, "", 6),
        Figure(f"{kind}: application p95 / bare page", p95(large.application) / median(floor), "x", 8.0),
        Figure(
            f"{kind}: application p95 at {many:,} / at {few:,}",
            p95(large.application) / p95(small.application),
            "x",
            1.3,
        ),
        Figure(f"{kind}: application, SQL statements", large.application_statements, "", 12),
    ]


class _Measured:
    def __init__(self, client: Any, database: Database, application: int) -> None:
        self.queue = timed(lambda: _ok(client.get(QUEUE)), RUNS)
        self.application = timed(lambda: _ok(client.get(f"/applications/{application}")), RUNS)
        self.queue_statements = _statements(database, lambda: client.get(QUEUE))
        self.application_statements = _statements(
            database, lambda: client.get(f"/applications/{application}")
        )


def _pages(url: str, applications: int) -> _Measured:
    command(url, "demo", "load", "--applications", str(applications))
    client, database, application = inside(url)
    measured = _Measured(client, database, application)
    database.close()
    return measured


def inside(url: str) -> tuple[Any, Database, int]:
    """Return a client who has logged in to a demonstration, its database, and an application in its middle."""
    app = create_app(settings_for(url))
    database: Database = app.extensions["recruiterdash.database"]
    with database.writing() as session:
        user = team.user_by_email(session, house.mailbox_of(cast.YOU))
        team.set_password(session, user, passwords.hashed(PASSWORD), now=moments.now())
        session.commit()
        there = session.scalar(select(func.count(Application.id))) or 0
        middle = select(Application.id).order_by(Application.id).offset(there // 2).limit(1)
        application = session.scalar(middle)
    client = app.test_client()
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/login").text)
    given = {
        "csrf_token": token[1] if token else "",
        "email": house.mailbox_of(cast.YOU),
        "password": PASSWORD,
    }
    answer = client.post("/login", data=given)
    if answer.status_code not in (302, 303):
        raise RuntimeError(f"could not log in: {answer.status}")
    return client, database, application or 1


def _ok(answer: Any) -> None:
    if answer.status_code != 200:
        raise RuntimeError(f"the page answered {answer.status}")


def _statements(database: Database, act: Any) -> int:
    seen: list[str] = []

    def count(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(("BEGIN", "COMMIT", "ROLLBACK")):
            seen.append(statement)

    event.listen(database.engine, "before_cursor_execute", count)
    act()
    event.remove(database.engine, "before_cursor_execute", count)
    return len(seen)


def _bare_page() -> Any:
    """Return a request to a Flask page that renders fifty rows of a literal list and does nothing else."""
    app = Flask(__name__)
    rows = [
        {
            "id": number,
            "name": f"Amara Okafor-{number}",
            "note": "asked twice",
            "requisition": "Staff Nurse",
            "stage": "Interview",
            "late": "6 days late",
            "duty": "A word from us",
            "due_at": "2026-11-16T17:00:00-05:00",
            "due": "Mon 16 Nov 17:00",
            "zone": "America/New_York",
            "since_at": "2026-11-09T15:00:00-05:00",
            "since": "Mon 9 Nov 15:00",
            "word_at": "2026-11-10T10:00:00-05:00",
            "holder": "Karin Lindqvist",
            "role": "hiring manager",
            "word": "Tue 10 Nov 10:00",
            "how": "personal message",
        }
        for number in range(50)
    ]
    page = app.jinja_env.from_string(BARE)
    app.add_url_rule("/", "bare", lambda: page.render(rows=rows))
    client = app.test_client()
    return lambda: client.get("/")
