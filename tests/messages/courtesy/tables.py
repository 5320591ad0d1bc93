"""Rows of the tables of the checks: a letter, and what one check finds in it."""

from typing import Any, NamedTuple

from recruiterdash.messages.courtesy import Said
from tests.messages.courtesy.letters import said

BLOCK, WARN, HINT = "block", "warn", "hint"
DE, FR, ES = "status in German", "status in French", "status in Spanish"
DE_NO, FR_NO, ES_NO = "no in German", "no in French", "no in Spanish"


class Case(NamedTuple):
    """One letter and one check."""

    check: str
    #: The severity it must find, None when it must pass.
    finds: str | None
    letter: Said
    #: The words it must point at.
    at: str = ""


def adds(name: str, sentence: str, **changes: Any) -> Said:
    """A good letter with one more sentence in a paragraph of its own before its last one."""
    body = said(name).body
    before, closing, after = body.rpartition("\n\n")
    return said(name, body=f"{before}\n\n{sentence}{closing}{after}", **changes)


def swaps(name: str, old: str, new: str, **changes: Any) -> Said:
    """A good letter with some words replaced."""
    body = said(name).body
    assert old in body, old
    return said(name, body=body.replace(old, new), **changes)


def fails(check: str, severity: str, at: str, letter: Said) -> Case:
    return Case(check, severity, letter, at)


def passes(check: str, letter: Said) -> Case:
    return Case(check, None, letter)


def found(check: str, severity: str, name: str, *sentences: tuple[str, str], **changes: Any) -> list[Case]:
    """Sentences that must be found in a letter, each with the words at fault."""
    return [fails(check, severity, at, adds(name, text, **changes)) for text, at in sentences]


def clear(check: str, name: str, *sentences: str, **changes: Any) -> list[Case]:
    """Sentences that are no fault."""
    return [passes(check, adds(name, text, **changes)) for text in sentences]
