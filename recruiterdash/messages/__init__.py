"""What we say: a wording filled in, approved by a person, bound to the facts, and sent at most once."""

from recruiterdash.messages.drafting import Draft, Untranslated, again, choices, filled, prepare
from recruiterdash.messages.fitting import Choice
from recruiterdash.messages.keeping import approve_template, archive_template, create_template, edit_template
from recruiterdash.messages.library import seed_library
from recruiterdash.messages.operations import cancel, queue
from recruiterdash.messages.types import MANNERS, Letter, Manner, MessageType
from recruiterdash.messages.withdrawing import Withdrawn, withdraw, withdraw_each

__all__ = [
    "MANNERS",
    "Choice",
    "Draft",
    "Letter",
    "Manner",
    "MessageType",
    "Untranslated",
    "Withdrawn",
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
    "withdraw",
    "withdraw_each",
]
