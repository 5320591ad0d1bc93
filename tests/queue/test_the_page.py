"""The landing page as a browser gets it: who is listed, what is said of them, what it costs."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from recruiterdash import journey
from recruiterdash.candidates.models import Application
from recruiterdash.db import Database
from tests.queue.conftest import Enter
from tests.queue.scene import NOW, Scene, applied, said

ROW = re.compile(r'<tr id="row-(\d+)".*?</tr>', re.DOTALL)
TAG = re.compile(r"<[^>]+>")


def names(page: str) -> list[str]:
    """Return the people of a page in its order."""
    return [unescape(TAG.sub("", each)) for each in re.findall(r"<th scope=\"row\"><a[^>]*>(.*?)</a>", page)]


def words(markup: str) -> str:
    return " ".join(unescape(TAG.sub(" ", markup)).split())


def row_of(page: str, scene: Scene, person: str) -> str:
    found = re.search(rf'<tr id="row-{scene.people[person]}".*?</tr>', page, re.DOTALL)
    assert found, f"{person} is not on the page"
    return words(found.group())


@contextmanager
def statements(app: Flask) -> Iterator[list[str]]:
    """Collect the statements that reach the database."""
    seen: list[str] = []
    database: Database = app.extensions["recruiterdash.database"]

    def note(_conn: object, _cursor: object, sql: str, *_rest: object) -> None:
        seen.append(sql)

    event.listen(database.engine, "before_cursor_execute", note)
    yield seen
    event.remove(database.engine, "before_cursor_execute", note)


# --- who is listed ---------------------------------------------------------------------------------


def test_the_landing_page_is_the_worst_queue_that_holds_somebody(enter: Enter) -> None:
    ada = enter("Ada Admin")
    assert ada.get("/").headers["Location"] == "/queue"
    page = ada.get("/queue").text
    assert "<h1" in page
    assert "Legal deadline" in words(re.search(r"<h1.*?</h1>", page, re.DOTALL).group())  # type: ignore[union-attr]
    assert names(page) == ["Lena Fischer"]


@pytest.mark.parametrize(
    ("queue", "people"),
    [
        ("promise", ["Amara Okafor"]),
        ("unanswered", ["Tomás Rivera"]),
        ("told", ["محمد الفاسي"]),
        ("decision", ["Lena Fischer", "Tomás Rivera", "Jonas Berg", "李 美玲", "Older Timer", "Old Timer"]),
        ("feedback", []),
        ("soon", ["Wei Chen", "李 美玲"]),
        ("waiting_on_candidate", ["Ines Duarte"]),
        ("inherited", ["Older Timer", "Old Timer"]),
        ("bounced", []),
    ],
)
def test_each_queue_lists_only_what_its_name_says(enter: Enter, queue: str, people: list[str]) -> None:
    assert names(enter("Ada Admin").get(f"/queue?name={queue}").text) == people


def test_a_recruiter_sees_their_own_requisitions_only(enter: Enter) -> None:
    page = enter("Priya Shah").get("/queue?name=decision").text
    assert names(page) == ["Tomás Rivera", "Older Timer", "Old Timer"]


@pytest.mark.parametrize(
    ("query", "people"),
    [
        ("lane=act", ["Tomás Rivera", "李 美玲"]),
        ("lane=chase", ["Lena Fischer", "Jonas Berg", "Older Timer", "Old Timer"]),
        ("holder=interviewer&internal=0", ["Lena Fischer", "Older Timer", "Old Timer"]),
        ("internal=1", ["Jonas Berg"]),
        ("stage=final", ["Jonas Berg"]),
        (
            "sort=recent",
            ["李 美玲", "Jonas Berg", "Tomás Rivera", "Lena Fischer", "Old Timer", "Older Timer"],
        ),
        ("lane=nonsense&stage=&requisition=&holder=x", ["Lena Fischer", "Tomás Rivera", "Jonas Berg"]),
    ],
)
def test_filters_stand_in_the_address(enter: Enter, query: str, people: list[str]) -> None:
    found = names(enter("Ada Admin").get(f"/queue?name=decision&{query}").text)
    assert found[: len(people)] == people


def test_the_office_and_the_requisition_narrow_it(enter: Enter, scene: Scene) -> None:
    ada = enter("Ada Admin")
    office, requisition = scene.offices["Madrid"], scene.requisitions["Data Analyst"]
    assert "Jonas Berg" not in names(ada.get(f"/queue?name=decision&office={office}").text)
    assert names(ada.get(f"/queue?name=decision&requisition={requisition}").text) == ["Jonas Berg", "李 美玲"]


def test_mine_are_those_i_am_responsible_for(enter: Enter) -> None:
    assert "Amara Okafor" in names(enter("Priya Shah").get("/queue?name=promise&mine=1").text)
    assert names(enter("Hugo Osei").get("/queue?name=promise&mine=1").text) == []


def test_the_form_of_filters_keeps_what_was_chosen_without_a_script(enter: Enter, scene: Scene) -> None:
    page = enter("Ada Admin").get("/queue?name=decision&lane=chase&sort=recent&internal=1").text
    form = re.search(r'<form class="filters".*?</form>', page, re.DOTALL)
    assert form
    for kept in ('name="name" value="decision"', 'name="lane" value="chase"', 'name="sort" value="recent"'):
        assert kept in form.group()
    assert '<option value="1" selected>internal only' in form.group()
    assert '<button class="apply' in form.group()


# --- what is said of them --------------------------------------------------------------------------


def test_a_row_says_since_when_until_when_and_who(enter: Enter, scene: Scene) -> None:
    page = enter("Priya Shah").get("/queue?name=decision").text
    said_of = row_of(page, scene, "Tomás Rivera")
    for words_ in (
        "asked twice",
        "Staff Nurse",
        "6 days late",
        "Mon 16 Nov 17:00",
        "since Mon 9 Nov",
        "You",
        "Mon 2 Nov",
    ):
        assert words_ in said_of
    assert "automatic acknowledgement" in said_of
    assert "from before" in row_of(page, scene, "Old Timer")


def test_numbers_say_since_and_from_before(enter: Enter) -> None:
    page = enter("Ada Admin").get("/queue?name=decision").text
    assert "4 people + 2 from before" in words(page)
    rail = re.search(r'<nav class="rail".*?</nav>', page, re.DOTALL)
    assert rail
    assert "Decision overdue 4 + 2 from before" in words(rail.group())
    assert re.search(r'aria-current="page"><[^>]*></i><span>Decision overdue', rail.group())


def test_names_of_any_script_keep_their_own_direction(enter: Enter) -> None:
    assert "<bdi>محمد الفاسي</bdi>" in enter("Ada Admin").get("/queue?name=told").text


def test_the_person_looked_at_stands_beside_the_queue(enter: Enter, scene: Scene) -> None:
    page = enter("Priya Shah").get(f"/queue?name=decision&person={scene.people['Tomás Rivera']}").text
    panel = words(page[page.index('<aside class="person"') :])
    assert "Interviewed Mon 9 Nov 15:00. Five business days: Mon 16 Nov 17:00." in panel
    assert "They asked twice and have no answer." in panel
    assert "15:30 there now (Europe/Madrid, zone assumed)" in panel
    for act in (
        "letters/new?type=status",
        "letters/new?type=personal&amp;reply=1",
        "log?kind=phone",
        "decision",
    ):
        assert f"/applications/{scene.people['Tomás Rivera']}/{act}" in page


def test_the_panel_alone_says_the_same(enter: Enter, scene: Scene) -> None:
    id_ = scene.people["Amara Okafor"]
    ada = enter("Ada Admin")
    alone = words(ada.get(f"/queue/panel/{id_}?name=promise").text)
    assert alone.removesuffix(" ") in words(ada.get(f"/queue?name=promise&person={id_}").text)
    assert "A date we gave was not kept." in alone


def test_who_may_not_see_a_person_gets_no_panel(enter: Enter, scene: Scene) -> None:
    priya = enter("Priya Shah")
    assert priya.get(f"/queue/panel/{scene.people['Jonas Berg']}").status_code == 404
    assert priya.get(f"/queue?person={scene.people['Jonas Berg']}").status_code == 404


def test_an_emptied_queue_is_a_small_celebration(enter: Enter) -> None:
    assert "This queue is empty" in enter("Ada Admin").get("/queue?name=feedback").text


def test_a_filter_that_fits_nobody_says_so(enter: Enter) -> None:
    assert "Nobody fits" in enter("Ada Admin").get("/queue?name=decision&stage=offer").text


# --- what moves ------------------------------------------------------------------------------------


def test_an_answer_takes_a_person_off_at_once(enter: Enter, scene: Scene) -> None:
    ada = enter("Ada Admin")
    id_ = scene.person("Nadia Short", "Staff Nurse", applied("2"), said("2", "auto_ack"))
    assert "Nadia Short" in names(ada.get("/queue?name=silence").text)
    before = ada.get("/queue?name=silence").text
    with scene.writing() as session:
        journey.record(session, session.get_one(Application, id_), said("23", clock="15:00"), now=NOW)
    after = ada.get("/queue?name=silence").text
    assert "Nadia Short" not in names(after)
    assert _number(before, "Gone quiet") == _number(after, "Gone quiet") + 1


def test_time_alone_brings_people_in(enter: Enter, scene: Scene) -> None:
    ada = enter("Ada Admin")
    assert "Grace Mutua" not in names(ada.get("/queue?name=promise").text)
    with time_machine.travel(NOW + timedelta(hours=2), tick=False):
        page = ada.get("/queue?name=promise").text
    assert "Grace Mutua" in names(page)
    assert _number(page, "Promise broken") == 2


def _number(page: str, queue: str) -> int:
    found = re.search(rf"<span>{queue}</span><b>(\d+)</b>", page)
    assert found
    return int(found.group(1))


# --- what it costs ---------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["Ada Admin", "Priya Shah"])
@pytest.mark.parametrize(
    "query", ["", "?name=decision", "?name=all", "?name=on_its_way", "?name=silence&lane=act&mine=1"]
)
def test_a_page_takes_six_statements_at_the_most(app: Flask, enter: Enter, who: str, query: str) -> None:
    browser = enter(who)
    app.extensions.pop("recruiterdash.rails", None)
    with statements(app) as cold:
        assert browser.get(f"/queue{query}").status_code == 200
    with statements(app) as warm:
        browser.get(f"/queue{query}")
    assert len(_asked(cold)) <= 6, cold
    assert len(_asked(warm)) <= 4, warm


def test_those_selected_on_other_pages_take_one_statement_more_however_many(app: Flask, enter: Enter) -> None:
    browser = enter("Ada Admin")
    browser.get("/queue?name=decision")
    taken = []
    for chosen in ("", "&chosen=1", f"&chosen={','.join(map(str, range(1, 100)))}"):
        with statements(app) as seen:
            assert browser.get(f"/queue?name=told{chosen}").status_code == 200
        taken.append(len(_asked(seen)))
    assert taken == [taken[0], taken[0] + 1, taken[0] + 1]
    assert max(taken) <= 6


def _asked(seen: list[str]) -> list[str]:
    return [sql for sql in seen if not sql.startswith(("BEGIN", "PRAGMA"))]


# --- search ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said_", "person"),
    [
        ("tomas", "Tomás Rivera"),
        ("RIV", "Tomás Rivera"),
        ("محمد", "محمد الفاسي"),
        ("美玲", "李 美玲"),
        ("okaf ama", "Amara Okafor"),
    ],
)
def test_a_person_is_found_in_any_script_with_where_they_stand(enter: Enter, said_: str, person: str) -> None:
    ada = enter("Ada Admin")
    page = ada.get("/search", query_string={"q": said_}).text
    assert f"<bdi>{person}</bdi>" in page
    assert "late</span>" in page


def test_a_search_from_the_queue_goes_to_the_search(enter: Enter) -> None:
    answer = enter("Ada Admin").get("/queue?q=tomás")
    assert answer.headers["Location"] == "/search?q=tom%C3%A1s"


def test_nobody_finds_whom_they_may_not_see(enter: Enter) -> None:
    assert "Nobody found" in enter("Priya Shah").get("/search?q=jonas").text


# --- who comes in ----------------------------------------------------------------------------------


def test_who_is_not_logged_in_is_sent_to_the_door(app: Flask, scene: Scene, at_now: None) -> None:
    stranger: FlaskClient = app.test_client()
    assert stranger.get("/queue").headers["Location"].startswith("/login")
    assert stranger.get("/queue/panel/1").headers["Location"].startswith("/login")
