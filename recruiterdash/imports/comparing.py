"""What a newer file changes: compared with what the source said last, not with what people corrected here."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from recruiterdash.candidates.identity import fold_mailbox
from recruiterdash.imports import stages
from recruiterdash.imports.gathering import Case, Raw
from recruiterdash.imports.ground import Ground
from recruiterdash.imports.implied import is_implied, still_needed
from recruiterdash.imports.mapping import Format
from recruiterdash.imports.meeting import Known, Person, Told, digest
from recruiterdash.imports.people import mailbox, source_called
from recruiterdash.imports.plan import Changed, Disagreed
from recruiterdash.imports.said import ApplicationSaid, HappenedSaid, PersonSaid
from recruiterdash.imports.wordbook import Wordbook
from recruiterdash.requisitions.models import StageType

#: Two sources tell one happening within this many seconds of each other.
SAME = 60
#: Stages that a first word from another source may settle.
UNSETTLED = frozenset({StageType.APPLICATION, StageType.UNMAPPED})
#: Acts here that an end told by a source is contrary to.
CONTRARY = frozenset({"decision", "stage_change", "unreject", "undo"})


class Compared(NamedTuple):
    """What a newer file changes about one application."""

    happenings: tuple[HappenedSaid, ...] = ()
    changes: tuple[Changed, ...] = ()
    values: dict[str, Any] = {}
    #: The source says one thing and we another; nothing is overwritten, a person settles each.
    disagreed: tuple[Disagreed, ...] = ()


def said_now(said: ApplicationSaid, raw: Sequence[Raw], words: Wordbook) -> dict[str, Any]:
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
    heard_at: datetime | None = None,
) -> Compared:
    """Return what a file changes about an application that is here already.

    stays: who is responsible here remains so, whatever name the file gives. heard_at: when the source was heard
    last; what somebody did here since is not overwritten.
    """
    before = (standing.source_said or {}).get(format_.system, {})
    plain = [each for each in said if not is_implied(each)]
    acted = acted_since(happened, heard_at)
    fresh, against = _from_status(case, plain, standing, before, now, acted)
    if not format_.snapshot:
        fresh = _from_history(case, _unheard(plain, happened), fresh)
    ends = [] if case.said.status else [each for each in fresh if _ends(each)]
    if ends and acted and not _agrees(_called(ends[-1]), standing):
        fresh = [each for each in fresh if not _ends(each)]
        against = Disagreed("status", _called(ends[-1]), _stands(standing, acted), ends[-1].at, tuple(ends))
    disagreed = [against] if against is not None else []
    fresh = [*fresh, *_sent_there(said, fresh, happened)]
    changes: list[Changed] = []
    values: dict[str, Any] = {}
    stage = _stage(case, standing, before, fresh, happened, ground)
    if stage is not None and before and "stage_change" in acted and stage[1].value != standing.stage_type:
        fresh = [each for each in fresh if each.type != "stage_change"]
        name, type_ = stage
        here = standing.stage_type
        disagreed.append(
            Disagreed("stage", name or type_.value, here, None, (_moved(name, type_, now),), type_)
        )
    elif stage is not None:
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
    return Compared(tuple(fresh), tuple(changes), values, tuple(disagreed))


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


def _from_history(case: Case, unheard: list[HappenedSaid], settled: list[HappenedSaid]) -> list[HappenedSaid]:
    """Return what a source with a history and a state tells anew.

    settled: what the state says. An end that the state does not settle is left out: it is known here already,
    told at another moment, and taken in twice the person would be told twice.
    """
    if not case.said.status:
        return unheard
    if case.said.status == "active":
        return [*unheard, *settled]
    if settled:
        return unheard
    return [each for each in unheard if not _ends(each)]


def _sent_there(
    said: Sequence[HappenedSaid], fresh: Sequence[HappenedSaid], happened: Sequence[Told]
) -> list[HappenedSaid]:
    """Return the letters that the ATS must have sent, as far as what they follow from stands here."""
    keys = {each.key for each in happened}
    stands = {each.key for each in fresh} | keys
    ends = [each for each in said if _ends(each)]
    return [
        each
        for each in said
        if is_implied(each)
        and each.key not in keys
        and still_needed(each, happened)
        and (each.kind == "auto_ack" or any(end.at == each.at and end.key in stands for end in ends))
    ]


def _ends(said: HappenedSaid) -> bool:
    if said.type == "decision":
        return said.data.get("value") in ("reject", "hire")
    return said.type == "in" and said.kind == "withdraw"


def _from_status(
    case: Case,
    said: Sequence[HappenedSaid],
    standing: Known,
    before: dict[str, Any],
    now: datetime,
    acted: frozenset[str],
) -> tuple[list[HappenedSaid], Disagreed | None]:
    """Return what must have happened for a state to change, or how the two sides disagree.

    acted: what somebody here did since the source was heard last.
    """
    status, state = case.said.status, standing.state
    if status == before.get("status"):
        return [], None
    ended_by = [each for each in said if each.type != "applied"]
    if status == "active":
        if state == "active" and not standing.decided:
            return [], None
        again = HappenedSaid(now, "unreject", None, {"assumed": True}, f"reopened|{now.isoformat()[:19]}")
        if before.get("status") in ("rejected", "withdrawn") and not acted:
            return [again], None
        return [], Disagreed("status", status, _stands(standing, acted), None, (again,))
    if _agrees(status, standing):
        return [], None
    ends = tuple(each for each in ended_by if _ends(each))
    # a no that somebody said here, and that the source had not taken over when it was heard last
    decided = standing.decided and before.get("status") == "active"
    if state != "active" or acted & CONTRARY or decided:
        return [], Disagreed("status", status, _stands(standing, acted), ends[-1].at if ends else None, ends)
    return ended_by, None


def _agrees(status: str, standing: Known) -> bool:
    """Say whether an end stands here, too; a no that nobody has told yet is one."""
    decided = status == "rejected" and standing.decided and standing.state in ("active", "rejected")
    return standing.state == status or decided


def _stands(standing: Known, acted: frozenset[str]) -> str:
    """How it stands here, in a word or two."""
    if standing.state != "active":
        return standing.state
    if standing.decided:
        return "decided, not told"
    return "opened again" if acted & {"unreject", "undo"} else "moved on" if acted & CONTRARY else "active"


def _called(end: HappenedSaid) -> str:
    value = end.data.get("value")
    return "withdrawn" if end.type == "in" else "rejected" if value == "reject" else "hired"


def acted_since(happened: Sequence[Told], heard_at: datetime | None) -> frozenset[str]:
    """Return what somebody here did since a source was heard. heard_at: None when it never was."""
    return frozenset(
        each.type
        for each in happened
        if each.is_act and (heard_at is None or each.recorded_at is None or each.recorded_at >= heard_at)
    )


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
