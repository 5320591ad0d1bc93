"""The story everything hangs on: see who waits, read why, write, and the clock stops."""

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from recruiterdash.waiting.models import Clock
from tests.browser.house import House

pytestmark = pytest.mark.browser


def test_a_recruiter_finds_an_overdue_person_reads_why_writes_and_the_clock_stops(
    inside: Page, place: House
) -> None:
    inside.get_by_role("link", name="Gone quiet").click()
    inside.locator("#rows").get_by_role("link", name="Amara Okafor").click()
    expect(inside.locator("#panel")).to_contain_text("business days")
    inside.locator("#panel").get_by_role("link", name="Status").first.click()
    inside.wait_for_url("**/letters/new*")
    application = int(inside.url.split("/applications/")[1].split("/")[0])
    before = stopped(place, application, "SILENCE")
    expect(inside.locator("textarea").first).to_contain_text("Amara")
    inside.get_by_role("button", name="Send").first.click()
    until(lambda: len(place.post.letters) == 1)
    until(lambda: stopped(place, application, "SILENCE") == before + 1)
    letter = place.post.letters[0]
    assert len(letter.recipients) == 1
    assert b"Amara" in letter.data
    inside.goto(f"{place.url}/applications/{application}")
    expect(inside.locator("main")).to_contain_text("Status update")


def test_the_same_takes_four_keys_at_most(inside: Page, place: House) -> None:
    sent = len(place.post.letters)
    inside.goto(f"{place.url}/queue?name=unanswered")
    inside.keyboard.press("j")
    inside.keyboard.press("e")
    inside.wait_for_url("**/letters/new*")
    application = int(inside.url.split("/applications/")[1].split("/")[0])
    inside.keyboard.press("Control+Enter")
    until(lambda: len(place.post.letters) == sent + 1)
    until(lambda: stopped(place, application, "REPLY") == 1)


def test_the_queue_answers_without_javascript(place: House, browser: object) -> None:
    context = browser.new_context(java_script_enabled=False)  # type: ignore[attr-defined]
    page = context.new_page()
    page.goto(f"{place.url}/login")
    page.locator("input[type=email]").fill(place.email)
    page.locator("input[type=password]").fill(place.password)
    page.locator("input[type=password]").press("Enter")
    page.wait_for_url("**/queue*")
    page.get_by_role("link", name="Decision overdue").click()
    page.wait_for_url("**name=decision*")
    page.locator("#rows tbody th a").first.click()
    page.wait_for_url("**person=*")
    expect(page.locator("#panel")).to_contain_text("business days")
    context.close()


def stopped(place: House, application: int, clock: str) -> int:
    """How many of an application's clocks of that name have been answered."""
    with place.world.database.reading() as session:
        rows = select(Clock.id).where(
            Clock.application_id == application, Clock.name == clock, Clock.result.in_(["on_time", "late"])
        )
        return len(session.scalars(rows).all())


def until(comes_true: Callable[[], bool], seconds: float = 20.0) -> None:
    """Wait for something another process does."""
    ends = time.monotonic() + seconds
    while not comes_true():
        assert time.monotonic() < ends, "it did not happen in time"
        time.sleep(0.05)
