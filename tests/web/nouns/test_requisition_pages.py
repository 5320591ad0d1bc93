"""What a recruiter does with requisitions, through the pages."""

import pytest

from recruiterdash.requisitions.models import Opening, Requisition, RequisitionState, Stage
from tests.web.nouns.house import House, numbers_in


def facts(house: House, **said: object) -> dict[str, object]:
    return {
        "reference": f"PAGE-{next(house.numbers)}",
        "title": "Plant Engineer",
        "office_id": house.office,
        "recruiter_id": house.users["recruiter"],
        "hiring_manager_id": house.users["hiring_manager"],
        "backup_id": "",
        "publicly_advertised": "",
        "openings": 2,
        **said,
    }


def stored(house: House, requisition: int) -> Requisition:
    with house.writing() as session:
        return session.get_one(Requisition, requisition)


def test_a_requisition_is_created_as_a_draft_and_opened(house: House) -> None:
    assert house.get("recruiter", "/requisitions/new").status_code == 200
    answer = house.post(
        "recruiter", "/requisitions/new", **facts(house, jurisdiction="ca-on", publicly_advertised="no")
    )
    assert answer.status_code == 303
    (made,) = numbers_in(answer.location)
    row = stored(house, made)
    assert (row.state, row.jurisdiction, row.publicly_advertised) == (RequisitionState.DRAFT, "CA-ON", False)
    page = house.get("recruiter", f"/requisitions/{made}").text
    assert "2 of 2 still open" in page
    assert "Nobody has applied yet" in page
    asked = house.get("recruiter", f"/requisitions/{made}/state/open").text
    assert "Nobody is waiting in it." in asked
    answer = house.post(
        "recruiter", f"/requisitions/{made}/state/open", version=row.version, reason="Approved by the board"
    )
    assert answer.status_code == 303
    assert stored(house, made).state is RequisitionState.OPEN
    assert house.acts("requisition", made) == ["requisition.create", "requisition.state"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"reference": ""}, "Write its reference."),
        ({"title": "Nurse\u202e"}, "U+202E"),
        ({"title": "x" * 201}, "at most 200"),
        ({"office_id": 999_999}, "Choose from the list"),
        ({"recruiter_id": "9" * 30}, "Choose from the list"),
        ({"jurisdiction": "Ontario"}, "ISO code"),
        ({"employees_at_posting": "-3"}, "from 0 to 10 million"),
        ({"openings": "0"}, "From 1 to 500"),
    ],
)
def test_what_cannot_stand_comes_back_with_everything_else_kept(
    house: House, wrong: dict[str, object], said: str
) -> None:
    answer = house.post("recruiter", "/requisitions/new", **facts(house, **{"title": "Keep me", **wrong}))
    assert answer.status_code == 422
    assert said in answer.text
    assert "title" in wrong or "Keep me" in answer.text


def test_a_reference_that_is_taken_says_so_on_the_form(house: House) -> None:
    taken = stored(house, house.requisition()).reference
    answer = house.post("recruiter", "/requisitions/new", **facts(house, reference=taken, title="Keep me"))
    assert answer.status_code == 409
    assert taken in answer.text
    assert "Keep me" in answer.text


def test_two_people_who_edit_at_once_lose_nothing(house: House) -> None:
    made = house.requisition("Before")
    row = stored(house, made)
    same = facts(house, reference=row.reference, title="Theirs", version=row.version)
    assert house.post("admin", f"/requisitions/{made}/edit", **same).status_code == 303
    mine = {**same, "title": "Mine", "jurisdiction": "ES"}
    answer = house.post("recruiter", f"/requisitions/{made}/edit", **mine)
    assert answer.status_code == 409
    assert "admin" in answer.text
    assert "Theirs" in answer.text
    assert "Mine" in answer.text
    assert stored(house, made).title == "Theirs"
    again = {**mine, "version": stored(house, made).version}
    assert f'value="{again["version"]}"' in answer.text
    assert house.post("recruiter", f"/requisitions/{made}/edit", **again).status_code == 303
    assert (stored(house, made).title, stored(house, made).jurisdiction) == ("Mine", "ES")
    assert house.details("requisition.edit")[-1] == {"changed": ["jurisdiction", "title"]}


def test_a_page_without_a_version_counts_as_behind(house: House) -> None:
    made = house.requisition()
    answer = house.post("recruiter", f"/requisitions/{made}/edit", **facts(house, title="New"))
    assert answer.status_code == 409


PAGES = ["", "/edit", "/stages", "/openings", "/state/on_hold"]


@pytest.mark.parametrize("part", PAGES)
@pytest.mark.parametrize(
    ("name", "slate", "others"),
    [
        ("recruiter", 200, 200),
        ("admin", 200, 200),
        ("hr", 200, 403),
        ("hiring_manager", 200, 403),
        ("other_recruiter", 404, 404),
        ("other_manager", 404, 403),
        ("interviewer", 403, 403),
        ("viewer", 403, 403),
        ("auditor", 403, 403),
    ],
)
def test_each_role_sees_its_own(house: House, part: str, name: str, slate: int, others: int) -> None:
    made = house.requisition()
    assert house.get(name, f"/requisitions/{made}{part}").status_code == (others if part else slate)


@pytest.mark.parametrize("part", PAGES)
def test_what_is_not_there_is_not_found(house: House, part: str) -> None:
    for number in ("999999", "9" * 19, "9" * 40, "0"):
        assert house.get("admin", f"/requisitions/{number}{part}").status_code == 404


def test_who_takes_themselves_off_the_team_is_led_to_the_list(house: House) -> None:
    made = house.requisition()
    row = stored(house, made)
    given = facts(
        house, reference=row.reference, version=row.version, recruiter_id=house.users["other_recruiter"]
    )
    answer = house.post("recruiter", f"/requisitions/{made}/edit", **given)
    assert answer.location == "/requisitions"


# --- state -----------------------------------------------------------------------------------------


def test_a_hold_says_before_what_it_will_mean_and_opens_the_duty(house: House) -> None:
    made = house.requisition()
    people = [house.application(made, house.person(f"P{n}")) for n in range(3)]
    page = house.get("recruiter", f"/requisitions/{made}/state/on_hold").text
    assert "3 people will be owed a word by Wed 25 Nov that says it is on hold." in page
    assert "Nothing is sent" in page
    assert all("HOLD_NOTICE" not in house.clocks(each) for each in people)
    version = stored(house, made).version
    answer = house.post(
        "recruiter", f"/requisitions/{made}/state/on_hold", version=version, reason="No budget"
    )
    assert answer.status_code == 303
    assert all("HOLD_NOTICE" in house.clocks(each) for each in people)
    assert house.details("requisition.state")[-1] == {"before": "open", "after": "on_hold"}


def test_a_cancelled_requisition_owes_everybody_the_outcome(house: House) -> None:
    made = house.requisition()
    one = house.application(made)
    assert (
        "1 person will be owed the outcome"
        in house.get("admin", f"/requisitions/{made}/state/cancelled").text
    )
    version = stored(house, made).version
    house.post("admin", f"/requisitions/{made}/state/cancelled", version=version, reason="Merged")
    assert "NOTICE" in house.clocks(one)


@pytest.mark.parametrize(
    ("state", "status"),
    [("draft", 422), ("open", 422), ("nonsense", 404), ("ON_HOLD", 404), ("on_hold", 200)],
)
def test_there_are_only_so_many_ways_to_go(house: House, state: str, status: int) -> None:
    made = house.requisition()
    assert house.get("recruiter", f"/requisitions/{made}/state/{state}").status_code == status


def test_a_change_of_state_needs_a_reason_and_the_page_it_was_read_on(house: House) -> None:
    made = house.requisition()
    version = stored(house, made).version
    path = f"/requisitions/{made}/state/on_hold"
    assert house.post("recruiter", path, version=version, reason="").status_code == 422
    assert house.post("recruiter", path, version=version - 1, reason="Why").status_code == 409
    assert stored(house, made).state is RequisitionState.OPEN
    assert house.post("recruiter", path, version=version, reason="Why").status_code == 303
    # somebody else has a page from before: the way they wanted to go is gone
    assert house.post("admin", path, version=version, reason="Why").status_code == 409


# --- stages and openings ---------------------------------------------------------------------------


def plan_of(house: House, made: int, *more: tuple[str, str], **changed: str) -> dict[str, object]:
    """A stages form as the page would send it; changed: stage name -> new name."""
    with house.writing() as session:
        rows = session.query(Stage).filter_by(requisition_id=made).order_by(Stage.position).all()
        version = session.get_one(Requisition, made).version
    data: dict[str, object] = {"version": version}
    for number, row in enumerate(rows):
        data |= {
            f"stages-{number}-id": row.id,
            f"stages-{number}-name": changed.get(row.name.replace(" ", "_"), row.name),
            f"stages-{number}-type": row.type.value,
            f"stages-{number}-place": 10 * (number + 1),
        }
    for number, (name, type_) in enumerate(more, len(rows)):
        data |= {f"stages-{number}-id": "", f"stages-{number}-name": name, f"stages-{number}-type": type_}
    return data


def names(house: House, made: int) -> list[str]:
    with house.writing() as session:
        return [
            row.name for row in session.query(Stage).filter_by(requisition_id=made).order_by(Stage.position)
        ]


def test_a_plan_is_renamed_extended_and_cut(house: House) -> None:
    made = house.requisition()
    given = plan_of(house, made, ("Trial day", "interview"), Phone_screen="First call", Offer="")
    assert house.get("recruiter", f"/requisitions/{made}/stages").status_code == 200
    answer = house.post("recruiter", f"/requisitions/{made}/stages", **given)
    assert answer.status_code == 303
    assert names(house, made) == ["Application review", "First call", "Interview", "Final round", "Trial day"]
    answer = house.post("recruiter", f"/requisitions/{made}/stages", **given)
    assert answer.status_code == 409
    assert "First call" in answer.text


def test_a_stage_with_people_stays_and_a_page_says_why(house: House) -> None:
    made = house.requisition()
    house.application(made)
    given = plan_of(house, made, Application_review="")
    answer = house.post("recruiter", f"/requisitions/{made}/stages", **given)
    assert answer.status_code == 422
    assert "move them first" in answer.text
    assert len(names(house, made)) == 5


def test_applications_follow_the_type_of_their_stage(house: House) -> None:
    made = house.requisition()
    one = house.application(made)
    given = {**plan_of(house, made), "stages-0-type": "screen"}
    assert house.post("recruiter", f"/requisitions/{made}/stages", **given).status_code == 303
    assert "Screen" in house.get("recruiter", f"/requisitions/{made}/stages").text
    with house.writing() as session:
        from recruiterdash.candidates.models import Application

        assert session.get_one(Application, one).stage_type == "screen"


def test_openings_are_added_and_closed(house: House) -> None:
    made = house.requisition()
    path = f"/requisitions/{made}/openings"
    version = stored(house, made).version
    assert house.post("recruiter", path, version=version, count=2).status_code == 303
    assert house.post("recruiter", path, version=version, count=2).status_code == 409
    with house.writing() as session:
        first = session.query(Opening).filter_by(requisition_id=made).order_by(Opening.id).first()
        assert first is not None
    version = stored(house, made).version
    given = {"version": version, "opening_id": first.id, "state": "filled", "reason": "Accepted"}
    assert house.post("recruiter", f"{path}/close", **given).status_code == 303
    assert "2 of 3 still open" in house.get("recruiter", f"/requisitions/{made}").text
    for wrong in ({"opening_id": "x"}, {"state": "open"}, {"reason": "y" * 121}, {"opening_id": first.id}):
        version = stored(house, made).version
        answer = house.post("recruiter", f"{path}/close", **{**given, **wrong, "version": version})
        assert answer.status_code in (409, 422), wrong


# --- the list --------------------------------------------------------------------------------------


def test_the_list_is_filtered_ordered_and_paged(house: House) -> None:
    made = house.requisition("Zoologist <b>&</b>")
    page = house.get("recruiter", "/requisitions?q=zoolog&state=open&sort=newest&mine=yes").text
    assert "Zoologist &lt;b&gt;" in page
    assert f"/requisitions/{made}" in page
    assert "Nothing found" in house.get("recruiter", "/requisitions?q=%25").text
    for number in range(55):
        house.requisition(f"Paged {number:02}")
    for sort in ("title", "reference", "state", "newest"):
        first = house.get("recruiter", f"/requisitions?q=Paged&sort={sort}").text
        assert first.count("Paged ") == 50, sort
        follows = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
        assert house.get("recruiter", follows).text.count("Paged ") == 5, sort


def test_no_address_breaks_the_list(house: House) -> None:
    for query in (
        "after=x",
        "after=W10",
        "office=9" * 9,
        "office=x",
        "state=x",
        "sort=x",
        "q=%00",
        "q=" + "x" * 5000,
    ):
        assert house.get("recruiter", f"/requisitions?{query}").status_code in (200, 422), query
