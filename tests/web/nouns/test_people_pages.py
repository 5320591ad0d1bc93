"""What a recruiter does with people and their applications, through the pages."""

import pytest

from recruiterdash.candidates.models import Application, Candidate, CandidateWord
from recruiterdash.requisitions.models import Requisition
from recruiterdash.team.models import Role
from tests.web.nouns.house import House, numbers_in


def ada(**said: object) -> dict[str, object]:
    return {
        "first_name": "Ada",
        "last_name": "Lovelace",
        "language": "en",
        "zone": "",
        "outcome_channel": "unknown",
        **said,
    }


def stored(house: House, candidate: int) -> Candidate:
    with house.writing() as session:
        return session.get_one(Candidate, candidate)


def test_a_person_is_kept_as_given_and_found(house: House) -> None:
    assert house.get("recruiter", "/candidates/new").status_code == 200
    given = ada(
        first_name=" Þórdís ",
        last_name="李小龙",
        email="Thordis@Example.org",
        phone="+354 555 0100",
        zone="Asia/Tokyo",
    )
    answer = house.post("recruiter", "/candidates/new", **given)
    assert answer.status_code == 303
    (made,) = numbers_in(answer.location)
    row = stored(house, made)
    assert (row.first_name, row.last_name, row.email, row.zone) == (
        "Þórdís",
        "李小龙",
        "Thordis@example.org",
        "Asia/Tokyo",
    )
    assert house.acts("candidate", made) == ["candidate.create"]
    for text in ("þór", "小龙", "thordis@", "555 0100"):
        assert f"/candidates/{made}" in house.get("recruiter", f"/candidates?q={text}").text, text
    assert "No application yet" in house.get("recruiter", f"/candidates/{made}").text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"first_name": "", "last_name": " "}, "first or a last name"),
        ({"first_name": "\u202eadA"}, "U+202E"),
        ({"email": "ada"}, "is not a mailbox"),
        ({"phone": "none"}, "no digits"),
        ({"language": "English!"}, "code such as"),
        ({"zone": "Mars/Olympus"}, "Not a valid choice"),
        ({"internal": "y"}, "Say who or what"),
        ({"current_manager_id": 1}, "mark it so"),
        ({"internal_since": "0001-01-01", "internal": "y", "internal_source": "HR"}, "year 1"),
        ({"outcome_channel": "pigeon"}, "Not a valid choice"),
    ],
)
def test_what_cannot_stand_comes_back_with_everything_else_kept(
    house: House, wrong: dict[str, object], said: str
) -> None:
    answer = house.post("recruiter", "/candidates/new", **ada(**{"preferred_name": "Keep me", **wrong}))
    assert answer.status_code == 422
    assert said in answer.text
    assert "Keep me" in answer.text


def test_somebody_who_looks_known_is_shown_first_and_never_merged(house: House) -> None:
    first = house.person("Twin", email="twin@example.org", phone="+34 600 111 222")
    for alike in ({"email": "TWIN@example.org"}, {"phone": "0034600111222"}, {"phone": "600 111 222"}):
        answer = house.post("recruiter", "/candidates/new", **ada(**alike))
        assert answer.status_code == 409
        assert f"/candidates/{first}" in answer.text
        assert "another person" in answer.text
    answer = house.post("recruiter", "/candidates/new", **ada(email="twin@example.org", another="y"))
    assert answer.status_code == 303
    (second,) = numbers_in(answer.location)
    assert second != first
    assert f"/candidates/{first}" in house.get("recruiter", f"/candidates/{second}").text


def test_two_people_who_edit_at_once_lose_nothing(house: House) -> None:
    made = house.person("Ada", "Byron")
    version = stored(house, made).version
    theirs = ada(last_name="King", version=version, phone="555 0101")
    assert house.post("admin", f"/candidates/{made}/edit", **theirs).status_code == 303
    mine = ada(last_name="Lovelace", version=version, preferred_name="Countess")
    answer = house.post("recruiter", f"/candidates/{made}/edit", **mine)
    assert answer.status_code == 409
    for said in ("King", "Lovelace", "Countess", "admin"):
        assert said in answer.text
    assert stored(house, made).last_name == "King"
    again = {**mine, "version": stored(house, made).version}
    assert house.post("recruiter", f"/candidates/{made}/edit", **again).status_code == 303
    assert stored(house, made).preferred_name == "Countess"
    with house.writing() as session:
        words = {row.word for row in session.query(CandidateWord).filter_by(candidate_id=made)}
    assert words == {"ada", "lovelace", "countess"}


def test_the_day_since_when_somebody_is_internal_stays_the_moment_it_was(house: House) -> None:
    made = house.person(internal=True, internal_source="HR list")
    before = stored(house, made)
    page = house.get("recruiter", f"/candidates/{made}/edit").text
    assert 'value="2026-11-23"' in page
    given = ada(
        version=before.version,
        internal="y",
        internal_source="HR list",
        internal_since="2026-11-23",
        phone="555 0100",
    )
    assert house.post("recruiter", f"/candidates/{made}/edit", **given).status_code == 303
    assert stored(house, made).internal_since == before.internal_since
    assert house.details("candidate.edit")[-1] == {"changed": ["phone"]}


def test_a_corrected_zone_moves_a_promise(house: House) -> None:
    """It is due by the end of the day where the person is, when that comes before the office closes."""
    made = house.person()
    one = house.application(house.requisition(), made)
    with house.writing() as session:
        from datetime import date

        from recruiterdash import journey
        from tests.web.nouns.house import NOW

        word = journey.Contact("out", journey.Channel.PHONE, NOW, promised=date(2026, 11, 26))
        journey.log_contact(session, session.get_one(Application, one), word, now=NOW, actor_id=None)
        session.commit()
    before = house.clocks(one)["PROMISE"]
    given = ada(version=stored(house, made).version, zone="Pacific/Kiritimati")
    assert house.post("recruiter", f"/candidates/{made}/edit", **given).status_code == 303
    after = house.clocks(one)["PROMISE"]
    assert before is not None
    assert after is not None
    assert after < before


# --- who sees whom ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("recruiter", 200),
        ("hiring_manager", 200),
        ("admin", 200),
        ("hr", 200),
        ("other_recruiter", 404),
        ("other_manager", 404),
        ("interviewer", 403),
        ("viewer", 403),
        ("auditor", 403),
    ],
)
def test_each_role_sees_its_own_people(house: House, name: str, status: int) -> None:
    made = house.person()
    one = house.application(house.requisition(), made)
    assert house.get(name, f"/candidates/{made}").status_code == status
    edits = {"recruiter": 200, "admin": 200, "other_recruiter": 404}.get(name, 403)
    assert house.get(name, f"/candidates/{made}/edit").status_code == edits
    assert house.get(name, f"/applications/{one}/owner").status_code == edits
    assert house.get(name, f"/applications/{one}/interviews/new").status_code == edits
    decides = status if name != "hr" else 403
    assert house.get(name, f"/applications/{one}/decision").status_code == decides


WALLED = [role.value for role in Role]


@pytest.mark.parametrize("column", ["linked_user_id", "current_manager_id"])
@pytest.mark.parametrize("name", WALLED)
def test_the_wall_stands_whatever_the_role(house: House, name: str, column: str) -> None:
    word = f"walled{next(house.numbers)}"
    made = house.person(word, "Person", email=f"{word}@example.org", internal=True, internal_source="HR")
    requisition = house.requisition()
    one = house.application(requisition, made)
    house.wall(made, column, name)
    pages = [
        f"/candidates/{made}",
        f"/candidates/{made}/edit",
        f"/applications/new?candidate={made}",
        f"/applications/{one}/owner",
        f"/applications/{one}/decision",
        f"/applications/{one}/decision/withdraw",
        f"/applications/{one}/interviews/new",
    ]
    for page in pages:
        assert house.get(name, page).status_code in (403, 404), page
    for page in (
        "/candidates",
        f"/candidates?q={word}",
        f"/requisitions/{requisition}",
        "/requisitions",
        "/interviews",
    ):
        assert f"{word} Person" not in house.get(name, page).text, page
    given = ada(email=f"{word}@example.org")
    assert f"/candidates/{made}" not in house.post(name, "/candidates/new", **given).text
    for page in (f"/candidates/{made}/edit", f"/applications/{one}/owner", f"/applications/{one}/decision"):
        assert house.post(name, page, version=1, first_name="X").status_code in (403, 404)
    house.wall(made, column, None)


def test_who_puts_the_wall_before_themselves_is_led_to_the_list(house: House) -> None:
    made = house.person()
    house.application(house.requisition(), made)
    given = ada(
        version=stored(house, made).version,
        internal="y",
        internal_source="said so",
        current_manager_id=house.users["recruiter"],
    )
    answer = house.post("recruiter", f"/candidates/{made}/edit", **given)
    assert answer.location == "/candidates"
    assert house.get("recruiter", f"/candidates/{made}").status_code == 404


# --- applications ----------------------------------------------------------------------------------


def test_a_person_applies_once(house: House) -> None:
    made, requisition = house.person("Applier"), house.requisition("Buyer")
    assert "Applier" in house.get("recruiter", f"/applications/new?requisition={requisition}&q=applier").text
    page = house.get("recruiter", f"/applications/new?candidate={made}&requisition={requisition}").text
    assert 'value="2026-11-23T11:00"' in page, "now, by the clock in Madrid"
    given = {
        "requisition_id": requisition,
        "applied_at": "2026-11-20T09:30",
        "origin": "Careers page",
        "owner_id": "",
    }
    answer = house.post("recruiter", f"/applications/new?candidate={made}", **given)
    assert answer.status_code == 303
    (one,) = numbers_in(answer.location)
    with house.writing() as session:
        row = session.get_one(Application, one)
        assert row.applied_at.isoformat() == "2026-11-20T08:30:00+00:00"
        assert (row.owner_id, row.origin) == (house.users["recruiter"], "Careers page")
    assert {"SILENCE", "DECISION"} <= set(house.clocks(one))
    answer = house.post("recruiter", f"/applications/new?candidate={made}", **given)
    assert answer.status_code == 409
    assert "already" in answer.text
    assert house.acts("application", one)[0] == "application.create"


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"applied_at": "2030-01-01T09:00"}, 422),
        ({"applied_at": "0001-01-01T00:00"}, 422),
        ({"applied_at": "yesterday"}, 422),
        ({"applied_at": "2026-03-29T02:30"}, 422),
        ({"requisition_id": "999999"}, 422),
        ({"origin": "x\0y"}, 422),
        ({"origin": "x" * 81}, 422),
        ({"owner_id": "-1"}, 422),
    ],
)
def test_an_application_that_cannot_be_is_refused(
    house: House, wrong: dict[str, object], status: int
) -> None:
    made, requisition = house.person(), house.requisition()
    given = {
        "requisition_id": requisition,
        "applied_at": "2026-11-20T09:30",
        "origin": "",
        "owner_id": "",
        **wrong,
    }
    assert house.post("recruiter", f"/applications/new?candidate={made}", **given).status_code == status


def test_nobody_applies_to_what_has_ended_or_is_not_ones_own(house: House) -> None:
    made, ended = house.person(), house.requisition("Ended role")
    with house.writing() as session:
        version = session.get_one(Requisition, ended).version
    house.post("recruiter", f"/requisitions/{ended}/state/cancelled", version=version, reason="Over")
    assert "Ended role" not in house.get("recruiter", f"/applications/new?candidate={made}").text
    own = house.requisition("Not theirs")
    for name, requisition in (("recruiter", ended), ("other_recruiter", own)):
        given = {"requisition_id": requisition, "applied_at": "2026-11-20T09:30"}
        assert house.post(name, f"/applications/new?candidate={made}", **given).status_code == 422


def test_another_colleague_becomes_responsible_and_nothing_owed_moves(house: House) -> None:
    one = house.application(house.requisition())
    before = house.clocks(one)
    version = house.version(Application, one)
    given = {"owner_id": house.users["other_recruiter"], "version": version}
    assert house.post("recruiter", f"/applications/{one}/owner", **given).status_code == 303
    assert house.clocks(one) == before
    assert "application.owner" in house.acts("application", one)
    given = {"owner_id": house.users["recruiter"], "version": version}
    answer = house.post("admin", f"/applications/{one}/owner", **given)
    assert answer.status_code == 409
    assert "other_recruiter" in answer.text
