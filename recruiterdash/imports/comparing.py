"""What a newer file changes: compared with what the source said last, not with what people corrected here."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from recruiterdash.candidates.identity import fold_mailbox
from recruiterdash.imports import stages
from recruiterdash.imports.gathering import Case, Raw
from recruiterdash.imports.ground import Ground
from recruiterdash.imports.mapping import Format
from recruiterdash.imports.meeting import Known, Person, Told, digest
from recruiterdash.imports.people import mailbox, source_called
from recruiterdash.imports.plan import Changed
from recruiterdash.imports.said import ApplicationSaid, HappenedSaid, PersonSaid, Words
from recruiterdash.requisitions.models import StageType

#: Two sources tell one happening within this many seconds of each other.
SAME = 60
#: Stages that a first word from another source may settle.
UNSETTLED = frozenset({StageType.APPLICATION, StageType.UNMAPPED})


class Compared(NamedTuple):
    """What a newer file changes about one application."""

    happenings: tuple[HappenedSaid, ...] = ()
    changes: tuple[Changed, ...] = ()
    values: dict[str, Any] = {}
    #: The source says one thing and we another; nothing is overwritten.
    conflict: str = ""


def said_now(said: ApplicationSaid, raw: Sequence[Raw], words: Sequence[Words]) -> dict[str, Any]:
    """Return what is remembered of a source's words about one application."""
    return {
        "status": said.status,
        "stage": said.stage,
        "owner": said.requisition.recruiter,
        "origin": said.origin,
        "events": digest(sorted((words[which].key, micros) for micros, which, _ in raw)),
    }


def compare_person(
    said: PersonSaid, person: Person, format_: Format, *, now: datetime
) -> tuple[dict[str, Any], tuple[Changed, ...]]:
    """Return the columns a file changes of a person, and the changes in words.

    Nothing when the source says what it said last time: a correction made here stays. What the file leaves
    empty is left as it is.
    """
    fresh = digest_of_person(said)
    if person.source_digest == fresh:
        return {}, ()
    values: dict[str, Any] = {"source_digest": fresh}
    if person.source_system is None or (person.source_id is None and said.id):
        values |= {"source_system": format_.system, "source_id": said.id or None}
    changes: list[Changed] = []
    if said.name and said.name.casefold() != person.name.casefold():
        values |= {"first_name": said.first, "last_name": said.last}
        changes.append(Changed("name", person.name, said.name))
    address = mailbox(said.email)
    if address and fold_mailbox(address) != person.email_folded:
        values |= {"email": address, "email_folded": fold_mailbox(address)}
        changes.append(Changed("mailbox", person.email or "", address))
    for column, new, old in (("phone", said.phone, person.phone), ("zone", said.zone, person.zone)):
        if new and new != old:
            values[column] = new
            changes.append(Changed(column, old, new))
    changes += _internal(said, person, format_, values, now)
    return values, tuple(changes)


def _internal(
    said: PersonSaid, person: Person, format_: Format, values: dict[str, Any], now: datetime
) -> list[Changed]:
    """Set the flag with its source; take away only what the same source set."""
    source = source_called(format_)
    if said.internal and not person.internal:
        values |= {"internal": True, "internal_source": source, "internal_since": now}
        return [Changed("internal", "no", "yes")]
    if said.internal is False and person.internal and person.internal_source == source:
        values |= {"internal": False, "internal_source": "", "internal_since": None}
        return [Changed("internal", "yes", "no")]
    return []


def digest_of_person(said: PersonSaid) -> str:
    return digest(said.name, said.email, said.phone, said.zone, said.internal)


def compare_application(
    case: Case,
    said: Sequence[HappenedSaid],
    standing: Known,
    happened: Sequence[Told],
    format_: Format,
    ground: Ground,
    *,
    stays: bool = False,
    now: datetime,
) -> Compared:
    """Return what a file changes about an application that is here already.

    stays: who is responsible here remains so, whatever name the file gives.
    """
    before = (standing.source_said or {}).get(format_.system, {})
    fresh, conflict = _from_status(case, said, standing, before, now)
    if not format_.snapshot:
        fresh, conflict = _from_history(case, _unheard(said, happened), fresh, conflict)
    changes: list[Changed] = []
    values: dict[str, Any] = {}
    stage = _stage(case, standing, before, fresh, happened, ground)
    if stage is not None:
        name, type_ = stage
        values |= {"stage": name, "stage_type": type_}
        changes.append(Changed("stage", before.get("stage") or standing.stage_type, name or type_.value))
        if format_.snapshot and before:
            fresh = [*fresh, _moved(name, type_, now)]
    owner = case.said.requisition.recruiter
    if handed_on(case, standing, before) and not stays:
        values["owner"] = owner
        changes.append(Changed("responsible", str(before.get("owner", "")), owner))
    if case.said.origin and case.said.origin != standing.origin and (before or not standing.origin):
        values["origin"] = case.said.origin
        changes.append(Changed("origin", standing.origin, case.said.origin))
    if standing.source_id is None and standing.source_system in (None, format_.system) and case.said.ref:
        values |= {"source_system": format_.system, "source_id": case.said.ref}
    return Compared(tuple(fresh), tuple(changes), values, conflict)


def handed_on(case: Case, standing: Known, before: dict[str, Any]) -> bool:
    """Say that a source names somebody else as responsible than last time.

    before: what it said last time.
    """
    owner = case.said.requisition.recruiter
    return bool(owner and owner != before.get("owner") and (before or standing.owner_id is None))


def _unheard(said: Sequence[HappenedSaid], happened: Sequence[Told]) -> list[HappenedSaid]:
    """Return happenings that nobody has told us: by their key, by kind and minute where others told them."""
    keys = {each.key for each in happened}
    ours = {each.key for each in said}
    others = [each for each in happened if each.key not in ours]
    fresh = {each.key: each for each in said if each.key not in keys}
    return [each for each in fresh.values() if not _told_by_others(each, others)]


def _told_by_others(said: HappenedSaid, others: Sequence[Told]) -> bool:
    if said.type == "applied" and others:
        return any(each.type == "applied" for each in others)
    second = int(said.at.timestamp())
    return any(
        each.type == said.type and each.kind == said.kind and abs(each.second - second) <= SAME
        for each in others
    )


def _from_history(
    case: Case, unheard: list[HappenedSaid], settled: list[HappenedSaid], conflict: str
) -> tuple[list[HappenedSaid], str]:
    """Return what a source with a history and a state tells anew.

    settled, conflict: what the state says. An end that the state does not settle is left out: it is known here
    already, told at another moment, and taken in twice the person would be told twice.
    """
    if not case.said.status:
        return unheard, ""
    if case.said.status == "active":
        return [*unheard, *settled], conflict
    if settled:
        return unheard, conflict
    return [each for each in unheard if not _ends(each)], conflict


def _ends(said: HappenedSaid) -> bool:
    if said.type == "decision":
        return said.data.get("value") in ("reject", "hire")
    return said.type == "in" and said.kind == "withdraw"


def _from_status(
    case: Case, said: Sequence[HappenedSaid], standing: Known, before: dict[str, Any], now: datetime
) -> tuple[list[HappenedSaid], str]:
    """Return what must have happened for a state to change, or how the two sides disagree."""
    status, state = case.said.status, standing.state
    if status == before.get("status"):
        return [], ""
    ended_by = [each for each in said if each.type != "applied"]
    if status == "active":
        if state == "active" and not standing.decided:
            return [], ""
        if before.get("status") in ("rejected", "withdrawn"):
            return [
                HappenedSaid(now, "unreject", None, {"assumed": True}, f"reopened|{now.isoformat()[:19]}")
            ], ""
        return [], f"the source says active, here it is {'decided' if state == 'active' else state}"
    if state == status or (status == "rejected" and standing.decided and state in ("active", "rejected")):
        return [], ""
    if state != "active":
        return [], f"the source says {status}, here it is {state}"
    return ended_by, ""


def _stage(
    case: Case,
    standing: Known,
    before: dict[str, Any],
    fresh: Sequence[HappenedSaid],
    happened: Sequence[Told],
    ground: Ground,
) -> tuple[str, StageType] | None:
    """Return the stage a file moves an application to, None when it says nothing new.

    A move that is told late, after a later one is known, is history.
    """
    if case.said.stage:
        name, type_ = case.said.stage, ground.stage_type(case.said.stage)
        if before:
            moved = stages.same(name, [before.get("stage") or ""]) is None
        else:
            moved = StageType(standing.stage_type) in UNSETTLED and type_ not in UNSETTLED
        return (name, type_) if moved else None
    known = max((each.second for each in happened if each.type == "stage_change"), default=0)
    moves = [each for each in fresh if each.type == "stage_change" and each.at.timestamp() >= known]
    type_ = StageType(moves[-1].data["stage"]) if moves else StageType(standing.stage_type)
    return ("", type_) if type_ is not StageType(standing.stage_type) else None


def _moved(name: str, type_: StageType, now: datetime) -> HappenedSaid:
    """The report does not say when: it is told as of the import, and marked so."""
    data = {"stage": type_.value, "name": name, "assumed": True}
    return HappenedSaid(now, "stage_change", None, data, f"stage|{now.isoformat()[:19]}"[:64])
