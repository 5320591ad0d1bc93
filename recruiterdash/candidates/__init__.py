"""Who is in touch with us: people and what they applied for; `visible(viewer)` is the only door to them."""

from recruiterdash.candidates.facts import Facts, checked
from recruiterdash.candidates.identity import index_words
from recruiterdash.candidates.operations import create, edit
from recruiterdash.candidates.visibility import visible, visible_people

__all__ = ["Facts", "checked", "create", "edit", "index_words", "visible", "visible_people"]
