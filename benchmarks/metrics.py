"""What a page of figures costs, beside the hand-written aggregate that it needs and the raw windows over events."""

import gzip
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Thread
from typing import Any

from flask import Flask, Response
from playwright.sync_api import Page, sync_playwright
from sqlalchemy import text
from waitress.server import create_server

from benchmarks.ground import Figure, Maker, command, median, settings_for, timed
from recruiterdash import create_app, moments, team
from recruiterdash.db import Database
from recruiterdash.demo import cast, house
from recruiterdash.metrics import operations
from recruiterdash.team import passwords

PASSWORD = "a long password for measuring"
RUNS = 15
ICONS = "/assets/bootstrap-icons/fonts/bootstrap-icons.woff2?1"
#: Twelve weeks: what the six charts of the first page count, by week or day and by outcome.
AGGREGATE = """
SELECT kind, outcome, {day} AS day, count(*), sum({length})
FROM metric_spans
WHERE kind IN ('decision_wait', 'first_word') AND started_at >= :since
GROUP BY kind, outcome, {day}
UNION ALL
SELECT kind, outcome, {due}, count(*), 0
FROM metric_spans
WHERE kind IN ('decision_wait', 'promise') AND due_at >= :since
GROUP BY kind, outcome, {due}
UNION ALL
SELECT 'now', holder, '', count(*), 0 FROM standings WHERE closed IS NULL GROUP BY holder
"""
#: The same from the events alone: after each effort, word and promised date of ours what came next, in one pass of
#: windows. It knows no office hours and no service levels, which the page does: it is the least that would be needed.
WINDOW = """
WITH told AS (
  SELECT type, happened_at, {day_of_event} AS day, {promised} AS promised,
    min(CASE WHEN type IN ('applied', 'interview_held') THEN happened_at END) OVER following AS effort,
    min(CASE WHEN type = 'out' AND kind NOT IN ('auto_ack', 'bulk', 'voicemail') THEN happened_at END)
      OVER following AS word,
    min(CASE WHEN type = 'out' AND (kind = 'invite' OR {decision} IS NOT NULL) THEN happened_at END)
      OVER following AS answer,
    min(CASE WHEN type = 'in' AND kind IN ('withdraw', 'decline') THEN happened_at END) OVER following AS leaving,
    max(CASE WHEN type = 'decision' THEN happened_at END) OVER following AS decided
  FROM events WHERE application_id IS NOT NULL
  WINDOW following AS (
    PARTITION BY application_id ORDER BY happened_at, id ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING
  )
)
SELECT type, day, promised, count(*), count(effort), count(word), count(answer), count(leaving), count(decided),
  sum(CASE WHEN answer <= promised THEN 1 ELSE 0 END), sum({to_word}), sum({to_answer})
FROM told WHERE happened_at >= :since AND type IN ('applied', 'interview_held', 'out')
GROUP BY type, day, promised
"""
DIALECTS = {
    "sqlite": {
        "day": "substr(started_at, 1, 10)",
        "due": "substr(due_at, 1, 10)",
        "length": "julianday(ended_at) - julianday(started_at)",
        "day_of_event": "substr(happened_at, 1, 10)",
        "promised": "data ->> 'next_date'",
        "decision": "data ->> 'decision'",
        "to_word": "julianday(word) - julianday(happened_at)",
        "to_answer": "julianday(answer) - julianday(happened_at)",
    },
    "postgresql": {
        "day": "CAST(date_trunc('day', started_at) AS text)",
        "due": "CAST(date_trunc('day', due_at) AS text)",
        "length": "extract(epoch FROM ended_at - started_at)",
        "day_of_event": "date_trunc('day', happened_at)",
        "promised": "CAST(data ->> 'next_date' AS date)",
        "decision": "data ->> 'decision'",
        "to_word": "extract(epoch FROM word - happened_at)",
        "to_answer": "extract(epoch FROM answer - happened_at)",
    },
}


def measure(kind: str, make: Maker, many: int) -> list[Figure]:
    """Return the figures of the first page on one kind of database with that many applications."""
    url = make(kind)
    command(url, "demo", "load", "--applications", str(many))
    app = create_app(settings_for(url))
    database: Database = app.extensions["recruiterdash.database"]
    _sweep(database)
    client = _logged_in(app, database)
    since = moments.now().replace(hour=0, minute=0, second=0, microsecond=0)
    given = {"since": (since - timedelta(weeks=12)).strftime("%Y-%m-%d %H:%M:%S")}
    words = DIALECTS[kind]
    aggregate = median(timed(lambda: _ask(database, AGGREGATE.format(**words), given), RUNS, warm=2))
    window = median(timed(lambda: _ask(database, WINDOW.format(**words), given), 3, warm=0))
    page = median(timed(lambda: _ok(client.get("/metrics")), RUNS, warm=2))
    ever = median(timed(lambda: _ok(client.get("/metrics?from=2017-01-01")), 3, warm=1))
    kept = [
        Figure(
            f"{kind}: figures of 12 weeks at {many:,} / hand-written aggregate", page / aggregate, "x", 3.0
        ),
        Figure(f"{kind}: figures of 12 weeks / raw windows over events", page / window, "x", 0.05),
    ]
    if kind == "postgresql":
        kept.append(Figure(f"{kind}: figures of all time", ever, "ms", 1000))
    if kind == "sqlite":
        kept += _in_a_browser(app, client)
    database.close()
    return kept


def _sweep(database: Database) -> None:
    """Let the figures keep what they measure, as the worker would have."""
    kept = None
    while True:
        with database.reading() as session:
            prepared = operations.prepare(session, most=5000, after=kept)
        if prepared is None:
            return
        with database.writing() as session:
            kept = operations.keep(session, prepared)
            session.commit()


def _ask(database: Database, statement: str, given: dict[str, str]) -> list[Any]:
    with database.reading() as session:
        return list(session.execute(text(statement), given).all())


def _logged_in(app: Flask, database: Database) -> Any:
    with database.writing() as session:
        user = team.user_by_email(session, house.mailbox_of(cast.YOU))
        team.set_password(session, user, passwords.hashed(PASSWORD), now=moments.now())
        session.commit()
    client = app.test_client()
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/login").text)
    data = {
        "csrf_token": token[1] if token else "",
        "email": house.mailbox_of(cast.YOU),
        "password": PASSWORD,
    }
    if client.post("/login", data=data).status_code not in (302, 303):
        raise RuntimeError("could not log in")
    return client


def _ok(answer: Any) -> None:
    if answer.status_code != 200:
        raise RuntimeError(f"the page answered {answer.status}")


# --- in a browser -----------------------------------------------------------------------------------

#: From the beginning of the page until its last chart is drawn.
DRAWN = """() => new Promise((done) => { const look = () => {
  const charts = document.querySelectorAll("[data-chart]");
  const drawn = document.querySelectorAll("[data-chart] svg.main-svg .xtick");
  const all = [...charts].every((each) => each.querySelector("svg.main-svg .xtick"));
  all && drawn.length ? done(performance.now()) : requestAnimationFrame(look); }; look(); })"""


def _in_a_browser(app: Flask, client: Any) -> list[Figure]:
    """Return how long six charts take beside a bare page with the same six, and what the page weighs."""
    whole = client.get("/metrics").text
    islands = re.findall(
        r'<div class="chart"[^>]*></div>\s*<script type="application/json"[^>]*>.*?</script>',
        whole,
        re.DOTALL,
    )
    scripts = "".join(re.findall(r'<script src="/(?:assets/plotly|static/js/charts)[^>]*></script>', whole))
    bare = f'<!doctype html><html lang="en"><head>{scripts}</head><body>{"".join(islands)}</body></html>'
    policy = {"Content-Security-Policy": client.get("/metrics").headers["Content-Security-Policy"]}
    _instead(app, "health.alive", lambda: Response(bare, headers=policy))
    # as a browser takes them; the font of the icons is asked for by its style sheet
    taken = {"Accept-Encoding": "br, gzip"}
    addresses = {*re.findall(r'(?:src|href)="(/(?:assets|static)/[^"]+)"', whole), ICONS}
    weight = len(gzip.compress(whole.encode()))
    weight += sum(len(client.get(address, headers=taken).data) for address in addresses)
    with _serving(app) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1300, "height": 900})
        page.goto(f"{url}/login")
        page.locator("input[type=email]").fill(house.mailbox_of(cast.YOU))
        page.locator("input[type=password]").fill(PASSWORD)
        page.locator("input[type=password]").press("Enter")
        page.wait_for_url(re.compile("/queue"))
        ours, floor = _drawn(page, f"{url}/metrics"), _drawn(page, f"{url}/healthz")
        browser.close()
    return [
        Figure("six charts interactive / bare page with the same six", ours / floor, "x", 1.2),
        Figure("page of figures, compressed", weight / 1000, "kB", 600),
    ]


def _instead(app: Flask, endpoint: str, view: Any) -> None:
    """Let an address that needs no log-in answer with something else."""
    view.access = app.view_functions[endpoint].__dict__["access"]
    app.view_functions[endpoint] = view


def _drawn(page: Page, address: str) -> float:
    """Return in how many milliseconds all charts of a page are there, counted from its answer."""
    taken = []
    for _ in range(7):
        page.goto(address)
        drawn = page.evaluate(DRAWN)
        taken.append(drawn - page.evaluate("performance.getEntriesByType('navigation')[0].responseEnd"))
    return median(sorted(taken))


@contextmanager
def _serving(app: Flask) -> Iterator[str]:
    server: Any = create_server(app, host="127.0.0.1", port=0, threads=4)
    serving = Thread(target=server.run, daemon=True)
    serving.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.close()
        serving.join(timeout=5)
