"""What was logged is taken back with a reason, and private notes are kept; neither is ever lost."""

import pytest

from recruiterdash import journey
from recruiterdash.candidates.models import Application
from recruiterdash.journey.happened import Happened
from tests.web.application.cast import asking, events, log, running, text_of
from tests.web.nouns.house import NOW, House


def undo(
    house: House,
    application: int,
    event: int,
    reason: str = "That was somebody else",
    name: str = "recruiter",
) -> int:
    answer = house.post(name, f"/applications/{application}/events/{event}/undo", reason=reason)
    return answer.status_code


def test_an_undone_call_leaves_the_clocks_as_if_it_had_never_been(house: House) -> None:
    application = asking(house)
    before = running(house, application)
    log(house, application)
    assert running(house, application) != before
    assert undo(house, application, events(house, application)[-1].id) == 303
    assert running(house, application) == before


def test_it_stays_in_the_timeline_struck_through_with_who_and_why(house: House) -> None:
    application = asking(house)
    log(house, application, text="Good talk")
    entry = events(house, application)[-1].id
    undo(house, application, entry)
    shown = house.get("recruiter", f"/applications/{application}")
    assert "<s>Call</s>" in shown.text
    assert "undone by recruiter: That was somebody else" in text_of(shown)
    assert "Good talk" in shown.text
    assert house.acts("application", application)[-1] == "contact.undo"
    assert house.details("contact.undo")[-1] == {"event": entry}


def test_it_is_undone_once(house: House) -> None:
    application = asking(house)
    log(house, application)
    entry = events(house, application)[-1].id
    assert undo(house, application, entry) == 303
    assert undo(house, application, entry) == 409


@pytest.mark.parametrize("reason", ["", "   "])
def test_without_a_reason_nothing_is_undone(house: House, reason: str) -> None:
    application = asking(house)
    log(house, application)
    assert undo(house, application, events(house, application)[-1].id, reason) == 422
    assert len(events(house, application)) == 4


def test_only_what_was_logged_by_hand_is_undone_here(house: House) -> None:
    application = asking(house)
    with house.writing() as session:
        row = session.get_one(Application, application)
        sent = journey.record(session, row, Happened("out", NOW, "personal", source="mail"), now=NOW)
        session.commit()
    applied, held = events(house, application)[:2]
    assert [undo(house, application, each) for each in (sent.id, applied.id, held.id)] == [403, 403, 403]


def test_another_applications_entry_is_not_here(house: House) -> None:
    application, other = asking(house), asking(house)
    assert undo(house, application, events(house, other)[-1].id) == 404


def test_the_page_says_what_undoing_will_do(house: House) -> None:
    application = asking(house)
    log(house, application)
    entry = events(house, application)[-1].id
    said = text_of(house.get("recruiter", f"/applications/{application}/events/{entry}/undo"))
    assert "Undo this entry?" in said
    assert "Starts: Unanswered question, due Tue 24 Nov 17:00." in said
    assert "Starts: Acknowledgement, due Mon 16 Nov 17:00." in said


@pytest.mark.parametrize("kind", ["applied", "interview_held"])
def test_what_cannot_be_undone_here_has_no_page_for_it(house: House, kind: str) -> None:
    application = asking(house)
    entry = next(each for each in events(house, application) if each.type == kind)
    assert house.get("recruiter", f"/applications/{application}/events/{entry.id}/undo").status_code == 404


def test_a_stranger_undoes_nothing(house: House) -> None:
    application = asking(house)
    assert undo(house, application, events(house, application)[-1].id, name="other_recruiter") == 404


def test_a_note_is_kept_and_moves_no_clock(house: House) -> None:
    application = asking(house)
    before = running(house, application)
    answer = house.post(
        "recruiter", f"/applications/{application}/notes", text="Bring the <b>visa</b> up\nnext time"
    )
    assert answer.status_code == 303
    shown = house.get("hiring_manager", f"/applications/{application}")
    assert "Note private" in text_of(shown)
    assert "Bring the &lt;b&gt;visa&lt;/b&gt; up\nnext time" in shown.text
    assert running(house, application) == before
    assert house.acts("application", application)[-1] == "note.write"


def test_an_empty_note_is_refused_on_the_page(house: House) -> None:
    application = asking(house)
    answer = house.post("recruiter", f"/applications/{application}/notes", text="")
    assert answer.status_code == 422
    assert "Write the note." in text_of(answer)
