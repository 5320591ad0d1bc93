"""What a candidate's mail is taken for: rules in tables, one a language, each suggestion with its reason. Pure."""

from recruiterdash.messages.inbound.understanding.kinds import FOR_HR, KINDS, Kind
from recruiterdash.messages.inbound.understanding.reading import Reading, Stands, read
from recruiterdash.messages.inbound.understanding.rules import (
    ADDABLE,
    BUILT_IN,
    LONGEST,
    MOST,
    SHORTEST,
    BuiltIn,
    Own,
    Rules,
    besides,
    composed,
    phrases,
)

__all__ = [
    "ADDABLE",
    "BUILT_IN",
    "FOR_HR",
    "KINDS",
    "LONGEST",
    "MOST",
    "SHORTEST",
    "BuiltIn",
    "Kind",
    "Own",
    "Reading",
    "Rules",
    "Stands",
    "besides",
    "composed",
    "phrases",
    "read",
]
