"""The list tells the truth about what it shows: filtered numbers, second applications, where a name leads."""

import re

from flask import Flask

from recruiterdash.candidates.models import Application
from recruiterdash.requisitions.models import StageType
from recruiterdash.team.models import Role
from recruiterdash.waiting.numbers import Count
from recruiterdash.web import rail
from tests.queue.conftest import Enter
from tests.queue.scene import Scene, applied, interviewed, said
from tests.queue.test_the_page import row_of, statements, words


def headline(page: str) -> str:
    found = re.search(r'<div class="list-head">.*?</div>', page, re.DOTALL)
    assert found
    return words(found.group()).removeprefix("Decision overdue ").removeprefix("Gone quiet ")


def test_a_narrowed_list_says_how_many_of_all_it_holds(enter: Enter) -> None:
    ada = enter("Ada Admin")
    late = "wait for a decision past the date we owed it"
    assert headline(ada.get("/queue?name=decision").text) == f"4 people + 2 from before {late}"
    assert headline(ada.get("/queue?name=decision&stage=final").text) == f"1 of 6 {late}"
    assert headline(ada.get("/queue?name=decision&lane=chase").text) == f"4 of 6 {late}"
    assert headline(ada.get("/queue?name=decision&stage=offer").text) == f"0 of 6 {late}"
    assert headline(ada.get("/queue?name=feedback&mine=1").text).endswith("Nobody is here now")


def test_a_narrowed_list_of_several_pages_never_says_a_false_number(
    app: Flask, enter: Enter, scene: Scene
) -> None:
    for number in range(60):
        scene.person(f"Quiet {number}", "Data Analyst", applied("2"), said("2", "auto_ack"))
    app.extensions.pop("recruiterdash.rails", None)
    ada = enter("Ada Admin")
    office = f"/queue?name=silence&office={scene.offices['Toronto']}"
    first = ada.get(office).text
    assert re.match(r"50 and more of \d+ have had no word", headline(first))
    following = re.search(r'href="([^"]+)"[^>]*rel="next"|rel="next"[^>]*href="([^"]+)"', first)
    assert following
    second = ada.get((following.group(1) or following.group(2)).replace("&amp;", "&")).text
    assert re.match(r"50 and more of \d+ have had no word", headline(second))


def test_those_from_before_alone_are_no_zero_people() -> None:
    assert rail.in_all(Count(0, 49)) == "49 from before"
    assert rail.in_all(Count(1, 2)) == "1 person + 2 from before"
    assert rail.in_all(Count(2_000)) == "999+ people"
    assert rail.in_all(Count(0)) == ""
    entries = {each.name: each for _, some in rail.groups({"promise": Count(0, 49)}) for each in some}
    assert (entries["promise"].number, entries["promise"].before) == ("", "49 from before")
    assert entries["legal"].number == "0"


def test_everybody_overdue_says_that_somebody_has_more_applications(
    app: Flask, enter: Enter, scene: Scene
) -> None:
    first = scene.person("Bea Twice", "Staff Nurse", applied("2"), interviewed("9"))
    with scene.writing() as session:
        person = session.get_one(Application, first).candidate_id
    scene.person(
        "Bea Twice.", "Data Analyst", applied("3"), said("23"), stage=StageType.OFFER, candidate_id=person
    )
    scene.people["Bea Twice"] = first
    app.extensions.pop("recruiterdash.rails", None)

    ada = enter("Ada Admin")
    page = ada.get("/queue?name=all&requisition=" + str(scene.requisitions["Staff Nurse"])).text
    assert "+1 more application" in row_of(page, scene, "Bea Twice")
    assert "more application" not in row_of(page, scene, "Tomás Rivera")
    assert "more application" not in ada.get("/queue?name=decision").text
    panel = words(ada.get(f"/queue/panel/{first}?name=all").text)
    assert "Also applied Data Analyst · Offer" in panel
    with statements(app) as seen:
        ada.get("/queue?name=all")
    assert len([sql for sql in seen if not sql.startswith(("BEGIN", "PRAGMA"))]) <= 6

    priya = enter("Priya Shah")
    assert "more application" not in priya.get("/queue?name=all").text, "that one is not hers to see"
    assert "Also applied" not in priya.get(f"/queue/panel/{first}?name=all").text


def test_who_is_on_no_requisition_is_told_who_can_add_them(enter: Enter, scene: Scene) -> None:
    scene.colleague("Nils Newcomer", Role.RECRUITER)
    page = words(enter("Nils Newcomer").get("/queue").text)
    assert "You are on no requisition yet; an administrator, or a colleague on it, can add you." in page
    assert "Nobody is here yet" not in page


def test_the_list_of_keys_names_them_all(enter: Enter) -> None:
    page = words(enter("Priya Shah").get("/queue").text)
    for told in ("Ctrl+Enter send the letter", "p if they call", "j k next, previous"):
        assert told in page


def test_a_found_name_leads_to_the_only_application_else_to_the_person(enter: Enter, scene: Scene) -> None:
    ada = enter("Ada Admin")
    found = re.search(r"<h2><a href=\"([^\"]+)\"", ada.get("/search?q=amara").text)
    assert found
    assert found.group(1) == f"/applications/{scene.people['Amara Okafor']}"
    one = scene.person("Dora Double", "Staff Nurse", applied("2"))
    with scene.writing() as session:
        person = session.get_one(Application, one).candidate_id
    scene.person("Dora Double.", "Data Analyst", applied("3"), candidate_id=person)
    found = re.search(r"<h2><a href=\"([^\"]+)\"", ada.get("/search?q=dora").text)
    assert found
    assert found.group(1) == f"/candidates/{person}"
    found = re.search(r"<h2><a href=\"([^\"]+)\"", enter("Priya Shah").get("/search?q=dora").text)
    assert found
    assert found.group(1) == f"/applications/{one}", "only one of them is hers to see"
