"""A process that has loaded the importer and forks one for each line it reads: started in milliseconds.

A line is a JSON list: a database, an aim, and the words of a command. The answer is the number of the process that
now does it, in a group of its own, and that kills itself where the aim says.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

from recruiterdash import bulk, cli, journey
from recruiterdash.imports import crew, gathering, planning

#: Where a process kills itself: what is called, and at which call of it.
AIMS: dict[str, tuple[Any, str, int]] = {
    "gathering": (gathering, "fold_mailbox", 100),
    "planning": (planning.Planner, "plan", 1),
    "staging": (journey, "rows_of", 100),
    "publishing, first rows": (bulk, "insert_packed", 1),
    "publishing, half": (bulk, "insert_packed", 4),
    "publishing, last": (bulk, "take_stock", 1),
}
COMMITS = ("before_commit", "after_commit")
# helpers from the first hundred on, so that a killed import has some to leave behind
crew.MANY = 100


def main() -> None:
    # nobody asks how a child ended, so that a killed one is gone at once
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        database, aim, words = json.loads(line)
        child = os.fork()
        if child == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            os.setsid()
            os.environ["RECRUITERDASH_DATABASE_URL"] = database
            take_aim(aim)
            sys.argv[1:] = words
            silence = os.open(os.devnull, os.O_WRONLY)
            os.dup2(silence, 1)
            cli.main()
            os._exit(0)
        print(child, flush=True)  # noqa: T201 - this is how it answers


def take_aim(aim: str) -> None:
    if aim in COMMITS:
        event.listen(Session, aim, lambda _session: die())
    elif aim:
        where, name, at = AIMS[aim]
        setattr(where, name, deadly(getattr(where, name), at))


def deadly(act: Callable[..., Any], at: int) -> Callable[..., Any]:
    """Return what does the same until it is called so often."""
    calls = 0

    def counted(*words: Any, **more: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == at:
            die()
        return act(*words, **more)

    return counted


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main()
