"""What others see of feedback around the record: figures, counts, the audit log, what was caught."""

import re
from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import select

from recruiterdash import journey
from recruiterdash.candidates.models import Application
from recruiterdash.feedback.fates import fates
from recruiterdash.feedback.models import Feedback
from recruiterdash.messages.models import CaughtLetter
from recruiterdash.notices.models import Notice
from recruiterdash.requisitions.models import Part, TeamMember
from recruiterdash.team.identity import viewer_of
from recruiterdash.waiting import numbers, queries
from recruiterdash.waiting.models import Standing
from recruiterdash.waiting.queues import Asked
from recruiterdash.waiting.rulebooks import Proposed
from tests.feedback.cast import act, begun, colleague, released
from tests.web.nouns.house import NOW, House

FIGURE = "/api/v1/metrics/internal_feedback"


def test_a_recruiter_learns_of_nobody_s_talk_from_a_figure(house: House) -> None:
    application = released(house)
    for who in ("recruiter", "admin"):
        told = house.get(who, FIGURE).json
        assert told is not None
        assert told["rows"] == []
        assert told["population"] == {"total": 0, "measured": 0, "waiting": 0, "excluded": {}}
        assert house.get(who, "/metrics/internal_feedback/people").status_code == 403
        assert "Too few people" in house.get(who, "/metrics/internal_feedback").text
        assert "Jonas" not in house.get(who, "/metrics/internal_feedback/export/csv").text
    for who in ("hiring_manager", "hr"):
        told = house.get(who, FIGURE).json
        assert told is not None
        assert application in {row["application"] for row in told["rows"]}
    told = house.get("other_manager", FIGURE).json
    assert told is not None
    assert told["rows"] == []


def test_what_became_of_colleagues_leaves_out_whom_the_wall_hides(house: House) -> None:
    application = released(house)
    with house.writing() as session:
        viewer = viewer_of(session, house.users["hr"], NOW)
        candidate = session.get_one(Application, application).candidate_id
        before = len(fates(session, viewer))
    house.wall(candidate, "current_manager_id", "hr")
    try:
        with house.writing() as session:
            assert len(fates(session, viewer)) == before - 1
    finally:
        house.wall(candidate, "current_manager_id", None)


def test_the_audit_log_names_no_act_of_feedback_to_who_has_none(house: House) -> None:
    application = begun(house)
    assert any(each.startswith("feedback.") for each in house.acts("application", application))
    page = house.get("auditor", f"/audit?subject=application&subject_id={application}").text
    assert "decision" in page
    assert "feedback." not in page
    assert "No act fits" in house.get("auditor", "/audit?act=feedback.").text


def test_a_caught_notice_of_a_hold_is_nobody_s_but_whose_it_is(house: House) -> None:
    application = begun(house)
    assert act(house, "hiring_manager", application, "hold", held_why="A complaint was made.") == 303
    with house.writing() as session:
        told = session.scalars(select(Notice).where(Notice.application_id == application)).all()[-1]
        assert told.user_id == house.users["hr"]
        session.add(
            CaughtLetter(
                caught_at=NOW,
                envelope_from="jobs@house.test",
                recipient="hr@house.test",
                raw=b"Subject: x\r\n\r\nOn hold",
                message_id=told.message_id,
            )
        )
        session.commit()
    assert re.findall(r"/caught/\d+", house.get("admin", "/caught").text) == []


# --- that it is owed, and that there was a talk --------------------------------------------------------

WORDS = re.compile(
    "feedback_talk|feedback_written|feedback talk|written feedback|feedback owed", re.IGNORECASE
)
PAGES = (
    *(f"/queue?name={name}" for name in ("feedback", "all", "due_today", "soon", "inherited")),
    "/requisitions/{requisition}",
    "/requisitions/{requisition}?show=ended",
    "/requisitions/{requisition}?show=all",
    "/candidates/{candidate}",
    "/applications/{application}",
    "/applications/{application}/clocks",
    "/applications/{application}/phone",
    "/queue/panel/{application}?name=feedback",
    "/search?q=Osterberg",
    "/api/v1/queue?name=feedback",
    "/api/v1/queue?name=all",
    "/api/v1/applications",
    "/api/v1/applications/{application}/clocks",
    "/api/v1/applications/{application}/timeline",
    "/metrics/waiting_now",
    "/metrics/waiting_now/people",
)


def peer_of(house: House, application: int) -> str:
    """Let another manager see the requisition who neither decides there nor gives this feedback; return their name."""
    with house.writing() as session:
        requisition = session.get_one(Application, application).requisition_id
        seat = TeamMember(
            requisition_id=requisition, user_id=house.users["other_manager"], part=Part.HIRING_MANAGER
        )
        session.add(seat)
        session.commit()
    return "other_manager"


def test_that_feedback_is_owed_is_told_to_who_answers_for_it_and_to_nobody_else(house: House) -> None:
    application = colleague(house, told=True, last="Osterberg")
    who = peer_of(house, application)
    with house.writing() as session:
        row = session.get_one(Application, application)
        ids = {"requisition": row.requisition_id, "candidate": row.candidate_id, "application": application}
    with house.later(days=8):
        for page in (each.format(**ids) for each in PAGES):
            told = house.get(who, page)
            assert told.status_code == 200, page
            # whoever may give some has a queue of it, with its name
            text = told.text.replace("Feedback owed", "") if page.startswith("/queue") else told.text
            assert not WORDS.search(text), page
        for page in (PAGES[0], PAGES[1], "/requisitions/{requisition}", "/api/v1/queue?name=all"):
            assert "Osterberg" not in house.get(who, page.format(**ids)).text, page
            for other in ("hr", "recruiter", "admin"):
                assert "Osterberg" in house.get(other, page.format(**ids)).text, page
        clocks = house.get(who, f"/api/v1/applications/{application}/clocks").json
        assert clocks is not None
        assert (clocks["headline"], clocks["waiting_on"], clocks["closed"]) == (None, "nobody", "rejected")
        clocks = house.get("recruiter", f"/api/v1/applications/{application}/clocks").json
        assert clocks is not None
        assert (clocks["headline"], clocks["waiting_on"]) == ("FEEDBACK_TALK", "recruiter")
        assert WORDS.search(house.get("hiring_manager", f"/applications/{application}").text)


def test_a_talk_of_feedback_and_its_letter_stand_in_no_story_of_who_does_not_answer_for_it(
    house: House,
) -> None:
    application = released(house)
    who = peer_of(house, application)

    def entries(name: str) -> list[dict[str, object]]:
        told = house.get(name, f"/api/v1/applications/{application}/timeline").json
        assert told is not None
        return [each for each in told["items"] if each["type"] == "out"]

    assert [each["data"].get("decision") for each in entries(who)] == ["reject"]  # type: ignore[attr-defined]
    known = entries("hr")
    assert len(known) == 3
    hidden = [each["id"] for each in known if each["data"].get("feedback")]  # type: ignore[attr-defined]
    for event in hidden:
        undo = f"/applications/{application}/events/{event}/undo"
        assert house.get(who, undo).status_code == 404
        assert house.post(who, undo, reason="A guess").status_code == 404
    assert "contact.log" not in house.acts("application", application)[-4:]


def test_the_last_word_is_none_of_feedback(house: House) -> None:
    application = released(house)
    with house.writing() as session:
        standing = session.scalars(select(Standing).where(Standing.application_id == application)).one()
        assert standing.last_word_at == standing.told_at


def test_who_gives_it_sees_its_clocks_and_nobody_else_who_may_give_some(house: House) -> None:
    application = begun(house)
    peer_of(house, application)
    seen = dict(queues_of(house, application))
    everything = {"feedback", "all"}
    assert {name for name, found in seen.items() if found == everything} == {
        *("hr", "recruiter", "admin", "hiring_manager", "the giver")
    }
    assert seen["other_manager"] == set()


def queues_of(house: House, application: int) -> Iterator[tuple[str, set[str]]]:
    """Yield in which queues somebody finds an application, told alike by rows and by numbers."""
    later = NOW + timedelta(days=8)
    with house.writing() as session:
        names = ("hr", "hiring_manager", "recruiter", "admin", "other_manager")
        viewers = {name: viewer_of(session, house.users[name], later) for name in names}
        viewers["the giver"] = viewers["other_manager"]
        for name, viewer in viewers.items():
            if name == "the giver":
                theirs = select(Feedback).where(Feedback.application_id == application)
                session.scalars(theirs).one().giver_id = viewer.user_id
                session.flush()
            counted = numbers.counts(session, viewer, now=later, ends=(), names=("feedback", "all"))
            found = set[str]()
            for queue in ("feedback", "all"):
                page = queries.rows(session, viewer, Asked(queue), now=later, size=900)
                mine = [row for row in page.rows if row.application_id == application]
                assert counted[queue].since == len(page.rows)
                if mine:
                    assert mine[0].clock in ("FEEDBACK_TALK", "FEEDBACK_WRITTEN")
                    found.add(queue)
            yield name, found


def test_rules_looked_at_before_they_are_saved_name_nobody_s_feedback(house: House) -> None:
    application = colleague(house, told=True)
    peer_of(house, application)
    later = NOW + timedelta(days=8)
    with house.writing() as session:
        requisition = session.get_one(Application, application).requisition_id
        proposed = Proposed(later, requisition_id=requisition, levels={"fb_talk": 60, "fb_written": 60})
        for who, there in (("other_manager", 0), ("hr", 1)):
            viewer = viewer_of(session, house.users[who], later)
            found = journey.foresee(session, viewer, proposed, now=later)
            assert (found.there, len(found.stops)) == (there, there), who
