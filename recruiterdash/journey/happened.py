"""What is said to `record`: one happening as a person, a mail or an import tells it."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, NamedTuple

NOTHING: Mapping[str, Any] = MappingProxyType({})


class Happened(NamedTuple):
    """One happening. `type`, `kind` and the keys of `data` are the words of the waiting rules."""

    type: str
    #: Aware moment at which it took place; when it was recorded is another matter.
    at: datetime
    #: For words in and out, which kind of word.
    kind: str | None = None
    #: decision, status, next_date, asks, deadline, bounced, until, end, stage, scorecards ...; days as ISO text.
    data: Mapping[str, Any] = NOTHING
    subject: str | None = None
    body: str | None = None
    #: How we know: person, mail, import, system.
    source: str = "person"
    actor_id: int | None = None
    interview_id: int | None = None
    decision_id: int | None = None
    source_key: str | None = None
    voids_id: int | None = None
