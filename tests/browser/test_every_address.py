"""Every address the program has shows a page without a barrier, in a house where everything has happened once."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import FilePayload, Page, expect
from sqlalchemy import select
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter

from recruiterdash import create_app, team
from recruiterdash.candidates.models import Application, Candidate, Decision, Interview
from recruiterdash.cli.database import furnish
from recruiterdash.cli.serving import beside
from recruiterdash.config import Settings
from recruiterdash.db import Database
from recruiterdash.demo import build, cast, house
from recruiterdash.messages import MessageType, batches, status_links
from recruiterdash.messages.batch_rows import BatchMaking, MakingState
from recruiterdash.messages.batches.making import document_of
from recruiterdash.moments import now
from recruiterdash.team import passwords
from recruiterdash.team.identity import viewer_of
from recruiterdash.team.models import Role, UserRole
from tests.browser.house import served
from tests.browser.test_first_hour import export
from tests.conftest import DatabaseMaker
from tests.messages.ward import STATUS
from tests.messages.world import PASSWORD

pytestmark = pytest.mark.browser

#: What is no page: parts of one, files, answers to programs and probes.
NO_PAGES = re.compile(
    r"/(api/|assets/|static/|healthz|readyz|prometheus|robots\.txt|queue/panel/)"
    r"|\.(csv|pdf|json)$|/(progress|effects|raw|html)$|/export/<kind>$|/files/<int:place>$"
)
#: Pages behind links that are made by what happens there; each is looked at in the story that leads to it.
IN_STORIES = {"/asked/<token>", "/own-feedback/<token>", "/promise", "/promise/<month>"}
#: Pages that hold something else for who sits on panels and decides.
THEIRS = {
    "/interviews",
    "/queue",
    "/requisitions",
    "/requisitions/<int:requisition_id>",
    "/applications/<int:application_id>",
    "/applications/<int:application_id>/decision",
}
#: Where nothing else leads to.
BEGINNINGS = (
    "/",
    "/audit",
    "/batches/new?matching=queue%3Dsilence",
    "/decisions/withdraw?chosen=1,2",
    "/imports/differences",
    "/imports/to-do",
    "/messages/scheduled",
    "/openness",
    "/requisitions/1/criteria",
    "/search?q=am",
    "/settings",
    "/templates/1/waiting",
)


class Place(NamedTuple):
    """A demo that is served, and pages that no other page leads to."""

    url: str
    addresses: MapAdapter
    wanted: frozenset[str]
    unlinked: tuple[str, ...]
    public: tuple[str, ...]


@pytest.fixture(scope="module")
def place(fresh_database: DatabaseMaker) -> Iterator[Place]:
    """What a browser makes of a page does not depend on the database: one is enough here."""
    settings = Settings(database_url=fresh_database("sqlite"), secret_key="k" * 40, poll_seconds=0.1)
    settings = replace(settings, company=cast.COMPANY, undo_seconds=0.0, send_window=False)
    furnish(settings.database_url)
    database = Database(settings.database_url)
    unlinked, public = _happened(database, settings)
    app = create_app(settings)
    rules = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and not NO_PAGES.search(rule.rule)
    ]
    with served(settings) as url, beside(settings):
        yield Place(url, app.url_map.bind("127.0.0.1"), frozenset(rules) - IN_STORIES, unlinked, public)
    app.extensions["recruiterdash.database"].close()
    database.close()


def _happened(database: Database, settings: Settings) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Fill the demo, let who logs in have every role, and return what is found by no link."""
    with database.writing() as session:
        for _ in build.fill(session, applications=build.ENOUGH, seed=1, now=now()):
            session.commit()
        you = team.user_by_email(session, house.mailbox_of(cast.YOU))
        for role in set(Role) - you.role_names:
            session.add(UserRole(user_id=you.id, role=role))
        for each in cast.COLLEAGUES:
            user = team.user_by_email(session, house.mailbox_of(each))
            team.set_password(session, user, passwords.hashed(PASSWORD), now=now())
        session.flush()
        viewer = viewer_of(session, you.id)
        subject, body = STATUS
        outside = select(Application).join(Candidate).where(~Candidate.internal)
        some = session.scalars(outside.where(Application.state == "active").limit(12)).all()
        wanted = batches.Wanted([each.id for each in some], MessageType.STATUS, subject, body)
        previewed = batches.preview(session, viewer, wanted, now=now(), settings=settings).batch.id
        making = BatchMaking(
            created_at=now(),
            created_by=you.id,
            state=MakingState.MAKING,
            wanted=document_of(wanted),
            total=4,
            done=1,
            worker="elsewhere:1:abcdef",
            lease_until=now() + timedelta(days=1),
        )
        session.add(making)
        decided = session.scalars(
            select(Decision.application_id).where(Decision.withdrawn_at.is_(None)).limit(1)
        ).one()
        status = status_links.address(settings, some[0], session.get_one(Candidate, some[0].candidate_id))
        draft = team.UserDraft("New Colleague", "new@borealis.example", frozenset({Role.RECRUITER}))
        other = team.create_user(session, draft, now=now(), actor_id=None)
        invited = team.invite(session, other, now=now(), actor_id=you.id)
        session.commit()
        ahead = session.scalars(select(Interview.id).where(Interview.ends_at > now()).limit(1)).one()
        behind = session.scalars(select(Interview.id).where(Interview.ends_at < now()).limit(1)).one()
        colleagues = dict(
            session.execute(
                select(Candidate.last_name, Application.id).join(Application).where(Candidate.internal)
            ).all()
        )
        unlinked = (
            *BEGINNINGS,
            f"/applications/{some[0].id}/owner",
            f"/applications/{some[0].id}/other-offer",
            f"/interviews/{ahead}/move",
            f"/interviews/{behind}/wrap-up",
            f"/feedback/{colleagues['Malik']}/write",
            f"/feedback/{colleagues['Salo']}/letter",
            f"/applications/{decided}/decision/withdraw",
            f"/batches/{previewed}",
            f"/batches/making/{making.id}",
        )
    return unlinked, (urlsplit(status or "").path, f"/setup/{invited}", "/login")


def test_no_page_has_a_barrier(page: Page, place: Place) -> None:
    page.set_default_navigation_timeout(120_000)  # charts are drawn while many others work
    log_in(page, place)
    seen, barriers = walk(page, place, [*place.unlinked, *made_by_hand(page, place)])
    page.context.clear_cookies()
    for path in place.public:
        seen.add(rule_of(place, path))
        barriers |= barriers_of(page, place, path)
    assert barriers == {}
    assert place.wanted - seen == set(), "nobody has looked at these"


def test_nor_has_one_of_somebody_who_decides_and_interviews(page: Page, place: Place) -> None:
    mailbox = next(house.mailbox_of(each) for each in cast.COLLEAGUES if "interviewer" in each.roles)
    log_in(page, place, mailbox)
    theirs = place._replace(wanted=place.wanted & THEIRS)
    seen, barriers = walk(page, theirs, ["/interviews", "/queue", "/requisitions"])
    assert barriers == {}
    assert seen == THEIRS


# --- how the pages are found --------------------------------------------------------------------------


def walk(page: Page, place: Place, paths: list[str]) -> tuple[set[str], dict[str, object]]:
    """Follow every link, to one page of each kind; return the kinds, and what axe says of pages."""
    seen: set[str] = set()
    barriers: dict[str, object] = {}
    while paths:
        path = paths.pop(0)
        rule = rule_of(place, path)
        if rule in seen or rule not in place.wanted:
            continue
        seen.add(rule)
        barriers |= barriers_of(page, place, path)
        links = page.eval_on_selector_all("a[href^='/']", "all => all.map(each => each.getAttribute('href'))")
        paths += [link for link in links if rule_of(place, link) not in seen]
    return seen, barriers


def barriers_of(page: Page, place: Place, path: str) -> dict[str, object]:
    answer = page.goto(place.url + path)
    assert answer is not None
    assert answer.status == 200, path
    found = Axe().run(page)
    return {path: found.generate_report()} if found.violations_count else {}


def rule_of(place: Place, path: str) -> str:
    """The address of the program that a link is one of; nothing where it is none."""
    try:
        rule, _ = place.addresses.match(urlsplit(path).path, method="GET", return_rule=True)
    except HTTPException:
        return ""
    return str(rule.rule)


def made_by_hand(page: Page, place: Place) -> list[str]:
    """Send a letter that is caught, log a call, bring in a file and leave it at its rehearsal."""
    page.goto(f"{place.url}/queue?name=decision")
    link = page.locator("#rows tbody th a").first.get_attribute("href") or ""
    page.goto(place.url + link)
    page.locator("#panel").get_by_role("link", name="Whole story").click()
    page.wait_for_url("**/applications/*")
    story = urlsplit(page.url).path
    page.goto(f"{place.url}{story}/letters/new?type=status")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(re.compile(f"{story}$|/queue"))
    page.goto(f"{place.url}{story}/log?direction=out&kind=phone")
    page.get_by_role("button", name="Log it").click()
    if page.get_by_text("Read what it will do").is_visible():
        page.get_by_role("button", name="Log it").click()
    page.goto(f"{place.url}/imports")
    file: FilePayload = {"name": "events.csv", "mimeType": "text/csv", "buffer": export()}
    page.set_input_files("[name=file]", file)
    page.locator("form:has([name=file]) button.btn-primary").click()
    expect(page.get_by_role("button", name=re.compile("^Import")).first).to_be_visible(timeout=60_000)
    rehearsal = urlsplit(page.url).path
    page.goto(f"{place.url}/caught")
    expect(page.locator("main a[href^='/caught/']").first).to_be_visible(timeout=20_000)
    return [rehearsal, story]


def log_in(page: Page, place: Place, mailbox: str = house.mailbox_of(cast.YOU)) -> None:
    page.goto(f"{place.url}/login")
    page.locator("input[type=email]").fill(mailbox)
    page.locator("input[type=password]").fill(PASSWORD)
    page.locator("input[type=password]").press("Enter")
    page.wait_for_url("**/queue*")
