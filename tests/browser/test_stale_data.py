"""A rejection is held because the data are old, and never leaves because Friday's export says something else."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from recruiterdash.candidates.models import Application
from recruiterdash.cli.importing import Listener, run
from recruiterdash.imports import Choices
from recruiterdash.messages import ats
from recruiterdash.moments import now
from recruiterdash.team.models import InstanceFact
from tests.browser.house import House, house
from tests.browser.test_first_hour import HEADER
from tests.conftest import DatabaseMaker

pytestmark = pytest.mark.browser

THURSDAY = [("applied", "applied", "in", 30), ("message", "auto_ack", "out", 30)]
FRIDAY = [*THURSDAY, ("hired", "hired", "", 2)]


@pytest.fixture
def place(fresh_database: DatabaseMaker) -> Iterator[House]:
    with house(fresh_database("sqlite")) as made:
        yield made


def export(happened: list[tuple[str, str, str, int]]) -> bytes:
    rows = [
        f"77,lena.meyer@mail.example,Lena,Meyer,REQ-77,Buyer,Office 77,{what},{kind},{way},email,"
        f"{now() - timedelta(days=ago):%Y-%m-%dT%H:00:00Z},Priya Shah"
        for what, kind, way, ago in happened
    ]
    return "\n".join([HEADER, *rows, ""]).encode()


def on_monday(place: House, folder: Path) -> int:
    """Thursday's export came in on Thursday, and today is Monday; return Lena's application."""
    file = folder / "thursday.csv"
    file.write_bytes(export(THURSDAY))
    run(place.world.database, file, "auto", Choices(), "UTC", Listener(), dry_run=False)
    with place.world.writing() as session:
        fact = session.scalars(select(InstanceFact).where(InstanceFact.name == ats.NEWEST)).one()
        fact.at = now() - timedelta(hours=96)
        return session.scalars(select(Application.id).where(Application.source_id == "77")).one()


def written_to(place: House) -> list[bytes]:
    """Return the letters that reached Lena; colleagues get mails of their own."""
    return [each.data for each in place.post.letters if "lena.meyer@mail.example" in each.recipients]


def seen(page: Page, words: str) -> None:
    """Load a page anew until it says something."""
    for _ in range(40):
        if words in page.locator("main").inner_text():
            return
        page.wait_for_timeout(500)
        page.reload()
    expect(page.locator("main")).to_contain_text(words)


def test_a_rejection_on_thursdays_data_never_leaves(inside: Page, place: House, tmp_path: Path) -> None:
    lena = on_monday(place, tmp_path)
    inside.goto(f"{place.url}/queue")
    about = inside.get_by_label("About this installation")
    expect(about).to_contain_text("Data from the ATS are 4 days old")
    expect(about).to_contain_text("Outcomes and letters to many wait for a newer import")

    inside.goto(f"{place.url}/applications/{lena}/letters/new?type=rejection_application")
    expect(inside.locator("main")).to_contain_text("It will wait for a newer import.")
    inside.select_option("[name=reason]", "not_selected")
    inside.get_by_role("button", name=re.compile("^Send")).click()
    expect(inside.locator("main")).to_contain_text("is approved. Data from the ATS are 4 days old")
    inside.get_by_role("link", name="See the letter").click()
    letter = inside.url
    expect(inside.locator("main")).to_contain_text("It waits for a newer import.")
    inside.goto(f"{place.url}/messages/scheduled")
    seen(inside, "Waiting for a newer import")

    inside.goto(f"{place.url}/delivery")
    expect(inside.locator("main")).to_contain_text("1 of them waits since")
    expect(inside.locator("main")).to_contain_text(
        "for newer data from the ATS. Data from the ATS are 4 days old"
    )

    inside.goto(f"{place.url}/imports")
    inside.set_input_files(
        "[name=file]", {"name": "friday.csv", "mimeType": "text/csv", "buffer": export(FRIDAY)}
    )
    inside.locator("form:has([name=file]) button.btn-primary").click()
    inside.get_by_role("button", name=re.compile("^Import")).first.click(timeout=60_000)
    expect(inside.get_by_role("heading", name="What was done")).to_be_visible(timeout=60_000)

    inside.goto(letter)
    seen(inside, "the ATS says something else of them")
    assert written_to(place) == []
    inside.goto(f"{place.url}/queue")
    expect(about).not_to_contain_text("wait for a newer import")

    inside.goto(f"{place.url}/imports")
    expect(inside.locator("main")).to_contain_text("1 open")
    inside.goto(f"{place.url}/applications/{lena}")
    expect(inside.locator("main")).to_contain_text("Your ATS says something else: hired")
    inside.get_by_role("link", name="somebody says what is true").click()
    card = inside.locator("section.sheet-card")
    expect(card).to_contain_text("Lena Meyer")
    expect(card).to_contain_text("hired")
    expect(card).to_contain_text("decided, not told")
    inside.get_by_role("button", name=re.compile("Take theirs")).click()
    expect(inside.locator("main")).to_contain_text("Nothing to settle")
    inside.goto(f"{place.url}/applications/{lena}")
    expect(inside.locator("main")).to_contain_text(re.compile("hired", re.IGNORECASE))
    expect(inside.locator("main")).not_to_contain_text("Your ATS says something else")
    assert written_to(place) == []
