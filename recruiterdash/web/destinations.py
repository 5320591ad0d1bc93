"""Where to go next: own pages only, whatever a link says."""

import re
from urllib.parse import urlsplit

#: Control characters and backslashes, which browsers drop or turn into slashes.
_TRICKS = re.compile(r"[\x00-\x20\x7f-\xa0\\\u2028\u2029]")
_NOT_AFTER_LOG_IN = ("/login", "/logout", "/setup/")


def own_path(text: str | None, otherwise: str = "/") -> str:
    """Return a path of this site with its query, or `otherwise` when the text could lead elsewhere."""
    if (
        not text
        or len(text) > 2000
        or not text.startswith("/")
        or text.startswith("//")
        or _TRICKS.search(text)
    ):
        return otherwise
    try:
        parts = urlsplit(text)
    except ValueError:
        return otherwise
    if parts.scheme or parts.netloc or parts.path.startswith(_NOT_AFTER_LOG_IN):
        return otherwise
    return text
