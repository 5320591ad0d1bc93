"""Whoever follows every link there is reads no word about people out of sight: strangers' or behind the wall."""

import html
import re
from collections import Counter, deque
from collections.abc import Iterator
from urllib.parse import SplitResult, urljoin, urlsplit

import pytest
from flask.testing import FlaskClient

from recruiterdash.imports.uploads import Folder
from tests.conftest import sqlite_is_enough
from tests.doors.conftest import opened
from tests.doors.neighbours import Street, settled

NUMBER = re.compile(r"\d+")
LINK = re.compile(r'(?:href|hx-get)="([^"]+)"')
OF_A_KIND, OF_A_LIST = 2, 3
STARTS = (
    "/",
    "/queue?name=all",
    "/candidates",
    "/candidates?q=some",
    "/search?q=some",
    "/search?q=mail",
    "/search?q=600",
    "/requisitions",
    "/interviews",
    "/messages",
    "/messages/scheduled",
    "/caught",
    "/imports",
    "/imports/to-do",
    "/imports/to-do/list.csv",
    "/audit",
    "/account",
    "/applications/new?q=some",
    "/api/v1/applications?limit=200",
    "/api/v1/candidates?limit=200",
    "/api/v1/candidates?q=some",
    "/api/v1/queue?name=all&limit=200",
    "/api/v1/outbox",
)


@pytest.fixture(scope="module")
def street(database_url: str, uploads_folder: Folder) -> Iterator[Street]:
    with opened(database_url) as house:
        yield settled(house, uploads_folder)


#: On PostgreSQL who sees least and most: what parts the others, `visibility`, asks both alike.
WHO = ("recruiter", "hiring_manager", "interviewer", "insider", "boss")
LEAST_AND_MOST = ("recruiter", "insider")


@pytest.mark.parametrize(
    "who", [pytest.param(each, marks=sqlite_is_enough(each not in LEAST_AND_MOST)) for each in WHO]
)
def test_no_page_says_a_word_of_people_out_of_sight(street: Street, who: str) -> None:
    seen: set[str] = set()
    found: set[str] = set()
    for path, page in pages(street.inside(who)):
        assert not street.leaks(who, page), path
        seen.add(NUMBER.sub("#", urlsplit(path).path))
        found |= street.leaks("recruiter", page)
    if who in {"insider", "boss"}:
        # what is hidden from others was there to be found
        assert found == street.hidden_from("recruiter") - street.hidden_from(who)
        assert {"/applications/#", "/candidates/#", "/interviews/#", "/messages/#", "/requisitions/#"} <= seen


def pages(browser: FlaskClient) -> Iterator[tuple[str, str]]:
    """Yield every page that links lead to, each with its address."""
    waiting, met = deque(STARTS), set(STARTS)
    alike: Counter[str] = Counter()
    while waiting:
        path = waiting.popleft()
        answer = browser.get(path)
        assert answer.status_code < 500, path
        text = answer.data.decode("utf-8", "replace")  # a file to keep is no text
        yield path, text
        for found in LINK.findall(text) if answer.mimetype == "text/html" else ():
            link = urljoin(f"http://localhost{path}", html.unescape(found)).partition("#")[0]
            parts = urlsplit(link)
            further = link.removeprefix("http://localhost")
            if not own(link) or further in met or not worth_it(parts, alike):
                continue
            met.add(further)
            waiting.append(further)


def worth_it(parts: SplitResult, alike: Counter[str]) -> bool:
    """Look at everybody's pages once, at each way to ask for them twice, at lists in three ways and at files once."""
    shape = NUMBER.sub("#", parts.path)
    kind = f"{shape}?{NUMBER.sub('#', parts.query)}"
    if parts.path.startswith("/templates/"):  # wordings are the house's; a preview is somebody's
        worth = alike[kind] < OF_A_KIND
    elif shape != parts.path:
        worth = not alike[parts.path] or alike[kind] < OF_A_KIND
    elif "/export/" in parts.path:  # holds the rows that its page shows
        worth = not alike[parts.path]
    else:
        worth = alike[parts.path] < OF_A_LIST
    alike.update([parts.path, kind] if worth else ())
    return worth


def own(link: str) -> bool:
    parts = urlsplit(link)
    return parts.netloc == "localhost" and not parts.path.startswith(("/static/", "/assets/", "/policies"))
