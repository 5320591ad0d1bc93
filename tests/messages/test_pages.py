"""Writing, sending, undoing and reading letters in the browser, without any script."""

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete

from recruiterdash import create_app, journey
from recruiterdash.candidates.models import Disposition, Outcome
from recruiterdash.messages import MessageType, queries
from recruiterdash.messages.days import spoken
from recruiterdash.messages.models import CaughtLetter, MessageState
from recruiterdash.moments import now
from recruiterdash.team.permissions import Viewer
from recruiterdash.waiting import Calendar
from tests.messages.world import PASSWORD, Post, World

FIELD = re.compile(r'<(?:input|button)[^>]*name="(?P<name>[^"]+)"[^>]*>')
VALUE = re.compile(r'value="([^"]*)"')


#: Applications of the running test; each holds connections of its own.
OPENED: list[Flask] = []


@pytest.fixture(autouse=True)
def close_applications() -> Iterator[None]:
    yield
    while OPENED:
        OPENED.pop().extensions["recruiterdash.database"].close()


class Browser:
    """One colleague, logged in."""

    def __init__(self, world: World, who: Viewer, undo: float = 10.0) -> None:
        app = create_app(replace(world.settings, undo_seconds=undo))
        OPENED.append(app)
        self.client: FlaskClient = app.test_client()
        page = self.client.get("/login").text
        given = {
            "csrf_token": typed(page)["csrf_token"],
            "email": world.mailboxes[who.user_id],
            "password": PASSWORD,
        }
        assert self.client.post("/login", data=given).status_code == 303

    def open(self, path: str, status: int = 200) -> str:
        answer = self.client.get(path)
        assert answer.status_code == status, answer.text
        return answer.text

    def send(self, path: str, data: dict[str, str], status: int = 303) -> str:
        """Post a form; returns where it leads, or the page it shows."""
        answer = self.client.post(path, data=data)
        assert answer.status_code == status, answer.text
        return answer.headers["Location"] if status == 303 else answer.text


def typed(page: str) -> dict[str, str]:
    """What a browser would send of the letter's form (or the page's only one) as it stands."""
    form = page[page.index("data-letter") :] if "data-letter" in page else page
    found = {
        each["name"]: each.group()
        for each in FIELD.finditer(form)
        if 'type="checkbox"' not in each.group() and each["name"] not in ("check", "fix")
    }
    values = {name: unescape(match[1]) if (match := VALUE.search(tag)) else "" for name, tag in found.items()}
    for name, text in re.findall(
        r'<textarea[^>]*name="([^"]+)"[^>]*>\r?\n?(.*?)</textarea>', form, re.DOTALL
    ):
        values[name] = unescape(text).replace("\n", "\r\n")
    return values


def compose(someone: int, type_: str = "status", **more: str) -> str:
    query = "&".join(f"{name}={value}" for name, value in {"type": type_, **more}.items())
    return f"/applications/{someone}/letters/new?{query}"


def test_a_status_is_written_sent_and_undone_from_where_one_came(world: World, post: Post) -> None:
    someone = world.person("Amara")
    priya = Browser(world, world.priya)
    page = priya.open(compose(someone, next="/messages"))
    assert "Dear Amara," in page
    assert "leaves in 10 seconds" in page
    assert "becomes a promise" in page
    assert priya.send(compose(someone), typed(page)) == "/messages"

    listed = priya.open("/messages")
    (undo,) = re.findall(r'action="(/messages/\d+/undo)"', listed)
    token = typed(listed)["csrf_token"]
    back = priya.send(undo, {"csrf_token": token, "next": "/messages"})
    written = priya.open(back)
    assert "Undone: nothing has left" in written
    assert typed(written)["body"] == typed(page)["body"].rstrip()
    assert typed(written)["token"] != typed(page)["token"]
    assert priya.send(back, typed(written)) == "/messages"
    with world.database.reading() as session:
        states = [row.message.state for row in queries.listed(session, world.priya).rows]
    assert states[:2] == [MessageState.HELD, MessageState.CANCELLED]


def test_a_form_sent_twice_is_one_letter(world: World) -> None:
    someone = world.person()
    priya = Browser(world, world.priya)
    form = typed(priya.open(compose(someone)))
    priya.send(compose(someone), form)
    priya.send(compose(someone), form)
    assert world.standing(someone).letters_on_way == 1


def test_another_day_beside_the_text_changes_the_text(world: World, post: Post) -> None:
    someone = world.person()
    priya = Browser(world, world.priya, undo=0)
    form = typed(priya.open(compose(someone)))
    earlier = Calendar("UTC").business_day_after(now().date(), 1)
    assert form["promise"] != earlier.isoformat()
    priya.send(compose(someone), {**form, "promise": earlier.isoformat()})
    worker = world.worker(smtp_url=post.url)
    worker.send_one()
    worker.stop()
    assert spoken(earlier).encode() in post.letters[0].data


def test_what_is_refused_keeps_what_was_typed(world: World) -> None:
    someone = world.person()
    priya = Browser(world, world.priya)
    form = typed(priya.open(compose(someone)))
    page = priya.send(compose(someone), {**form, "body": form["body"] + "\r\nand [Name]"}, 422)
    assert "Nothing was sent." in page
    assert "was never filled in" in page
    assert "and [Name]" in page
    page = priya.send(compose(someone), {**form, "promise": "2020-01-06"}, 422)
    assert "was not ahead of us" in page
    page = priya.send(compose(someone), {**form, "subject": ""}, 422)
    assert "A letter has a subject." in page
    assert world.standing(someone).letters_on_way == 0


def test_an_application_that_moved_is_shown_again_before_it_is_sent(world: World) -> None:
    someone = world.person()
    priya = Browser(world, world.priya)
    form = typed(priya.open(compose(someone)))
    world.change(someone, lambda session, application: setattr(application, "origin", "referral"))
    page = priya.send(compose(someone), form, 409)
    assert "was changed while you were writing" in page
    assert priya.send(compose(someone), typed(page))


def test_a_rejection_asks_for_its_reason_once(world: World) -> None:
    someone, decided = world.person(), world.person()
    world.change(
        decided,
        lambda session, application: journey.decide(
            session,
            application,
            Outcome.REJECT,
            now=now(),
            actor_id=world.priya.user_id,
            reason=Disposition.NOT_SELECTED,
        ),
    )
    priya = Browser(world, world.priya)
    page = priya.open(compose(someone, "rejection_application"))
    assert "Reason, for colleagues only" in page
    refused = priya.send(compose(someone, "rejection_application"), typed(page), 422)
    assert "say the reason" in refused
    priya.send(compose(someone, "rejection_application"), {**typed(page), "reason": "not_selected"})
    assert "Reason, for colleagues only" not in priya.open(compose(decided, "rejection_application"))
    assert world.standing(someone).letters_on_way == 1


def test_a_letter_that_cannot_be_written_says_why_and_what_can(world: World) -> None:
    someone = world.person()
    page = Browser(world, world.priya).open(compose(someone, "delay"), 422)
    assert "the promised day that passed or moves (missed.date), which is not known" in page
    assert "No date was promised to them" in page
    assert "Status update" in page


def test_a_closed_application_takes_personal_words_only(world: World) -> None:
    someone = world.person()
    world.change(
        someone,
        lambda session, application: journey.withdraw(
            session, application, at=now(), now=now(), actor_id=None
        ),
    )
    page = Browser(world, world.priya).open(compose(someone), 403)
    assert "only a personal message fits" in page
    assert "data-letter" not in page


def test_a_type_that_does_not_exist_is_refused(world: World) -> None:
    Browser(world, world.priya).open(compose(world.person(), "nonsense"), 422)


def test_a_letter_is_shown_as_it_was_sent_with_every_change(world: World, post: Post) -> None:
    someone = world.person("Amara")
    number = world.queue(someone)
    worker = world.worker(smtp_url=post.url)
    worker.send_one()
    worker.stop()
    page = Browser(world, world.priya).open(f"/messages/{number}")
    for words in ("Dear Amara,", "Message-ID:", "accepted", "Priya Shah", "250"):
        assert words in page
    assert "Undo" not in page


def test_out_of_sight_is_not_found(world: World) -> None:
    someone = world.person()
    number = world.queue(someone, undo=30)
    sam = Browser(world, world.stranger)
    sam.open(compose(someone), 404)
    sam.open(f"/messages/{number}", 404)
    token = typed(sam.open("/messages"))["csrf_token"]
    sam.send(f"/messages/{number}/undo", {"csrf_token": token}, 404)
    sam.send(compose(someone), {"csrf_token": token, "subject": "x", "body": "y"}, 404)
    assert world.state(number) is MessageState.HELD


def test_caught_mail_is_text_whatever_it_holds(world: World) -> None:
    raw = b"Subject: <b>x</b>\r\nContent-Type: text/html\r\n\r\n<script>alert(1)</script>\r\n"
    someone = world.person()
    number = world.queue(someone)
    with world.writing() as session:
        caught = CaughtLetter(
            caught_at=now(),
            envelope_from="a@b.example",
            recipient="c@d.example",
            raw=raw,
            message_id=world.message(number).message_id,
        )
        session.add(caught)
        session.flush()
        caught_id = caught.id
    priya = Browser(world, world.priya)
    listed = priya.open("/caught")
    assert "c@d.example" in listed
    assert f'<a href="/caught/{caught_id}"><bdi>&lt;b&gt;x&lt;/b&gt;</bdi>' in listed
    page = priya.open(f"/caught/{caught_id}")
    assert "&lt;script&gt;" in page
    assert "<script>alert" not in page
    sam = Browser(world, world.stranger)
    assert "c@d.example" not in sam.open("/caught")
    sam.open(f"/caught/{caught_id}", 404)
    with world.writing() as session:
        session.execute(delete(CaughtLetter))


def test_every_type_opens_for_somebody_who_may_get_it(world: World) -> None:
    someone = world.person()
    priya = Browser(world, world.priya)
    for type_ in MessageType:
        if type_.value in {"status", "next_step", "acknowledgement", "personal", "rejection_application"}:
            assert "data-letter" in priya.open(compose(someone, type_.value))
