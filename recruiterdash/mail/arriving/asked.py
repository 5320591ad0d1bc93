"""Where words hold a marked question, in any script; the mark in a page's address is none. Pure."""

import re

_ADDRESS = re.compile(
    r"(?:\bhttps?://|\bwww\.|\b[a-z0-9-]{1,60}(?:\.[a-z0-9-]{1,60}){1,6}/)[!#-;=?-~]*[!#-;=@-~]",
    re.IGNORECASE,
)
#: Of Latin, Spanish, Chinese, Arabic and Greek writing; many leave out the blank behind it.
MARK = re.compile(r"[?](?!\w{1,40}=)|[" + "\u00bf\uff1f\u061f\u037e]")


def without_addresses(text: str) -> str:
    """Return a text with blanks in the place of pages' addresses, each letter in its place."""
    return _ADDRESS.sub(lambda found: " " * len(found[0]), text)
