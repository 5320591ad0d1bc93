"""What we say: a wording filled in, approved by a person, bound to the facts, and sent at most once."""

from recruiterdash.messages.drafting import Draft, Untranslated, again, choices, filled, prepare
from recruiterdash.messages.fitting import Choice
from recruiterdash.messages.keeping import approve_template, archive_template, create_template, edit_template
from recruiterdash.messages.library import seed_library
from recruiterdash.messages.operations import cancel, queue
from recruiterdash.messages.types import MANNERS, Letter, Manner, MessageType

__all__ = [
    "MANNERS",
    "Choice",
    "Draft",
    "Letter",
    "Manner",
    "MessageType",
    "Untranslated",
    "again",
    "approve_template",
    "archive_template",
    "cancel",
    "choices",
    "create_template",
    "edit_template",
    "filled",
    "prepare",
    "queue",
    "seed_library",
]
