"""The ledger: what became of every approved letter, held against what the mail server has on its disk."""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from recruiterdash.db import Database
from recruiterdash.journey.models import Event
from recruiterdash.messages.models import ON_ITS_WAY, Message, MessageApplication, MessageChange, MessageState
from recruiterdash.waiting.models import Standing

ROOT = Path(__file__).parents[2]
#: Each approved letter stands in one of these when all is quiet.
ENDS = frozenset(MessageState(each) for each in ("sent", "failed", "cancelled", "uncertain", "queued"))


class Entry(NamedTuple):
    """One letter and the application it speaks of."""

    id: int
    message_id: str
    envelope_from: str
    state: MessageState
    heard: bool
    #: What it settles: two letters that settle the same would be one too many.
    settles: tuple[int, int, str]
    letters_on_way: int
    #: How often the person's clocks were told of it.
    told: int
    changes: tuple[tuple[str | None, str], ...]


@dataclass(frozen=True)
class Ledger:
    """Letters by their ids, how often the server took each, and which the outbox's list shows as uncertain."""

    entries: Mapping[int, Entry]
    #: Those that were approved: a letter of which there is no row is lost, too.
    approved: Collection[int]
    taken: Counter[str]
    shown: frozenset[int]

    @property
    def states(self) -> Counter[MessageState]:
        return Counter(entry.state for entry in self.entries.values())

    @property
    def uncertain(self) -> list[Entry]:
        return [each for each in self.entries.values() if each.state is MessageState.UNCERTAIN]

    def broken(self) -> dict[str, int]:
        """How often each law is broken; empty when all hold."""
        entries = self.entries.values()
        settled = Counter[tuple[int, int, str]]()
        for each in entries:
            settled[each.settles] += self.taken[each.message_id]
        known = {each.message_id for each in entries}
        found = {
            "doubled by Message-ID": sum(self.taken[each.message_id] > 1 for each in entries),
            "doubled by what it settles": sum(many > 1 for many in settled.values()),
            "lost: sent, and not at the server": sum(
                each.state is MessageState.SENT and not self.taken[each.message_id] for each in entries
            ),
            "at the server, and neither sent nor uncertain": sum(
                each.state not in (MessageState.SENT, MessageState.UNCERTAIN)
                and self.taken[each.message_id] > 0
                for each in entries
            ),
            "at the server, and approved by nobody": sum(each not in known for each in self.taken),
            "in no state that is an end": sum(each.state not in ENDS for each in entries),
            "vanished": sum(each not in self.entries for each in self.approved),
            "both sent and cancelled": sum(
                {"sent", "cancelled"} <= {after for _, after in each.changes} for each in entries
            ),
            "a change without a row": sum(not _whole(each) for each in entries),
            "clocks not told once": sum(each.told != (each.state is MessageState.SENT) for each in entries),
            "letters on their way miscounted": sum(
                each.letters_on_way != (each.state in ON_ITS_WAY) for each in entries
            ),
            "uncertain, and not listed": sum(each.id not in self.shown for each in self.uncertain),
        }
        return {law: times for law, times in found.items() if times}


def _whole(entry: Entry) -> bool:
    """Whether the rows of changes lead without a gap to where the letter stands."""
    steps = entry.changes
    follows = all(step[0] == before[1] for before, step in pairwise(steps))
    return bool(steps) and steps[0][0] is None and follows and steps[-1][1] == entry.state.value


def read(database: Database, approved: Collection[int], taken: Counter[str]) -> Ledger:
    """Read where letters stand. approved: their ids. taken: what the server has on its disk."""
    with database.reading() as session:
        entries = _entries(session, frozenset(approved))
    return Ledger(entries, approved, taken, listed(str(database.url.render_as_string(hide_password=False))))


def _entries(session: Session, approved: Collection[int]) -> dict[int, Entry]:
    changes: dict[int, list[tuple[str | None, str]]] = {}
    rows = select(MessageChange.message_id, MessageChange.before, MessageChange.after)
    for letter, before, after in session.execute(rows.order_by(MessageChange.id)):
        changes.setdefault(letter, []).append((before, after))
    words = select(Event.source_key, func.count()).where(Event.type == "out").group_by(Event.source_key)
    told = Counter[str | None]({row[0]: row[1] for row in session.execute(words)})
    found = session.execute(
        select(
            Message.id,
            Message.message_id,
            Message.envelope_from,
            Message.state,
            Message.heard,
            MessageApplication.application_id,
            MessageApplication.decision_number,
            MessageApplication.intent,
            Standing.letters_on_way,
        )
        .join(MessageApplication, MessageApplication.message_id == Message.id)
        .join(Standing, Standing.application_id == MessageApplication.application_id)
    )
    return {
        id_: Entry(
            id_,
            message_id,
            sender,
            state,
            heard,
            (application, decision, intent),
            on_way,
            told[f"message:{id_}"],
            tuple(changes.get(id_, ())),
        )
        for id_, message_id, sender, state, heard, application, decision, intent, on_way in found
        if id_ in approved
    }


def listed(url: str) -> frozenset[int]:
    """The letters that `outbox list` shows as uncertain, as an administrator asks it."""
    words = ["outbox", "list", "--state", "uncertain", "--json"]
    answer = subprocess.run(
        [sys.executable, "-m", "recruiterdash.cli", *words],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "RECRUITERDASH_DATABASE_URL": url},
        check=True,
        capture_output=True,
        text=True,
    )
    return frozenset(row["id"] for row in json.loads(answer.stdout))
