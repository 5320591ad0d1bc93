"""Where people come from: a file is looked at, prepared without writing, then published at once."""

from recruiterdash.imports.choices import Choices, read_map
from recruiterdash.imports.looking import Look, format_of, look
from recruiterdash.imports.preparing import Prepared, Teller, prepare
from recruiterdash.imports.publishing import Moved, publish

__all__ = [
    "Choices",
    "Look",
    "Moved",
    "Prepared",
    "Teller",
    "format_of",
    "look",
    "prepare",
    "publish",
    "read_map",
]
