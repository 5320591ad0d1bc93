"""A file on its way through the upload page: received, looked through, confirmed or thrown away."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from recruiterdash import audit
from recruiterdash.errors import BadInput, Conflict
from recruiterdash.imports.choices import Choices, to_document
from recruiterdash.imports.dates import UNSETTLED
from recruiterdash.imports.ground import Ground
from recruiterdash.imports.mapping import Format
from recruiterdash.imports.models import ImportRun, ImportState
from recruiterdash.imports.preparing import Prepared
from recruiterdash.imports.publishing import short
from recruiterdash.imports.reading import SEPARATOR_NAMES
from recruiterdash.imports.uploads import Stored

#: Subjects of mails that a person is asked about.
SUBJECTS_ASKED = 40


def receive(
    session: Session,
    stored: Stored,
    format_: Format,
    file_name: str,
    choices: Choices,
    *,
    now: datetime,
    actor_id: int,
    at_once: bool = False,
) -> ImportRun:
    """Keep an upload as a run that nobody has confirmed yet. at_once: nobody has to, as for the command."""
    run = ImportRun(
        digest=stored.digest,
        file_name=file_name[:255],
        format=format_.name,
        state=ImportState.RUNNING if at_once else ImportState.PREVIEWED,
        stored_as=stored.token,
        choices=to_document(choices),
        report={"checked": True} if at_once else {},
        actor_id=actor_id,
        started_at=now,
    )
    session.add(run)
    session.flush()
    _note(session, run, "import.receive", now, actor_id)
    return run


def choose(session: Session, run: ImportRun, choices: Choices, *, now: datetime, actor_id: int) -> None:
    """Take other choices for a file that waits; what was found with the old ones is void."""
    _ensure_waiting(run)
    run.choices = to_document(choices)
    run.report = {}
    run.rows_done = 0
    _note(session, run, "import.choose", now, actor_id)


def confirm(session: Session, run: ImportRun, *, now: datetime, actor_id: int) -> None:
    """Say that what the dry run showed is to be done. Raises Conflict when it cannot be."""
    again = run.state is ImportState.RUNNING  # was cut off: nothing of it is there
    if not again:
        _ensure_waiting(run)
    if not run.report.get("checked"):
        raise Conflict("This file has not been looked through yet: wait for its dry run.")
    if run.report.get("error_count") and not run.choices.get("skip_bad"):
        raise BadInput("Some rows cannot be read: mend the file, or choose to leave those rows out.")
    run.state = ImportState.RUNNING
    run.rows_done = 0
    _note(session, run, "import.confirm", now, actor_id)


def say_zones(run: ImportRun, zones: Mapping[str, str]) -> bool:
    """Keep the zones somebody says for offices the file brings, in the choices of a file that waits.

    zones: office name -> zone, empty where it stays assumed. Returns False, and keeps nothing, when the file was
    read with other zones: then these are choices like others, and it is looked through again.
    """
    shown = {each["name"]: each["zone"] for each in run.report.get("about", {}).get("offices", [])}
    before = run.choices.get("offices", {})
    said = {name: zone for name, zone in zones.items() if zone}
    taken_back = [name for name in zones if name in before and name not in said]
    if taken_back or any(shown.get(name) != zone for name, zone in said.items()):
        return False
    if said:
        _ensure_waiting(run)
        run.choices = {**run.choices, "offices": {**before, **said}}
    return True


def discard(session: Session, run: ImportRun, *, now: datetime, actor_id: int) -> None:
    """Throw an upload away; nothing of it was imported."""
    if run.state is ImportState.DONE:
        raise Conflict("This file has been imported: there is nothing to throw away.")
    run.state, run.stored_as = ImportState.REFUSED, None
    run.report = {"refusal": "Thrown away; nothing was imported."}
    run.finished_at = now
    _note(session, run, "import.discard", now, actor_id)


def checked(run: ImportRun, prepared: Prepared) -> None:
    """Keep what a dry run found, for the page."""
    run.report = {**short(prepared), "checked": True, "about": about(prepared)}
    run.rows_done = run.rows_total = prepared.gathered.rows
    run.data_as_of = prepared.gathered.newest
    flag_modified(run, "report")


def refuse(run: ImportRun, sentence: str, now: datetime) -> None:
    """Keep why a file cannot be imported as it is."""
    run.state, run.finished_at = ImportState.REFUSED, now
    run.report = {"refusal": sentence}


def refuse_rows(run: ImportRun, prepared: Prepared, now: datetime) -> None:
    """Keep which rows keep a file out; nothing of it was imported."""
    prepared.report = prepared.report.nothing_kept()
    refuse(run, "Some rows cannot be read, so nothing was imported.", now)
    run.report |= short(prepared)
    run.rows_done = run.rows_total = prepared.gathered.rows


def about(prepared: Prepared) -> dict[str, Any]:
    """Return what a person confirms before an import: columns, stages, colleagues, offices."""
    sheet, ground = prepared.look.sheet, prepared.ground
    return {
        "kind": sheet.kind,
        "encoding": sheet.encoding.name,
        "guessed": sheet.encoding.guessed,
        "separator": SEPARATOR_NAMES.get(sheet.separator, sheet.separator),
        "rows": prepared.gathered.rows,
        "dates": prepared.gathered.order.value if prepared.gathered.order else "",
        "order_open": any(UNSETTLED in bad.reason for bad in prepared.gathered.bad),
        "zone": ground.choices.zone,
        "taken": [list(pair) for pair in prepared.look.mapped.taken],
        "unused": [list(pair) for pair in prepared.look.mapped.unused],
        "dropped": list(prepared.look.mapped.dropped),
        "unknown": list(prepared.look.mapped.unknown),
        "stages": _stages(prepared, ground),
        "subjects": _subjects(prepared, ground),
        "colleagues": _colleagues(prepared, ground),
        "offices": _offices(prepared, ground),
    }


def _stages(prepared: Prepared, ground: Ground) -> list[list[str]]:
    names = dict.fromkeys(name for each in prepared.gathered.stages.values() for name in each)
    return [[name, ground.stage_type(name).value] for name in sorted(names)]


def _subjects(prepared: Prepared, ground: Ground) -> list[list[Any]]:
    """Return way, subject, class and number of the most frequent mails; few of all subjects are a kind's."""
    return [
        [way, subject, ground.subject(way, subject), count]
        for (way, subject), count in prepared.gathered.subjects.most_common(SUBJECTS_ASKED)
    ]


def _colleagues(prepared: Prepared, ground: Ground) -> list[dict[str, Any]]:
    names = {
        name for each in prepared.requisitions for name in (each.said.recruiter, each.said.hiring_manager)
    }
    names |= {name for _, name in prepared.gathered.recruiters}
    return [{"name": name, "user_id": ground.colleague(name)} for name in sorted(names - {""})]


def _offices(prepared: Prepared, ground: Ground) -> list[dict[str, Any]]:
    return [_office(name, ground) for name in sorted({each.said.office for each in prepared.requisitions})]


def _office(name: str, ground: Ground) -> dict[str, Any]:
    """An office of a file: the zone its times are read in, and whether anybody has said so."""
    known, called = ground.office(name), ground.office_name(name)
    said = called in ground.choices.offices or (known is not None and not known.zone_assumed)
    return {
        "name": called,
        "zone": ground.zone_name(name),
        "known": known is not None,
        "id": known.id if known else None,
        "said": said,
    }


def _ensure_waiting(run: ImportRun) -> None:
    if run.state is not ImportState.PREVIEWED:
        raise Conflict(f"This file is {run.state.value} already: upload it again to change anything.")


def _note(session: Session, run: ImportRun, act: str, now: datetime, actor_id: int) -> None:
    audit.note(session, at=now, actor_id=actor_id, act=act, subject="import", subject_id=run.id)
