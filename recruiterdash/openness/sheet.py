"""The one page of a month as PDF, and its curve as a line that HTML and PDF draw alike."""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

import typst


class Drawn(NamedTuple):
    """A step curve in a box of 100 by 100: 0 is the upper left corner."""

    points: list[tuple[float, float]]
    #: Days at the right edge.
    days: int


def drawn(document: Mapping[str, Any]) -> Drawn:
    """Return the share of people answered by when, as the corners of a line; pure."""
    steps, cells = document["curve"], document["waits"]
    right = max((cell["days"] for cell in cells), default=1) or 1
    points, waiting = [(0.0, 100.0)], 1.0
    for step in steps:
        x = 100 * step["days"] / right
        points += [(x, 100 * waiting), (x, 100 * step["waiting"])]
        waiting = step["waiting"]
    points.append((100.0, 100 * waiting))
    return Drawn([(round(x, 2), round(y, 2)) for x, y in points], right)


def pdf_of(document: Mapping[str, Any], title: str) -> bytes:
    """Return a month as a tagged PDF of one page; what stands in it is set as it is."""
    line = drawn(document)
    given = {**document, "title": title, "points": line.points, "right": line.days}
    made = typst.compile(_SOURCE.encode(), format="pdf", sys_inputs={"page": json.dumps(given)})
    if not isinstance(made, bytes):
        raise TypeError("one page was to be set, and several files came")
    return made


_SOURCE = r"""
#let p = json(bytes(sys.inputs.page))
#set document(title: p.title)
#set page(paper: "a4", margin: (x: 2cm, y: 1.6cm))
#set text(size: 9.5pt, lang: "en", font: ("Libertinus Serif", "DejaVu Sans", "DejaVu Sans Mono"))
#set par(leading: 0.55em, spacing: 0.75em)
#show heading: set block(above: 1.1em, below: 0.5em)
#if p.company != "" [#text(fill: luma(70))[#p.company]]
#heading(level: 1, p.title)
#table(columns: (1fr, 1fr), stroke: (x, y) => (bottom: 0.4pt + luma(180)), inset: (x: 0pt, y: 5pt),
  ..p.said.map(each => ([#each.name], [*#each.value*])).flatten())
#if p.curve.len() > 0 [
== How long people waited for a decision
#let w = 16.5
#let h = 5.2
#text(size: 8.5pt, fill: luma(70))[Share of the people who had a decision, by the business days they had waited]
#figure(alt: "Share of people who had a decision, by business days; the numbers are in the data beside this page.",
  box(width: w * 1cm, height: (h + 0.7) * 1cm)[
    #place(rect(width: w * 1cm, height: h * 1cm, stroke: 0.4pt + luma(180)))
    #place(line(start: (0cm, h / 2 * 1cm), end: (w * 1cm, h / 2 * 1cm), stroke: (paint: luma(180), dash: "dashed")))
    #for pair in p.points.windows(2) {
      let (a, b) = pair
      place(line(start: (a.at(0) / 100 * w * 1cm, a.at(1) / 100 * h * 1cm),
        end: (b.at(0) / 100 * w * 1cm, b.at(1) / 100 * h * 1cm), stroke: 1.6pt + rgb("#0e5a63")))
    }
    #for (at, words) in ((0, [100 %]), (0.5, [half]), (1, [0 %])) {
      place(dx: 0.15cm, dy: (at * h + if at == 1 { -0.45 } else { 0.12 }) * 1cm, text(size: 8pt, fill: luma(70), words))
    }
    #place(dy: (h + 0.15) * 1cm)[0]
    #place(dy: (h + 0.15) * 1cm, right)[#p.right business days]
  ])
#p.definitions.curve
#if p.left_out [ Fewer than five waits are in no group and are left out.]
]
== The standards of the Circle Back Initiative that our records can tell
#for each in p.standards [- *#each.met*: #each.name. #each.value]
== What is counted
*Told how it ended.* #p.definitions.told

*Promised days.* #p.definitions.promises

*Waits.* #p.definitions.waits

*Days* are those of #p.zone, from #p.first to #p.last.
"""
