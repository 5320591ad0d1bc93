"""Many letters at once: previewed letter by letter, confirmed by people, and taken back if need be."""

from recruiterdash.messages.batches.again import again
from recruiterdash.messages.batches.asked import Wanted
from recruiterdash.messages.batches.confirming import Answer, Confirmation, approve, confirm, refused
from recruiterdash.messages.batches.making import start
from recruiterdash.messages.batches.preview import Preview, draw, keep, preview, token_of
from recruiterdash.messages.batches.rehearsing import Rehearsal, rehearse
from recruiterdash.messages.batches.reporting import Report, report
from recruiterdash.messages.batches.undoing import Left, Undone, undo

__all__ = [
    "Answer",
    "Confirmation",
    "Left",
    "Preview",
    "Rehearsal",
    "Report",
    "Undone",
    "Wanted",
    "again",
    "approve",
    "confirm",
    "draw",
    "keep",
    "preview",
    "refused",
    "rehearse",
    "report",
    "start",
    "token_of",
    "undo",
]
