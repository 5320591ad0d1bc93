"""One installation for each module, and a browser that is logged in."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from recruiterdash import digests
from tests.browser.house import House, house


@pytest.fixture(scope="module", autouse=True)
def no_digests(request: pytest.FixtureRequest) -> Iterator[None]:
    """Stories that count mails are not told of those about who waits; the one of digests is."""
    with pytest.MonkeyPatch.context() as patched:
        if "digest" not in request.module.__name__:
            patched.setattr(digests, "make_due", lambda *_, **__: 0)
            patched.setattr(digests, "keep", lambda *_, **__: 0)
        yield


@pytest.fixture(scope="module")
def place(database_url: str) -> Iterator[House]:
    # long enough for a page to come that still offers to undo
    with house(database_url, undo_seconds=1.0) as made:
        yield made


@pytest.fixture
def inside(page: Page, place: House) -> Page:
    """A page whose person has logged in by keyboard."""
    page.goto(f"{place.url}/login")
    # the page puts the cursor there itself, a moment after it has loaded: typing earlier is lost
    expect(page.locator("input[type=email]")).to_be_focused()
    page.keyboard.type(place.email)
    page.keyboard.press("Tab")
    page.keyboard.type(place.password)
    page.keyboard.press("Enter")
    page.wait_for_url("**/queue*")
    return page
