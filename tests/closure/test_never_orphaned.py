"""Absence with cover, a leaver's people and letters handed over in one act, and a list of whom nobody is there for."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from recruiterdash import messages, team
from recruiterdash.candidates.models import Application, Candidate
from recruiterdash.closure import orphans
from recruiterdash.closure.orphans import Lack
from recruiterdash.messages import Letter, MessageType
from recruiterdash.messages.models import Message, MessageState
from recruiterdash.requisitions.models import Part, Requisition, TeamMember
from recruiterdash.team.identity import viewer_of
from recruiterdash.team.models import Role, User
from tests.closure.cast import EVERYTHING, november, read, settings, somebody
from tests.web.nouns.house import NOW, House

SHOWN = re.compile(r'name="shown"[^>]*value="([^"]*)"')


def away(house: House, name: str, cover: str, first: int = 23, last: int = 25, status: int = 303) -> str:
    page = house.post(
        name,
        "/away",
        first=november(first).isoformat(),
        last=november(last).isoformat(),
        cover_id=str(house.users[cover]),
    )
    assert page.status_code == status, read(page)
    return read(page)


def back(house: House, name: str) -> None:
    for number in re.findall(r"/away/(\d+)/end", house.get(name, "/away").text):
        assert house.post(name, f"/away/{number}/end").status_code == 303


# --- away ------------------------------------------------------------------------------------------


def test_who_stands_in_sees_is_named_and_signs_until_the_last_day(house: House) -> None:
    application = somebody(house, first="Covered", last="Person", days_ago=30)
    path = f"/applications/{application}"
    assert house.get("other_recruiter", path).status_code == 404
    away(house, "recruiter", "other_recruiter")
    assert house.get("other_recruiter", path).status_code == 200
    assert "recruiter is away: other_recruiter stands in" in read(house.get("other_recruiter", path))
    for query in ("name=decision", "name=decision&mine=1"):
        line = read(house.get("other_recruiter", f"/queue?{query}"))
        assert "Covered Person" in line
        assert "other_recruiter, for recruiter" in line
    with house.writing() as session:
        viewer = viewer_of(session, house.users["other_recruiter"], NOW)
        draft = messages.prepare(session, viewer, application, MessageType.STATUS, now=NOW, company="C")
        assert draft.signer.name == "other_recruiter"
    with house.later(days=3):
        assert house.get("other_recruiter", path).status_code == 404
    back(house, "recruiter")
    assert house.get("other_recruiter", path).status_code == 404


def test_the_wall_stands_for_who_stands_in(house: House) -> None:
    person = house.person(
        first="Own", last="Self", email="own@mail.example", internal=True, internal_source="HR"
    )
    application = house.application(house.requisition(), person)
    house.wall(person, "linked_user_id", "other_recruiter")
    away(house, "recruiter", "other_recruiter")
    try:
        assert house.get("other_recruiter", f"/applications/{application}").status_code == 404
        assert "Own Self" not in read(house.get("other_recruiter", "/orphans"))
    finally:
        back(house, "recruiter")


@pytest.mark.parametrize(
    ("cover", "first", "last", "sentence"),
    [
        ("hiring_manager", 23, 25, "Choose from the list."),
        ("recruiter", 23, 25, "Choose from the list."),
        ("other_recruiter", 25, 24, "The last day lies before the first."),
        ("other_recruiter", 2, 4, "Those days are over."),
    ],
)
def test_what_is_no_absence_is_refused(
    house: House, cover: str, first: int, last: int, sentence: str
) -> None:
    assert sentence in away(house, "recruiter", cover, first, last, status=422)


def test_two_who_are_away_do_not_stand_in_for_each_other(house: House) -> None:
    away(house, "recruiter", "other_recruiter")
    try:
        assert "is away then, too" in away(house, "other_recruiter", "recruiter", status=409)
        assert "is away on some of these days already" in away(
            house, "recruiter", "other_recruiter", status=409
        )
    finally:
        back(house, "recruiter")


def test_an_absence_is_ended_by_its_own_or_an_administrator(house: House) -> None:
    away(house, "recruiter", "other_recruiter", 24, 25)
    user = house.users["recruiter"]
    (number,) = re.findall(r"/away/(\d+)/end", house.get("recruiter", "/away").text)
    assert house.post("other_recruiter", f"/away/{number}/end").status_code == 404
    assert house.post("recruiter", f"/team/absences/{number}/end").status_code == 403
    assert "other_recruiter stands in" in read(house.get("admin", f"/team/{user}/away"))
    assert house.post("admin", f"/team/absences/{number}/end").status_code == 303
    assert house.post("admin", f"/team/absences/{number}/end").status_code == 404


# --- nobody's people -------------------------------------------------------------------------------


def lacking(house: House, lack: Lack) -> set[int]:
    with house.writing() as session:
        found = {row.application_id for row in orphans.listed(session, EVERYTHING, lack, now=NOW).rows}
        counts = orphans.counts(session, EVERYTHING, now=NOW)
        known = orphans.listed(session, EVERYTHING, lack, now=NOW, known=counts)
        assert {row.application_id for row in known.rows} == found
        assert counts.of(lack)[0] == len(found)
        return found


def owner(house: House, application: int, user_id: int | None, backup_id: int | None = None) -> None:
    with house.writing() as session:
        row = session.get_one(Application, application)
        row.owner_id = user_id
        requisition = session.get_one(Requisition, row.requisition_id)
        requisition.recruiter_id, requisition.backup_id = user_id, backup_id
        session.commit()


def test_whom_nobody_is_there_for(house: House) -> None:
    with house.writing() as session:
        nameless = team.create_user(session, team.UserDraft("Only A Name", None), now=NOW, actor_id=None).id
        session.commit()
    gone, other = house.add("gone", Role.RECRUITER), house.users["other_recruiter"]
    with house.writing() as session:
        session.get_one(User, gone).active = False
        session.commit()
    recruiter = house.users["recruiter"]
    cases = {
        "whole": (recruiter, other, None),
        "no owner": (None, other, Lack.OWNER),
        "shut out": (gone, other, Lack.OWNER),
        "cannot log in": (nameless, other, Lack.OWNER),
        "no backup": (recruiter, None, Lack.BACKUP),
        "backup gone": (recruiter, gone, Lack.BACKUP),
        "own backup": (recruiter, recruiter, Lack.BACKUP),
    }
    made = {name: somebody(house, first=name.title()) for name in cases}
    for name, (who, backup, _) in cases.items():
        owner(house, made[name], who, backup)
    found = {lack: lacking(house, lack) for lack in Lack}
    told = {name: next((lack for lack in Lack if id_ in found[lack]), None) for name, id_ in made.items()}
    assert told == {name: lack for name, (_, _, lack) in cases.items()}
    page = read(house.get("admin", "/orphans"))
    assert "gone: shut out." in page
    assert "Only A Name: cannot log in." in page
    assert "recruiter has nobody who could step in." in read(house.get("admin", "/orphans?lack=backup"))


# --- handing over ----------------------------------------------------------------------------------


def leaver(house: House) -> tuple[str, int]:
    """Somebody with a requisition, one person by name and one without, and their user's name."""
    name = f"leaver{next(house.numbers)}"
    user = house.add(name, Role.RECRUITER)
    requisition = house.requisition("Charge Nurse")
    with house.writing() as session:
        session.get_one(User, user).title = "Recruiter"
        row = session.get_one(Requisition, requisition)
        row.recruiter_id = user
        theirs = (TeamMember.requisition_id == requisition, TeamMember.part == Part.RECRUITER)
        for member in session.scalars(select(TeamMember).where(*theirs)):
            member.user_id = user
        session.commit()
    return name, requisition


def letter(house: House, name: str, application: int, *, by_hand: bool = False) -> int:
    """A status that waits until tomorrow, signed by somebody."""
    with house.writing() as session:
        viewer = viewer_of(session, house.users[name])
        made = messages.prepare(
            session, viewer, application, MessageType.STATUS, now=NOW, company=settings(house).company
        )
        body = made.body.replace("If you have", "By my own hand, if you have") if by_hand else made.body
        said = Letter(MessageType.STATUS, made.subject, body, f"t{application}", made.promise)
        said = said._replace(template_version_id=made.template_version_id)
        queued = messages.queue(session, viewer, application, said, now=NOW, settings=settings(house))
        queued.send_at, queued.state = NOW + timedelta(days=1), MessageState.HELD
        session.commit()
        return queued.id


def hand_over(house: House, name: str, heir: str, status: int = 303, **more: str) -> str:
    path = f"/team/{house.users[name]}/handover"
    shown = SHOWN.search(house.get("admin", path).text)
    assert shown
    data = {"recruiter_id": str(house.users[heir]), "shown": shown.group(1), **more}
    page = house.post("admin", path, **data)
    assert page.status_code == status, read(page)
    return read(page)


def test_all_that_is_a_leavers_goes_over_in_one_act_with_a_preview(house: House) -> None:
    name, requisition = leaver(house)
    named, unnamed = (somebody(house, requisition, first=f"P{n}", days_ago=3) for n in (1, 2))
    with house.writing() as session:
        session.get_one(Application, named).owner_id = house.users[name]
        session.get_one(Application, unnamed).owner_id = None
        session.commit()
    waiting = letter(house, name, named)
    preview = read(house.get("admin", f"/team/{house.users[name]}/handover"))
    assert "2 open applications, 1 requisition, 1 letter that waits" in preview
    assert "P1 Lovelace" in preview
    hand_over(house, name, "other_recruiter")
    heir = house.users["other_recruiter"]
    with house.writing() as session:
        assert session.get_one(Requisition, requisition).recruiter_id == heir
        assert session.get_one(Application, named).owner_id == heir
        sent = session.get_one(Message, waiting)
        assert (sent.state, sent.sender_id, sent.actor_id) == (MessageState.HELD, heir, house.users["admin"])
        assert "other_recruiter" in sent.body
        assert name not in sent.body
        assert sent.frozen is not None
        assert b"other_recruiter" in sent.frozen
    assert house.get("other_recruiter", f"/applications/{unnamed}").status_code == 200
    assert "Nothing is theirs" in read(house.get("admin", f"/team/{house.users[name]}/handover"))


def test_a_letter_written_by_hand_is_kept_back_and_said(house: House) -> None:
    name, requisition = leaver(house)
    application = somebody(house, requisition, first="Hand", days_ago=3)
    waiting = letter(house, name, application, by_hand=True)
    page = hand_over(house, name, "other_recruiter", 200)
    assert "The letter to Hand Lovelace was kept back. It was written by hand" in page
    with house.writing() as session:
        assert session.get_one(Message, waiting).state is MessageState.CANCELLED


def test_what_is_sent_once_more_keeps_its_words_and_is_uncertain_again(house: House) -> None:
    name, requisition = leaver(house)
    waiting = letter(house, name, somebody(house, requisition, first="Twice", days_ago=3))
    with house.writing() as session:
        session.get_one(Message, waiting).resent_at = NOW
        session.commit()
    assert "The letter to Twice Lovelace was kept back." in hand_over(house, name, "other_recruiter", 200)
    with house.writing() as session:
        kept = session.get_one(Message, waiting)
        assert kept.state is MessageState.UNCERTAIN
        assert name in kept.body


def test_whom_the_wall_keeps_from_the_heir_stays_and_is_said(house: House) -> None:
    name, requisition = leaver(house)
    application = somebody(house, requisition, first="Insider", internal=True, internal_source="HR")
    with house.writing() as session:
        row = session.get_one(Application, application)
        row.owner_id = house.users[name]
        session.get_one(Candidate, row.candidate_id).current_manager_id = house.users["other_recruiter"]
        session.commit()
    assert "Insider Lovelace stays as before" in hand_over(house, name, "other_recruiter", 200)
    assert house.get("other_recruiter", f"/applications/{application}").status_code == 404


@pytest.mark.parametrize(
    ("more", "status", "sentence"),
    [
        ({"shown": "old"}, 409, "look at the list again"),
        ({"recruiter_id": ""}, 422, "Choose an active colleague who recruits"),
        ({"recruiter_id": "900719"}, 422, "Choose from the list."),
    ],
)
def test_a_hand_over_that_cannot_be_does_nothing(
    house: House, more: dict[str, str], status: int, sentence: str
) -> None:
    name, requisition = leaver(house)
    assert sentence in hand_over(house, name, "other_recruiter", status, **more)
    with house.writing() as session:
        assert session.get_one(Requisition, requisition).recruiter_id == house.users[name]


def test_shutting_somebody_out_leads_to_what_is_theirs(house: House) -> None:
    name, _ = leaver(house)
    user = house.users[name]
    page = house.post("admin", f"/team/{user}/disable")
    assert (page.status_code, page.location) == (303, f"/team/{user}/handover")
