"""The offices and colleagues of the demo, who is away, and who stands in."""

from datetime import UTC, datetime, time, timedelta

from sqlalchemy.orm import Session

from recruiterdash import team
from recruiterdash.demo import cast
from recruiterdash.team.models import Absence, Office, Role, User


def mailbox_of(colleague: cast.Colleague) -> str:
    """Return where a colleague of the demo gets mail."""
    return f"{colleague.name.split()[0].lower()}@borealis.example"


def colleagues(session: Session, now: datetime) -> dict[str, int]:
    """Add everybody who works there; return name -> number."""
    users = {}
    for each in cast.COLLEAGUES:
        draft = team.UserDraft(
            name=each.name,
            email=mailbox_of(each),
            roles=frozenset(Role(role) for role in each.roles),
            title=each.title,
            phone="+1 555 0100",
            grants=frozenset(each.grants),
        )
        users[each.name] = team.create_user(session, draft, now=now, actor_id=None).id
    for each in cast.COLLEAGUES:
        session.get_one(User, users[each.name]).backup_id = users.get(each.backup)
    return users


def absences(session: Session, users: dict[str, int], now: datetime) -> None:
    """Say who is away and who stands in."""
    for who, cover, first, last in cast.ABSENCES:
        begins, ends = (now.date() + timedelta(days=each) for each in (first, last))
        absence = Absence(
            user_id=users[who],
            cover_id=users[cover],
            first_day=begins,
            last_day=ends,
            begins_at=datetime.combine(begins, time(0), UTC),
            ends_at=datetime.combine(ends + timedelta(days=1), time(0), UTC),
            created_at=now,
        )
        session.add(absence)


def offices(session: Session, users: dict[str, int], now: datetime) -> dict[str, Office]:
    """Add the offices, open to all recruiters; return name -> office."""
    made = {}
    for place in cast.OFFICES:
        draft = team.OfficeDraft(name=place.name, zone=place.zone, country=place.country, shared=True)
        office = team.create_office(session, draft, now=now, actor_id=None, subdivision=place.subdivision)
        made[place.name] = office
        for each in cast.COLLEAGUES:
            if "recruiter" in each.roles:
                team.join_office(session, users[each.name], office.id)
    return made
