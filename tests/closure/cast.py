"""People and words that these tests share."""

import html
import re
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from werkzeug.test import TestResponse

from recruiterdash import journey
from recruiterdash.candidates.models import Application
from recruiterdash.config import Settings
from recruiterdash.journey.contact import Channel, Contact
from recruiterdash.notices import links
from recruiterdash.notices.models import Notice
from recruiterdash.team.models import Role
from recruiterdash.team.permissions import Viewer, permissions_of
from tests.web.nouns.house import NOW, House

DAY = timedelta(days=1)
EVERYTHING = Viewer(0, "", frozenset({Role.ADMIN}), permissions_of({Role.ADMIN}))


def somebody(house: House, requisition: int | None = None, *, days_ago: float = 12, **said: Any) -> int:
    """Somebody who applied and can be written to."""
    number = next(house.numbers)
    person = house.person(**{"first": "Ada", "email": f"ada{number}@mail.example", **said})
    return house.application(requisition or house.requisition(), person, days_ago=days_ago)


def called(house: House, application: int, ago: float, **said: Any) -> None:
    """The recruiter calls and says something."""
    at = NOW - timedelta(days=ago)
    contact = Contact("out", Channel.PHONE, at, **{"text": "A call.", **said})
    with house.writing() as session:
        row = session.get_one(Application, application)
        journey.log_contact(session, row, contact, now=at, actor_id=house.users["recruiter"])
        session.commit()


def november(day: int) -> date:
    return date(2026, 11, day)


def settings(house: House) -> Settings:
    found: Settings = house.app.extensions["recruiterdash.settings"]
    return found


def notices(house: House, name: str, since: datetime | None = None) -> list[Notice]:
    """What somebody was told by mail, oldest first."""
    with house.writing() as session:
        rows = select(Notice).where(Notice.user_id == house.users[name]).order_by(Notice.id)
        return list(session.scalars(rows))


def address_in(house: House, notice: Notice) -> str:
    """The path a notice leads to."""
    return links.address(settings(house), notice.link).removeprefix(settings(house).base_url)


def read(page: TestResponse) -> str:
    """What a reader sees of a page, in one line."""
    bare = re.sub(r"<[^>]+>", " ", page.text)
    return re.sub(r"(?<=\() | (?=[.,:)])", "", " ".join(html.unescape(bare).split()))
