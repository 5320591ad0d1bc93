"""A person of a file as they are kept: mailbox checked, internal flag with its source."""

import re
from functools import lru_cache

from recruiterdash.errors import BadInput
from recruiterdash.imports.mapping import Format
from recruiterdash.mail.addresses import check_address

EMAIL_LIMIT = 254
#: The common form, told without a parser: it is most of a million rows.
_COMMON = re.compile(
    r"[A-Za-z0-9_%+'\-]{1,64}(?:\.[A-Za-z0-9_%+'\-]{1,64}){0,8}@"
    r"((?:[A-Za-z0-9](?:[A-Za-z0-9\-]{0,61}[A-Za-z0-9])?\.){1,8}[A-Za-z]{2,24})"
)


@lru_cache(maxsize=4096)
def mailbox(text: str) -> str | None:
    """Return a mailbox as it is kept, None for what is none: letters to it would go astray."""
    written = text.strip()
    found = _COMMON.fullmatch(written)
    if found is not None and len(written) <= EMAIL_LIMIT and found.start(1) <= 65 and "--" not in found[1]:
        return written[: found.start(1)] + found[1].lower()
    if not written or len(written) > EMAIL_LIMIT:
        return None
    try:
        return check_address(written)
    except BadInput:
        return None


def source_called(format_: Format) -> str:
    """Return how the source of an internal flag is named."""
    return format_.title.partition(" (")[0]
