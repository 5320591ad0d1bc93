"""From an empty database to the first overdue list, as an administrator goes: in far less than five minutes."""

import re
from collections.abc import Iterator
from datetime import timedelta
from time import monotonic
from typing import NamedTuple

import pytest
from playwright.sync_api import Page, expect

from recruiterdash.cli.database import furnish
from recruiterdash.cli.serving import set_up_link
from recruiterdash.config import Settings
from recruiterdash.moments import now
from tests.browser.house import served
from tests.conftest import DatabaseMaker
from tests.messages.world import PASSWORD, Post

pytestmark = pytest.mark.browser

COLLEAGUES = "name,email,roles\nPriya Shah,priya@borealis.example,recruiter\n"
#: Application, first name, what happened, which way, how many days ago.
HAPPENED = [
    (1, "Amara", "applied", "applied", "in", 45),
    (1, "Amara", "message", "personal", "out", 44),
    (1, "Amara", "message", "question", "in", 20),
    (2, "Grace", "applied", "applied", "in", 60),
    (2, "Grace", "message", "auto_ack", "out", 60),
    (3, "Lena", "applied", "applied", "in", 1),
    (3, "Lena", "message", "auto_ack", "out", 1),
]
HEADER = (
    "application_ref,email,first_name,last_name,requisition_ref,requisition_title,office,event,detail,direction,"
    "channel,happened_at,recruiter"
)


class Place(NamedTuple):
    """Where the installation is, and the link that its start printed."""

    url: str
    link: str


@pytest.fixture
def place(fresh_database: DatabaseMaker) -> Iterator[Place]:
    url = fresh_database("sqlite")
    furnish(url)
    with Post() as post:
        settings = Settings(database_url=url, secret_key="k" * 40, company="Borealis", smtp_url=post.url)
        with served(settings) as here:
            link = set_up_link(settings)
            assert link is not None
            yield Place(here, here + link.removeprefix(settings.base_url))


def export() -> bytes:
    rows = [
        f"{ref},{name.lower()}@mail.example,{name},Okafor,REQ-1,Staff Nurse,Madrid,{what},{kind},{way},email,"
        f"{now() - timedelta(days=ago):%Y-%m-%dT%H:%M:%SZ},Priya Shah"
        for ref, name, what, kind, way, ago in HAPPENED
    ]
    return "\n".join([HEADER, *rows, ""]).encode()


def test_from_an_empty_database_to_the_first_overdue_list(page: Page, place: Place) -> None:
    began = monotonic()
    page.goto(place.link)
    for name, value in (("name", "Ada Admin"), ("email", "ada@borealis.example"), ("office", "Madrid")):
        page.fill(f"[name={name}]", value)
    page.fill("[name=new_password]", PASSWORD)
    page.fill("[name=again_password]", PASSWORD)
    page.select_option("[name=zone]", "Europe/Madrid")
    page.fill("[name=country]", "ES")
    page.locator("form button.btn-primary").first.click()
    page.wait_for_url(re.compile(r"/queue"))

    page.goto(f"{place.url}/setup")
    expect(page.locator("#step-company")).to_contain_text("Letters name Borealis")
    expect(page.locator("#step-offices")).to_contain_text("done")
    page.get_by_role("button", name="Send me a test letter").click()
    expect(page.locator("#step-mail")).to_contain_text("The mail server took it", timeout=20_000)
    page.locator("#step-sends").get_by_role("button").click()
    expect(page.locator("#step-sends")).to_contain_text("done")

    page.get_by_role("link", name="Colleagues from a file").click()
    page.set_input_files(
        "#file", {"name": "team.csv", "mimeType": "text/csv", "buffer": (COLLEAGUES + "X,x,king\n").encode()}
    )
    page.get_by_role("button", name="Look at them").click()
    expect(page.locator("main")).to_contain_text("Line 3:")
    page.set_input_files("#file", {"name": "team.csv", "mimeType": "text/csv", "buffer": COLLEAGUES.encode()})
    page.get_by_role("button", name="Look at them").click()
    page.get_by_role("button", name="Add them and invite each").click()
    expect(page.locator("main")).to_contain_text("1 colleague was added")
    expect(page.get_by_label("Their link")).to_have_value(re.compile("/setup/"))

    page.get_by_role("link", name="Back to setting up").click()
    page.locator("#step-import").get_by_role("link").click()
    page.set_input_files("[name=file]", {"name": "events.csv", "mimeType": "text/csv", "buffer": export()})
    page.locator("form:has([name=file]) button.btn-primary").click()
    page.get_by_role("button", name=re.compile("^Import")).first.click(timeout=60_000)
    expect(page.locator("main")).to_contain_text(
        re.compile("Imported|imported|done", re.IGNORECASE), timeout=60_000
    )

    page.goto(f"{place.url}/setup")
    expect(page.locator("#step-import")).to_contain_text("done", timeout=30_000)
    expect(page.locator("#step-live")).to_contain_text("RECRUITERDASH_MODE=production")
    page.goto(f"{place.url}/queue?name=all&ahead=1")
    expect(page.locator("main")).to_contain_text("Amara Okafor")
    expect(page.locator("main")).to_contain_text("Grace Okafor")
    expect(page.locator("main")).not_to_contain_text("Lena Okafor")
    assert monotonic() - began < 300
