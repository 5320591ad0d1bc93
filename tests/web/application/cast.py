"""People and acts that the tests of one application's page share."""

import html
import re
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from werkzeug.test import TestResponse

from recruiterdash import journey
from recruiterdash.candidates.models import Application, InterviewKind
from recruiterdash.journey.contact import Channel, Contact
from recruiterdash.journey.interviews import Booking
from recruiterdash.journey.models import Event
from recruiterdash.requisitions.models import Requisition, StageType
from recruiterdash.waiting.models import Clock, Standing
from tests.web.nouns.house import NOW, House

SHOWN = re.compile(r'name="shown"[^>]*value="([^"]*)"')
DAY = timedelta(days=1)


def asking(house: House, **person: Any) -> int:
    """An application by somebody interviewed three days ago who asked yesterday; nobody has answered."""
    requisition = house.requisition()
    with house.writing() as session:
        session.get_one(Requisition, requisition).jurisdiction = "CA-ON"
        session.commit()
    application = house.application(requisition, house.person(**person), days_ago=10)
    with house.writing() as session:
        row = session.get_one(Application, application)
        held = NOW - 3 * DAY
        booking = Booking(
            StageType.INTERVIEW,
            InterviewKind.VIDEO,
            held - timedelta(hours=1),
            held,
            (house.users["interviewer"],),
        )
        journey.book_interview(session, row, booking, now=held + timedelta(hours=1), actor_id=None)
        asked = Contact("in", Channel.EMAIL, NOW - DAY, kind="question", text="Is there any news?")
        journey.log_contact(session, row, asked, now=NOW - DAY, actor_id=None)
        session.commit()
    return application


def log(house: House, application: int, name: str = "recruiter", **said: Any) -> TestResponse:
    """Fill in the form, read what it will do, press the button again."""
    path = f"/applications/{application}/log"
    fields = {
        "direction": "out",
        "kind": "phone",
        "reached": "reached",
        "word": "question",
        "happened_at": "2026-11-23T10:55",
        "version": str(house.version(Application, application)),
        **{key: str(value) for key, value in said.items()},
    }
    looked = house.post(name, path, **fields)
    if looked.status_code != 200:
        return looked
    return house.post(name, path, **{**fields, "shown": shown_in(looked)})


def shown_in(page: TestResponse) -> str:
    """What a page said it would do, as it sends it back."""
    found = SHOWN.search(page.text)
    assert found, page.text
    return html.unescape(found.group(1))


def running(house: House, application: int) -> dict[str, tuple[int, bool]]:
    """The clocks that run: name -> which run of it, and whether it is paused."""
    with house.writing() as session:
        rows = session.scalars(select(Clock).where(Clock.application_id == application))
        return {
            row.name: (row.cycle, row.paused_left is not None)
            for row in rows
            if row.stopped_at is None and row.started_at <= NOW
        }


def events(house: House, application: int) -> list[Event]:
    with house.writing() as session:
        return list(
            session.scalars(select(Event).where(Event.application_id == application).order_by(Event.id))
        )


def standing(house: House, application: int) -> Standing:
    with house.writing() as session:
        return session.scalars(select(Standing).where(Standing.application_id == application)).one()


def text_of(page: TestResponse) -> str:
    """What a reader sees of a page, in one line."""
    bare = re.sub(r"<[^>]+>", " ", re.sub(r"<(script|style)\b.*?</\1>", " ", page.text, flags=re.DOTALL))
    return re.sub(r"(?<=\() | (?=[.,:)])", "", " ".join(html.unescape(bare).split()))
