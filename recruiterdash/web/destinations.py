"""Where to go next: own pages only, whatever a link says."""

import re
from urllib.parse import parse_qsl, urlencode, urlsplit

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


def back_to(path: str, application_id: int) -> str:
    """Return where to go when nothing was done: in the queue, the person one came from is looked at again.

    path: where to go once it is done, in the queue with the next person.
    """
    parts = urlsplit(path)
    if parts.path != "/queue":
        return path
    kept = [(name, value) for name, value in parse_qsl(parts.query) if name != "person"]
    return f"/queue?{urlencode([*kept, ('person', str(application_id))], safe=',')}"
