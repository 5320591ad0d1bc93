"""Pages work under a Content-Security-Policy without unsafe-inline, and ask no third party for anything."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest

from tests.house.tree import texts

ASSETS = {"script", "link", "img", "iframe", "source", "video", "audio", "object", "embed", "form"}
ADDRESSES = {"src", "href", "srcset", "poster", "data", "action"}
ELSEWHERE = re.compile(r"^\s*(https?:)?//", re.IGNORECASE)


class Page(HTMLParser):
    """Collects what a page of ours must not hold."""

    def __init__(self, name: str, mail: bool) -> None:
        super().__init__()
        self.name = name
        self.mail = mail
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "script" and "src" not in given and given.get("type") != "application/json":
            self.add("an inline script")
        # mail programs know no style sheets, and no policy either
        if not self.mail and (tag == "style" or "style" in given):
            self.add(f"an inline style on <{tag}>")
        for name, value in given.items():
            if re.match(r"on[a-z]+$|hx-on", name) or value.strip().lower().startswith(("javascript:", "js:")):
                self.add(f"a script in attribute {name}")
            if tag in ASSETS and name in ADDRESSES and ELSEWHERE.match(value):
                self.add(f"<{tag}> asks {value}")

    def add(self, what: str) -> None:
        self.found.append(f"{self.name}:{self.getpos()[0]} holds {what}")


def test_templates_hold_no_inline_script_style_or_third_party() -> None:
    assert not [each for name, text in texts(".html", below="templates/") for each in findings(name, text)]


@pytest.mark.parametrize(
    "markup",
    [
        "<script>go()</script>",
        '<b style="color: red">',
        "<style>b {}</style>",
        '<b onclick="go()">',
        '<b hx-on:click="go()">',
        '<a href="javascript:go()">',
        '<script src="https://cdn.example/x.js"></script>',
        '<link href="//cdn.example/x.css">',
        "<img {% if a %}src='http://pixel.example'{% endif %}>",
    ],
)
def test_what_a_template_must_not_hold_is_found(markup: str) -> None:
    assert list(findings("page.html", markup))


@pytest.mark.parametrize(
    "markup",
    [
        '<script src="{{ url_for(\'static\', filename="x.js") }}" defer></script>',
        '<a href="https://example.com">elsewhere</a>',
        "<p>{# style=, onclick= #} {{ '<script>' }}</p>",
    ],
)
def test_what_a_template_may_hold_is_left_alone(markup: str) -> None:
    assert not list(findings("page.html", markup))


def test_our_own_css_and_js_ask_nobody_else() -> None:
    found = [
        f"{name}: {match.group()}"
        for name, text in texts(".css", ".js", below="recruiterdash/static/")
        for match in re.finditer(r"https?://(?!www\.w3\.org/)\S*|\beval\(|new Function\(", text)
    ]
    assert not found


def findings(name: str, text: str) -> Iterator[str]:
    """Yield what a template holds that it must not; what Jinja says is left out, its lines stay."""
    page = Page(name, mail=name.startswith("templates/emails/"))
    page.feed(re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}", without_jinja, text, flags=re.DOTALL))
    page.close()
    yield from page.found


def without_jinja(said: re.Match[str]) -> str:
    value = "x" if said.group().startswith("{{") else " "
    return "\n" * said.group().count("\n") or value
