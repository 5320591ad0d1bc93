"""All people of a queue that fit its present filters, as an address and a form name them."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode

from recruiterdash.errors import BadInput
from recruiterdash.messages.batches.selection import question_of
from recruiterdash.waiting.queues import Asked

#: Longer is no question of ours.
LIMIT = 400
_NUMBERS = frozenset({"owner_id", "requisition_id", "office_id"})
_TRUTHS = frozenset({"internal", "ahead"})


def text_of(asked: Asked) -> str:
    """Return what a queue is asked for as one text; its order is left out."""
    given = question_of(asked)
    return urlencode({name: int(value) if name in _TRUTHS else value for name, value in given.items()})


def read(text: str) -> Mapping[str, Any]:
    """Return the question that a text asks, as it is kept with a batch. Raises BadInput for what is none."""
    try:
        if len(text) > LIMIT:
            raise ValueError
        given = parse_qsl(text, keep_blank_values=True, strict_parsing=True, max_num_fields=12)
        question = {name: _value(name, value) for name, value in given}
        if "queue" not in question:
            raise ValueError
        return question
    except ValueError:
        raise BadInput("The list cannot be read: open the queue again.") from None


def _value(name: str, value: str) -> Any:
    if name not in _NUMBERS | _TRUTHS:
        return value
    if not (value.isascii() and value.isdigit() and len(value) < 19):
        raise ValueError
    return value == "1" if name in _TRUTHS else int(value)
