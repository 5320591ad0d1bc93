"""A newer file of the same people: what changed is taken over, what was done here stays, clocks follow."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from sqlalchemy import select

from recruiterdash import journey
from recruiterdash.candidates.models import Application, Disposition
from recruiterdash.config import Settings
from recruiterdash.imports import Choices
from recruiterdash.journey import Channel, Contact
from recruiterdash.messages import MessageType
from recruiterdash.moments import now
from recruiterdash.requisitions.models import Stage, StageType
from tests.imports.conftest import NOW
from tests.imports.desk import EVENTS, GREENHOUSE, Desk, Row, event, read, row
from tests.messages.world import Post, World

#: A Thursday after the first file.
LATER = "2026-11-26T09:00:00+00:00"
AT = "2026-11-24T10:00:00.000Z"
#: Those whom the newer files say something new about, by their application's id.
RENAMED, ANSWERED, MOVED, AGAIN, HANDED_ON, REJECTED = 900000, 900009, 900021, 900023, 900012, 900029


@pytest.fixture
def thursday() -> Any:
    with time_machine.travel(LATER, tick=False) as traveller:
        yield traveller


def newer_events(rows: list[Row]) -> list[Row]:
    """The sample some days later."""
    first = {int(each["application_ref"]): each for each in reversed(rows)}

    def more(ref: int, name: str, **changes: str) -> Row:
        silent = {"direction": "", "channel": "", "stage_type": ""}
        return {**first[ref], "event": name, "happened_at": AT, **silent, **changes}

    changed = [dict(each) for each in rows]
    for each in changed:
        if each["application_ref"] == str(RENAMED):
            each["last_name"] = "Ciccone"
        if each["application_ref"] == str(HANDED_ON):
            each["recruiter"] = "Wanda New"
        if each["requisition_ref"] == "REQ-100":
            each["requisition_title"] = "Senior Staff Nurse"
    stranger = {"application_ref": "990001", "email": "new@example.org", "first_name": "Nina"}
    return [
        *changed,
        more(ANSWERED, "message", detail="status", direction="out", channel="email"),
        more(MOVED, "stage_moved", detail="moved", stage_type="final"),
        more(AGAIN, "applied", detail="applied", application_ref="990000", requisition_ref="REQ-NEW"),
        more(REJECTED, "decided", detail="rejected"),
        more(AGAIN, "applied", detail="applied", **stranger),
    ]


def newer_report(rows: list[Row]) -> list[Row]:
    changed = {int(each["Application ID"]): dict(each) for each in rows}
    for each in changed.values():
        if each["Requisition ID"] == "REQ-100":
            each["Job Name"] = "Senior Staff Nurse"
    changed[RENAMED]["Candidate Name"] = "Madonna Ciccone"
    changed[MOVED]["Current Stage"] = "Onsite panel"
    changed[HANDED_ON]["Recruiter"] = "Wanda New"
    ended = {
        "Status": "Rejected",
        "Rejected Date": "11/24/2026 10:00 AM",
        "Rejection Type": "We rejected them",
    }
    changed[REJECTED] |= ended
    applied = {
        "Application Date": "11/24/2026 10:00 AM",
        "Status": "Active",
        "Current Stage": "Application Review",
    }
    again = {
        "Application ID": "990000",
        "Requisition ID": "REQ-NEW",
        "Rejected Date": "",
        "Rejection Type": "",
    }
    other = {"Candidate ID": "49999", "Candidate Name": "Nina", "Email": "new@example.org"}
    known = changed[AGAIN]
    return [
        *changed.values(),
        {**known, **applied, **again},
        {**known, **applied, **other, "Application ID": "990001"},
    ]


NEWER: list[Any] = [
    # a report does not tell of the answer, and tells of the move as an event
    pytest.param(EVENTS, newer_events, 5, 5, 724, id="events"),
    pytest.param(GREENHOUSE, newer_report, 4, 4, None, id="greenhouse"),
]


@pytest.mark.parametrize(("sample", "newer", "new_events", "touched", "events_before"), NEWER)
def test_what_changed_is_counted_and_clocks_follow(
    desk: Desk,
    sample: Any,
    newer: Callable[[list[Row]], list[Row]],
    new_events: int,
    touched: int,
    events_before: int | None,
    thursday: Any,
) -> None:
    thursday.move_to(NOW)
    first, _ = desk.take_in(sample)
    thursday.move_to(LATER)
    file = desk.file(*newer(read(sample)))
    dry, _ = desk.take_in(file, dry_run=True)
    report, lines = desk.take_in(file)

    assert dry.document() == report.document()
    assert report.created == {"people": 1, "requisitions": 1, "applications": 2, "events": new_events}
    assert report.updated == {"people": 1, "requisitions": 1, "applications": touched - 1, "events": 0}
    assert report.skipped == {
        "people": first.created["people"] - 1,
        "requisitions": first.created["requisitions"] - 1,
        "applications": first.created["applications"] - touched + 1,
        "events": first.created["events"],
    }, lines.of("update")
    assert desk.counts()["events"] == first.created["events"] + new_events
    assert events_before in (None, first.created["events"])
    assert desk.recomputed() == "0 would change"

    person = "SELECT last_name FROM candidates c JOIN applications a ON a.candidate_id = c.id"
    assert desk.one(f"{person} WHERE a.source_id = '{RENAMED}'") == "Ciccone"
    both = "SELECT count(DISTINCT candidate_id) FROM applications WHERE source_id IN ('990000', '{}')"
    assert desk.one(both.format(AGAIN)) == 1
    assert desk.one("SELECT title FROM requisitions WHERE reference = 'REQ-100'") == "Senior Staff Nurse"
    owner = "SELECT u.name FROM applications a JOIN users u ON u.id = a.owner_id WHERE a.source_id = '{}'"
    assert desk.one(owner.format(HANDED_ON)) == "Wanda New"
    where = "SELECT a.stage_type, s.type FROM applications a JOIN stages s ON s.id = a.stage_id"
    assert set(desk.all(f"{where} WHERE a.source_id = '{MOVED}'")[0]) == {"final"}
    stands = "SELECT decided_at IS NOT NULL, told_at IS NULL FROM standings s JOIN applications a"
    assert desk.all(f"{stands} ON a.id = s.application_id WHERE a.source_id = '{REJECTED}'") == [(True, True)]

    again, _ = desk.take_in(file)
    assert set(again.created.values()) == set(again.updated.values()) == {0}


DONE = {
    "events": "SELECT * FROM events",
    "decisions": "SELECT * FROM decisions",
    "messages": "SELECT * FROM messages",
}


def test_what_was_done_here_stays(desk: Desk, thursday: Any) -> None:
    settings = Settings(
        database_url=desk.url,
        secret_key="k" * 40,
        company="Borealis",
        mail_mode="real",
        undo_seconds=0,
        send_window=False,
    )
    world = World(desk.database, settings)
    thursday.move_to(NOW)
    someone = world.person("Amara", email="amara@example.org")
    thursday.move_to(LATER)
    of = {"requisition_ref": desk.one("SELECT reference FROM requisitions"), "office": ""}
    asked = event(**of, event="message", detail="question", channel="email", happened_at=AT)
    report, _ = desk.rows(event(**of), asked)
    assert report.created == {"people": 0, "requisitions": 0, "applications": 0, "events": 1}

    call = Contact("out", Channel.PHONE, now() - timedelta(hours=2), text="promised to write today")
    world.change(someone, lambda s, a: journey.log_contact(s, a, call, now=now(), actor_id=None))
    letter = world.letter(someone, MessageType.REJECTION_APPLICATION, reason=Disposition.NOT_SELECTED)
    with Post() as post:
        sent = world.queue(someone, letter)
        worker = world.worker(smtp_url=post.url)
        assert worker.send_one()
        worker.stop()
    kept = {name: desk.all(question) for name, question in DONE.items()}
    told = world.standing(someone)
    assert world.application(someone).state == "rejected"

    # on PostgreSQL the sender's clock is the server's
    sent_at = world.message(sent).sent_at or now()
    thursday.move_to(max(now(), sent_at) + timedelta(days=2))
    late = {"happened_at": f"{now() - timedelta(days=1):%Y-%m-%dT%H:%M:%S}.000Z"}
    decided = event(**of, **late, event="decided", detail="rejected", direction="", channel="")
    mailed = event(**of, **late, event="message", detail="rejection_mail", direction="out", channel="email")
    report, _ = desk.rows(event(**of), asked, decided, mailed)
    assert report.created["events"] == 2
    for name, question in DONE.items():
        assert set(map(str, kept[name])) <= set(map(str, desk.all(question)))
    assert desk.one("SELECT count(*) FROM messages") == 1
    assert world.state(sent) == "sent"
    after = world.standing(someone)
    assert (after.closed, after.decided_at, after.told_at) == (told.closed, told.decided_at, told.told_at)
    assert desk.all("SELECT name FROM clocks WHERE stopped_at IS NULL") == []
    assert desk.recomputed() == "0 would change"


def moved(to: str, at: str, **of: str) -> Row:
    silent = {"direction": "", "channel": "", "detail": "moved"}
    return event(
        event="stage_moved", stage_type=to, happened_at=f"2026-11-{at}T10:00:00.000Z", **silent, **of
    )


def test_a_move_told_late_is_history(quick_desk: Desk) -> None:
    where = "SELECT a.stage_type, s.type FROM applications a JOIN stages s ON s.id = a.stage_id"
    quick_desk.rows(event(), moved("final", "10"))
    quick_desk.rows(event(), moved("final", "10"), moved("interview", "05"))
    assert quick_desk.all(where) == [("final", "final")]
    with quick_desk.database.writing() as session:
        application = session.scalars(select(Application)).one()
        stage = session.scalars(select(Stage).where(Stage.type == StageType.OFFER)).one()
        journey.move_stage(session, application, stage, now=now(), actor_id=None)
        session.commit()
    quick_desk.rows(event(), moved("final", "10"), moved("screen", "20"))
    assert quick_desk.all(where) == [("offer", "offer")]


def test_who_changes_their_name_and_applies_again_is_one_person(quick_desk: Desk) -> None:
    quick_desk.rows(event())
    now_called = {"last_name": "Okafor-Smith"}
    again = event(**now_called, application_ref="2", requisition_ref="REQ-2")
    report, _ = quick_desk.rows(event(**now_called), again)
    assert (report.created["people"], report.updated["people"]) == (0, 1)
    assert not [each for each in report.warnings if "two people" in each["reason"]]


def test_what_is_known_of_a_person_holds_for_a_new_application(desk: Desk) -> None:
    desk.rows(event(internal="yes"))
    of = {"application_ref": "2", "requisition_ref": "REQ-2", "internal": "", "time_zone": ""}
    told = event(**of, event="message", detail="rejection_mail", direction="out", channel="email")
    desk.rows(event(**of), told)
    assert desk.recomputed() == "0 would change"
    owed = "SELECT count(*) FROM clocks WHERE name LIKE 'FEEDBACK%'"
    assert desk.one(owed) == 2


def test_a_colleague_kept_without_a_log_in_is_one_owner_however_often(quick_desk: Desk) -> None:
    kept = Choices(colleagues={"Priya Shah": ""})
    reports = [quick_desk.rows(event(), choices=kept)[0] for _ in range(3)]
    assert [each.updated["requisitions"] for each in reports] == [0, 0, 0]
    assert quick_desk.all("SELECT name FROM users ORDER BY name") == [("Dr Lindqvist",), ("Priya Shah",)]


def test_another_office_is_said_and_not_followed(quick_desk: Desk) -> None:
    quick_desk.rows(event())
    report, _ = quick_desk.rows(event(office="Paris"))
    assert [each["reason"] for each in report.warnings] == [
        "REQ-1 stands in London here and in Paris in the file: kept in London."
    ]
    assert quick_desk.all("SELECT name FROM offices") == [("London",)]


def test_requisitions_without_a_reference_are_told_apart_by_office(quick_desk: Desk) -> None:
    files = [row(Requisition_ID=""), row(Requisition_ID="", Office="Paris", Application_ID="91")]
    for each in files * 2:
        quick_desk.rows(each)
    titles = quick_desk.all("SELECT reference, title FROM requisitions ORDER BY reference")
    assert titles == [("Staff Nurse", "Staff Nurse"), ("Staff Nurse 2", "Staff Nurse")]


def test_a_stage_somebody_has_placed_counts_as_one_update(quick_desk: Desk) -> None:
    quick_desk.rows(row(Current_Stage="Magic"))
    placed = Choices(stages={"Magic": StageType.FINAL})
    report, lines = quick_desk.rows(row(Current_Stage="Magic"), choices=placed)
    assert (report.updated["requisitions"], report.skipped["requisitions"]) == (1, 0)
    assert lines.of("update") == ["REQ-1 Staff Nurse: stage Magic: unmapped → final"]
    assert quick_desk.one("SELECT stage_type FROM applications") == "final"


ENDED = {"Rejected_Date": "11/20/2026", "Rejection_Type": "We rejected them"}
STATES = [
    # what the source said, what it says now -> state, decided, events, warned
    ("Active", "Rejected", "active", True, 1, False),
    ("Rejected", "Active", "active", False, 1, False),
    ("Rejected", "Hired", "hired", True, 1, False),
    ("Hired", "Rejected", "hired", True, 0, True),
]


@pytest.mark.parametrize(("before", "after", "state", "decided", "events", "warned"), STATES)
def test_a_state_of_the_report_that_changes(
    quick_desk: Desk, before: str, after: str, state: str, decided: bool, events: int, warned: bool
) -> None:
    quick_desk.rows(row(Status=before, **(ENDED if before == "Rejected" else {})))
    report, _ = quick_desk.rows(row(Status=after, **(ENDED if after == "Rejected" else {})))
    assert report.created["events"] == events
    assert any("the source says" in each["reason"] for each in report.warnings) is warned
    assert quick_desk.one("SELECT state FROM applications") == state
    assert bool(quick_desk.one("SELECT decided_at IS NOT NULL FROM standings")) is decided
    assert quick_desk.recomputed() == "0 would change"


@pytest.mark.parametrize(
    "order", [(EVENTS, GREENHOUSE), (GREENHOUSE, EVENTS)], ids=["events first", "report first"]
)
def test_two_sources_of_the_same_people_meet(quick_desk: Desk, order: tuple[Path, Path]) -> None:
    first, _ = quick_desk.take_in(order[0])
    second, _ = quick_desk.take_in(order[1])
    nouns = ("people", "requisitions", "applications")
    assert [second.created[noun] for noun in nouns] == [0, 0, 0]
    assert [quick_desk.counts()[noun] for noun in nouns] == [first.created[noun] for noun in nouns]
    assert quick_desk.recomputed() == "0 would change"


def test_an_older_export_is_named_as_what_it_seems_to_be(desk: Desk) -> None:
    monday = [event(), event(application_ref="2", email="bo@example.org", first_name="Bo")]
    friday = event(
        application_ref="3",
        email="cy@example.org",
        first_name="Cy",
        happened_at="2026-11-06T10:00:00.000Z",
    )
    first, _ = desk.rows(*monday)
    newer, _ = desk.rows(*monday, friday)
    assert [each for each in (*first.warnings, *newer.warnings) if "older" in each["reason"]] == []
    again, lines = desk.rows(monday[0], event(application_ref="2", email="bo@example.org", first_name="Bob"))
    assert any("people who applied later were imported before" in each for each in lines.of("warning"))
    assert any("of 02 November 2026" in each["reason"] for each in again.warnings)
    quiet, _ = desk.rows(*monday, friday, event(event="decided", detail="rejected"))
    assert [each for each in quiet.warnings if "older" in each["reason"]] == []
