"""Who becomes overdue and who stops being so, before rules are saved; moving running clocks is chosen apart."""

import hashlib
import json
from typing import Any, NamedTuple

from flask import request

from recruiterdash import doors, journey
from recruiterdash.journey import Foresight
from recruiterdash.waiting.rulebooks import Proposed

#: What a button of the page asks for.
LOOK, MOVE = "look", "move"
NOT_SHOWN = "What you changed since was not shown yet. Nothing was saved: look at it, then choose."


class Shown(NamedTuple):
    """What a page shows before saving, and what it was made for."""

    foresight: Foresight
    #: Binds the button that moves running clocks to what was shown.
    digest: str
    refused: str = ""


def asked() -> str:
    """Return what the pressed button asks for; empty to save and to move nothing."""
    act = request.form.get("act", "")
    return act if act in (LOOK, MOVE) else ""


def look(proposed: Proposed, *said: Any, refused: str = "") -> Shown:
    """Look at rules that are not saved. said: what was typed, all of it. Writes nothing and holds up nobody."""
    with doors.database().reading() as session:
        found = journey.foresee(session, doors.viewer(), proposed, now=doors.now())
    return Shown(found, digest_of(*said), refused)


def was_shown(*said: Any) -> bool:
    """Say whether what is to be saved is what was looked at."""
    return request.form.get("shown") == digest_of(*said)


def digest_of(*said: Any) -> str:
    return hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()[:24]


def words(number: int, moved: int | None) -> str:
    """Return what is said after saving. moved: of how many requisitions the clocks were moved, None for none."""
    if moved is None:
        return f"Version {number} is in force. Due moments that stand already stay as they are."
    where = "1 requisition" if moved == 1 else f"{moved} requisitions"
    return f"Version {number} is in force, and the running clocks of {where} follow it."
