"""Two people who answer the same mail see each other: opening the form takes a short lease, and nothing else."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ForeignKey, UniqueConstraint, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from recruiterdash.db import Model
from recruiterdash.team.models import User

#: Whoever opened the form so long ago is taken to have left it.
LASTS = timedelta(minutes=10)


class AnsweringLease(Model):
    """Somebody has the form open in which a mail is answered."""

    __tablename__ = "answering_leases"
    __table_args__ = (UniqueConstraint("mail_id", "user_id"),)

    mail_id: Mapped[int] = mapped_column(ForeignKey("inbound_mails.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    since: Mapped[datetime]
    until: Mapped[datetime]


class Beside(NamedTuple):
    """A colleague who answers the same mail."""

    name: str
    since: datetime


def enter(session: Session, mail_id: int, user_id: int, *, now: datetime) -> None:
    """Let others see that somebody answers a mail; whoever comes back stays since they first came."""
    session.execute(delete(AnsweringLease).where(AnsweringLease.until <= now))
    mine = session.scalars(
        select(AnsweringLease).where(AnsweringLease.mail_id == mail_id, AnsweringLease.user_id == user_id)
    ).one_or_none()
    if mine is None:
        session.add(AnsweringLease(mail_id=mail_id, user_id=user_id, since=now, until=now + LASTS))
    else:
        mine.until = now + LASTS
    session.flush()


def leave(session: Session, mail_id: int, user_id: int) -> None:
    """Let nobody see it any more."""
    session.execute(
        delete(AnsweringLease).where(AnsweringLease.mail_id == mail_id, AnsweringLease.user_id == user_id)
    )


def beside(session: Session, mail_id: int, user_id: int, *, now: datetime) -> Sequence[Beside]:
    """Return who else answers a mail just now, who came first first."""
    rows = session.execute(
        select(User.name, AnsweringLease.since)
        .join(User, User.id == AnsweringLease.user_id)
        .where(
            AnsweringLease.mail_id == mail_id, AnsweringLease.user_id != user_id, AnsweringLease.until > now
        )
        .order_by(AnsweringLease.since, AnsweringLease.id)
    )
    return [Beside(*row) for row in rows]
