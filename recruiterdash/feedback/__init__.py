"""What we give back to our own people: who was told no learns what was missing, and what would show it next time."""

from recruiterdash.feedback.beginning import begin, tell_outcome
from recruiterdash.feedback.beside import announce, became, inform_manager, renew_link
from recruiterdash.feedback.operations import act, close, follow_up, hold, looked, release, talk, write
from recruiterdash.feedback.queries import case, due
from recruiterdash.feedback.quoting import ensure_unquoted

__all__ = [
    "act",
    "announce",
    "became",
    "begin",
    "case",
    "close",
    "due",
    "ensure_unquoted",
    "follow_up",
    "hold",
    "inform_manager",
    "looked",
    "release",
    "renew_link",
    "talk",
    "tell_outcome",
    "write",
]
