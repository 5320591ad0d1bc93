"""What a house has changed of the rules by which mails are understood: kept in one row, each change in the audit log.

A rule only ever suggests; a person says what a mail is.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from recruiterdash import audit
from recruiterdash.db import Question
from recruiterdash.errors import BadInput, Conflict, NotAllowed
from recruiterdash.mail.addresses import check_line
from recruiterdash.messages.inbound.understanding import (
    ADDABLE,
    BUILT_IN,
    KINDS,
    LONGEST,
    MOST,
    SHORTEST,
    Own,
    Rules,
    composed,
)
from recruiterdash.team.models import InstanceFact

NAME = "inbox_rules"

_VALUE = Question(select(InstanceFact.value).where(InstanceFact.name == NAME))


def of_house(session: Session) -> Rules:
    """Return what this house has changed; one statement."""
    found = _VALUE.ask(session, {})
    return _read(found[0][0]) if found else Rules()


def add(session: Session, kind: str, words: str, *, now: datetime, actor_id: int) -> Own:
    """Let mails that say these words be taken for a kind.

    words: "..." stands for a few. Raises BadInput for words that would fit every mail, Conflict for those there are.
    """
    if kind not in ADDABLE:
        raise BadInput("Say what the words mean.")
    said = composed(check_line(words, "words", LONGEST))
    if len(said.replace("...", "").replace(" ", "")) < SHORTEST:
        raise BadInput(f"Fewer than {SHORTEST} letters stand in too many mails: write more of what they say.")
    row, rules = _locked(session, now)
    if any(each.words == said for each in rules.added):
        raise Conflict(f"“{said}” stands here already. Nothing was changed.")
    if len(rules.added) >= MOST:
        raise Conflict(f"There are {MOST} already: take one away first. Nothing was changed.")
    _keep(row, rules._replace(added=(*rules.added, Own(kind, said))), now)
    _audit(session, "add", now, actor_id, kind=kind, words=said)
    return Own(kind, said)


def take_away(session: Session, words: str, *, now: datetime, actor_id: int) -> Own:
    """Let words of this house count no more. Raises Conflict when they do not."""
    row, rules = _locked(session, now)
    gone = next((each for each in rules.added if each.words == words), None)
    if gone is None:
        raise Conflict("These words do not stand here any more. Nothing was changed.")
    _keep(row, rules._replace(added=tuple(each for each in rules.added if each is not gone)), now)
    _audit(session, "take_away", now, actor_id, kind=gone.kind, words=gone.words)
    return gone


def rest(session: Session, key: str, *, resting: bool, now: datetime, actor_id: int) -> None:
    """Let a line of the tables rest, or count again.

    key: of a line. Raises Conflict when there is none of that name, NotAllowed for what is for HR from the first guess.
    """
    line = BUILT_IN.get(key)
    if line is None:
        raise Conflict("There is no such rule any more. Nothing was changed.")
    if not line.may_rest:
        raise NotAllowed(f"{KINDS[line.kind].name}: what is for HR alone is so from the first guess, always.")
    row, rules = _locked(session, now)
    after = rules.resting | {key} if resting else rules.resting - {key}
    _keep(row, rules._replace(resting=frozenset(after)), now)
    _audit(
        session,
        "rest" if resting else "count",
        now,
        actor_id,
        kind=line.kind,
        language=line.language,
        words=line.pattern[:200],
    )


def _locked(session: Session, now: datetime) -> tuple[InstanceFact, Rules]:
    row = session.scalars(
        select(InstanceFact).where(InstanceFact.name == NAME).with_for_update()
    ).one_or_none()
    if row is None:
        row = InstanceFact(name=NAME, value={"added": [], "resting": []}, at=now)
        session.add(row)
    return row, _read(row.value)


def _keep(row: InstanceFact, rules: Rules, now: datetime) -> None:
    row.value = {"added": [list(each) for each in rules.added], "resting": sorted(rules.resting)}
    row.at = now


def _read(value: Any) -> Rules:
    """Rules from the value they are kept as; lines and kinds there are no more are left out."""
    return Rules(
        tuple(Own(kind, words) for kind, words in value["added"] if kind in ADDABLE),
        frozenset(key for key in value["resting"] if key in BUILT_IN),
    )


def _audit(session: Session, what: str, now: datetime, actor_id: int, **detail: Any) -> None:
    session.flush()
    audit.note(
        session,
        at=now,
        actor_id=actor_id,
        act=f"inbox_rules.{what}",
        subject="instance",
        **detail,
    )
