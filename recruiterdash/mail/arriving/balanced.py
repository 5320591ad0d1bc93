"""HTML of strangers with every element closed where it ends, and few of them within each other. Pure, and linear.

What follows takes HTML as browsers do, and browsers take unclosed elements patiently: a megabyte of "<div>" took nh3
hours, and a few kilobytes of unclosed "<b>" before many paragraphs gigabytes. Written so, they have nothing to mend.
"""

import re
from collections.abc import Iterator
from html import escape, unescape

#: Elements within each other; people's mails have a tenth of it.
DEEPEST = 100
#: An element is described at no greater length.
_DESCRIBED = 10_000
_NAME = re.compile(r"/?([a-z][a-z0-9]*)", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([a-z-]{1,40})\s{0,5}=\s{0,5}("[^"]*"|'[^']*'|[^\s"'>]+)""", re.IGNORECASE)
_VOID = frozenset({"br", "hr"})
#: An element that begins within one of these ends it, unless something stands between that holds others.
_ENDS = {
    "li": frozenset({"li"}),
    "dd": frozenset({"dd", "dt"}),
    "dt": frozenset({"dd", "dt"}),
    "td": frozenset({"td", "th"}),
    "th": frozenset({"td", "th"}),
    "tr": frozenset({"tr"}),
    **dict.fromkeys(("tbody", "thead", "tfoot"), frozenset({"tbody", "thead", "tfoot"})),
}
_ROWS = frozenset({"tr", "tbody", "thead", "tfoot"})
#: What stands in a table and in none of its cells is set in front of it by browsers, piece by piece.
_CELLS = frozenset({"td", "th"})
#: Browsers open these anew in each paragraph that follows, when they were not closed where they could be.
_OF_TYPE = frozenset({"a", "b", "big", "code", "em", "i", "s", "small", "strike", "strong", "tt", "u"})
_MOST_OF_TYPE = 5
#: Of these all that follows is theirs, as long as nothing closes them.
_RAW = frozenset({"script", "style", "title", "iframe"})
_HOLDERS = frozenset({"table", "ul", "ol", "dl"})


def balanced(html: str, tags: frozenset[str], blocks: frozenset[str], unread: frozenset[str]) -> str:
    """Return HTML in which each element is closed, and none but these is left.

    tags: elements that are kept; of others what they hold. blocks: those that a paragraph cannot hold. unread: those
    that are left out with all they hold.
    """
    kept: list[str] = []
    stack: list[str] = []
    for text, tag, ends, said in _pieces(html, unread):
        if text.strip():
            _into_a_cell(stack, kept)
        kept.append(text)
        if tag not in tags or (tag in _ROWS | _CELLS and "table" not in stack):
            continue
        if tag in _VOID:
            _into_a_cell(stack, kept)
            kept.append(f"<{tag}>")
        elif ends:
            if tag in stack:
                _close(stack, kept, len(stack) - 1 - stack[::-1].index(tag))
        else:
            _make_room(tag, stack, kept, blocks)
            if tag not in _ROWS | _CELLS:
                _into_a_cell(stack, kept)
            if _fits(tag, stack):
                stack.append(tag)
                kept.append(f"<{tag}{_attributes(said)}>")
            elif tag in blocks:
                kept.append("<br>")
    _close(stack, kept, 0)
    return "".join(kept)


def _pieces(html: str, unread: frozenset[str]) -> Iterator[tuple[str, str, bool, str]]:
    """Yield texts, each with the element behind it: its name, whether it ends there, and how it is described."""
    place = 0
    endless: set[str] = set()
    while True:
        start = html.find("<", place)
        if start < 0:
            yield html[place:], "", False, ""
            return
        named = _NAME.match(html, start + 1)
        if named is None and html[start + 1 : start + 2] not in ("!", "?", "/"):
            yield f"{html[place:start]}&lt;", "", False, ""
            place = start + 1
            continue
        comment = html.startswith("<!--", start)
        end = html.find("-->" if comment else ">", start)
        text = html[place:start]
        if end < 0:  # it has no end, nor has anything behind it
            yield text, "", False, ""
            return
        place = end + (3 if comment else 1)
        if named is None:
            yield text, "", False, ""
            continue
        tag, ends = named[1].lower(), html[start + 1] == "/"
        yield text, tag, ends, html[named.end() : min(end, named.end() + _DESCRIBED)]
        if tag in unread - endless and not ends and html[end - 1] != "/":
            over = re.compile(rf"</{tag}\b", re.IGNORECASE).search(html, place)
            if over is not None:
                place = over.start()
            elif tag in _RAW:
                return
            else:  # it is never closed: what follows is no part of it, and its end is looked for once
                endless.add(tag)


def _make_room(tag: str, stack: list[str], kept: list[str], blocks: frozenset[str]) -> None:
    """End what cannot hold such an element."""
    for held in ("p" if tag in blocks else "", "a" if tag == "a" else ""):
        if held in stack:
            _close(stack, kept, stack.index(held))
    for place in range(len(stack) - 1, -1, -1):
        if stack[place] in _ENDS.get(tag, ()):
            _close(stack, kept, place)
            return
        if stack[place] in _HOLDERS:
            return


def _into_a_cell(stack: list[str], kept: list[str]) -> None:
    """Begin a cell where a table is open and none of its cells."""
    if stack and stack[-1] in _ROWS | {"table"}:
        begun = ["td"] if stack[-1] == "tr" else ["tr", "td"]
        stack += begun
        kept += [f"<{each}>" for each in begun]


def _fits(tag: str, stack: list[str]) -> bool:
    if tag in _OF_TYPE and sum(each in _OF_TYPE for each in stack) >= _MOST_OF_TYPE:
        return False
    return len(stack) < DEEPEST


def _close(stack: list[str], kept: list[str], place: int) -> None:
    while len(stack) > place:
        kept.append(f"</{stack.pop()}>")


def _attributes(said: str) -> str:
    return "".join(
        f' {name.lower()}="{escape(unescape(value.strip(chr(34) + chr(39))))}"'
        for name, value in _ATTRIBUTE.findall(said)
        if name.lower() in _READ
    )


_READ = frozenset({"href", "colspan", "rowspan", "start", "dir", "lang"})
