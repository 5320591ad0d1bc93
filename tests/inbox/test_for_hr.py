"""What is for HR alone, and letters to many that wait while HR looks into it."""

from typing import Any

import pytest
from sqlalchemy import select, update

from recruiterdash import audit, team
from recruiterdash.candidates import freezes
from recruiterdash.candidates.models import Candidate
from recruiterdash.messages import MessageType, approval
from recruiterdash.messages.batches import facts, rules
from recruiterdash.messages.inbound import settling
from recruiterdash.messages.inbound.models import InboundMail
from recruiterdash.messages.inbound.understanding import FOR_HR
from recruiterdash.messages.models import Message
from recruiterdash.moments import now
from recruiterdash.team.models import Role
from recruiterdash.team.permissions import Viewer, permissions_of
from tests.inbox import shapes
from tests.inbox.house import House
from tests.inbox.test_pages import fresh, token
from tests.messages.test_pages import Browser, close_applications
from tests.messages.world import hashed

__all__ = ["close_applications"]


@pytest.fixture
def priya(house: House) -> Browser:
    return Browser(house.world, house.world.priya)


@pytest.fixture(scope="module")
def helen(house: House) -> Viewer:
    """Somebody of HR."""
    roles = frozenset({Role.HR})
    with house.world.writing() as session:
        draft = team.UserDraft("Helen Marsh", "helen@borealis.example", roles, "HR")
        user = team.create_user(session, draft, now=now(), actor_id=None, hashed=hashed())
    house.world.mailboxes[user.id] = "helen@borealis.example"
    return Viewer(user.id, "Helen Marsh", roles, permissions_of(roles))


@pytest.fixture
def hr(house: House, helen: Viewer) -> Browser:
    return Browser(house.world, helen)


def complained(house: House, name: str) -> tuple[int, InboundMail]:
    letter = house.written(name)
    row = house.one(shapes.gmail(letter.answer("I wish to make a formal complaint about the interview.")))
    assert row.for_hr
    return letter.application, row


def accepted(house: House, browser: Browser, row: InboundMail, kind: str) -> None:
    given = {"kind": kind, "version": str(row.version), "day": "", **token(browser, row.id)}
    browser.send(f"/inbox/{row.id}/accept", given)


def left_out(house: House, application: int) -> str:
    with house.world.database.reading() as session:
        (known,) = facts.load(session, house.world.priya, [application], MessageType.STATUS, now=now())
    # the question it is waits, too: what is asked here is what stays when that is answered
    known = known._replace(clocks={}, unread=False, last_word_at=None, under_way=False, crossed="")
    out = rules.left_out(known, rules.Meant(MessageType.STATUS, now()))
    return out.code if out else ""


def test_what_is_for_hr_is_read_by_nobody_else(house: House, priya: Browser, hr: Browser) -> None:
    _, row = complained(house, "Alone")
    priya.open(f"/inbox/{row.id}", 404)
    assert f"/inbox/{row.id}" not in priya.open("/inbox") + priya.open("/inbox?show=hr")
    assert priya.client.get(f"/inbox/{row.id}/raw").status_code == 404
    assert "formal complaint" in hr.open(f"/inbox/{row.id}")


SEE_THE_FILE = "Dear Ms Shah, my letter is attached. Kind regards"


@pytest.mark.parametrize(
    ("subject", "kind"),
    [
        ("Formal complaint", "complaint"),
        ("Beschwerde: Re: Your application", "complaint"),
        ("Demande d'accès à mes données", "data_request"),
        ("Request for adjustments at my interview", "accommodation"),
        ("Withdrawing my application", "withdraw"),
        ("Re: Your application", ""),
        # what our own letter is called says nothing of them
        ("Re: {ours}", ""),
    ],
)
def test_what_their_subject_says_counts_where_the_rest_says_nothing_of_it(
    house: House, subject: str, kind: str
) -> None:
    letter = house.written()
    with house.world.writing() as session:
        session.get_one(Message, letter.id).subject = "Your complaint"
    data = shapes.crlf(
        shapes.headers(letter.answer(""), subject=subject.format(ours="Your complaint"))
        + f"\n{SEE_THE_FILE}\n"
    )
    row = house.one(data)
    assert (row.kind, row.for_hr) == (kind, kind in FOR_HR), row.kind_why
    stranger = data.replace(letter.reply_to.encode(), b"jobs@borealis.example").replace(
        letter.message_id.encode(), b"<none@x.example>"
    )
    if kind:
        assert house.one(stranger).for_hr == (kind in FOR_HR), "whoever it is from"


def test_hr_may_let_those_who_write_read_it(house: House, priya: Browser, hr: Browser) -> None:
    letter = house.written("Shared")
    row = house.one(shapes.gmail(letter.answer("I will need wheelchair access for the interview.")))
    priya.open(f"/inbox/{row.id}", 404)
    accepted(house, hr, row, "accommodation")
    assert left_out(house, letter.application) == "", "an adjustment holds nothing back"
    version = str(fresh(house, row.id).version)
    hr.send(f"/inbox/{row.id}/share", {"version": version, **token(hr, row.id)})
    assert "wheelchair" in priya.open(f"/inbox/{row.id}")
    assert "not for HR alone" in hr.send(
        f"/inbox/{row.id}/share", {"version": str(fresh(house, row.id).version), **token(hr, row.id)}, 409
    )


def test_only_hr_shares_and_lifts(house: House, priya: Browser, hr: Browser) -> None:
    letter = house.written("Plain")
    row = house.one(shapes.gmail(letter.answer("Thank you.")))
    for act in ("share", "lift"):
        given = {"version": str(row.version), "reason": "x", **token(priya, row.id)}
        priya.send(f"/inbox/{row.id}/{act}", given, 403)


def test_whoever_says_it_is_a_complaint_hands_it_to_hr(house: House, priya: Browser, hr: Browser) -> None:
    letter = house.written("Handed")
    row = house.one(shapes.gmail(letter.answer("It was not a good day for me.")))
    accepted(house, priya, row, "complaint")
    priya.open(f"/inbox/{row.id}", 404)
    assert "not a good day" in hr.open(f"/inbox/{row.id}")
    assert left_out(house, letter.application) == "frozen"


@pytest.mark.parametrize("kind", ["complaint", "data_request"])
def test_letters_to_many_wait_until_hr_lifts_that_with_a_reason(house: House, hr: Browser, kind: str) -> None:
    application, row = complained(house, f"Frozen{kind[:4]}")
    assert left_out(house, application) == "", "a rule alone holds nothing back"
    accepted(house, hr, row, kind)
    assert left_out(house, application) == "frozen"
    page = hr.open(f"/inbox/{row.id}")
    assert "letters to many wait" in page
    assert f"/inbox/{row.id}" in hr.open("/inbox?show=hr")
    given = {"version": str(fresh(house, row.id).version), **token(hr, row.id)}
    assert "Say why" in hr.send(f"/inbox/{row.id}/lift", {**given, "reason": "  "}, 422)
    assert "at most 500" in hr.send(f"/inbox/{row.id}/lift", {**given, "reason": "x" * 501}, 422)
    assert left_out(house, application) == "frozen"
    hr.send(f"/inbox/{row.id}/lift", {**given, "reason": "We talked, and they are content."})
    assert left_out(house, application) == ""
    assert "they are content" in hr.open(f"/inbox/{row.id}")
    hr.send(f"/inbox/{row.id}/lift", {**given, "reason": "Once more."}, 409)
    with house.world.database.reading() as session:
        acts = select(audit.AuditRow.act).where(
            audit.AuditRow.subject == "candidate",
            audit.AuditRow.subject_id == house.candidate(application).id,
            audit.AuditRow.act.startswith("freeze."),
        )
        assert list(session.scalars(acts.order_by(audit.AuditRow.id))) == ["freeze.set", "freeze.lift"]


def test_a_freeze_ends_with_the_mistake_that_set_it(house: House, hr: Browser) -> None:
    application, row = complained(house, "Mistake")
    accepted(house, hr, row, "complaint")
    accepted(house, hr, fresh(house, row.id), "question")
    assert left_out(house, application) == ""
    accepted(house, hr, fresh(house, row.id), "complaint")
    assert left_out(house, application) == "frozen"
    given = {"version": str(fresh(house, row.id).version), **token(hr, row.id)}
    hr.send(f"/inbox/{row.id}/take-back", given)
    assert left_out(house, application) == ""


def test_a_freeze_holds_a_letter_of_a_batch_at_the_last_look(house: House, hr: Browser) -> None:
    """It was confirmed before they complained: nothing of it leaves."""
    application = house.world.person("Last")
    letter = house.world.queue(application)
    with house.world.writing() as session:
        person = house.world.person_of(session, application)
        freezes.freeze(session, person.id, "inbound:0", "complaint", now=now(), actor_id=None)
    with house.world.writing() as session:
        (row,) = approval.look(session, [letter], now()).facts
    assert row.frozen
    assert approval._not_to_many(row._replace(undone=False, unread=False)) == (
        "HR holds letters to many back from them"
    )
    assert approval._not_to_many(row) == "", "one person's letter to one person goes"
    with house.world.writing() as session:
        freezes.lift(session, "inbound:0", "It is over.", now=now(), actor_id=None)
    house.world.cancel(letter)


def test_where_nobody_of_hr_may_see_the_person_those_who_write_read_it(
    house: House, priya: Browser, helen: Viewer
) -> None:
    application, row = complained(house, "Boss")
    priya.open(f"/inbox/{row.id}", 404)
    with house.world.writing() as session:
        session.execute(
            update(Candidate)
            .where(Candidate.id == house.candidate(application).id)
            .values(current_manager_id=helen.user_id)
        )
    assert "formal complaint" in priya.open(f"/inbox/{row.id}")
    Browser(house.world, helen).open(f"/inbox/{row.id}", 404)


def test_a_mail_filed_to_somebody_else_takes_its_freeze_along(house: House) -> None:
    application, row = complained(house, "Gone")
    right = house.world.person("Stays")
    with house.world.writing() as session:
        mail = session.get_one(InboundMail, row.id)
        act: dict[str, Any] = {"now": now(), "actor_id": house.world.priya.user_id, "version": None}
        settling.accept(session, mail, "complaint", None, **act)
        settling.file_to(session, mail, house.world.application(right), **act)
    assert left_out(house, application) == ""
    with house.world.database.reading() as session:
        assert session.scalar(select(Message.id).limit(1)) is not None
