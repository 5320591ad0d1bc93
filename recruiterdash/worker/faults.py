"""Numbered places at which a worker of the tests dies as if by kill -9, so that each of them is tried.

RECRUITERDASH_FAULT=after_leave:2 kills the process when it comes there the second time. What might send real
mail does not start with it.
"""

import os
import re
import signal
from collections import Counter
from collections.abc import Mapping
from threading import Lock
from urllib.parse import urlsplit

from recruiterdash.config import PREFIX, Settings, is_loopback
from recruiterdash.errors import BadSettings

NAME = f"{PREFIX}FAULT"
#: What one commit of the desk may hold: answers, leave to say DATA, letters claimed, letters given back.
_COMMITS = ("record", "leave", "claim", "return", "sweep")
POINTS = (
    *(f"{moment}_{held}" for held in _COMMITS for moment in ("before", "after")),
    "before_offer",
    "before_data",
    "after_dot",
)
#: Of the reader: between fetching and keeping, keeping and telling, telling and writing that down; and filing.
READING = ("before_store", "after_store", "after_seen", "before_file", "after_file")


class _Fault:
    """The one that is armed in this process, if any, and how often each place was come to."""

    def __init__(self) -> None:
        self.point, self.number = "", 0
        self.reached: Counter[str] = Counter()
        self.lock = Lock()


_fault = _Fault()


def arm(settings: Settings, given: Mapping[str, str] | None = None) -> None:
    """Take the fault from the environment. Raises BadSettings for one that is none, and where mail may be real."""
    text = (os.environ if given is None else given).get(NAME, "")
    found = re.fullmatch(r"([a-z_]+):([1-9][0-9]{0,5})", text)
    if text and (found is None or found[1] not in (*POINTS, *READING)):
        raise BadSettings(
            f"{NAME} is {text!r}, must be a point and a number, one of {', '.join((*POINTS, *READING))}"
        )
    if text and not _harmless(settings):
        raise BadSettings(
            f"{NAME} kills the sender on purpose: it is for tests alone, "
            f"with {PREFIX}SMTP_URL on this machine and {PREFIX}MODE not production"
        )
    _fault.point, _fault.number = (found[1], int(found[2])) if found else ("", 0)
    _fault.reached.clear()


def reach(point: str) -> None:
    """Come to a place; die there when its turn has come."""
    if _fault.point != point:
        return
    with _fault.lock:
        _fault.reached[point] += 1
        if _fault.reached[point] == _fault.number:
            os.kill(os.getpid(), signal.SIGKILL)


def around(moment: str, **held: object) -> None:
    """Come to a commit, before or after: one place for each thing that it holds."""
    for name, things in held.items():
        if things:
            reach(f"{moment}_{name}")


def _harmless(settings: Settings) -> bool:
    hosts = [urlsplit(url).hostname for url in (settings.smtp_url, settings.imap_url)]
    return settings.mode != "production" and all(host is None or is_loopback(host) for host in hosts)
