"""Programs create and correct people, requisitions and applications by the rules of the pages."""

from itertools import count
from typing import Any

import pytest
from sqlalchemy import func, select

from recruiterdash.candidates.models import Application, Candidate
from recruiterdash.journey.models import Event
from recruiterdash.requisitions.models import Requisition, TeamMember
from recruiterdash.waiting.models import Clock
from tests.api.conftest import NOW, House, days

NUMBERS = count(1)
BAKER: dict[str, Any] = {"reference": "REQ-77", "title": "Pastry chef", "office": "London"}


def amara() -> dict[str, Any]:
    """A person nobody knows yet."""
    return {"first_name": "Amara", "last_name": "Okafor", "email": f"amara{next(NUMBERS)}@new.example"}


def sent(house: House, who: str, path: str, status: int = 201, method: str = "POST", **body: Any) -> Any:
    answer = house.ask(who, path, method, json=body)
    assert answer.status_code == status, answer.text
    return answer.json


def changed(house: House, who: str, path: str, status: int = 200, **body: Any) -> Any:
    return sent(house, who, path, status, "PATCH", **body)


def test_a_program_takes_somebody_in_and_they_wait_from_when_they_applied(house: House) -> None:
    applied = NOW - days(3)
    facts = amara()
    person = sent(house, "recruiter", "candidates", **facts, zone="Europe/Madrid", phone="+34 600 1")
    assert (person["preferred_name"], person["email"], person["zone"], person["applications"]) == (
        *("Amara", facts["email"], "Europe/Madrid"),
        [],
    )
    wanted = {"candidate": person["id"], "requisition": house.requisitions["Nurse"], "origin": "Careers page"}
    made = sent(house, "recruiter", "applications", **wanted, applied_at=applied.isoformat())
    assert (made["state"], made["candidate"]["id"], made["requisition"]["title"]) == (
        "active",
        person["id"],
        "Nurse",
    )
    with house.database.reading() as session:
        event = session.scalars(select(Event).where(Event.application_id == made["id"])).one()
        clocks = session.scalars(select(Clock).where(Clock.application_id == made["id"])).all()
    assert (event.type, event.happened_at) == ("applied", applied)
    assert {each.started_at for each in clocks if each.name == "ACK"} == {applied}
    again = house.ask("recruiter", "applications", "POST", json={**wanted, "applied_at": applied.isoformat()})
    assert again.status_code == 409
    assert house.told("recruiter", f"candidates/{person['id']}")["applications"][0]["id"] == made["id"]


def test_who_looks_like_somebody_known_is_another_only_when_that_is_said(house: House) -> None:
    facts = amara()
    first = sent(house, "recruiter", "candidates", **facts)
    sent(house, "recruiter", "applications", **applying(first["id"], house.requisitions["Nurse"]))
    twin = house.ask("recruiter", "candidates", "POST", json={**facts, "first_name": "Ama"})
    assert twin.status_code == 409
    assert f"candidate {first['id']}" in twin.json["detail"]  # type: ignore[index]
    # of people out of sight nothing is said
    assert house.ask("other", "candidates", "POST", json=facts).status_code == 201
    assert sent(house, "recruiter", "candidates", **facts, another=True)["id"] != first["id"]


def applying(candidate: int, requisition: int, **more: Any) -> dict[str, Any]:
    return {"candidate": candidate, "requisition": requisition, "applied_at": NOW.isoformat(), **more}


def test_only_what_is_sent_is_corrected_and_only_as_it_was_looked_at(house: House) -> None:
    person = sent(house, "recruiter", "candidates", **amara(), phone="+34 600 111")
    path = f"candidates/{person['id']}"
    after = changed(house, "recruiter", path, version=person["version"], last_name="Okafor-Lind", email=None)
    assert (after["first_name"], after["last_name"], after["email"], after["phone"]) == (
        *("Amara", "Okafor-Lind"),
        None,
        "+34 600 111",
    )
    late = house.ask("recruiter", path, "PATCH", json={"version": person["version"], "first_name": "A."})
    assert late.status_code == 409
    assert "by Recruiter" in late.json["detail"]  # type: ignore[index]
    assert house.told("recruiter", path)["first_name"] == "Amara"


def test_a_person_who_works_here_stands_behind_the_wall_at_once(house: House) -> None:
    facts = {**amara(), "internal": True, "internal_source": "HR list"}
    person = sent(
        house, "admin", "candidates", **facts, account="subject@house.test", manager="manager@house.test"
    )
    with house.database.reading() as session:
        row = session.get_one(Candidate, person["id"])
        assert {row.linked_user_id, row.current_manager_id} == {
            house.users["subject"],
            house.users["manager"],
        }
    for behind in ("subject", "manager"):
        assert house.ask(behind, f"candidates/{person['id']}").status_code == 404
        tried = house.ask(
            behind, f"candidates/{person['id']}", "PATCH", json={"version": 1, "phone": "+34 600"}
        )
        assert tried.status_code in {403, 404}
    left = changed(house, "admin", f"candidates/{person['id']}", version=person["version"], internal=False)
    assert not left["internal"]
    with house.database.reading() as session:
        assert session.get_one(Candidate, person["id"]).linked_user_id is None


def test_a_program_opens_a_requisition_and_puts_it_on_hold(house: House) -> None:
    made = sent(
        house,
        "recruiter",
        "requisitions",
        **BAKER,
        recruiter="recruiter@house.test",
        hiring_manager=house.users["hiring_manager"],
        interviewers=["interviewer@house.test"],
        openings=3,
    )
    assert (made["state"], made["openings"], made["recruiter"], made["hiring_manager"]) == (
        *("draft", 3),
        *("Recruiter", "Hiring_Manager"),
    )
    path, drafted = f"requisitions/{made['id']}", made["version"]
    person = sent(house, "recruiter", "candidates", **amara())
    assert "open it first" in str(
        sent(house, "recruiter", "applications", 422, **applying(person["id"], made["id"]))
    )
    opened = changed(house, "recruiter", path, version=drafted, state="open", reason="Budget is there")
    assert (opened["state"], opened["title"]) == ("open", BAKER["title"])
    sent(house, "recruiter", "applications", **applying(person["id"], made["id"]))
    assert changed(house, "recruiter", path, 409, version=drafted, title="Baker")["status"] == 409
    held = changed(
        house,
        "recruiter",
        path,
        version=opened["version"],
        title="Pâtissier",
        state="on_hold",
        reason="Freeze",
    )
    assert (held["state"], held["title"]) == ("on_hold", "Pâtissier")
    with house.database.reading() as session:
        owed = select(Clock.name).where(Clock.requisition_id == made["id"], Clock.name == "HOLD_NOTICE")
        assert session.scalars(owed).all()
        parts = session.scalars(select(TeamMember).where(TeamMember.requisition_id == made["id"])).all()
    assert (house.users["interviewer"], "interviewer") in {(each.user_id, each.part.value) for each in parts}


def test_an_application_goes_on_and_to_another_recruiter(house: House) -> None:
    requisition = house.told("recruiter", f"requisitions/{house.requisitions['Nurse']}")
    person = sent(house, "recruiter", "candidates", **amara())
    made = sent(house, "recruiter", "applications", **applying(person["id"], requisition["id"]))
    step = requisition["stages"][1]
    path = f"applications/{made['id']}"
    moved = changed(house, "recruiter", path, version=made["version"], stage=step["id"])
    assert moved["stage"] == step["name"]
    assert (
        changed(house, "recruiter", path, 409, version=made["version"], owner="other@house.test")["status"]
        == 409
    )
    given = changed(house, "recruiter", path, version=moved["version"], owner="other@house.test")
    assert given["owner"] == "Other"


REFUSED: list[tuple[str, str, dict[str, Any]]] = [
    ("candidates", "POST", {}),
    ("candidates", "POST", {"first_name": "Amara", "email": "no mailbox"}),
    ("candidates", "POST", {"first_name": "Amara", "zone": "Mars/Olympus"}),
    ("candidates", "POST", {"first_name": "A" * 201}),
    ("candidates", "POST", {"first_name": "Amara", "internal": True}),
    ("candidates", "POST", {"first_name": "Amara", "account": "nobody@house.test"}),
    ("candidates", "POST", {"first_name": "Amara", "linked_user_id": 1}),
    ("candidates/{person}", "PATCH", {"first_name": "Tom"}),
    ("candidates/{person}", "PATCH", {"version": 0, "first_name": "Tom"}),
    ("requisitions", "POST", {"title": "Nurse"}),
    ("requisitions", "POST", {**BAKER, "office": "Atlantis"}),
    ("requisitions", "POST", {**BAKER, "openings": 0}),
    ("requisitions", "POST", {**BAKER, "recruiter": "interviewer@house.test"}),
    ("requisitions", "POST", {**BAKER, "recruiter": 2**70}),
    ("requisitions/{requisition}", "PATCH", {"version": "{version}", "state": "on_hold"}),
    ("requisitions/{requisition}", "PATCH", {"version": "{version}", "reason": "Why not"}),
    ("requisitions/{requisition}", "PATCH", {"version": "{version}", "state": "draft", "reason": "Back"}),
    ("applications", "POST", {"candidate": 1, "requisition": 1, "applied_at": "2026-03-01T10:00:00"}),
    ("applications", "POST", {"candidate": 1, "requisition": 1, "applied_at": "0001-01-01T00:00:00+14:00"}),
    ("applications/{application}", "PATCH", {"version": "{application_version}"}),
    ("applications/{application}", "PATCH", {"version": "{application_version}", "stage": 999_999}),
    (
        "applications/{application}",
        "PATCH",
        {"version": "{application_version}", "owner": "viewer@house.test"},
    ),
]


@pytest.mark.parametrize(("path", "method", "body"), REFUSED)
def test_what_makes_no_sense_is_refused_and_nothing_is_kept(
    house: House, path: str, method: str, body: dict[str, Any]
) -> None:
    with house.database.reading() as session:
        application = session.scalars(
            select(Application).where(Application.requisition_id == house.requisitions["Nurse"]).limit(1)
        ).one()
        requisition = session.get_one(Requisition, house.requisitions["Nurse"])
        names: dict[str, Any] = {
            "person": application.candidate_id,
            "application": application.id,
            "application_version": application.version,
            "requisition": requisition.id,
            "version": requisition.version,
        }
    whole = {key: names.get(str(value).strip("{}"), value) for key, value in body.items()}
    before = everything(house)
    answer = house.ask("recruiter", path.format(**names), method, json=whole)
    assert answer.status_code == 422, answer.text
    assert answer.json
    assert len(answer.json["detail"]) > 10
    assert everything(house) == before


def everything(house: House) -> list[Any]:
    with house.database.reading() as session:
        counts = [
            session.scalar(select(func.count()).select_from(each))
            for each in (Candidate, Requisition, Application, Event)
        ]
        versions = [
            session.scalar(select(func.sum(each.version))) for each in (Candidate, Requisition, Application)
        ]
        return counts + versions


@pytest.mark.parametrize("who", ["viewer", "auditor", "interviewer", "reading"])
@pytest.mark.parametrize(
    ("path", "body"),
    [("candidates", amara()), ("requisitions", BAKER), ("applications", applying(1, 1))],
)
def test_who_may_not_edit_creates_nothing(house: House, who: str, path: str, body: dict[str, Any]) -> None:
    assert house.ask(who, path, "POST", json=body).status_code == 403
