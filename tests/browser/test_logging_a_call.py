"""A call is logged, an interview corrected: by one key each, told beforehand what it does, and without any script."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from recruiterdash import journey
from recruiterdash.candidates.models import Application, InterviewKind
from recruiterdash.journey import Booking
from recruiterdash.moments import now
from recruiterdash.requisitions.models import StageType
from tests.browser.house import House
from tests.conftest import DatabaseMaker

pytestmark = pytest.mark.browser

EFFECTS = "[data-effects]"


@pytest.fixture(scope="module")
def database_url(fresh_database: DatabaseMaker) -> str:
    """What a browser makes of a page does not depend on the database: one is enough here."""
    return fresh_database("sqlite")


def test_one_key_opens_the_form_and_it_says_what_each_choice_does(inside: Page, place: House) -> None:
    inside.goto(f"{place.url}/applications/2")
    inside.keyboard.press("c")
    expect(inside.get_by_role("heading", level=1)).to_contain_text("Log a word to")
    expect(inside.locator(EFFECTS)).to_contain_text("Stops: Unanswered question")
    inside.get_by_label("Left a voicemail").check()
    expect(inside.locator(EFFECTS)).to_contain_text("counts for no clock")
    expect(inside.get_by_label("It said where they stand")).to_be_hidden()
    inside.get_by_label("We spoke").check()
    inside.get_by_label("It said where they stand").check()
    expect(inside.locator(EFFECTS)).to_contain_text("Stops: Unanswered question")
    inside.get_by_label("What was said").fill("There is no decision yet.")
    inside.get_by_role("button", name="Log it").click()
    inside.wait_for_url(re.compile(r"/applications/2$"))
    expect(inside.get_by_role("status").first).to_contain_text("Logged: Call.")
    expect(inside.locator(".timeline li").first).to_contain_text("There is no decision yet.")


def test_an_interview_assumed_to_have_been_held_is_corrected_by_one_key(inside: Page, place: House) -> None:
    with place.world.writing() as session:
        row = session.get_one(Application, 4)
        ended = now() - timedelta(hours=2)
        booking = Booking(StageType.INTERVIEW, InterviewKind.VIDEO, ended - timedelta(hours=1), ended)
        journey.book_interview(session, row, booking, now=ended - timedelta(days=1), actor_id=None)
    inside.goto(f"{place.url}/applications/4")
    expect(inside.locator("main")).to_contain_text("assumed held")
    inside.keyboard.press("n")
    inside.wait_for_url(re.compile(r"/interviews/\d+$"))
    expect(inside.get_by_role("status").first).to_contain_text("it did not take place")
    inside.goto(f"{place.url}/applications/4")
    expect(inside.locator("main")).not_to_contain_text("assumed held")


def test_one_key_leads_to_the_search(inside: Page, place: House) -> None:
    for path in ("/queue", "/applications/1", "/requisitions"):
        inside.goto(place.url + path)
        inside.keyboard.press("/")
        expect(inside.locator("#find")).to_be_focused()
        expect(inside.locator("#find")).to_have_value("")


def test_a_wrong_day_is_said_while_the_form_is_filled_in(inside: Page, place: House) -> None:
    inside.goto(f"{place.url}/applications/3/log?direction=out&kind=phone")
    inside.get_by_label("We said they will hear from us by").fill("2001-01-06")
    inside.keyboard.press("Tab")
    expect(inside.locator(EFFECTS)).to_contain_text("the nearest day is")


def test_all_of_it_works_without_a_script(browser: Browser, place: House) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(f"{place.url}/login")
    page.locator("input[type=email]").fill(place.email)
    page.locator("input[type=password]").fill(place.password)
    page.locator("input[type=password]").press("Enter")
    page.goto(f"{place.url}/applications/1")
    page.get_by_role("link", name="Log a call").click()
    page.get_by_label("How").select_option("letter")
    page.get_by_role("button", name="Log it").click()
    if page.get_by_text("Read what it will do").is_visible():
        page.get_by_role("button", name="Log it").click()
    expect(page.get_by_role("status").first).to_contain_text("Logged: Letter by post.")
    page.locator(".timeline li").first.get_by_role("link", name="Undo").click()
    page.get_by_label("Why it did not happen").fill("It was never posted")
    page.get_by_role("button", name="Undo it").click()
    expect(page.locator(".timeline li.undone")).to_contain_text("It was never posted")
    context.close()
