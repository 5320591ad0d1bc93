"""Where a database lives: one that wakes up elsewhere writes to nobody outside until a person says it is the real one.

A copy of the data is a copy of every letter that waits in it. The place is noted at a worker's first start;
a restore, a copied file, a cloned server are somewhere else, and the same letters may leave from there too.
"""

import os
import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import delete, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from recruiterdash import audit
from recruiterdash.config import MailMode
from recruiterdash.errors import Conflict
from recruiterdash.messages import brakes, doubtful
from recruiterdash.messages.brakes import Hold
from recruiterdash.team.models import InstanceFact

#: `home`: where it lives. `away`: the other place it has been held at, once. `live`: who said it is real.
HOME, AWAY, LIVE, DEMO = "home", "away", "live", "demo"
#: A number that stands in the database and in a file beside it, and is new every few seconds.
STAMP = "stamp"
#: What a database may be: a file of SQLite, or one of a PostgreSQL server's.
Place = Mapping[str, Any]
MOVED = (
    "This database is not where it was: it may be a copy, and its letters may leave elsewhere too. "
    "Release when they may leave from here."
)
OVERWRITTEN = (
    "This database is not the one that was used here last: an older copy seems to have taken its place, and its "
    "letters may have left already. Release when they may leave."
)
log = structlog.get_logger("home")


def here(session: Session) -> Place:
    """Return where the database of this session is.

    A file: its path and its number on the disk, which a copy does not share. On a server: the database's name
    and number, and the server's own, where we may read it.
    """
    if session.get_bind().dialect.name == "sqlite":
        files = session.connection().exec_driver_sql("PRAGMA database_list")
        name = next(row[2] for row in files if row[1] == "main")
        return of_file(Path(name)) if name else {"kind": "memory"}
    named = "SELECT datname, oid::bigint FROM pg_database WHERE datname = current_database()"
    name, number = session.execute(text(named)).one()
    place: dict[str, Any] = {"kind": "server", "name": name, "number": number}
    allowed = "SELECT has_function_privilege('pg_catalog.pg_control_system()', 'EXECUTE')"
    if session.scalar(text(allowed)):
        # as text: it is larger than what some readers of JSON take for a number
        server = "SELECT system_identifier::text FROM pg_catalog.pg_control_system()"
        place["server"] = session.scalar(text(server))
    checkpoint = "SELECT has_function_privilege('pg_catalog.pg_control_checkpoint()', 'EXECUTE')"
    if session.scalar(text(checkpoint)):
        # grows when a server is taken back in time, or a stand-by takes over: letters may be missing then
        timeline = "SELECT timeline_id FROM pg_catalog.pg_control_checkpoint()"
        place["timeline"] = session.scalar(text(timeline))
    return place


def of_file(path: Path, contents: Path | None = None) -> Place:
    """Return the place of a database file. contents: the file that is about to be given that name."""
    return {"kind": "file", "path": str(path.resolve()), "number": (contents or path).stat().st_ino}


def at_home(session: Session) -> bool:
    """Say whether the database is where it was noted to live; also while nothing has been noted."""
    home = _fact(session, HOME)
    return home is None or _same(home.value, here(session))


def settle_in(session: Session, *, now: datetime, wanted: MailMode = "real") -> Hold | None:
    """Note where a fresh database lives; hold every letter of one that is somewhere else, and return the hold.

    A worker calls it when it starts, and again and again, as a database may move under it, and commits. wanted:
    MAIL_MODE. One that would write to everybody is held wherever else it is; one that writes to its allow-list
    alone is held once in each place.
    """
    place = here(session)
    try:
        with session.begin_nested():
            held = _settled(session, place, wanted, now)
            return _stamped(session, place, now) or held
    except IntegrityError:  # another worker started in the same moment and wrote the same
        return brakes.held(session)


def _settled(session: Session, place: Place, wanted: MailMode, now: datetime) -> Hold | None:
    home, away = _fact(session, HOME), _fact(session, AWAY)
    if home is None:
        _keep(session, HOME, place, now)
        return None
    if _same(home.value, place):
        return None
    known = away is not None and _same(away.value, place)
    if known and wanted != "real":
        return None
    if not known:
        _keep(session, AWAY, place, now)
    return brakes.hold(session, "copy", MOVED, now=now, actor_id=None)


# --- an older copy put into the same file ----------------------------------------------------------


def _stamped(session: Session, place: Place, now: datetime) -> Hold | None:
    """Compare a number in the database with the one beside it, and renew both.

    A file that was overwritten with an older one keeps its name and its number on the disk.
    """
    if place.get("kind") != "file":
        return None
    beside = Path(f"{place['path']}-stamp")
    stamp = _fact(session, STAMP)
    known = _read(beside)
    held = None
    if stamp is not None and stamp.value["number"] not in known:
        held = brakes.hold(session, "copy", OVERWRITTEN, now=now, actor_id=None)
        _keep(session, AWAY, {"kind": "older"}, now)
    fresh = secrets.token_hex(8)
    # the old number stays until the new one is committed: a worker killed here must not seem a copy
    before = [stamp.value["number"]] if stamp is not None else []
    if _write(beside, [*before, fresh]):
        _keep(session, STAMP, {"number": fresh}, now)
    return held


def _read(beside: Path) -> list[str]:
    try:
        return beside.read_text().split()
    except OSError:
        return []


def _write(beside: Path, numbers: Iterable[str]) -> bool:
    """Write the numbers; False when that cannot be done now, and the old ones stand."""
    fresh = beside.with_name(f"{beside.name}.new")
    try:
        with fresh.open("w") as file:
            file.write("\n".join(numbers))
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(beside)
    except OSError as fault:
        log.warning("no_stamp_beside_the_database", kind=type(fault).__name__)
        return False
    return True


def follow(session: Session, place: Place, *, now: datetime) -> None:
    """Let home be a file that is about to take the name home has: a backup put back where it was made."""
    home = _fact(session, HOME)
    if home is not None and home.value.get("path") == place.get("path"):
        _keep(session, HOME, place, now)


def go_live(
    session: Session, reason: str, *, now: datetime, actor_id: int | None, send_waiting: bool = False
) -> Hold | None:
    """Say that this database is the real one, here: from now on MAIL_MODE alone decides.

    send_waiting: nothing has left elsewhere meanwhile, so what waited is sent; else it becomes uncertain.
    Ends a hold that a copy or a restore made, and returns it; a person's own hold stays. Raises Conflict for
    a demonstration, which never goes real.
    """
    reason = brakes.worded(reason)
    if _fact(session, DEMO) is not None:
        raise Conflict("This database holds made-up people: a demonstration never sends real letters.")
    place = here(session)
    if (away := _fact(session, AWAY)) is not None and not send_waiting:
        # whatever hold is on: what waited when it came here may have left from where it was
        doubtful.set_aside(session, away.at, now=now, actor_id=actor_id)
    _keep(session, HOME, place, now)
    _keep(session, LIVE, {"reason": reason, "by": actor_id}, now)
    session.execute(delete(InstanceFact).where(InstanceFact.name == AWAY))
    audit.note(session, at=now, actor_id=actor_id, act="instance.live", subject="instance")
    standing = brakes.held(session)
    if standing is None or standing.kind not in ("copy", "restore"):
        return None
    return _released(session, standing, reason, now, actor_id, send_waiting)


def release(
    session: Session,
    reason: str,
    wanted: MailMode,
    *,
    now: datetime,
    actor_id: int | None,
    send_waiting: bool = False,
) -> Hold:
    """Let letters leave again, and return the hold that ended.

    send_waiting: of a restored or copied database, as in `go_live`.

    wanted: MAIL_MODE, as the settings have it. Raises Conflict when no hold is on, and for a database away from
    home that would write to everybody: `go_live` says first that it is the real one.
    """
    if wanted == "real" and mode_here(session, wanted) == "allowlist":
        raise Conflict(
            "This database is not where it was: `recruiterdash instance live --reason ...` says that it is the "
            "real one, and lets letters go."
        )
    return _released(session, brakes.held(session), reason, now, actor_id, send_waiting)


def _released(
    session: Session,
    hold: Hold | None,
    reason: str,
    now: datetime,
    actor_id: int | None,
    send_waiting: bool,
) -> Hold:
    if hold is not None and hold.kind in ("copy", "restore") and not send_waiting:
        doubtful.set_aside(session, hold.since, now=now, actor_id=actor_id)
    return brakes.release(session, reason, now=now, actor_id=actor_id)


def mode_here(session: Session, wanted: MailMode) -> MailMode:
    """Return where letters may go from this database. wanted: MAIL_MODE, as the settings have it.

    A demonstration's are caught, whatever was asked; a database away from home writes to its allow-list alone.
    """
    if wanted == "catch" or _fact(session, DEMO) is not None:
        return "catch"
    return wanted if wanted == "allowlist" or at_home(session) else "allowlist"


def may_leave(recipient: str, mode: MailMode, allowlist: Iterable[str]) -> bool:
    """Say whether a letter to this address may go outside. mode: as `mode_here` gives it.

    allowlist: addresses and domains (`example.com` or `@example.com`), in small letters.
    """
    if mode != "allowlist":
        return mode == "real"
    address = recipient.lower()
    domain = address.rpartition("@")[2]
    return any(each in (address, domain, f"@{domain}") for each in allowlist)


def _same(one: Place, other: Place) -> bool:
    """Compare what both know: the right to read the server's number may come and go."""
    return one.get("kind") == other.get("kind") and all(
        one[part] == other[part] for part in one.keys() & other.keys()
    )


def _fact(session: Session, name: str) -> InstanceFact | None:
    found = select(InstanceFact).where(InstanceFact.name == name).execution_options(populate_existing=True)
    return session.scalars(found).one_or_none()


def _keep(session: Session, name: str, value: Mapping[str, Any], now: datetime) -> None:
    fact = _fact(session, name)
    if fact is None:
        session.add(InstanceFact(name=name, value=dict(value), at=now))
    else:
        fact.value, fact.at = dict(value), now
    session.flush()
