"""Who is in touch with us: people and what they applied for; `visible(viewer)` is the only door to them."""

from recruiterdash.candidates.facts import Facts, checked
from recruiterdash.candidates.identity import index_words
from recruiterdash.candidates.operations import create, edit, know_account, know_colleague
from recruiterdash.candidates.visibility import visible, visible_people

__all__ = [
    "Facts",
    "checked",
    "create",
    "edit",
    "index_words",
    "know_account",
    "know_colleague",
    "visible",
    "visible_people",
]
