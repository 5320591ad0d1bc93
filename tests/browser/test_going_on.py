"""One person after another: whoever was written to, the next one stands there, by keyboard and without a script."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.house import House
from tests.conftest import DatabaseMaker

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def database_url(fresh_database: DatabaseMaker) -> str:
    """What a browser makes of a page does not depend on the database: one is enough here."""
    return fresh_database("sqlite")


def shown(page: Page) -> str:
    return page.locator("#panel h2").inner_text()


def test_a_letter_by_keyboard_leads_to_the_next_person_of_the_same_list(inside: Page, place: House) -> None:
    inside.goto(f"{place.url}/queue?name=decision&lane=act")
    names = [each.inner_text() for each in inside.locator("#rows tbody th a").all()]
    assert len(names) > 1
    inside.keyboard.press("j")
    expect(inside.locator("#panel h2")).to_contain_text(names[0])
    inside.keyboard.press("e")
    inside.wait_for_url("**/letters/new*")
    inside.keyboard.press("Control+Enter")
    inside.wait_for_url(re.compile(r"/queue\?.*person=\d+"))
    assert "name=decision" in inside.url
    assert "lane=act" in inside.url
    expect(inside.locator("#panel h2")).to_contain_text(names[1])
    notice = inside.get_by_role("status").filter(has_text=names[0])
    expect(notice.get_by_role("button", name="Undo")).to_be_visible()
    inside.keyboard.press("k")
    expect(inside.locator("#panel h2")).to_contain_text(names[0])


def test_the_panel_fetched_by_script_leads_on_as_well(inside: Page, place: House) -> None:
    inside.goto(f"{place.url}/queue?name=decision")
    names = [each.inner_text() for each in inside.locator("#rows tbody th a").all()]
    inside.keyboard.press("j")
    inside.keyboard.press("j")
    expect(inside.locator("#panel h2")).to_contain_text(names[1])
    inside.locator("#panel").get_by_role("link", name="Log a call").click()
    inside.wait_for_url("**/log*")
    inside.get_by_role("link", name="Cancel").click()
    inside.wait_for_url(re.compile(r"/queue\?.*person="))
    expect(inside.locator("#panel h2")).to_contain_text(names[1])


def test_the_last_letter_is_undone_by_one_key(inside: Page, place: House) -> None:
    inside.goto(f"{place.url}/queue?name=silence")
    first = inside.locator("#rows tbody th a").first.inner_text()
    inside.keyboard.press("j")
    expect(inside.locator("#panel h2")).to_contain_text(first)
    inside.keyboard.press("r")
    inside.wait_for_url("**/letters/new*")
    inside.locator("textarea").press("Control+Home")
    inside.locator("textarea").press("End")
    inside.keyboard.type("\n\nThank you for asking. There is nothing new to tell yet.")
    inside.keyboard.press("Control+Enter")
    inside.wait_for_url("**/queue*")
    inside.keyboard.press("u")
    inside.wait_for_url(re.compile(r"/letters/new|/messages/\d+/undo"))
    # two tenths of a second are the undo window here: kept back, or told that it has left
    expect(inside.locator("main")).to_contain_text(re.compile("Undone|can no longer be kept back"))


def test_all_of_it_works_without_a_script(browser: Browser, place: House) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{place.url}/login")
    page.locator("input[type=email]").fill(place.email)
    page.locator("input[type=password]").fill(place.password)
    page.locator("input[type=password]").press("Enter")
    page.goto(f"{place.url}/queue?name=decision")
    names = [each.inner_text() for each in page.locator("#rows tbody th a").all()]
    page.locator("#rows tbody th a").first.click()
    page.locator("#panel").get_by_role("link", name="Log a call").click()
    page.get_by_label("Left a voicemail").check()
    page.get_by_role("button", name="Log it").click()
    if page.get_by_text("Read what it will do").is_visible():
        page.get_by_role("button", name="Log it").click()
    page.wait_for_url(re.compile(r"/queue\?.*person=\d+"))
    assert names[1] in shown(page)
    expect(page.get_by_role("status").first).to_contain_text(f"the timeline of {names[0]}")
    context.close()


def test_the_keys_are_listed(inside: Page, place: House) -> None:
    inside.goto(f"{place.url}/queue?name=decision")
    inside.keyboard.press("?")
    expect(inside.locator("#keys")).to_contain_text("wrap up the interview")
    expect(inside.locator("#keys")).to_contain_text("x select")
    expect(inside.locator("#keys")).to_contain_text("go through those selected")
