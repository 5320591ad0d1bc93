"""The public page of one application: what its person was told, for whoever holds the link, and nothing of ours."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from itsdangerous import URLSafeSerializer
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from recruiterdash import create_app, journey, moments, signing
from recruiterdash.audit import AuditRow
from recruiterdash.candidates.models import Application, Disposition, InterviewKind, Outcome
from recruiterdash.config import Settings
from recruiterdash.journey import Booking, Channel, Contact, Happened
from recruiterdash.messages import MessageType, prepare, status_links, status_page
from recruiterdash.messages.days import spoken
from recruiterdash.messages.models import Template, TemplateState, TemplateVersion
from recruiterdash.messages.status_links import Claim, address, claimed, token
from recruiterdash.moments import now
from recruiterdash.requisitions.models import Requisition, RequisitionState, Stage, StageType
from recruiterdash.web import status
from recruiterdash.web.throttle import Throttle, source_of
from tests.messages.test_behind import YES, answered, booked, handed_over, lost, rejected
from tests.messages.test_pages import OPENED, Browser, typed
from tests.messages.test_sending import sent_by
from tests.messages.world import Post, World

Act = Callable[[Session, Application], object]
#: What nobody outside may ever read: each stands in a row of ours.
CANARIES = {
    "a note": "canary-note",
    "a stage": "canary-stage",
    "a reference": "canary-reference",
    "a reason": "not_selected",
    "a colleague": "Priya",
    "an office": "Office",
    "a topic": "canary-topic",
    "their own name": "Okafor",
}


@dataclass
class Public:
    """Somebody outside, without a log-in."""

    world: World
    client: FlaskClient

    def path(self, someone: int) -> str:
        with self.world.database.reading() as session:
            application = session.get_one(Application, someone)
            person = self.world.person_of(session, someone)
            found = address(self.world.settings, application, person)
        assert found is not None
        assert found.startswith(f"{self.world.settings.base_url}/status/")
        return found.removeprefix(self.world.settings.base_url)

    def ask(self, path: str, **how: Any) -> TestResponse:
        return self.client.get(path, **how)

    def read(self, someone: int) -> str:
        answer = self.ask(self.path(someone))
        assert answer.status_code == 200, answer.text
        for what, canary in CANARIES.items():
            assert canary not in answer.text, what
        return answer.text


@pytest.fixture
def public(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Public]:
    monkeypatch.setattr(status, "PER_SOURCE", 1000)
    with world.writing() as session:
        requisition = session.get_one(Requisition, world.requisition_id)
        requisition.reference = f"canary-reference-{requisition.id}"
        for stage in session.scalars(select(Stage).where(Stage.requisition_id == requisition.id)):
            stage.name = "canary-stage"
    app = create_app(world.settings)
    yield Public(world, app.test_client())
    app.extensions["recruiterdash.database"].close()


# --- what it says -----------------------------------------------------------------------------------


def decided(outcome: Outcome) -> Act:
    reason = Disposition.NOT_SELECTED if outcome is Outcome.REJECT else None
    return lambda session, row: journey.decide(
        session, row, outcome, now=now(), actor_id=None, reason=reason, note="canary-note: second choice"
    )


def requisition_goes(state: RequisitionState) -> Act:
    return lambda session, row: journey.change_state(
        session,
        session.get_one(Requisition, row.requisition_id),
        state,
        now=now(),
        actor_id=None,
        reason="canary-note",
    )


def interviewed(session: Session, row: Application) -> None:
    booking = Booking(
        StageType.FINAL,
        InterviewKind.VIDEO,
        now() + timedelta(days=1),
        now() + timedelta(days=1, hours=1),
        topic="canary-topic",
    )
    journey.book_interview(session, row, booking, now=now(), actor_id=None)


def told_by_nobody(session: Session, row: Application) -> None:
    voicemail = Contact("out", Channel.PHONE, now(), reached=journey.Reached.VOICEMAIL, text="canary-note")
    journey.log_contact(session, row, voicemail, now=now(), actor_id=None)


@pytest.mark.parametrize(
    "acts",
    [
        pytest.param([], id="new"),
        pytest.param([decided(Outcome.REJECT)], id="rejected, not yet told"),
        pytest.param([decided(Outcome.ADVANCE)], id="advanced, not yet told"),
        pytest.param([decided(Outcome.OFFER)], id="an offer decided, not yet told"),
        pytest.param([decided(Outcome.OFFER), decided(Outcome.HIRE)], id="hired, not yet told"),
        pytest.param([requisition_goes(RequisitionState.ON_HOLD)], id="on hold, not announced"),
        pytest.param([requisition_goes(RequisitionState.CANCELLED)], id="cancelled, not announced"),
        pytest.param([requisition_goes(RequisitionState.FILLED)], id="filled, not announced"),
        pytest.param([interviewed], id="an interview ahead"),
        pytest.param([interviewed, decided(Outcome.REJECT)], id="an interview ahead of a no"),
        pytest.param([told_by_nobody], id="a voicemail"),
        pytest.param(
            [
                lambda session, row: journey.record(
                    session, row, Happened("note", now(), body="canary-note"), now=now()
                )
            ],
            id="second choice, in a note",
        ),
        pytest.param(
            [
                lambda session, row: journey.close_without_contact(
                    session, row, "waived", "canary-note", now=now(), actor_id=None
                )
            ],
            id="closed without a word",
        ),
        pytest.param(
            [
                decided(Outcome.REJECT),
                lambda session, row: journey.take_back_decision(session, row, now=now(), actor_id=None),
            ],
            id="decided and taken back",
        ),
    ],
)
@pytest.mark.parametrize("promised", [False, True])
def test_what_was_not_told_does_not_change_a_letter_of_it(
    world: World, post: Post, public: Public, acts: list[Act], promised: bool
) -> None:
    someone = world.person()
    day = ""
    if promised:
        letter = world.letter(someone)
        assert letter.promise is not None
        day = spoken(letter.promise)
        world.queue(someone, letter)
        sent_by(world, post)
    before = public.read(someone)
    assert "We have your application." in before
    assert (f"You will hear from us by {day}" in before) is promised
    assert "Staff Nurse" in before
    assert "Borealis" in before
    for act in acts:
        world.change(someone, act)
    assert public.read(someone) == before


def test_a_no_is_said_once_it_has_been_accepted_and_not_before(world: World, public: Public) -> None:
    someone = booked(world)
    before = public.read(someone)
    letter = rejected(world, someone)
    assert public.read(someone) == before, "approved"
    fence = handed_over(world, letter)
    assert public.read(someone) == before, "on the wire"
    answered(world, letter, fence, YES)
    page = public.read(someone)
    assert (
        f"On {spoken(now().date())} we told you that we will not be taking your application further." in page
    )
    assert "Reply to any letter you have had from us." in page


def test_a_no_nobody_knows_of_or_kept_back_is_not_said(world: World, public: Public) -> None:
    someone = world.person()
    before = public.read(someone)
    lost(world, rejected(world, someone))
    assert public.read(someone) == before
    other = world.person("Bea")
    before = public.read(other)
    world.cancel(rejected(world, other, undo=60))
    assert public.read(other) == before


def test_a_no_that_came_back_is_not_said_any_more(world: World, post: Post, public: Public) -> None:
    someone = world.person()
    before = public.read(someone)
    rejected(world, someone)
    sent_by(world, post)
    assert public.read(someone) != before
    (word,) = world.words(someone)
    returned = Happened("bounce", now(), voids_id=word.id, source="mail")
    world.change(someone, lambda session, row: journey.record(session, row, returned, now=now()))
    assert public.read(someone) == before


def test_taken_back_without_a_word_the_no_is_still_what_they_know(
    world: World, post: Post, public: Public
) -> None:
    someone = world.person()
    rejected(world, someone)
    sent_by(world, post)
    before = public.read(someone)
    world.change(
        someone, lambda session, row: journey.take_back_decision(session, row, now=now(), actor_id=None)
    )
    assert public.read(someone) == before
    world.queue(someone)
    sent_by(world, post)
    assert "We have your application." in public.read(someone)


def test_who_withdrew_reads_that_they_did(world: World, public: Public) -> None:
    someone = world.person()
    world.change(
        someone,
        lambda session, row: journey.withdraw(
            session, row, at=now(), now=now(), actor_id=None, body="canary-note"
        ),
    )
    assert "you told us that you do not wish to go on" in public.read(someone)


def test_the_page_is_in_their_language(world: World, public: Public) -> None:
    page = public.read(world.person("Jonas", language="de-CH"))
    assert '<html lang="de">' in page
    assert "Ihre Bewerbung liegt uns vor." in page


def test_a_title_is_text_and_not_markup(world: World, public: Public) -> None:
    with world.writing() as session:
        session.get_one(Requisition, world.requisition_id).title = "<script>alert(1)</script>"
    assert "&lt;script&gt;" in public.read(world.person())


# --- who gets in ------------------------------------------------------------------------------------


def test_it_asks_nobody_else_sets_no_cookie_and_is_kept_by_nobody(public: Public, world: World) -> None:
    for path, code in ((public.path(world.person()), 200), ("/status/made-up", 404)):
        public.client.set_cookie("recruiterdash", "whatever")
        answer = public.ask(path)
        assert answer.status_code == code
        assert not answer.headers.getlist("Set-Cookie")
        assert answer.headers["Cache-Control"] == "no-store"
        assert "noindex" in answer.headers["X-Robots-Tag"]
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        asked = re.findall(r'(?:src|href)="([^"]+)"', answer.text)
        assert asked
        assert all(each.startswith("/static/") for each in asked)
        assert "<script" not in answer.text
        assert "<nav" not in answer.text


def garbage(settings: Settings, own: str) -> list[str]:
    """Links that open nothing; own: one that does."""
    other = replace(settings, secret_key="another secret, long enough to be one")
    payload, _, signature = own.partition(".")
    elsewhere = URLSafeSerializer(settings.secret_key, salt="known browser").dumps([1, 1])
    assert isinstance(elsewhere, str)
    signer = signing.signer(settings, status_links.PURPOSE)
    odd: list[Any] = [[1], [1, 1, 1], {}, None, "11", [2**80, 1], ["1", "1"], [1.5, 1], [True, 1]]
    return [
        "x",
        own[:-1],
        own + "A",
        own.upper(),
        own + "/",
        f"{payload}.{signature[:-1]}{'A' if signature[-1] != 'A' else 'B'}",
        f".{own}",
        payload,
        f"{payload}.",
        "1",
        "1.1",
        "%00",
        f"{own[:-1]}?a=%00",
        "%F0%9F%92%A9",
        "%ED%A0%80",
        "..%2F..%2Fetc%2Fpasswd",
        "a/b/c",
        "A" * 5000,
        token(other, Claim(1, 1)),
        elsewhere,
        token(settings, Claim(900_719, 1)),
        token(settings, Claim(-1, -1)),
        *(str(signer.dumps(each)) for each in odd),
    ]


def test_whatever_opens_nothing_gets_one_and_the_same_answer(world: World, public: Public) -> None:
    someone = world.person()
    own = public.path(someone).removeprefix("/status/")
    assert public.ask(f"/status/{own}").status_code == 200
    answers = [public.ask(f"/status/{each}") for each in garbage(world.settings, own)]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.data for answer in answers}) == 1
    assert "There is no page here." in answers[0].text


def test_a_link_withdrawn_opens_nothing_and_the_next_letter_holds_a_new_one(
    world: World, public: Public
) -> None:
    someone = world.person()
    old, version = public.path(someone), world.application(someone).version
    with world.writing() as session:
        status_page.withdraw(session, world.priya, someone, now=now())
    assert public.ask(old).data == public.ask("/status/x").data
    assert public.path(someone) != old
    assert public.ask(public.path(someone)).status_code == 200
    assert world.application(someone).version == version
    with world.database.reading() as session:
        acts = select(AuditRow.act).where(AuditRow.subject_id == someone).order_by(AuditRow.id.desc())
        assert session.scalars(acts.limit(1)).one() == "status_page.withdraw"


def test_the_page_of_an_application_withdraws_the_link_it_shows_and_no_later_one(
    world: World, public: Public
) -> None:
    someone, priya = world.person(), Browser(world, world.priya)
    old, page = public.path(someone), priya.open(f"/applications/{someone}")
    assert f'href="{world.settings.base_url}{old}"' in page
    where = f"/applications/{someone}/status-link/withdraw"
    given = {"csrf_token": typed(page)["csrf_token"], "shown": "1"}
    for said in ("opens nothing any more", "was withdrawn before"):
        assert said in priya.open(priya.send(where, given))
        assert public.ask(old).status_code == 404
        assert public.ask(public.path(someone)).status_code == 200
    with world.writing() as session:
        world.person_of(session, someone).internal = True
    assert "Withdraw the link" not in priya.open(f"/applications/{someone}")
    priya.send(where, given, 404)
    OPENED.pop().extensions["recruiterdash.database"].close()


def test_a_colleague_has_no_page_and_no_link(world: World, public: Public) -> None:
    someone = world.person()
    link = public.path(someone)
    with world.writing() as session:
        world.person_of(session, someone).internal = True
    assert public.ask(link).data == public.ask("/status/x").data
    with world.database.reading() as session:
        person = world.person_of(session, someone)
        assert address(world.settings, session.get_one(Application, someone), person) is None


def test_switched_off_there_is_no_page(world: World, public: Public) -> None:
    link = public.path(world.person())
    off = create_app(replace(world.settings, status_page="off"))
    try:
        assert off.test_client().get(link).status_code == 404
    finally:
        off.extensions["recruiterdash.database"].close()


def test_an_address_that_asks_too_often_is_told_to_wait(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(status, "PER_SOURCE", 3)
    app = create_app(world.settings)
    client, start = app.test_client(), now()
    monkeypatch.setattr(moments, "now", lambda: start)
    try:
        codes = [client.get("/status/x").status_code for _ in range(4)]
        assert codes == [404, 404, 404, 429]
        waits = client.get("/status/x")
        assert waits.headers["Retry-After"] == "60"
        elsewhere = client.get("/status/x", environ_base={"REMOTE_ADDR": "192.0.2.7"})
        assert elsewhere.status_code == 404
        monkeypatch.setattr(moments, "now", lambda: start + timedelta(seconds=61))
        assert client.get("/status/x").status_code == 404
    finally:
        app.extensions["recruiterdash.database"].close()


def test_sources_are_forgotten_before_they_fill_the_memory() -> None:
    throttle = Throttle(1, 60, most=100)
    assert all(throttle.allows(str(each), 0) for each in range(1000))
    assert len(throttle._asked) <= 100
    assert not throttle.allows("999", 0)


@pytest.mark.parametrize(
    ("address_", "source"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:0db8:0001:0002"),
        ("2001:db8:1:2:ffff::", "2001:0db8:0001:0002"),
        ("nonsense", ""),
        (None, ""),
    ],
)
def test_one_household_is_one_source(address_: str | None, source: str) -> None:
    assert source_of(address_) == source


# --- in letters -------------------------------------------------------------------------------------


def test_a_letter_may_hold_the_link_and_it_opens_the_page(world: World, post: Post, public: Public) -> None:
    with world.writing() as session:
        template = Template(type="status", language="en", name="With the page", created_at=now())
        session.add(template)
        session.flush()
        wording = TemplateVersion(
            template_id=template.id,
            number=1,
            state=TemplateState.APPROVED,
            subject="Your application: {{ requisition.title }}",
            body="Dear {{ candidate.preferred_name }},\n\nI am writing about your application for the role of "
            "{{ requisition.title }} at {{ company.name }}. We have not decided yet, and you are still being "
            "considered. You will hear from me by {{ promise.date }}, even if nothing is decided by then."
            "{% if status.url %}\n\nYour own page: {{ status.url }}{% endif %}\n\n"
            "Kind regards\nPriya Shah\nRecruiter",
            created_at=now(),
        )
        session.add(wording)
        chosen = template.id
    someone = world.person()
    with world.database.reading() as session:
        given: dict[str, Any] = {"now": now(), "company": "Borealis", "template_id": chosen}
        linked = prepare(
            session, world.priya, someone, MessageType.STATUS, settings=world.settings, **given
        ).body
        off = replace(world.settings, status_page="off")
        without = prepare(session, world.priya, someone, MessageType.STATUS, settings=off, **given).body
    assert f"Your own page: {world.settings.base_url}{public.path(someone)}" in linked
    assert "own page" not in without
    assert "hear from me" in without


def test_the_link_is_the_same_each_time_and_for_nobody_else(world: World) -> None:
    made = {token(world.settings, Claim(each, number)) for each in (1, 2) for number in (1, 2)}
    assert len(made) == 4
    assert token(world.settings, Claim(7, 3)) == token(world.settings, Claim(7, 3))
    assert claimed(world.settings, token(world.settings, Claim(7, 3))) == Claim(7, 3)
