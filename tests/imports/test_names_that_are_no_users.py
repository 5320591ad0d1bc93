"""A user who looks after people keeps them when a file names somebody who is no user; stages meet without case."""

from recruiterdash import team
from recruiterdash.imports import Choices
from recruiterdash.moments import now
from tests.imports.desk import Desk, event, row

PRIYA, KATJA = "Priya Shah", "Katja Novak"
WHO = (
    "SELECT r.name, m.name FROM requisitions q"
    " JOIN users r ON r.id = q.recruiter_id JOIN users m ON m.id = q.hiring_manager_id"
)
STAYS = "K. Novak is no user here: Katja Novak stays hiring manager of REQ-1 Staff Nurse."


def with_users(desk: Desk, *names: str) -> None:
    with desk.database.writing() as session:
        for name in names:
            mailbox = f"{name.split()[0].lower()}@borealis.example"
            team.create_user(session, team.UserDraft(name, mailbox), now=now(), actor_id=None)
        session.commit()


def test_a_name_that_is_no_users_leaves_a_requisition_with_its_user(desk: Desk) -> None:
    with_users(desk, PRIYA, KATJA)
    desk.rows(event(hiring_manager=KATJA))
    someone_new = event(
        hiring_manager="K. Novak", recruiter="P. Shah", application_ref="2", email="b@example.org"
    )
    renamed = event(hiring_manager="K. Novak", recruiter="P. Shah", requisition_title="Senior Nurse")
    file = desk.file(renamed, {**someone_new, "requisition_title": "Senior Nurse"})
    dry, said = desk.take_in(file, dry_run=True)
    report, _ = desk.take_in(file)

    assert dry.document() == report.document()
    assert sorted(each["reason"] for each in report.warnings) == [
        STAYS,
        "P. Shah is no user here: Priya Shah stays recruiter of REQ-1 Staff Nurse.",
    ]
    assert said.of("update") == ["REQ-1 Staff Nurse: title: Staff Nurse → Senior Nurse"]
    assert desk.all(WHO) == [(PRIYA, KATJA)]
    assert desk.all(
        "SELECT part, u.name FROM requisition_team t JOIN users u ON u.id = t.user_id ORDER BY part"
    ) == [
        ("hiring_manager", KATJA),
        ("recruiter", PRIYA),
    ]
    owners = (
        "SELECT count(*) FROM applications a JOIN users u ON u.id = a.owner_id WHERE u.name <> 'Priya Shah'"
    )
    assert desk.one(owners) == 0, "who applies for it later is the user's too"
    assert desk.all("SELECT name FROM users WHERE email IS NULL") == [], "nobody is made whom nobody needs"


def test_a_name_kept_without_a_log_in_elsewhere_takes_nothing_from_a_user(quick_desk: Desk) -> None:
    with_users(quick_desk, PRIYA, KATJA)
    quick_desk.rows(event(hiring_manager=KATJA))
    other = event(hiring_manager="K. Novak", requisition_ref="REQ-2", application_ref="2")
    report, _ = quick_desk.rows(event(hiring_manager="K. Novak"), other)
    again, _ = quick_desk.rows(event(hiring_manager="K. Novak", requisition_title="Nurse"), other)
    assert [each["reason"] for each in report.warnings] == [
        STAYS,
        "K. Novak is not exactly one user: kept as an owner without a log-in.",
    ]
    assert [each["reason"] for each in again.warnings] == [STAYS]
    assert quick_desk.all(f"{WHO} ORDER BY q.reference") == [(PRIYA, KATJA), (PRIYA, "K. Novak")]


def test_even_a_name_chosen_to_be_kept_without_a_log_in_takes_nothing_from_a_user(quick_desk: Desk) -> None:
    with_users(quick_desk, PRIYA, KATJA)
    quick_desk.rows(event(hiring_manager=KATJA))
    report, _ = quick_desk.rows(
        event(hiring_manager="K. Novak"), choices=Choices(colleagues={"K. Novak": ""})
    )
    assert [each["reason"] for each in report.warnings] == [STAYS]
    assert quick_desk.all(WHO) == [(PRIYA, KATJA)]


def test_who_is_responsible_for_one_application_stays_when_the_newer_name_is_no_users(
    quick_desk: Desk,
) -> None:
    with_users(quick_desk, PRIYA, KATJA)
    mine = {"Application_ID": "91", "Candidate_ID": "41", "Email": "b@example.org", "Candidate_Name": "Bo Li"}
    quick_desk.rows(row(), row(**mine, Recruiter=KATJA))
    report, _ = quick_desk.rows(row(), row(**mine, Recruiter="K. Novak"))
    again, _ = quick_desk.rows(row(), row(**mine, Recruiter="K. Novak"))
    words = "K. Novak is no user here: Katja Novak stays responsible for applications to REQ-1 Staff Nurse."
    assert words in [each["reason"] for each in report.warnings]
    assert words not in [each["reason"] for each in again.warnings]
    owner = "SELECT u.name FROM applications a JOIN users u ON u.id = a.owner_id WHERE a.source_id = '91'"
    assert quick_desk.one(owner) == KATJA


def test_a_dry_run_names_the_colleagues_who_change(quick_desk: Desk) -> None:
    with_users(quick_desk, PRIYA, KATJA, "Boris Moor")
    quick_desk.rows(event(hiring_manager=KATJA))
    chosen = Choices(colleagues={"B. Moor": "boris@borealis.example"})
    _, said = quick_desk.take_in(quick_desk.file(event(hiring_manager="B. Moor")), chosen, dry_run=True)
    assert said.of("update") == ["REQ-1 Staff Nurse: hiring manager: Katja Novak → Boris Moor"]
    quick_desk.rows(event(hiring_manager="B. Moor"), choices=chosen)
    assert quick_desk.all(WHO) == [(PRIYA, "Boris Moor")]


def test_stages_that_differ_by_case_alone_are_one_stage(desk: Desk) -> None:
    other = {
        "Application_ID": "91",
        "Candidate_ID": "41",
        "Email": "b@example.org",
        "Candidate_Name": "Bo Li",
    }
    desk.rows(row(), row(**other, Current_Stage="Application review"))
    desk.rows(row(Current_Stage="application  REVIEW"), row(**other))
    assert desk.all("SELECT name FROM stages") == [("Application Review",)]
    where = "SELECT DISTINCT s.name FROM applications a JOIN stages s ON s.id = a.stage_id"
    assert desk.all(where) == [("Application Review",)]
    assert desk.one("SELECT count(*) FROM events WHERE type = 'stage_change'") == 0, "nobody has moved"
