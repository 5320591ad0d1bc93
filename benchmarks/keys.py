"""From a key press in the queue to the next painted row, in a real browser."""

import re
import shutil
from threading import Thread
from typing import Any

from playwright.sync_api import Page, sync_playwright
from waitress.server import create_server

from benchmarks.ground import Figure, Maker, command, p95, settings_for
from recruiterdash import create_app, moments, team
from recruiterdash.db import Database
from recruiterdash.demo import cast, house
from recruiterdash.team import passwords

PRESSES = 120
PASSWORD = "a long password for measuring"
#: Marks the moment of a key press and of the frame in which its row is painted.
WATCH = """() => { window.taken = []; document.addEventListener("keydown", (event) => {
  const begun = event.timeStamp;
  requestAnimationFrame(() => setTimeout(() => window.taken.push(performance.now() - begun), 0));
}, true); }"""


def measure(make: Maker) -> list[Figure]:
    """Return the figure; the queue holds a demo of ten thousand."""
    chromium = shutil.which("chromium")
    if chromium is None:
        raise RuntimeError("chromium is not installed (apt-get install chromium)")
    url = make("sqlite")
    command(url, "demo", "load", "--applications", "10000")
    app = create_app(settings_for(url))
    database: Database = app.extensions["recruiterdash.database"]
    with database.writing() as session:
        user = team.user_by_email(session, house.mailbox_of(cast.YOU))
        team.set_password(session, user, passwords.hashed(PASSWORD), now=moments.now())
        session.commit()
    server: Any = create_server(app, host="127.0.0.1", port=0, threads=4)
    serving = Thread(target=server.run, daemon=True)
    serving.start()
    try:
        taken = _pressed(chromium, f"http://127.0.0.1:{server.effective_port}")
    finally:
        server.close()
        serving.join(timeout=5)
        database.close()
    return [Figure("key press to painted row, p95", p95(sorted(taken)), "ms", 100)]


def _pressed(chromium: str, url: str) -> list[float]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(f"{url}/login")
        page.locator("input[type=email]").fill(house.mailbox_of(cast.YOU))
        page.locator("input[type=password]").fill(PASSWORD)
        page.locator("input[type=password]").press("Enter")
        page.wait_for_url(re.compile("/queue"))
        page.goto(f"{url}/queue?name=silence")
        taken = _press(page)
        browser.close()
    return taken


def _press(page: Page) -> list[float]:
    page.evaluate(WATCH)
    for number in range(PRESSES):
        page.keyboard.press("j" if number % 60 < 45 else "k")
        page.wait_for_timeout(30)
    taken: list[float] = page.evaluate("window.taken")
    return taken
