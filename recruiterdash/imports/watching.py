"""A folder that an ATS, or somebody, puts exports into: what lies there, what is new, and what is set aside."""

import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from recruiterdash.imports.models import ImportRun, ImportState
from recruiterdash.messages.ats import NEWEST
from recruiterdash.team.models import InstanceFact

#: Where a file goes that cannot be imported, inside the folder.
ASIDE = "set aside"
#: What programs call a file that they have not finished.
UNFINISHED = (".part", ".partial", ".tmp", ".crdownload", ".download", ".filepart", ".swp")
#: What was read of a folder, by name: its size and the moment of its last change.
WATCHED = "watched"
KEPT_NAMES = 2_000


class Lying(NamedTuple):
    """One export as it lies in the folder: a file, or a folder of files."""

    path: Path
    size: int
    #: Of the newest file in it, in nanoseconds since the epoch.
    changed: int

    @property
    def mark(self) -> list[int]:
        """What tells a newer export of the same name apart."""
        return [self.size, self.changed]

    @property
    def written_at(self) -> datetime:
        return datetime.fromtimestamp(self.changed / 1e9, UTC)


def lying(folder: Path) -> dict[str, Lying]:
    """Return what lies in a folder, by name; what is hidden, unfinished, linked or no file is none of ours."""
    found = {}
    for entry in sorted(folder.iterdir()):
        name = entry.name
        if (
            name.startswith((".", "~"))
            or name == ASIDE
            or name.lower().endswith(UNFINISHED)
            or entry.is_symlink()
        ):
            continue
        try:
            one = _measured(entry)
        except FileNotFoundError:
            continue  # taken away between two looks
        if one is not None:
            found[name] = one
    return found


def _measured(path: Path) -> Lying | None:
    if path.is_dir():
        inside = [each.stat() for each in path.rglob("*") if each.is_file() and not each.is_symlink()]
        if not inside:
            return None
        return Lying(path, sum(each.st_size for each in inside), max(each.st_mtime_ns for each in inside))
    if not path.is_file():
        return None
    stat = path.stat()
    return Lying(path, stat.st_size, stat.st_mtime_ns)


def ready(before: Mapping[str, Lying], after: Mapping[str, Lying], known: Mapping[str, Any]) -> list[Lying]:
    """Return exports to be read, the one written first before the others. Pure.

    before, after: two looks some seconds apart; what changed in between is still being written, and what is empty
    has not begun to be. known: name -> mark of those that were read already.
    """
    still = [each for name, each in after.items() if before.get(name) == each and each.size]
    fresh = [each for each in still if known.get(each.path.name) != each.mark]
    return sorted(fresh, key=lambda each: (each.changed, each.path.name))


def too_old(one: Lying, newest: datetime | None) -> str:
    """Return why an export is not read that is older than what is here; empty when it is not.

    newest: when the newest one that was read had been written, None when nobody knows. Read after a newer one, it
    would undo what that told.
    """
    if newest is None or one.written_at >= newest:
        return ""
    return (
        f"It was written on {one.written_at:%Y-%m-%d %H:%M} UTC, before what is imported already "
        f"({newest:%Y-%m-%d %H:%M} UTC): read now, it would undo what the newer one told."
    )


def newest_written(session: Session, system: str) -> datetime | None:
    """Return when the newest export of a system that was imported had been written, where that is known."""
    value = session.scalar(select(InstanceFact.value).where(InstanceFact.name == NEWEST))
    written = (value or {}).get("written", {}).get(system)
    return datetime.fromisoformat(written) if written else None


def remembered(session: Session, folder: Path) -> dict[str, Any]:
    """Return name -> mark of what was read in a folder."""
    value = session.scalar(select(InstanceFact.value).where(InstanceFact.name == WATCHED))
    return dict((value or {}).get(_key(folder), {}))


def remember(session: Session, folder: Path, one: Lying, there: Mapping[str, Lying], now: datetime) -> None:
    """Note that an export was read, or set aside; what lies there no more is forgotten. Nothing is committed."""
    fact = session.scalars(
        select(InstanceFact).where(InstanceFact.name == WATCHED).with_for_update()
    ).one_or_none()
    if fact is None:
        fact = InstanceFact(name=WATCHED, value={}, at=now)
        session.add(fact)
    known = {name: mark for name, mark in fact.value.get(_key(folder), {}).items() if name in there}
    known[one.path.name] = one.mark
    fact.value = {**fact.value, _key(folder): dict(list(known.items())[-KEPT_NAMES:])}
    fact.at = now
    session.flush()


def note_refused(session: Session, one: Lying, format_name: str, reason: str, now: datetime) -> None:
    """Keep why an export was not imported, for the page. Nothing is committed."""
    name = os.fsencode(one.path.name).decode("utf-8", "replace")
    session.add(
        ImportRun(
            digest="",
            file_name=name[:255],
            format=format_name,
            state=ImportState.REFUSED,
            choices={},
            report={"refusal": f"Set aside, nothing was imported: {reason}"[:2000]},
            started_at=now,
            finished_at=now,
        )
    )
    session.flush()


def set_aside(folder: Path, one: Lying, reason: str, now: datetime) -> Path | None:
    """Move an export out of the way, with the reason in a file beside it; None where that cannot be done."""
    aside = folder / ASIDE
    goes_to = aside / f"{now:%Y%m%d-%H%M%S}-{one.path.name}"[:200]
    try:
        aside.mkdir(exist_ok=True)
        one.path.rename(goes_to)
        goes_to.with_name(f"{goes_to.name}.why.txt").write_text(
            f"{reason}\n", encoding="utf-8", errors="replace"
        )
    except OSError:
        return None
    return goes_to


def _key(folder: Path) -> str:
    return str(folder.resolve())
