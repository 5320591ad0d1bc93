"""HTML of strangers, however it is built: read in little time and memory, its words kept in their order."""

import subprocess
import sys
import time

import pytest

from recruiterdash.mail.arriving import html_of, open_mail
from recruiterdash.mail.arriving.balanced import DEEPEST
from recruiterdash.mail.arriving.plain import as_text, harmless

HEAD = b"From: a@b.example\r\nTo: jobs@borealis.example\r\nSubject: x\r\nMIME-Version: 1.0\r\n"


#: As much of one line as is read.
LENGTH = 700_000


def again(piece: str, length: int = LENGTH) -> str:
    return piece * (length // len(piece))


#: What browsers mend patiently: in a megabyte, for hours or with gigabytes.
BUILT: dict[str, str] = {
    "boxes within boxes": again("<div>"),
    "boxes with words": again("<div>&#x41;"),
    "type in each paragraph": "<p>"
    + "".join(f"<b id={n}>" for n in range(30_000))
    + again("</p><p>x", 300_000),
    "paragraphs below many": again("<span>", 350_000) + again("<p>x</p>", 350_000),
    "type around rows": again("<table>" + "<b><i><u><s><em>" + "<tr></tr>x" * 100),
    "words in front of rows": "<table><b><i><u>" + again("<tr></tr>x", 650_000),
    "tables in tables": again("<table>x"),
    "links in links": again("<div>" + "<a><b>" * 100 + "</div>"),
    "headings": again("<h1><h2>"),
    "lists": again("<ul><li>"),
    "ends alone": again("</p>"),
    "no end": again("<a"),
    "pictures": again("<svg>"),
    "remarks": again("<!--"),
    "quotes": again("<a '"),
    "attributes": f"<a {again('href=x ', 650_000)}>",
}


#: Opens a mail, and says how many seconds and MB that took.
OPENS = """
import resource, sys, time
from recruiterdash.mail.arriving import open_mail
raw = sys.stdin.buffer.read()
used = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
before, began = used(), time.process_time()
open_mail(raw)
print(time.process_time() - began, used() - before)
"""


@pytest.mark.parametrize("name", BUILT)
def test_a_megabyte_of_it_takes_seconds_and_little_memory(name: str) -> None:
    raw = HEAD + b"Content-Type: text/html; charset=utf-8\r\n\r\n" + BUILT[name].encode()
    done = subprocess.run(
        [sys.executable, "-c", OPENS], input=raw, capture_output=True, check=True, timeout=60
    )
    seconds, memory = map(float, done.stdout.split())
    assert seconds < 5
    assert memory < 200


def test_many_parts_are_read_like_one() -> None:
    part = b"--b\r\nContent-Type: text/html\r\n\r\n" + again("<div>").encode() + b"\r\n"
    raw = HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + part * 20 + b"--b--\r\n"
    began = time.thread_time()
    open_mail(raw)
    html_of(raw)
    assert time.thread_time() - began < 10


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One<p>Two", "One\n\nTwo"),
        ("<ul><li>One<li>Two<ul><li>Three</ul><li>Four</ul>", "One\nTwo\nThree\nFour"),
        ("<table><tr><td>One<td>Two<tr><td>Three</table>", "One Two\nThree"),
        ("<table>One<tr><td>Two</table>Three", "One\nTwo\nThree"),
        ("<div><b>One</div>Two", "One\nTwo"),
        ("a < b and c > d", "a < b and c > d"),
        ("<o:p>One</o:p><!-- two --><br/>Three", "One\nThree"),
        ("<style>p { color: red }</style>One<script>two()</script>", "One"),
        ("<title>One</title>Two", "Two"),
        ("<svg onload=x>One<p>Two</p>", "One\n\nTwo"),
        ("<svg><g>One</g></svg>Two", "Two"),
        ("<td>One</td><tr>Two", "OneTwo"),
        ("<DIV>One</DIV><P ALIGN=left>Two</P>", "One\n\nTwo"),
    ],
)
def test_words_keep_their_order_and_lines(html: str, text: str) -> None:
    assert as_text(html) == text


def test_what_lies_too_deep_keeps_its_words() -> None:
    html = "".join(f"<div>{number} " for number in range(3 * DEEPEST)) + "</div>" * 3 * DEEPEST
    assert as_text(html).split() == [str(number) for number in range(3 * DEEPEST)]


@pytest.mark.parametrize(
    "html",
    [
        '<a href="https://x.example/?a=1&amp;b=2">x</a>',
        '<table><tbody><tr><td colspan="2">x</td></tr></tbody></table>',
        '<p dir="rtl" lang="he">x</p>',
    ],
)
def test_what_a_person_sees_stays(html: str) -> None:
    kept = harmless(html).replace(' rel="noopener noreferrer nofollow"', "")
    assert kept == html


def test_an_attribute_is_no_way_out() -> None:
    assert "<script" not in harmless("<a href='https://x.example/\"><script>alert(1)</script>'>y</a>")
    assert harmless("<p dir='x\" onclick=\"y'>z</p>") == '<p dir="x&quot; onclick=&quot;y">z</p>'
