"""After something was done for a person: the same queue again, with the next one, by links and forms alone."""

import re
from html import unescape
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from flask.testing import FlaskClient

from recruiterdash.waiting import queries
from recruiterdash.web.destinations import back_to
from tests.queue.conftest import TOKEN, Enter
from tests.queue.scene import Scene, applied, decided, interviewed, said

VALUE = re.compile(r'<input[^>]*name="(?P<name>[^"]+)"[^>]*value="(?P<value>[^"]*)"')
ACTS = ("letters/new", "log", "decision", "wrap-up")


@pytest.fixture(scope="module")
def decision(scene: Scene) -> list[int]:
    """Three people of Priya's whose decision is overdue, in their order."""
    names = ("Nia First", "Nia Second", "Nia Third")
    scene.requisition("Ward Sister", "Madrid", "Priya Shah", "Hugo Osei")
    return [
        scene.person(
            name,
            "Ward Sister",
            applied(day),
            said(day, "auto_ack", "10:01"),
            interviewed(str(int(day) + 1)),
            email=f"nia{day}@example.org",
        )
        for name, day in zip(names, ("3", "4", "5"), strict=True)
    ]


def queue_of(scene: Scene, **more: object) -> str:
    asked = {"name": "decision", "requisition": scene.requisitions["Ward Sister"], **more}
    return f"/queue?{urlencode(asked)}"


def links_of(page: str) -> dict[str, str]:
    """Return the acts of the panel, by the end of their path."""
    panel = page[page.index('<div class="acts">') :]
    found = [unescape(each) for each in re.findall(r'href="(/(?:applications|interviews)/\d+/[^"]+)"', panel)]
    return {act: each for act in ACTS for each in reversed(found) if urlsplit(each).path.endswith(act)}


def onward(link: str) -> dict[str, list[str]]:
    """Return what the queue is asked once the act is done."""
    (then,) = parse_qs(urlsplit(link).query)["next"]
    assert urlsplit(then).path == "/queue"
    return parse_qs(urlsplit(then).query)


def fields_of(page: str) -> dict[str, str]:
    """Return a page's longest form as a browser would send it untouched."""
    form = max(re.findall(r'<form method="post".*?</form>', page, re.DOTALL), key=len)
    given = {each["name"]: unescape(each["value"]) for each in VALUE.finditer(form)}
    areas = re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\r?\n?(.*?)</textarea>', form, re.DOTALL)
    return {**given, **{name: unescape(text) for name, text in areas}}


def test_every_act_of_the_panel_leads_on_to_the_next_person(
    enter: Enter, scene: Scene, decision: list[int]
) -> None:
    first, second, _ = decision
    page = enter("Priya Shah").get(queue_of(scene, person=first, lane="chase", sort="due")).text
    links = links_of(page)
    assert set(links) == set(ACTS)
    for link in links.values():
        asked = onward(link)
        assert asked["person"] == [str(second)]
        assert (asked["name"], asked["lane"]) == (["decision"], ["chase"])
        assert asked["requisition"] == [str(scene.requisitions["Ward Sister"])]


def test_the_panel_alone_leads_where_the_page_says(enter: Enter, scene: Scene, decision: list[int]) -> None:
    priya = enter("Priya Shah")
    then = queue_of(scene, person=decision[1])
    page = priya.get(f"/queue/panel/{decision[0]}", query_string={"name": "decision", "next": then}).text
    assert onward(links_of(page)["letters/new"])["person"] == [str(decision[1])]
    page = priya.get(f"/queue/panel/{decision[0]}", query_string={"next": "https://evil.example/"}).text
    assert "evil" not in page


def test_the_last_of_a_list_leads_back_to_the_list(enter: Enter, scene: Scene, decision: list[int]) -> None:
    page = enter("Priya Shah").get(queue_of(scene, person=decision[2])).text
    assert "person" not in onward(links_of(page)["letters/new"])


def test_who_has_left_the_list_leads_to_its_first(enter: Enter, scene: Scene, decision: list[int]) -> None:
    page = enter("Priya Shah").get(queue_of(scene, person=scene.people["Tomás Rivera"])).text
    assert onward(links_of(page)["letters/new"])["person"] == ["first"]
    page = enter("Priya Shah").get(queue_of(scene, person="first")).text
    assert f'data-shows="{decision[0]}"' in page


def test_the_last_of_a_page_leads_to_the_first_of_the_next(
    enter: Enter, scene: Scene, monkeypatch: pytest.MonkeyPatch, decision: list[int]
) -> None:
    monkeypatch.setitem(queries.rows_later.__kwdefaults__ or {}, "size", 2)
    priya = enter("Priya Shah")
    link = links_of(priya.get(queue_of(scene, person=decision[1])).text)["log"]
    asked = onward(link)
    assert asked["person"] == ["first"]
    (then,) = parse_qs(urlsplit(link).query)["next"]
    assert f'data-shows="{decision[2]}"' in priya.get(then).text


def send(browser: FlaskClient, link: str, **said_: str) -> str:
    """Fill in the form behind a link and send it; returns where it leads."""
    page = browser.get(link).text
    given = {**fields_of(page), **said_}
    path = unescape(re.findall(r'<form method="post"[^>]*action="([^"]+)"', page)[-1])
    answer = browser.post(path, data=given)
    if answer.status_code == 200:  # the log form says first what it will do
        answer = browser.post(path, data={**given, **fields_of(answer.text), **said_})
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def test_a_letter_sent_from_the_queue_shows_the_next_person_and_can_be_undone_there(
    enter: Enter, scene: Scene, decision: list[int]
) -> None:
    priya = enter("Priya Shah")
    first, second, _ = decision
    link = links_of(priya.get(queue_of(scene, person=first)).text)["letters/new"]
    assert "type=status" in link
    page = priya.get(link).text
    assert f'person={first}">Back without sending' in page
    landed = priya.get(send(priya, link)).text
    assert f'data-shows="{second}"' in landed
    assert "The letter to Nia First leaves in 10 seconds" in landed
    undo = re.search(r'action="(/messages/\d+/undo)"', landed)
    token = TOKEN.search(landed)
    assert undo
    assert token
    back = re.search(r'<input type="hidden" name="next" value="([^"]*)"', landed)
    assert back
    data = {"csrf_token": token[1], "next": unescape(back[1])}
    again = priya.get(priya.post(undo[1], data=data).headers["Location"]).text
    assert "Undone: nothing has left" in again
    assert f'person={first}">Back without sending' in again


def test_a_call_logged_from_the_queue_shows_the_next_person(
    enter: Enter, scene: Scene, decision: list[int]
) -> None:
    priya = enter("Priya Shah")
    _, second, third = decision
    link = links_of(priya.get(queue_of(scene, person=second)).text)["log"]
    landed = send(priya, link, reached="voicemail", kind="phone")
    assert parse_qs(urlsplit(landed).query)["person"] == [str(third)]
    assert "the timeline of Nia Second" in priya.get(landed).text


def test_a_wrap_up_from_the_queue_shows_the_next_person(
    enter: Enter, scene: Scene, decision: list[int]
) -> None:
    priya = enter("Priya Shah")
    first, second, _ = decision
    link = links_of(priya.get(queue_of(scene, person=first)).text)["wrap-up"]
    landed = send(priya, link, named="none")
    assert parse_qs(urlsplit(landed).query)["person"] == [str(second)]
    assert "Kept what was said to Nia First." in priya.get(landed).text


def test_a_decision_from_the_queue_shows_the_same_person_with_the_word_they_are_owed(
    enter: Enter, scene: Scene, decision: list[int]
) -> None:
    priya = enter("Priya Shah")
    third = decision[2]
    link = links_of(priya.get(queue_of(scene, person=third)).text)["decision"]
    landed = send(priya, link, outcome="reject", reason="not_selected", telling="silent", silence="call")
    assert parse_qs(urlsplit(landed).query)["person"] == [str(third)]
    page = priya.get(landed).text
    assert "Tell them the outcome" in page
    assert "type=rejection_final" in links_of(page)["letters/new"]


def test_who_wrote_nothing_comes_back_to_the_same_person() -> None:
    assert back_to("/queue?name=told&after=x&person=7", 3) == "/queue?name=told&after=x&person=3"
    assert back_to("/queue?name=told", 3) == "/queue?name=told&person=3"
    assert back_to("/applications/3", 3) == "/applications/3"


def test_those_whose_day_has_not_come_stand_in_the_list_when_asked_for(enter: Enter, scene: Scene) -> None:
    scene.person(
        "Just Decided", "Staff Nurse", applied("3"), said("3", "auto_ack"), decided("23", clock="9:00")
    )
    priya = enter("Priya Shah")
    assert "Just Decided" not in priya.get("/queue?name=told").text
    page = priya.get("/queue?name=told&ahead=1").text
    assert "Just Decided" in page
    assert "محمد الفاسي" in page
    assert "With those whose day has not come yet" in page
    assert "Just Decided" not in priya.get("/queue?name=decision&ahead=1").text


# --- those selected --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def ward(scene: Scene) -> list[int]:
    """Four people of Priya's whose decision is overdue, in their order."""
    scene.requisition("Porter", "Madrid", "Priya Shah", "Hugo Osei")
    return [
        scene.person(
            f"Pia {day}",
            "Porter",
            applied(day),
            said(day, "auto_ack", "10:01"),
            interviewed(str(int(day) + 1)),
            email=f"pia{day}@example.org",
        )
        for day in ("2", "3", "4", "5")
    ]


def porters(scene: Scene, **more: object) -> str:
    asked = {"name": "decision", "requisition": scene.requisitions["Porter"], **more}
    return f"/queue?{urlencode(asked)}"


def ticked(page: str) -> list[int]:
    return [
        int(each)
        for each in re.findall(r'<input type="checkbox" name="chosen" value="(\d+)"[^>]* checked', page)
    ]


def count_of(page: str) -> str | None:
    found = re.search(r"<strong data-chosen-count>([^<]*)</strong>", page)
    return found[1] if found else None


def test_those_selected_in_a_form_are_gone_through_one_after_another(
    enter: Enter, scene: Scene, ward: list[int]
) -> None:
    priya = enter("Priya Shah")
    page = priya.get(porters(scene)).text
    assert "Go through <span data-chosen-whom>the selected</span></button>" in page
    form = page[page.index('<form id="choosing"') :]
    kept = {each["name"]: unescape(each["value"]) for each in VALUE.finditer(form) if "hidden" in each[0]}
    assert kept == {"name": "decision", "requisition": str(scene.requisitions["Porter"])}
    first, _, third, fourth = ward
    chosen = [first, third, fourth]
    landed = priya.get("/queue", query_string={**kept, "chosen": chosen, "person": "selected"})
    assert parse_qs(urlsplit(landed.headers["Location"]).query)["chosen"] == [f"{first},{third},{fourth}"]
    page = priya.get(landed.headers["Location"]).text
    assert ticked(page) == chosen
    assert count_of(page) == "3 selected"
    for at, person in enumerate(chosen, 1):
        assert f'data-shows="{person}"' in page
        assert f"<span data-at>{at}</span> of <span data-of>3</span> selected" in page
        page = priya.get(send(priya, links_of(page)["log"], reached="voicemail", kind="phone")).text
        if person == fourth:
            page = priya.get(unescape(re.search(r'href="([^"]*)"', page)[1])).text  # type: ignore[index]
    assert "data-shows" not in page
    assert (ticked(page), count_of(page)) == ([], None)
    assert "the timeline of Pia 5" in page


def test_who_changes_their_mind_about_the_last_one_still_has_them_selected(
    enter: Enter, scene: Scene, ward: list[int]
) -> None:
    priya = enter("Priya Shah")
    text = f"{ward[0]},{ward[1]}"
    page = priya.get(porters(scene, chosen=text, person=ward[1])).text
    back = re.search(r'href="([^"]*)">Back without sending', priya.get(links_of(page)["letters/new"]).text)
    assert back
    asked = parse_qs(urlsplit(unescape(back[1])).query)
    assert (asked["chosen"], asked["person"]) == ([text], [str(ward[1])])


def test_a_selection_reaches_over_pages_and_stays_with_filters(
    enter: Enter, scene: Scene, monkeypatch: pytest.MonkeyPatch, ward: list[int]
) -> None:
    monkeypatch.setitem(queries.rows_later.__kwdefaults__ or {}, "size", 2)
    priya = enter("Priya Shah")
    text = f"{ward[0]},{ward[3]}"
    page = priya.get(porters(scene, chosen=text)).text
    assert f'<input type="hidden" name="chosen" value="{ward[3]}">' in page
    assert (ticked(page), count_of(page)) == ([ward[0]], "2 selected")
    following = re.search(r'rel="next" href="([^"]*)"', page)
    assert following
    page = priya.get(unescape(following[1])).text
    assert (ticked(page), count_of(page)) == ([ward[3]], "2 selected")
    filters = page[page.index('<form class="filters"') : page.index('<form id="choosing"')]
    assert f'<input type="hidden" name="chosen" value="{text}">' in filters
    assert onward(links_of(priya.get(porters(scene, chosen=text, person=ward[0])).text)["log"])["person"] == [
        str(ward[3])
    ]


@pytest.mark.parametrize(
    "text", ["x,-1,0,1.5,\u0661,'--,99999999999999999999,{id}", "{id},{id},", "{id},{stranger},4000000"]
)
def test_only_people_one_may_see_are_selected_whatever_the_address_says(
    enter: Enter, scene: Scene, ward: list[int], text: str
) -> None:
    priya = enter("Priya Shah")
    stranger = scene.people["Jonas Berg"]
    answer = priya.get(
        porters(scene, chosen=text.format(id=ward[1], stranger=stranger), person="selected"),
        follow_redirects=True,
    )
    assert (ticked(answer.text), count_of(answer.text)) == ([ward[1]], "1 selected")
    assert f'data-shows="{ward[1]}"' in answer.text
    assert onward(links_of(answer.text)["log"])["person"] == ["done"]


def test_no_more_than_a_hundred_are_selected(enter: Enter, scene: Scene, ward: list[int]) -> None:
    given = ",".join(map(str, [*range(4000000, 4000099), ward[0], ward[1]]))
    page = enter("Priya Shah").get(porters(scene, chosen=given), follow_redirects=True).text
    assert (ticked(page), count_of(page)) == ([ward[0]], "1 selected")
