"""What others see of feedback around the record: figures, counts, the audit log, what was caught."""

import re

from sqlalchemy import select

from recruiterdash.candidates.models import Application
from recruiterdash.feedback.fates import fates
from recruiterdash.messages.models import CaughtLetter
from recruiterdash.notices.models import Notice
from recruiterdash.team.identity import viewer_of
from tests.feedback.cast import act, begun, released
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
