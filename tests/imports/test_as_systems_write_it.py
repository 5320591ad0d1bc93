"""Exports as the systems really write them: named by ids, in newer shapes, out of order, spelled otherwise."""

from pathlib import Path
from typing import Any

import pytest

from recruiterdash.imports import Choices, look
from tests.imports.reader import Heard, dumped, heard

NEW, SCREEN, ENGINEER, RECRUITER = (f"4f6a3b2c-1111-4a4a-9a9a-00000000000{n}" for n in range(4))
HIRED, WITHDREW, NO = (f"63dd55b2-2222-4a4a-9a9a-00000000000{n}" for n in range(3))


def opportunity(**changes: Any) -> dict[str, Any]:
    usual = {
        "id": "o1",
        "name": "Shane Smith",
        "contact": "c1",
        "emails": ["shane@example.com"],
        "stage": SCREEN,
        "stageChanges": [
            {"toStageId": NEW, "updatedAt": 1794138480000},
            {"toStageId": SCREEN, "updatedAt": 1794338480000},
        ],
        "archived": None,
        "owner": RECRUITER,
        "applications": [{"id": "a1", "type": "posting", "posting": ENGINEER}],
        "createdAt": 1794138480000,
        "lastInteractionAt": 1794338480000,
    }
    return usual | changes


LISTS: dict[str, Any] = {
    "stages": {"data": [{"id": NEW, "text": "New applicant"}, {"id": SCREEN, "text": "Phone screen"}]},
    "archive_reasons": {
        "data": [
            {"id": HIRED, "text": "Joined us", "type": "hired"},
            {"id": WITHDREW, "text": "Candidate withdrew", "type": "non-hired"},
            {"id": NO, "text": "Underqualified", "type": "non-hired"},
        ]
    },
    "postings": {"data": [{"id": ENGINEER, "text": "Infrastructure Engineer"}]},
    "users": {"data": [{"id": RECRUITER, "name": "Chandler Bing"}]},
}


def ended(reason: Any) -> dict[str, Any]:
    return {"archivedAt": 1794600000000, "reason": reason}


def test_lever_names_by_ids_what_its_other_lists_name_in_words(tmp_path: Path) -> None:
    several = [
        opportunity(id=of, contact=of, archived=ended(reason))
        for of, reason in (("hired", HIRED), ("withdrew", WITHDREW), ("no", NO))
    ]
    found = heard(dumped(tmp_path / "x", opportunities={"data": several, "hasNext": False}, **LISTS))
    one = found.applications["no"]
    assert (one.requisition.title, one.requisition.recruiter) == ("Infrastructure Engineer", "Chandler Bing")
    assert one.told()[1:] == [
        ("11-08", "stage_change", "New applicant"),
        ("11-10", "stage_change", "Phone screen"),
        ("11-13", "decision", "reject"),
    ]
    assert found.applications["hired"].told()[-1] == ("11-13", "decision", "hire")
    assert found.applications["withdrew"].told()[-1] == ("11-13", "in", "withdraw")


def test_lever_does_not_take_somebody_for_rejected_who_may_be_hired(tmp_path: Path) -> None:
    file = dumped(tmp_path / "x", opportunities=[opportunity(archived=ended(HIRED))])
    assert heard(file).bad == [
        "archived names its reason by an id: without archive_reasons.json nobody knows who was hired"
    ]


@pytest.mark.parametrize(
    ("reason", "last"),
    [
        ({"id": HIRED, "text": "Hired"}, ("11-13", "decision", "hire")),
        ("Withdrew - accepted another offer", ("11-13", "in", "withdraw")),
        ("Offer declined", ("11-13", "in", "withdraw")),
        ("Declined after the phone screen", ("11-13", "decision", "reject")),
        ("Underqualified", ("11-13", "decision", "reject")),
        (None, ("11-13", "decision", "reject")),
    ],
)
def test_an_archive_reason_says_how_it_ended(tmp_path: Path, reason: Any, last: tuple[str, ...]) -> None:
    file = dumped(tmp_path / "x", opportunities=[opportunity(archived=ended(reason))])
    assert heard(file).applications["o1"].told()[-1] == last


def test_an_end_is_seen_where_a_record_says_it_beside_archived(tmp_path: Path) -> None:
    one = opportunity(archivedAt=1794600000, archiveReason="Hired")
    assert heard(dumped(tmp_path / "x", opportunities=[one])).applications["o1"].status == "hired"


def test_who_was_only_found_has_applied_for_nothing(tmp_path: Path) -> None:
    found = heard(dumped(tmp_path / "x", opportunities=[opportunity(applications=[])]))
    assert (found.bad, found.applications, len(found.alone)) == ([], {}, 1)


def application(**changes: Any) -> dict[str, Any]:
    usual = {
        "id": 101,
        "candidate_id": 11,
        "prospect": False,
        "applied_at": "2026-11-01T10:00:00.000Z",
        "last_activity_at": "2026-11-10T10:00:00.000Z",
        "jobs": [{"id": 5, "name": "Nurse"}],
        "status": "active",
        "current_stage": {"name": "Phone Interview"},
    }
    return usual | changes


REJECTED = {
    "status": "rejected",
    "rejected_at": "2026-11-05T10:00:00Z",
    "rejection_reason": {"name": "Position filled", "type": {"name": "We rejected them"}},
}
TOLD = {
    "created_at": "2026-11-06T10:00:00Z",
    "subject": "Your application",
    "from": "Ali B <ali@house.example>",
    "to": "Ann Lee <li@house.example>",
    "user": {"name": "Ali B"},
}


def greenhouse(
    tmp_path: Path, *applications: Any, addresses: Any = ("li@house.example",), **more: Any
) -> Heard:
    boxes = [{"value": each, "type": "personal"} for each in addresses]
    person = {"id": 11, "first_name": "Ann", "last_name": "Lee", "email_addresses": boxes}
    return heard(dumped(tmp_path / "x", applications=list(applications), candidates=[person], **more))


@pytest.mark.parametrize(
    "addresses", [("li@house.example",), ("", "LI@house.example")], ids=["one", "an empty one"]
)
def test_a_mail_is_from_whoever_wrote_it(tmp_path: Path, addresses: Any) -> None:
    found = greenhouse(
        tmp_path, application(**REJECTED), addresses=addresses, activity_feeds={"11": {"emails": [TOLD]}}
    )
    one = found.applications["101"]
    assert one.told()[-1] == ("11-06", "out", "personal", "reject")
    assert one.person.email.casefold() == "li@house.example"


@pytest.mark.parametrize("addresses", [(), ("other@example.com",)])
def test_a_mail_that_names_nobodys_mailbox_tells_nobody(tmp_path: Path, addresses: Any) -> None:
    found = greenhouse(
        tmp_path, application(**REJECTED), addresses=addresses, activity_feeds={"11": {"emails": [TOLD]}}
    )
    assert found.applications["101"].told()[-1] == ("11-06", "note")
    assert [each for each in found.unsure if "nobody can tell who wrote it" in each]


def test_a_mail_that_names_none_of_two_applications_tells_no_outcome(tmp_path: Path) -> None:
    both = (
        application(**REJECTED),
        application(id=102, jobs=[{"id": 6, "name": "Buyer"}], **REJECTED),
    )
    found = greenhouse(tmp_path, *both, activity_feeds={"11": {"emails": [TOLD]}})
    told = [each.told()[-1] for each in found.applications.values()]
    assert told == [("11-06", "out", "personal"), ("11-05", "decision", "reject")]
    assert [each for each in found.unsure if "which of several applications" in each]


def test_newer_records_of_greenhouse_name_things_otherwise(tmp_path: Path) -> None:
    newer = {"current_stage": None, "jobs": None, "job_id": 5, "stage_name": "Offer", "applied_at": None}
    newer["created_at"] = "2026-11-01T10:00:00Z"
    reasons = [{"id": 4, "name": "Pay", "type": {"name": "They rejected us"}}]
    found = greenhouse(
        tmp_path,
        application(**newer),
        application(id=102, candidate_id=11, **{**newer, "job_id": 6}, status="hired", hired_at="2026-11-09T00:00:00Z"),
        application(
            id=103,
            **{**newer, "job_id": 7},
            status="rejected",
            rejected_at="2026-11-05T10:00:00Z",
            rejection_reason_id=4,
        ),
        jobs=[{"id": id_, "name": name} for id_, name in ((5, "Nurse"), (6, "Buyer"), (7, "Cook"))],
        rejection_reasons=reasons,
        activity_feeds={},
    )  # fmt: skip
    assert found.bad == []
    assert (found.applications["101"].stage, found.applications["101"].requisition.title) == (
        "Offer",
        "Nurse",
    )
    assert found.applications["102"].told()[-1] == ("11-09", "decision", "hire")
    assert found.applications["103"].told()[-1] == ("11-05", "in", "withdraw")


def test_two_talks_of_one_moment_are_one(tmp_path: Path) -> None:
    talks = [
        {
            "id": number,
            "application_id": 101,
            "start": {"date_time": "2026-11-03T10:00:00Z"},
            "status": "complete",
            "interview": {"name": "Panel"},
            "interviewers": [{"name": str(each)} for each in range(number)],
        }
        for number in (1, 2)
    ]
    found = greenhouse(tmp_path, application(), scheduled_interviews=talks)
    assert [each[1] for each in found.applications["101"].told()] == ["applied", "interview_held"]


def of_ashby(**changes: Any) -> dict[str, Any]:
    usual = {
        "id": "a1",
        "createdAt": "2026-11-01T10:00:00.000Z",
        "updatedAt": "2026-11-16T10:00:00.000Z",
        "status": "Archived",
        "candidate": {
            "id": "c1",
            "name": "Lovelace, Ada",
            "primaryEmailAddress": {"value": "ada@example.com"},
        },
        "currentInterviewStage": {"title": "Archived", "type": "Archived"},
        "job": {"id": "j1", "title": "Engineer"},
        "applicationHistory": [
            {"title": "Application Review", "enteredStageAt": "2026-11-01T11:00:00Z"},
            {"title": "Archived", "enteredStageAt": "2026-11-03T10:00:00Z"},
            {"title": "Phone Screen", "enteredStageAt": "2026-11-04T10:00:00Z"},
            {"title": "Archived", "enteredStageAt": "2026-11-05T10:00:00Z"},
        ],
    }
    return usual | changes


@pytest.mark.parametrize(
    ("reason", "last"),
    [
        ({"text": "Not a fit", "reasonType": "RejectedByOrg"}, ("11-05", "decision", "reject")),
        ({"text": "Took a job elsewhere", "reasonType": "RejectedByCandidate"}, ("11-05", "in", "withdraw")),
        ({"text": "Candidate withdrew", "reasonType": "Other"}, ("11-05", "in", "withdraw")),
        (None, ("11-05", "decision", "reject")),
    ],
)
def test_ashby_archives_on_the_day_its_history_says(
    tmp_path: Path, reason: Any, last: tuple[str, ...]
) -> None:
    found = heard(dumped(tmp_path / "x", applications={"results": [of_ashby(archiveReason=reason)]}))
    one = found.applications["a1"]
    assert one.told()[-1] == last
    assert [each[2] for each in one.told() if each[1] == "stage_change"] == [
        "Application Review",
        "Phone Screen",
    ]
    assert (one.stage, one.person.first, one.person.last) == ("", "Ada", "Lovelace")


PIPELINE = "candidate_joborder_id,candidate_id,joborder_id,status,date_submitted,date_created,date_modified\n"
HISTORY = "candidate_id,joborder_id,date,status_from,status_to\n"


def opencats(folder: Path, pipeline: str, history: str = "", users: str = "") -> Path:
    folder.mkdir()
    (folder / "candidate.csv").write_text(
        "candidate_id,first_name,last_name,email1\n1,Ann,Lee,ann@example.com\n2,\\N,Fox,fox@example.com\n"
    )
    (folder / "joborder.csv").write_text(
        "joborder_id,title,client_job_id,status,recruiter\n1,Nurse,R1,Active,5\n"
    )
    (folder / "candidate_joborder.csv").write_text(PIPELINE + pipeline)
    for name, header, rows in (
        ("candidate_joborder_status_history", HISTORY, history),
        ("user", "user_id,first_name,last_name\n", users),
    ):
        if rows:
            (folder / f"{name}.csv").write_text(header + rows)
    return folder


def test_a_table_of_opencats_has_both_its_dates_and_a_history_in_any_order(tmp_path: Path) -> None:
    history = (
        "1,1,2026-11-12 10:00:00,500,650\n1,1,2026-11-08 10:00:00,650,500\n1,1,2026-11-05 10:00:00,100,650\n"
    )
    rows = (
        "7,1,1,650,1000-01-01 00:00:00,2026-11-01 10:00:00,2026-11-20 10:00:00\n"
        "8,2,1,Not in Consideration,\\N,2026-11-02 10:00:00,2026-11-20 10:00:00\n"
    )
    found = heard(opencats(tmp_path / "x", rows, history, users="5,Priya,Shah\n"))
    assert found.applications["7"].told() == [
        ("11-01", "applied"),
        ("11-08", "stage_change", "Interviewing"),
        ("11-12", "decision", "reject"),
    ]
    assert found.applications["8"].told()[-1] == ("11-20", "decision", "reject", "assumed")
    assert found.applications["8"].requisition.recruiter == "Priya Shah"


def test_tables_of_opencats_that_a_sheet_wrote_anew_settle_the_order_of_their_dates(tmp_path: Path) -> None:
    rows = "7,1,1,100,11/10/2026 10:00,,\n8,2,1,100,25/10/2026 10:00,,\n"
    found = heard(opencats(tmp_path / "x", rows))
    assert [each.told() for each in found.applications.values()] == [
        [("10-11", "applied")],
        [("10-25", "applied")],
    ]


def report(tmp_path: Path, text: str, **choices: Any) -> Heard:
    (tmp_path / "x.csv").write_text(text, encoding="utf-8")
    return heard(tmp_path / "x.csv", **choices)


def test_a_report_calls_its_columns_otherwise(tmp_path: Path) -> None:
    found = report(
        tmp_path,
        "Stage;Candidate Status;Job;First Name;Last Name;E-mail;Applied At;Date Rejected;Hire Date;"
        "Reason for Rejection\n"
        "Phone;Hired;Nurse;Ann;Lee;ann@x.com;25.10.2026;;09.11.2026;\n"
        'Phone;Rejected;Nurse;Bo;Fox;"bo@x.com; fox@x.com";26.10.2026;05.11.2026;;Candidate withdrew\n'
        "Phone;Rejected;Nurse;Cy;Ray;cy@x.com;26.10.2026;05.11.2026;;Position filled\n",
    )  # fmt: skip
    assert found.bad == []
    assert {name: each.told()[-1][:3] for name, each in found.applications.items()} == {
        "ann@x.com": ("11-09", "decision", "hire"),
        "bo@x.com": ("11-05", "in", "withdraw"),
        "cy@x.com": ("11-05", "decision", "reject"),
    }
    assert found.applications["cy@x.com"].person.last == "Ray"


def test_of_two_names_of_one_column_the_usual_one_is_taken_and_the_other_named(tmp_path: Path) -> None:
    found = report(
        tmp_path,
        "Name,Candidate Name,Email,Job,Applied On,Stage,Status\nA. L.,Ann Lee,a@x.com,Nurse,2026-11-01,Phone,Active\n",
    )
    assert found.applications["a@x.com"].person.name == "Ann Lee"
    mapped = look(tmp_path / "x.csv", "auto", Choices()).mapped
    assert (mapped.unknown, mapped.taken[0][0]) == (("Name",), "Candidate Name")


def test_words_of_an_events_file_are_known_however_they_are_spelled(tmp_path: Path) -> None:
    found = report(
        tmp_path,
        "Application Ref;Email;Last Name;Internal;Requisition Ref;Event;Detail;Direction;Channel;Stage Type;"
        "Happened At\n"
        "1;a@x.com;Lee;Ja;R1;Applied;Applied;IN;Web;;01.11.2026 10:00\n"
        "1;a@x.com;Lee;Ja;R1;Stage moved;;;;Interview;12.11.2026\n"
        "1;a@x.com;Lee;Ja;R1;Decided;Rejected;;;;20.11.2026\n"
        "1;a@x.com;Lee;Ja;R1;Message;Rejection Mail;Outbound;Email;;25.11.2026 10:00\n",
    )  # fmt: skip
    one = found.applications["1"]
    assert one.told() == [
        ("11-01", "applied"),
        ("11-12", "stage_change"),
        ("11-20", "decision", "reject"),
        ("11-25", "out", "personal", "reject"),
    ]
    assert (one.person.internal, found.unsure) == (True, [])


def test_an_interview_to_come_is_nothing_unsure(tmp_path: Path) -> None:
    ahead = "2026-12-03T10:00:00Z"
    talk = {"id": 1, "application_id": 101, "start": {"date_time": ahead}, "status": "scheduled"}
    found = greenhouse(tmp_path, application(), scheduled_interviews=[talk])
    assert (found.applications["101"].told()[-1][1], found.unsure) == ("interview_scheduled", [])
    one = opportunity(interviews=[{"date": ahead, "duration": 45}])
    found = heard(dumped(tmp_path / "y", opportunities=[one], **LISTS))
    assert (found.applications["o1"].told()[-1][1], found.unsure) == ("stage_change", [])
    done = {**talk, "status": "complete"}
    assert greenhouse(tmp_path, application(), scheduled_interviews=[done]).unsure
