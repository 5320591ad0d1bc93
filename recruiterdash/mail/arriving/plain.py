"""HTML of strangers: made harmless, and made into text. Nothing in it is ever asked from elsewhere."""

import re
from html.parser import HTMLParser

import nh3

from recruiterdash.mail.arriving.balanced import balanced

#: What may stand in a mail that is shown: words and their order. No image, style, form, frame or script.
_TAGS_WORDS = (
    "a abbr address article aside b big blockquote br center cite code dd del dfn div dl dt em "
    "figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i ins kbd li main mark ol p pre q s "
    "samp section small span strike strong sub sup table tbody td tfoot th thead tr tt u ul var"
)
TAGS = frozenset(_TAGS_WORDS.split())
ATTRIBUTES = {
    "a": {"href"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "ol": {"start"},
    "*": {"dir", "lang"},
}
#: Their content is nobody's words.
WITH_CONTENT = {"script", "style", "title", "template", "noscript", "iframe", "object", "svg", "math", "head"}
#: More is not read; a mail of people is far shorter.
LIMIT = 1_000_000

#: One without it would lead into our own house.
_SCHEME = re.compile(r"\s*[a-z]{3,6}:", re.IGNORECASE)


def _leading_out(_tag: str, name: str, value: str) -> str | None:
    return None if name == "href" and not _SCHEME.match(value) else value


_CLEANER = nh3.Cleaner(
    tags=set(TAGS),
    attributes=ATTRIBUTES,
    clean_content_tags=WITH_CONTENT - {"head"},
    url_schemes={"http", "https", "mailto", "tel"},
    attribute_filter=_leading_out,
    link_rel="noopener noreferrer nofollow",
    strip_comments=True,
)
_BLOCKS_WORDS = (
    "address article aside blockquote center dd div dl dt figure footer h1 h2 h3 h4 h5 h6 header "
    "hr li main ol p pre section table tr ul"
)
_BLOCKS = frozenset(_BLOCKS_WORDS.split())
#: "head" may stand without an end.
_UNREAD = frozenset(WITH_CONTENT - {"head"})
_BLANKS = re.compile(r"[ \t\r\n\f\u200b]+")


def harmless(html: str) -> str:
    """Return HTML of which only words, their order and plain links are left."""
    return str(_CLEANER.clean(balanced(html[:LIMIT], TAGS, _BLOCKS, _UNREAD)))


def as_text(html: str) -> str:
    """Return the words of HTML as lines; what it quotes begins with ">"."""
    reader = _Reader()
    reader.feed(harmless(html))
    reader.close()
    return reader.text()


class _Reader(HTMLParser):
    """Reads HTML that has been made harmless, so that it is well formed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines: list[str] = []
        self._line = ""
        self._depth = 0
        self._pre = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self._end()
        elif tag in _BLOCKS:
            self._end_if_begun()
        elif tag in ("td", "th") and self._line:
            self._line += " "
        if tag == "blockquote":
            self._depth += 1
        self._pre += tag == "pre"
        if tag == "p":
            self._apart()

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._end_if_begun()
        if tag == "blockquote":
            self._depth = max(self._depth - 1, 0)
        if tag == "pre":
            self._pre = max(self._pre - 1, 0)
        if tag == "p":
            self._apart()

    def handle_data(self, data: str) -> None:
        if not self._pre:
            words = _BLANKS.sub(" ", data)
            self._line += words.lstrip(" ") if not self._line or self._line.endswith(" ") else words
            return
        first, *rest = data.split("\n")
        self._line += first
        for each in rest:
            self._end()
            self._line += each

    def text(self) -> str:
        self._end_if_begun()
        return "\n".join(self._lines).strip("\n")

    def _end(self) -> None:
        marks = "> " * min(self._depth, 20)
        self._lines.append(f"{marks}{self._line.rstrip()}".rstrip(" ") if marks else self._line.rstrip())
        self._line = ""

    def _end_if_begun(self) -> None:
        if self._line.strip():
            self._end()
        self._line = ""

    def _apart(self) -> None:
        """A blank line between paragraphs, and never two."""
        if self._lines and self._lines[-1].strip("> "):
            self._lines.append("> " * min(self._depth, 20) if self._depth else "")
