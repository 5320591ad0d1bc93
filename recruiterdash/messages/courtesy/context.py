"""A letter and what is known around it, read from JSON."""

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from recruiterdash.errors import BadInput
from recruiterdash.messages.courtesy.said import DEPTHS, Said
from recruiterdash.messages.types import MessageType


def said_from(type_: MessageType, body: str, context: Mapping[str, Any]) -> tuple[Said, list[str]]:
    """Return a letter with its context, and the keys of the context that nobody knows here.

    context: as `courtesy check --context` takes it; null is not known. Raises BadInput naming key and value.
    """
    given: dict[str, Any] = {}
    unknown: list[str] = []
    for key, value in context.items():
        if key not in _READERS:
            unknown.append(key)
        elif value is not None:
            name, read = _READERS[key]
            try:
                given[name] = read(value)
            except (ValueError, TypeError):
                raise BadInput(f"--context: {key} is {json.dumps(value)[:80]}, {_WANTED[read]}.") from None
    return Said(type=type_, body=body, **given), unknown


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(value)
    value.encode()  # half a sign from an escape is no text
    return value


def _texts(value: Any) -> tuple[str, ...]:
    listed = [value] if isinstance(value, str) else value
    if not isinstance(listed, list):
        raise ValueError(value)
    return tuple(_text(each) for each in listed)


def _day(value: Any) -> date:
    return datetime.fromisoformat(_text(value)).date()


def _moment(value: Any) -> datetime:
    moment = datetime.fromisoformat(_text(value))
    if not 1990 <= moment.year < 2080:  # beyond, no office has hours
        raise ValueError(value)
    return moment


def _yes(value: Any) -> bool:
    """true or false; a moment or a word says yes, an empty one no."""
    if isinstance(value, str):
        return value.strip().lower() not in ("", "no", "false", "none")
    if not isinstance(value, bool):
        raise ValueError(value)
    return value


def _count(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError(value)
    return value


def _stage(value: Any) -> str:
    if _text(value) not in (*DEPTHS, "unmapped"):
        raise ValueError(value)
    return str(value)


_WANTED: Mapping[Callable[[Any], Any], str] = {
    _text: "a text is wanted",
    _texts: "a text or a list of texts is wanted",
    _day: "an ISO date is wanted",
    _moment: "an ISO date and time is wanted",
    _yes: "true or false is wanted",
    _count: "a whole number is wanted",
    _stage: f"one of {', '.join(DEPTHS)} is wanted",
}
#: Key -> field and reader.
_READERS: Mapping[str, tuple[str, Callable[[Any], Any]]] = {
    "subject": ("subject", _text),
    "recipients": ("recipients", _texts),
    "cc": ("cc", _texts),
    "html": ("html", _text),
    "send_at": ("send_at", _moment),
    "applied_at": ("applied_at", _moment),
    "told_live": ("told_live", _yes),
    "consent": ("consent", _yes),
    "companies": ("companies", _texts),
    "preferred_name": ("preferred_name", _text),
    "requisition_title": ("titles", _texts),
    "other_titles": ("other_titles", _texts),
    "company": ("company", _text),
    "sender_name": ("sender_name", _text),
    "sender_role": ("sender_role", _text),
    "reply_to": ("reply_to", _text),
    "stage": ("stage", _stage),
    "interview_date": ("interview_date", _day),
    "interview_topic": ("interview_topic", _text),
    "promise": ("promise", _day),
    "broken_promise": ("broken_promise", _day),
    "legal_due": ("legal_due", _day),
    "today": ("today", _day),
    "disposition": ("disposition", _text),
    "requisition_state": ("requisition_state", _text),
    "language": ("language", _text),
    "internal": ("internal", _yes),
    "bulk": ("bulk", _count),
    "last_text": ("last_text", _text),
}
#: The keys of a context.
KEYS = tuple(_READERS)
