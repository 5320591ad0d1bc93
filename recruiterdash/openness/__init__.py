"""What everybody may know of how long people wait for us: a page a month, published by an administrator."""

from recruiterdash.openness.operations import (
    data_of,
    last_month,
    months,
    prepare,
    publish,
    published,
    title_of,
    withdraw,
)
from recruiterdash.openness.sheet import drawn
from recruiterdash.openness.telling import document_of

__all__ = [
    "data_of",
    "document_of",
    "drawn",
    "last_month",
    "months",
    "prepare",
    "publish",
    "published",
    "title_of",
    "withdraw",
]
