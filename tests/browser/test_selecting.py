"""Some people in one go: selected by key or by mouse, gone through one after another, and nobody else."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.house import House
from tests.conftest import DatabaseMaker

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def database_url(fresh_database: DatabaseMaker) -> str:
    """What a browser makes of a page does not depend on the database: one is enough here."""
    return fresh_database("sqlite")


def test_a_selection_is_made_and_cleared_by_mouse(inside: Page, place: House) -> None:
    inside.goto(f"{place.url}/queue?name=silence")
    boxes = inside.locator("#rows").get_by_role("checkbox")
    boxes.nth(1).check()
    boxes.nth(0).check()
    ids = [boxes.nth(at).get_attribute("value") for at in (0, 1)]
    assert f"chosen={ids[0]},{ids[1]}" in inside.url
    assert f"chosen={ids[0]},{ids[1]}" in str(inside.locator(".lanes a").last.get_attribute("href"))
    inside.get_by_label("Mine").check()
    inside.wait_for_url("**mine=1*")
    expect(inside.locator("#chosen")).to_contain_text("2 selected")
    inside.get_by_role("button", name="Go through them").click()
    expect(inside.locator("#panel [data-going]")).to_contain_text("1 of 2 selected")
    inside.get_by_role("link", name="Next selected").click()
    expect(inside.locator("#panel [data-going]")).to_contain_text("2 of 2 selected")
    inside.get_by_role("link", name="Clear").click()
    expect(inside.locator("#panel [data-going]")).to_be_hidden()
    expect(inside.locator("#rows input:checked")).to_have_count(0)
    assert "chosen" not in inside.url


def test_on_a_phone_without_a_script_a_form_does_the_same(browser: Browser, place: House) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(f"{place.url}/login")
    page.locator("input[type=email]").fill(place.email)
    page.locator("input[type=password]").fill(place.password)
    page.locator("input[type=password]").press("Enter")
    page.goto(f"{place.url}/queue?name=silence")
    page.get_by_role("checkbox", name="Select").nth(0).check()
    page.get_by_role("checkbox", name="Select").nth(1).check()
    page.get_by_role("button", name="Go through the selected").click()
    expect(page.locator("#panel [data-going]")).to_contain_text("1 of 2 selected")
    page.get_by_role("link", name="Next selected").click()
    expect(page.locator("#panel [data-going]")).to_contain_text("2 of 2 selected")
    page.get_by_role("link", name="Back to the whole list").click()
    expect(page.locator("#rows input:checked")).to_have_count(0)
    expect(page.locator("#panel")).to_be_hidden()
    context.close()


def test_those_selected_by_keyboard_are_gone_through_one_after_another(inside: Page, place: House) -> None:
    inside.goto(f"{place.url}/queue?name=silence")
    names = [each.inner_text() for each in inside.locator("#rows tbody th a").all()]
    assert len(names) > 2
    first, third = names[0], names[2]
    expect(inside.locator("#chosen")).to_be_hidden()
    inside.keyboard.press("x")
    expect(inside.get_by_role("checkbox", name=f"Select {first}")).to_be_checked()
    for key in "jjx":
        inside.keyboard.press(key)
    expect(inside.locator("#chosen")).to_contain_text("2 selected")
    expect(inside.locator("[data-chosen-said]")).to_have_text(f"{third} added, 2 selected")
    expect(inside.locator("#panel [data-going]")).to_contain_text("2 of 2 selected")
    assert Axe().run(inside).violations_count == 0
    inside.reload()
    expect(inside.locator("#chosen")).to_contain_text("2 selected")
    inside.keyboard.press("Escape")
    inside.keyboard.press("n")
    expect(inside.locator("#panel h2")).to_contain_text(first)
    expect(inside.locator("#panel [data-going]")).to_contain_text("1 of 2 selected")
    inside.keyboard.press("e")
    inside.wait_for_url("**/letters/new*")
    inside.keyboard.press("Control+Enter")
    inside.wait_for_url(re.compile(r"/queue\?.*person=\d+"))
    expect(inside.locator("#panel h2")).to_contain_text(third)
    inside.keyboard.press("n")
    inside.wait_for_url(lambda url: "person" not in url)
    assert "chosen" not in inside.url
    expect(inside.locator("#chosen")).to_be_hidden()
