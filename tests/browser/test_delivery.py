"""When mail does not leave, in the browser: a letter nobody knows of, a hold, a password that is wrong."""

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from cryptography.hazmat.primitives.serialization import Encoding
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select

from recruiterdash.audit import AuditRow
from recruiterdash.messages.models import Message, MessageState
from recruiterdash.team.models import Role, UserRole
from tests.browser.house import House, house
from tests.conftest import DatabaseMaker
from tests.faults.acts import Accept, Drop, Reply
from tests.faults.certificates import Authority
from tests.faults.smtp_server import FaultServer

pytestmark = pytest.mark.browser

#: Seconds: what is shown within a minute is waited for a minute, and mostly seen at once.
PATIENCE = 60
#: A hold works within two seconds; nothing may leave after them.
HELD_FOR = 2.5


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FaultServer]:
    """A mail server that this machine trusts and that wants a password; good until a story says otherwise."""
    authority, trusted = Authority(tmp_path), tmp_path / "trusted.pem"
    trusted.write_bytes(authority.certificate.public_bytes(Encoding.PEM))
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    with FaultServer(tls=authority.server(), implicit=True) as made:
        yield made


@pytest.fixture
def place(fresh_database: DatabaseMaker, server: FaultServer) -> Iterator[House]:
    """An installation that writes through that server; one database is enough for a browser."""
    url = f"smtps://jobs:secret@127.0.0.1:{server.port}"
    with house(fresh_database("sqlite"), smtp_url=url, retry_base=1.0) as made:
        with made.world.writing() as session:
            session.add(UserRole(user_id=made.world.priya.user_id, role=Role.AUDITOR))
        yield made


def test_a_letter_nobody_knows_of_is_seen_settled_and_on_record(
    inside: Page, place: House, server: FaultServer
) -> None:
    server.from_now_on({"dot": [Accept(Drop())]})
    inside.goto(f"{place.url}/queue?name=silence")
    expect(row(inside, "Amara Okafor")).to_have_count(1)
    number = write(inside, place, 1)
    wait_for(lambda: place.world.state(number) is MessageState.UNCERTAIN)

    inside.goto(f"{place.url}/queue?name=uncertain")
    expect(row(inside, "Amara Okafor")).to_have_count(1)
    inside.goto(f"{place.url}/applications/1")
    inside.get_by_role("link", name="Say whether it arrived").click()
    expect(inside.get_by_role("alert")).to_contain_text("It may have arrived, or not.")
    no_barrier(inside)

    inside.goto(f"{place.url}/delivery")
    letter = inside.locator("section[aria-labelledby=uncertain] li")
    expect(letter).to_have_count(1)
    no_barrier(inside)
    letter.get_by_label("How you know").focus()
    inside.keyboard.type("She rang to thank us for it")
    inside.keyboard.press("Tab")
    expect(letter.get_by_role("button", name="It arrived")).to_be_focused()
    inside.keyboard.press("Enter")
    expect(inside.get_by_role("status")).to_have_text("The letter to Amara Okafor has arrived.")
    expect(letter).to_have_count(0)

    inside.goto(f"{place.url}/queue?name=silence")
    expect(row(inside, "Amara Okafor")).to_have_count(0)
    assert len(server.accepted) == 1
    inside.goto(f"{place.url}/messages/{number}")
    expect(inside.locator(".timeline")).to_contain_text("it arrived: She rang to thank us for it")
    inside.goto(f"{place.url}/audit?act=letter.arrived")
    act = inside.locator("tbody tr")
    expect(act).to_have_count(1)
    expect(act).to_contain_text("Priya Shah")
    expect(act).to_contain_text("said that a letter arrived")
    expect(act).to_contain_text(f"message {number}")


def test_while_letters_are_held_none_leaves_and_released_they_do(
    inside: Page, place: House, server: FaultServer
) -> None:
    inside.goto(f"{place.url}/delivery")
    inside.get_by_text("Hold all letters back").first.click()
    inside.get_by_label("Why").fill("The wording names the wrong day")
    inside.get_by_role("button", name="Hold all letters back").click()
    expect(inside.get_by_role("status")).to_contain_text("No letter leaves from now on.")
    number = write(inside, place, 1)
    time.sleep(HELD_FOR)
    assert server.accepted == []
    inside.goto(f"{place.url}/candidates")
    expect(inside.locator(".banner")).to_contain_text("No letter leaves: The wording names the wrong day")
    inside.locator(".banner").get_by_role("link", name="Delivery").click()
    expect(inside.get_by_text("1 letter waits to leave")).to_be_visible()
    no_barrier(inside)
    inside.get_by_label("Why").fill("It is right now")
    inside.get_by_role("button", name="Let letters leave again").click()
    expect(inside.get_by_role("status")).to_have_text("Letters leave again.")
    expect(inside.locator(".banner")).to_have_count(0)
    wait_for(lambda: place.world.state(number) is MessageState.SENT)
    assert len(server.accepted) == 1


def test_a_wrong_password_stops_everything_with_one_notice_and_fails_no_letter(
    inside: Page, place: House, server: FaultServer
) -> None:
    server.from_now_on({"auth": Reply("535 5.7.8 Username and password not accepted")})
    for application_id in (1, 3, 4):
        write(inside, place, application_id)
    wait_for(lambda: "outbox.pause" in acts(place))
    for path in ("/queue", "/candidates", "/requisitions", "/settings"):
        inside.goto(place.url + path)
        expect(inside.locator(".banner")).to_have_count(1)
        expect(inside.locator(".banner")).to_contain_text("The mail server does not let us in")
    inside.goto(f"{place.url}/delivery")
    expect(inside.locator("main")).to_contain_text("535 5.7.8 Username and password not accepted")
    expect(inside.locator("main")).to_contain_text(re.compile("When we logged in it said"))
    expect(inside.locator("main")).to_contain_text("3 letters wait to leave")
    expect(inside.locator("section[aria-labelledby=returned]")).to_contain_text("None in the last two weeks.")
    no_barrier(inside)
    assert acts(place).count("outbox.pause") == 1
    assert set(states(place)) <= {MessageState.QUEUED, MessageState.CLAIMED, MessageState.HELD}

    server.from_now_on({})
    wait_for(lambda: states(place) == [MessageState.SENT] * 3)
    assert len(server.accepted) == 3
    inside.goto(f"{place.url}/delivery")
    expect(inside.locator(".banner")).to_have_count(0)
    expect(inside.locator("main")).to_contain_text("Letters leave.")
    assert acts(place) == ["outbox.pause", "outbox.resume"]


# --- what the stories do and look at ------------------------------------------------------------------


def write(page: Page, place: House, application_id: int) -> int:
    """Send the letter that is offered; returns its id."""
    page.goto(f"{place.url}/applications/{application_id}/letters/new?type=status&next=/queue")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/queue")
    link = page.locator("main > .notice-success a").get_attribute("href") or ""
    return int(link.rpartition("/")[2])


def row(page: Page, name: str) -> Locator:
    """Somebody's line in the queue, or none."""
    return page.locator(".queue-rows, .rows, main").first.get_by_role("link", name=name)


def no_barrier(page: Page) -> None:
    """Axe finds nothing, and a phone needs no sideways scrolling."""
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    before = page.viewport_size
    page.set_viewport_size({"width": 360, "height": 740})
    assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    if before:
        page.set_viewport_size(before)


def acts(place: House) -> list[str]:
    """What happened to all letters at once, by the audit log."""
    with place.world.database.reading() as session:
        rows = select(AuditRow.act).where(AuditRow.subject == "outbox")
        return list(session.scalars(rows.order_by(AuditRow.id)))


def states(place: House) -> list[MessageState]:
    with place.world.database.reading() as session:
        return list(session.scalars(select(Message.state)))


def wait_for(sought: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not sought():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.1)
