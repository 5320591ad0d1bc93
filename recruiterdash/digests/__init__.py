"""What a colleague is told by mail each day or week, and when another asks them to look at somebody."""

from recruiterdash.digests.composing import Composed, Draft, Later, Nothing, drafted, with_questions
from recruiterdash.digests.escalating import keep, look
from recruiterdash.digests.operations import Nudged, choose, make_due, nudge
from recruiterdash.digests.queries import wants
from recruiterdash.digests.writing import words_of

__all__ = [
    "Composed",
    "Draft",
    "Later",
    "Nothing",
    "Nudged",
    "choose",
    "drafted",
    "keep",
    "look",
    "make_due",
    "nudge",
    "wants",
    "with_questions",
    "words_of",
]
