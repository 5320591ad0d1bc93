"""Every page for everybody: no barrier that axe finds, no sideways scrolling, nothing from elsewhere."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from recruiterdash.messages import MessageType, batches
from recruiterdash.messages.batch_rows import BatchMaking, MakingState
from recruiterdash.messages.batches.making import document_of
from recruiterdash.moments import now
from tests.browser.house import House
from tests.conftest import DatabaseMaker
from tests.messages.ward import STATUS

pytestmark = pytest.mark.browser

PAGES = (
    "/queue",
    "/queue?name=decision&person={application}",
    "/queue?name=legal",
    "/queue?name=told&ahead=1",
    "/search?q=oka",
    "/requisitions",
    "/requisitions/new",
    "/requisitions/{requisition}",
    "/requisitions/{requisition}/edit",
    "/requisitions/{requisition}/stages",
    "/requisitions/{requisition}/openings",
    "/requisitions/{requisition}/state/on_hold",
    "/candidates",
    "/candidates/new",
    "/candidates/{candidate}",
    "/candidates/{candidate}/edit",
    "/applications/new?candidate={candidate}",
    "/applications/{application}",
    "/applications/{application}/phone",
    "/applications/{application}/log?kind=phone",
    "/applications/{application}/decision",
    "/applications/{application}/interviews/new",
    "/applications/{application}/letters/new?type=status",
    "/interviews/1/wrap-up",
    "/promises",
    "/promises?show=broken",
    "/drafts",
    "/orphans",
    "/orphans?lack=backup",
    "/applications/{application}/other-offer",
    "/away",
    "/team/1/away",
    "/team/1/handover",
    "/messages",
    "/messages/scheduled",
    "/batches",
    "/batches/{batch}",
    "/batches/{batch}/letters/1",
    "/batches/making/{making}",
    "/batches/new?chosen=1,2",
    "/batches/new?matching=queue%3Dsilence",
    "/decisions/withdraw?chosen=1,2",
    "/templates",
    "/templates/new",
    "/templates/1",
    "/templates/1/edit",
    "/templates/1/waiting",
    "/delivery",
    "/inbox",
    "/inbox/rules",
    "/caught",
    "/metrics",
    "/metrics/decision_wait",
    "/metrics/waiting_now",
    "/metrics/first_word/people",
    "/openness",
    "/imports",
    "/imports/to-do",
    "/team",
    "/team/new",
    "/offices",
    "/offices/1",
    "/offices/1/calendar",
    "/policies",
    "/policies/edit",
    "/requisitions/1/levels",
    "/setup",
    "/team/file",
    "/settings",
    "/account",
    "/no-such-page",
)


@pytest.fixture(scope="module")
def database_url(fresh_database: DatabaseMaker) -> str:
    """What a browser makes of a page does not depend on the database: one is enough here."""
    return fresh_database("sqlite")


@pytest.fixture(scope="module", autouse=True)
def many(place: House) -> None:
    """A preview, and one that somebody elsewhere is making."""
    world = place.world
    with world.writing() as session:
        subject, body = STATUS
        wanted = batches.Wanted([1, 2, 3, 4], MessageType.STATUS, subject, body)
        batches.preview(session, world.priya, wanted, now=now(), settings=world.settings)
        session.add(
            BatchMaking(
                created_at=now(),
                created_by=world.priya.user_id,
                state=MakingState.MAKING,
                wanted=document_of(wanted),
                total=4,
                done=1,
                worker="elsewhere:1:abcdef",
                lease_until=now() + timedelta(days=1),
            )
        )


# each address for itself is looked at in test_every_address
@pytest.mark.parametrize("path", [path for path in PAGES if "?" in path])
def test_axe_finds_nothing(inside: Page, place: House, path: str) -> None:
    inside.goto(place.url + addressed(place, path))
    results = Axe().run(inside)
    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_a_phone_never_scrolls_sideways_and_dark_has_contrast(
    browser: Browser, place: House, dark: bool
) -> None:
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, color_scheme="dark" if dark else "light"
    )
    page = context.new_page()
    page.goto(f"{place.url}/login")
    page.locator("input[type=email]").fill(place.email)
    page.locator("input[type=password]").fill(place.password)
    page.locator("input[type=password]").press("Enter")
    page.wait_for_url("**/queue*")
    wide, barriers = [], []
    for path in PAGES:
        page.goto(place.url + addressed(place, path))
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            wide.append(path)
        if Axe().run(page).violations_count:
            barriers.append(path)
    context.close()
    assert (wide, barriers) == ([], [])


def test_nothing_is_asked_of_anybody_else_and_the_console_stays_silent(inside: Page, place: House) -> None:
    elsewhere: list[str] = []
    said: list[str] = []
    ours = urlsplit(place.url).netloc
    inside.on(
        "request",
        lambda request: elsewhere.append(request.url) if urlsplit(request.url).netloc != ours else None,
    )
    inside.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    inside.on("pageerror", lambda error: said.append(str(error)))
    for path in PAGES[:-1]:
        inside.goto(place.url + addressed(place, path))
    assert (elsewhere, said) == ([], [])


def addressed(place: House, path: str) -> str:
    """A page about somebody: the first who applied."""
    return path.format(application=1, candidate=1, requisition=place.world.requisition_id, batch=1, making=1)
