"""What we owe, since when and until when: pure rules say it, rows keep it, queues ask for it."""

from recruiterdash.waiting.course import Course, Line
from recruiterdash.waiting.happenings import Happening, Person
from recruiterdash.waiting.operations import (
    TABLES,
    letters_arrived,
    letters_set_out,
    new_policy_version,
    store,
)
from recruiterdash.waiting.packing import packed
from recruiterdash.waiting.policy import Pack, Policy, Rulebook
from recruiterdash.waiting.replay import replay
from recruiterdash.waiting.rulebooks import calendars_in_force, ensure_policy, rulebook, rulebooks
from recruiterdash.waiting.seen import Seen, seen
from recruiterdash.waiting.workdays import Calendar

__all__ = [
    "TABLES",
    "Calendar",
    "Course",
    "Happening",
    "Line",
    "Pack",
    "Person",
    "Policy",
    "Rulebook",
    "Seen",
    "calendars_in_force",
    "ensure_policy",
    "letters_arrived",
    "letters_set_out",
    "new_policy_version",
    "packed",
    "replay",
    "rulebook",
    "rulebooks",
    "seen",
    "store",
]
