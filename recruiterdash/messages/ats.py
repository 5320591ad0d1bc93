"""The ATS beside us: how old what it told is, which letters wait for that, and which letters it sends itself.

Only an installation that imports is concerned. A letter that tells an outcome, or goes to many, leaves on facts
that are fresh, or that somebody vouched for; a letter which the ATS sends is not sent from here as well.
"""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, false, func, not_, or_, select, true
from sqlalchemy.orm import Session

from recruiterdash import audit
from recruiterdash.candidates.models import Disagreement
from recruiterdash.db import Question
from recruiterdash.errors import BadInput, NotAllowed
from recruiterdash.messages.models import BATCH, Message
from recruiterdash.messages.types import MANNERS, MessageType
from recruiterdash.messages.window import BAD_NEWS, binds
from recruiterdash.team.models import InstanceFact

#: What the newest import told, and what an administrator said of the ATS.
NEWEST, RULES = "newest_import", "ats_rules"
#: Hours after which data from the ATS are too old for an outcome, unless somebody says otherwise.
HOURS = 24
#: Said of letters about somebody of whom the ATS says something else.
DISPUTED = "the ATS says something else of them, which nobody has settled"
SETTLE_FIRST = (
    "Your ATS says something else of them: settle that first, under Imports. No outcome goes before."
)
LONGEST_HOURS = 24 * 30
#: What an ATS can send by itself; the rest is somebody's own words.
MAY_SEND = (
    MessageType.ACKNOWLEDGEMENT,
    MessageType.REJECTION_APPLICATION,
    MessageType.REJECTION_SCREEN,
    MessageType.REJECTION_FINAL,
    MessageType.POSITION_CANCELLED,
    MessageType.WITHDRAWAL_CONFIRMATION,
    MessageType.INVITATION,
    MessageType.REQUEST,
    MessageType.INTERVIEW_THANKS,
)


class Rules(NamedTuple):
    """What an administrator said of the ATS."""

    #: Data older than this hold outcomes and letters to many back; None never does.
    hours: int | None = HOURS
    #: The types of letters that it sends.
    sends: frozenset[MessageType] = frozenset()


class Beside(NamedTuple):
    """What is known of the ATS right now."""

    rules: Rules = Rules()
    #: As of when its data are; None where nothing was ever imported.
    as_of: datetime | None = None
    #: The newest moment that they tell of.
    newest_entry: datetime | None = None

    def age(self, now: datetime) -> timedelta:
        """Return how old its data are; nothing where there are none. now: aware UTC."""
        return max(now - self.as_of, timedelta(0)) if self.as_of is not None else timedelta(0)

    def stale(self, now: datetime) -> bool:
        """Say whether its data are too old for an outcome. now: aware UTC."""
        return self.rules.hours is not None and self.age(now) > timedelta(hours=self.rules.hours)


_FACTS = Question(
    select(InstanceFact.name, InstanceFact.value, InstanceFact.at).where(
        or_(InstanceFact.name == NEWEST, InstanceFact.name == RULES)
    )
)


def beside(session: Session) -> Beside:
    """Return what is known of the ATS; one statement, which every few letters ask."""
    session.flush()
    facts = {name: (value, at) for name, value, at in _FACTS.ask(session, {})}
    rules = rules_of(facts[RULES][0]) if RULES in facts else Rules()
    return read(rules, *facts[NEWEST]) if NEWEST in facts else Beside(rules)


def read(rules: Rules, newest: Any, at: datetime) -> Beside:
    """Return what is known from the fact about the newest import. newest: its value. at: when that was."""
    exported, entry = newest.get("exported_at"), newest.get("data_as_of")
    return Beside(
        rules,
        min(datetime.fromisoformat(exported), at) if exported else at,
        datetime.fromisoformat(entry) if entry else None,
    )


def rules_of(value: Any) -> Rules:
    """Return rules from the value they are kept as; types there are no more are left out."""
    known = {each.value for each in MAY_SEND}
    return Rules(value["hours"], frozenset(MessageType(each) for each in value["sends"] if each in known))


def set_rules(session: Session, rules: Rules, *, now: datetime, actor_id: int) -> None:
    """Keep what an administrator says of the ATS. Raises BadInput for hours or types that cannot be."""
    if rules.hours is not None and not 1 <= rules.hours <= LONGEST_HOURS:
        raise BadInput(f"The age is 1 to {LONGEST_HOURS} hours, or empty for never. Nothing was changed.")
    if wrong := rules.sends.difference(MAY_SEND):
        raise BadInput(f"No ATS sends letters of the type {min(wrong)}. Nothing was changed.")
    sends = [each.value for each in MAY_SEND if each in rules.sends]
    value: dict[str, Any] = {"hours": rules.hours, "sends": sends}
    fact = session.scalars(
        select(InstanceFact).where(InstanceFact.name == RULES).with_for_update()
    ).one_or_none()
    if fact is None:
        session.add(InstanceFact(name=RULES, value=value, at=now))
    else:
        fact.value, fact.at = value, now
    session.flush()
    audit.note(
        session,
        at=now,
        actor_id=actor_id,
        act="ats.rules",
        subject="instance",
        hours=rules.hours,
        sends=sends,
    )


# --- letters that wait for a fresh import ------------------------------------------------------------


def leaving(known: Beside, now: datetime) -> ColumnElement[bool]:
    """Return the condition on `Message` of letters that the age of the data lets leave. now: aware UTC."""
    return not_(unvouched(now)) if known.stale(now) else true()


def keeping(known: Beside, now: datetime) -> ColumnElement[bool]:
    """Return the condition on `Message` of letters that wait for a fresh import. now: aware UTC."""
    return unvouched(now) if known.stale(now) else false()


def unvouched(now: datetime) -> ColumnElement[bool]:
    """Return the condition on `Message` of outcomes and letters to many for which nobody answers. now: aware UTC."""
    to_many = func.coalesce(Message.compose_token, "").startswith(BATCH, autoescape=True)
    bound = or_(Message.type.in_([each.value for each in BAD_NEWS]), to_many)
    return and_(bound, or_(Message.vouched_until.is_(None), Message.vouched_until <= now))


def waits_for_import(message: Message, known: Beside, now: datetime) -> bool:
    """Say whether a letter waits for a fresh import; the same rule as the condition. now: aware UTC."""
    vouched = message.vouched_until is not None and message.vouched_until > now
    return known.stale(now) and binds(MessageType(message.type), batch=message.to_many) and not vouched


def said_of_age(known: Beside, now: datetime) -> str:
    """Return how old the data are, in words. now: aware UTC."""
    hours = int(known.age(now) / timedelta(hours=1))
    return f"{hours} hours" if hours < 72 else f"{hours // 24} days"


def why_it_waits(known: Beside, now: datetime) -> str:
    """Return what keeps outcomes and letters to many back; empty when nothing does. now: aware UTC."""
    if not known.stale(now):
        return ""
    return (
        f"Data from the ATS are {said_of_age(known, now)} old, and it may say something else by now: outcomes and "
        "letters to many wait for a newer import, or until somebody says why they may go."
    )


# --- people about whom the ATS says something else ---------------------------------------------------


def disputed(session: Session, application_ids: Collection[int]) -> set[int]:
    """Return those applications about which the ATS says something else that nobody has settled."""
    open_ = select(Disagreement.application_id).where(
        Disagreement.settled_at.is_(None), Disagreement.application_id.in_(application_ids)
    )
    return set(session.scalars(open_))


# --- letters that the ATS sends ----------------------------------------------------------------------


def sent_there(type_: MessageType, sends: Collection[MessageType]) -> str:
    """Return why a letter is not sent from here, because the ATS sends it; empty when it does not."""
    if type_ not in sends:
        return ""
    return (
        f"Your ATS sends this letter (“{MANNERS[type_].name}”): from here it would come twice. Who sends what is "
        "said under Imports."
    )


def ensure_ours(session: Session, type_: MessageType) -> None:
    """Refuse letters of a type that the ATS sends. Raises NotAllowed."""
    if refusal := sent_there(type_, beside(session).rules.sends):
        raise NotAllowed(f"{refusal} Nothing was sent.")


def named(types: Iterable[MessageType]) -> list[str]:
    """Return what types are called, in the order in which they are offered."""
    wanted = frozenset(types)
    return [MANNERS[each].name for each in MAY_SEND if each in wanted]
