"""Each endpoint answers with exactly what the contract names."""

from datetime import UTC, datetime
from typing import Any

from recruiterdash.waiting.queues import QUEUES
from tests.api.conftest import NOW, House, days


def iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def test_an_application_names_person_requisition_owner_and_what_is_due_first(house: House) -> None:
    bo = house.people["Bo"]
    answer = house.told("recruiter", f"applications/{bo}")
    candidate = answer.pop("candidate")
    assert answer == {
        "id": bo,
        "version": 1,
        "state": "active",
        "stage": "Application review",
        "owner": "Recruiter",
        "source": {"system": None, "id": None},
        "headline": "ACK",
        "requisition": {"id": house.requisitions["Nurse"], "title": "Nurse"},
    }
    assert isinstance(candidate.pop("id"), int)
    assert candidate == {"preferred_name": "Bo", "email": "bo@mail.example"}


def test_a_list_holds_the_same_items_as_their_own_addresses(house: House) -> None:
    listed = house.told("recruiter", "applications")
    assert set(listed) == {"items", "next"}
    assert listed["items"] == [
        house.told("recruiter", f"applications/{each['id']}") for each in listed["items"]
    ]


def test_a_list_can_be_narrowed_to_a_state_and_a_requisition(house: House) -> None:
    nurse, baker = house.requisitions["Nurse"], house.requisitions["Baker"]
    assert _ids(house, "state=rejected") == [house.people["Cy"]]
    assert _ids(house, f"state=active&requisition={baker}") == [house.people["Zoe"]]
    assert len(_ids(house, f"requisition={nurse}")) == 4
    assert _ids(house, "state=hired") == []
    assert _ids(house, "state=&requisition=&limit=&cursor=") == _ids(house, "")


def test_who_has_no_first_name_is_addressed_by_the_last(house: House) -> None:
    cy = house.told("recruiter", f"applications/{house.people['Cy']}")
    assert cy["candidate"]["preferred_name"] == "Cy"
    assert (cy["state"], cy["headline"]) == ("rejected", None)


def test_the_clocks_say_what_is_owed_until_when_and_why(house: House) -> None:
    bo = house.people["Bo"]
    answer = house.told("recruiter", f"applications/{bo}/clocks")
    running = {clock["name"]: clock for clock in answer["clocks"]}
    assert set(running) == {"ACK", "SILENCE", "DECISION", "REPLY"}
    reply = running["REPLY"]
    assert reply == {
        "name": "REPLY",
        "state": "overdue",
        "hint": False,
        "started_at": iso(NOW - days(10)),
        "due_at": "2026-02-24T17:00:00Z",
        "stopped_at": None,
        "paused_days_left": None,
        "sentence": "They asked Fri 20 Feb 10:00. Two business days: Tue 24 Feb 17:00.",
        "segments": [{"at": iso(NOW - days(10)), "until": None, "what": "counted"}],
        "spell": 1,
        "cycle": 1,
        "policy": 1,
        "calendar": 1,
    }
    assert {name: clock["state"] for name, clock in running.items()} == {
        "ACK": "overdue",
        "SILENCE": "overdue",
        "REPLY": "overdue",
        "DECISION": "due_soon",
    }
    del answer["clocks"]
    assert answer == {
        "application": bo,
        "as_of": iso(NOW),
        "headline": "ACK",
        "why": running["ACK"]["sentence"],
        "waiting_on": "recruiter",
        "closed": None,
        "chasers": 1,
        "promise_slips": 0,
        "promises_broken": 0,
        "internal_due": None,
        "coming": [],
        "past": [],
        "history": [],
    }


def test_the_clocks_of_who_was_told_are_over(house: House) -> None:
    answer = house.told("recruiter", f"applications/{house.people['Cy']}/clocks")
    assert (answer["closed"], answer["clocks"], answer["waiting_on"]) == ("rejected", [], "nobody")
    assert {(clock["name"], clock["state"]) for clock in answer["past"]} >= {
        ("NOTICE", "on_time"),
        ("DECISION", "on_time"),
        ("ACK", "late"),
    }
    assert "NOTICE:on_time" in answer["history"]


def test_the_timeline_tells_all_that_happened_newest_first(house: House) -> None:
    answer = house.told("recruiter", f"applications/{house.people['Bo']}/timeline")
    assert [entry["type"] for entry in answer["items"]] == ["in", "applied"]
    question = answer["items"][0]
    assert isinstance(question.pop("id"), int)
    assert question == {
        "type": "in",
        "kind": "question",
        "title": "They asked",
        "counts": "",
        "happened_at": iso(NOW - days(10)),
        "recorded_at": iso(NOW - days(10)),
        "late": False,
        "actor": None,
        "source": "person",
        "data": {},
        "subject": None,
        "body": "Any news?",
        "interview": None,
        "voided": False,
        "undone_by": None,
        "undone_why": None,
        "shared": False,
    }


def test_a_queue_row_says_who_since_when_and_who_holds_the_next_step(house: House) -> None:
    answer = house.told("recruiter", "queue?name=unanswered")
    assert answer == {
        "items": [
            {
                "application": house.people["Bo"],
                "name": "Robert",
                "internal": False,
                "requisition": {"id": house.requisitions["Nurse"], "title": "Nurse"},
                "stage": "Application review",
                "clock": "REPLY",
                "since": iso(NOW - days(10)),
                "due_at": "2026-02-24T17:00:00Z",
                "from_before": False,
                "waiting_on": "recruiter",
                "held_by": "Recruiter",
                "owner": house.users["recruiter"],
                "last_word": None,
                "chasers": 1,
                "promises_broken": 0,
                "letters_on_way": 0,
            }
        ],
        "next": None,
    }


def test_every_queue_answers_and_holds_each_application_once(house: House) -> None:
    for name in QUEUES:
        rows = house.told("recruiter", f"queue?name={name}")["items"]
        numbers = [row["application"] for row in rows]
        assert len(numbers) == len(set(numbers)), name


def test_a_queue_can_be_narrowed_to_a_requisition_and_an_owner(house: House) -> None:
    mine, theirs = house.users["recruiter"], house.users["other"]
    everybody = _waiting(house, "")
    assert set(everybody) == {house.people[name] for name in ("Ana", "Bo", "Ida", "Zoe")}
    assert _waiting(house, f"owner={theirs}") == [house.people["Zoe"]]
    assert _waiting(house, "owner=other@house.test") == [house.people["Zoe"]]
    assert set(_waiting(house, f"owner={mine}")) == set(everybody) - {house.people["Zoe"]}
    assert _waiting(house, f"requisition={house.requisitions['Baker']}") == [house.people["Zoe"]]
    assert _waiting(house, f"owner={mine}&requisition={house.requisitions['Baker']}") == []


def test_requisitions_and_people_have_lists_and_addresses_of_their_own(house: House) -> None:
    line = next(each for each in house.told("recruiter", "requisitions")["items"])
    whole = house.told("recruiter", f"requisitions/{line['id']}")
    assert line.items() <= whole.items()
    assert line["reference"] == "NURSE"
    assert line["office"] == {"name": "London", "zone": "UTC"}
    assert [stage["type"] for stage in whole["stages"]] == [
        "application",
        "screen",
        "interview",
        "final",
        "offer",
    ]
    person = next(each for each in house.told("recruiter", "candidates?q=bo@mail")["items"])
    whole = house.told("recruiter", f"candidates/{person['id']}")
    assert whole == {
        **person,
        "applications": [
            {
                "id": house.people["Bo"],
                "state": "active",
                "requisition": {"id": house.requisitions["Nurse"], "title": "Nurse"},
            }
        ],
    }
    assert (whole["preferred_name"], whole["first_name"], whole["last_name"]) == ("Bo", "Robert", "")


def _ids(house: House, query: str) -> list[int]:
    return [item["id"] for item in house.told("admin", f"applications?{query}")["items"]]


def _waiting(house: House, query: str) -> list[Any]:
    return [row["application"] for row in house.told("admin", f"queue?{query}")["items"]]
