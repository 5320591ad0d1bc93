"""A call is logged: by one key, told beforehand what it does, and just as well without any script."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

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
