"""The one page that a colleague keeps: put together from a text, and set as PDF."""

import json
from dataclasses import asdict, dataclass
from datetime import date

import typst

from recruiterdash.feedback.content import Again, Content, Level, Owner, Point, Weight
from recruiterdash.waiting.promisable import spoken

#: Sizes of its letters, the largest that fits on one page is taken.
SIZES = ("10.5pt", "9.5pt", "8.5pt", "7.5pt")
LEVELS = {Level.MET: "met", Level.PARTLY: "partly shown", Level.NOT_SHOWN: "not shown"}
OWNERS = {
    Owner.EMPLOYEE: "you",
    Owner.HIRING_MANAGER: "the hiring manager",
    Owner.CURRENT_MANAGER: "your manager",
    Owner.LEARNING: "learning and development",
}
ABOUT = (
    "This page is about you alone. It says what was seen against the criteria of this role, which were fixed before "
    "the interviews. It is no appeal and no promise of a job."
)
WRONG = "If a fact on it is wrong, say so: it is looked at, and both versions are kept."


@dataclass(frozen=True, slots=True)
class Item:
    """One strength or gap."""

    criterion: str
    level: str
    evidence: str
    seen: str
    next_time: str


@dataclass(frozen=True, slots=True)
class Task:
    """One agreed action."""

    criterion: str
    what: str
    owner: str
    by: str
    support: str


@dataclass(frozen=True, slots=True)
class Page:
    """All that the page says, in its order."""

    title: str
    to: str
    role: str
    company: str
    day: str
    giver: str
    giver_title: str
    strengths: list[Item]
    gaps: list[Item]
    others: list[str]
    actions: list[Task]
    again: str
    watch: str
    about: str = ABOUT
    wrong: str = WRONG
    #: A corrected version says so.
    version: str = ""


def page_of(
    content: Content,
    *,
    to: str,
    role: str,
    company: str,
    day: date | None,
    giver: str,
    giver_title: str,
    number: int = 1,
) -> Page:
    """Return the page of a text. day: of its release, None before. number: of the version."""
    return Page(
        title=f"Feedback on your application for {role}",
        to=to,
        role=role,
        company=company,
        day=spoken(day) if day else "",
        giver=giver,
        giver_title=giver_title,
        strengths=[_item(each) for each in content.strengths],
        gaps=[_item(each) for each in content.gaps],
        others=[
            f"{each.criterion}: {LEVELS[each.level]}"
            for each in content.points
            if each.weight is Weight.NEITHER and each.level
        ],
        actions=[
            Task(
                each.criterion,
                each.what,
                OWNERS[each.owner] if each.owner else "",
                spoken(each.by) if each.by else "",
                each.support,
            )
            for each in content.actions
        ],
        again=_again(content),
        watch=content.watch,
        version=f"Corrected version {number}" if number > 1 else "",
    )


def _item(point: Point) -> Item:
    return Item(
        point.criterion,
        LEVELS[point.level] if point.level else "",
        point.evidence,
        spoken(point.seen_on) if point.seen_on else "",
        point.next_time,
    )


def _again(content: Content) -> str:
    said = {
        Again.YES: "We would encourage you to apply again.",
        Again.NO: "We would not encourage you to apply for this kind of role again.",
        Again.NOT_YET: f"We would encourage you to apply again once you can show “{content.not_yet}”.",
    }
    return said[content.again] if content.again else ""


def pdf_of(page: Page) -> bytes:
    """Return the page as a tagged PDF of one page. What stands in it is set as it is: no markup, no code."""
    source, given = _SOURCE.encode(), json.dumps(asdict(page))
    size = next((each for each in SIZES if _pages(source, given, each) == 1), SIZES[-1])
    made = typst.compile(source, format="pdf", sys_inputs={"page": given, "size": size})
    if not isinstance(made, bytes):
        raise TypeError("one page was to be set, and several files came")
    return made


def _pages(source: bytes, given: str, size: str) -> int:
    inputs = {"page": given, "size": size}
    found = json.loads(typst.query(source, "<pages>", field="value", one=True, sys_inputs=inputs))
    return int(found[0])


_SOURCE = r"""
#let p = json(bytes(sys.inputs.page))
#set document(title: p.title, author: p.giver)
#set page(paper: "a4", margin: (x: 2.2cm, y: 1.8cm))
#set text(size: eval(sys.inputs.size), lang: "en", font: ("Libertinus Serif", "DejaVu Sans", "DejaVu Sans Mono"))
#set par(leading: 0.55em, spacing: 0.75em)
#show heading: set block(above: 1.1em, below: 0.5em)
#context [#metadata(counter(page).final()) <pages>]
#if p.company != "" [#text(fill: luma(70))[#p.company]]
#heading(level: 1, p.title)
#p.to #if p.day != "" [ · #p.day] #if p.version != "" [ · #p.version]

#let item(each, gap) = [
  *#each.criterion* (#each.level). #each.evidence #if each.seen != "" [(#each.seen)]
  #if gap and each.next_time != "" [ _What would show it next time:_ #each.next_time]
]
== What was strong
#for each in p.strengths [- #item(each, false)]
== What was missing
#for each in p.gaps [- #item(each, true)]
#if p.others.len() > 0 [The other criteria: #p.others.join("; ").]
== What happens now
#for each in p.actions [
  - *#each.what* For “#each.criterion”: #each.owner, by #each.by. #if each.support != "" [Support: #each.support]
]

#p.again #if p.watch != "" [To watch for: #p.watch]

#p.giver#if p.giver_title != "" [, #p.giver_title]

#text(fill: luma(70))[#p.about #p.wrong]
"""
