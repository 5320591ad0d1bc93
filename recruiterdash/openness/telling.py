"""A month told to everybody: from the figures of the installation, with nobody in it."""

import re
from calendar import monthrange
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from recruiterdash import metrics
from recruiterdash.config import Settings
from recruiterdash.errors import BadInput
from recruiterdash.messages.models import Template, TemplateState, TemplateVersion
from recruiterdash.metrics.definitions import DEFINITIONS
from recruiterdash.metrics.estimates import ANSWERED, OPEN
from recruiterdash.metrics.measuring import measured
from recruiterdash.metrics.views import View
from recruiterdash.openness import crowd
from recruiterdash.openness.crowd import Share
from recruiterdash.waiting.promisable import spoken

_MONTH = re.compile(r"(19|20)\d\d-(0[1-9]|1[0-2])")
#: What an acknowledgement must not say, in the languages wordings come in.
DISMISSIVE = re.compile(
    r"only\s+(?:the\s+)?(?:short-?listed|successful|selected)\s+\w+[^.]{0,40}\b(?:contacted|notified|hear)"
    r"|(?:if\s+you\s+(?:do\s+not|don.t|have\s+not|haven.t)\s+hear[^.]*\b(?:unsuccessful|assume|presume))"
    r"|nur\s+(?:ausgewählte|erfolgreiche)[^.]{0,60}(?:kontaktier|benachrichtig)"
    r"|seuls?\s+les\s+candidats?\s+(?:retenus|sélectionnés)"
    r"|(?:solo|únicamente)\s+(?:se\s+)?(?:contactar|los\s+candidatos\s+(?:preseleccionados|seleccionados))",
    re.IGNORECASE,
)


def month_of(text: str, today: date) -> tuple[date, date]:
    """Return the first and last day of a month that is over. Raises BadInput for any other."""
    if not _MONTH.fullmatch(text):
        raise BadInput("month: write it as 2026-10.")
    year, number = int(text[:4]), int(text[5:])
    first, last = date(year, number, 1), date(year, number, monthrange(year, number)[1])
    if last >= today:
        raise BadInput(f"month: {text} is not over yet; its page would change each day.")
    return first, last


def month_before(day: date) -> str:
    """Return the month before a day's, as "2026-10"."""
    year, number = (day.year, day.month - 1) if day.month > 1 else (day.year - 1, 12)
    return f"{year}-{number:02}"


def document_of(session: Session, settings: Settings, month: str, now: datetime) -> dict[str, Any]:
    """Return a month as it is told to everybody: words, shares, waits in groups of five and more, and their curve.

    month: as "2026-10". now: aware UTC, as of which it is told. Raises BadInput for a month that is not over.
    """
    first, last = month_of(month, now.astimezone(ZoneInfo(settings.zone)).date())
    period = {"from": first.isoformat(), "to": last.isoformat()}
    ground = metrics.Ground(
        session,
        None,
        metrics.read("decision_wait", period, now=now, zone=settings.zone),
        now=now,
        staff="off",
        with_rows=False,
    )
    waits = measured(ground, DEFINITIONS["decision_wait"])
    known = [case.wait for case in waits.cases if not case.wait.entry]
    seen = crowd.crowd_of(known)
    steps = crowd.curve_of(seen.cells)
    told = _answer(ground, "told_rate").estimate
    promised = _answer(ground, "promises").estimate
    shares = {
        "told": crowd.share_of(told["told"], told["owed"]),
        "promises": crowd.share_of(promised["kept"], promised["moved"] + promised["broken"]),
    }
    return {
        "month": month,
        "company": "" if settings.company_unset else settings.company,
        "zone": settings.zone,
        "first": first.isoformat(),
        "last": last.isoformat(),
        "as_of": now.isoformat(),
        "said": _said(shares, steps, seen, spoken(now.astimezone(ZoneInfo(settings.zone)).date())),
        "shares": {name: share._asdict() for name, share in shares.items()},
        "waits": [cell._asdict() for cell in seen.cells],
        "left_out": seen.left_out,
        "people": seen.people,
        "curve": [step._asdict() for step in steps],
        "median": crowd.median_of(steps),
        "standards": _standards(session, ground),
        "definitions": DEFINED,
    }


DEFINED = {
    "told": "Of those we had interviewed and whose application ended in the month: whom the outcome reached. Whoever "
    "was left without a word for more than ten business days after an interview counts as not told.",
    "promises": "Of the days by which we had promised a word, in the month: on which the word had come by then. A day "
    "that was moved or missed is not kept, whatever was said later.",
    "curve": "For each wait for a decision that began in the month, the business days until the decision reached the "
    "person, by the product-limit estimate: whoever waits still counts as waiting, whoever withdrew as waiting until "
    "then. A business day is a day's hours in which the office of the role is open; what the candidate held is not "
    "counted.",
    "waits": "Waits are rounded up to whole business days. Neighbouring ones are put together under the longest of "
    "them until each number is five or more, so that nobody can be found in them; of fewer than five nothing is said. "
    "Answered: so many had a decision after so many days. Unanswered: so many had none by then, and still wait or "
    "withdrew.",
}


def _answer(ground: metrics.Ground, figure: str) -> metrics.Answer:
    asked = metrics.read(
        figure,
        {"from": ground.asked.since.isoformat(), "to": ground.asked.until.isoformat()},
        now=ground.now,
        zone=ground.asked.zone,
    )
    other = metrics.Ground(ground.session, None, asked, now=ground.now, staff="off", with_rows=False)
    return metrics.answered(other, with_notes=False)


def _said(
    shares: dict[str, Share], steps: list[crowd.Step], seen: crowd.Crowd, day: str
) -> list[dict[str, str]]:
    """Return the findings, each a name and what is said of it."""
    median = crowd.median_of(steps)
    if not steps:
        half = "too few to say"
    elif median is None:
        half = "not reached: more than half still wait"
    else:
        half = f"within {median} business {'day' if median == 1 else 'days'}"
    return [
        {"name": "Told how it ended, after an interview", "value": of_words(shares["told"], "people")},
        {"name": "Promised days kept", "value": of_words(shares["promises"], "promises")},
        {"name": "Half of the people had a decision", "value": half},
        {"name": "Waits in the curve", "value": waits_words(seen)},
        {"name": "As of", "value": day},
    ]


def of_words(share: Share, what: str) -> str:
    """Return a share as a sentence says it: "71 % of 80 people", "all of 14 people", "too few to say"."""
    return share.words if share.of is None else f"{share.words.removesuffix(' of them')} of {share.of} {what}"


def waits_words(seen: crowd.Crowd) -> str:
    """Return how many waits a curve is told from, and how many of them had no end that counts."""
    if not seen.people:
        return "too few to say"
    still = sum(cell.unanswered for cell in seen.cells)
    if not still:
        return f"{seen.people}"
    return f"{seen.people}; {still} of them without a decision, who still wait or withdrew"


# --- the yardstick of others --------------------------------------------------------------------------


def _standards(session: Session, ground: metrics.Ground) -> list[dict[str, str]]:
    """Return the standards of the Circle Back Initiative that can be told from what is recorded, met or not."""
    waits = measured(ground, DEFINITIONS["acknowledgement"])
    # who withdrew before it came was not acknowledged, and nobody was late with it yet
    acknowledged = crowd.share_of(waits.waits.number(ANSWERED), waits.waits.number(OPEN))
    dismissive = _dismissive(session)
    outcome = _outcomes(ground)
    words = "No wording of ours says that only some will hear from us."
    return [
        {
            "name": "Every applicant receives an acknowledgement",
            "met": _verdict(acknowledged),
            "value": _sentence(acknowledged, "applicants"),
        },
        {
            "name": "No acknowledgement says that only the shortlisted will be contacted, or that silence means no",
            "met": "not met" if dismissive else "met",
            "value": "A wording of ours says so." if dismissive else words,
        },
        {
            "name": "Every unsuccessful applicant receives an outcome",
            "met": _verdict(outcome),
            "value": _sentence(outcome, "applicants"),
        },
    ]


UNSUCCESSFUL = frozenset({"rejected", "requisition"})


def _outcomes(ground: metrics.Ground) -> Share:
    """Return how many of those who did not succeed in the month know it; whose mails are not known are not counted."""
    ended = [
        view
        for view in ground.views(
            "application", since=ground.asked.start, before=ground.asked.end, by="ended_at"
        )
        if view.outcome in UNSUCCESSFUL and "unknown" not in view.data
    ]
    told = {view.application_id for view in ended if _was_told(view, ground.at)}
    decided = measured(ground, DEFINITIONS["notice_lag"]).cases
    untold = {view.application_id for view in ended} - told
    untold |= {case.view.application_id for case in decided if case.wait.event == OPEN}
    return crowd.share_of(len(told - untold), len(untold))


def _was_told(view: View, at: datetime) -> bool:
    told = view.data.get("told")
    return told is not None and datetime.fromisoformat(told) <= at


def _sentence(share: Share, what: str) -> str:
    words = of_words(share, what)
    return f"{words[0].upper()}{words[1:]}."


def _verdict(share: Share) -> str:
    return "cannot be said" if share.of is None else "met" if share.whole else "not met"


def _dismissive(session: Session) -> bool:
    """Say whether a wording in use tells applicants that they may hear nothing."""
    other = aliased(TemplateVersion)
    newest = (
        select(func.max(other.number))
        .where(other.template_id == Template.id, other.state == TemplateState.APPROVED)
        .correlate(Template)
        .scalar_subquery()
    )
    bodies = session.scalars(
        select(TemplateVersion.body)
        .join(Template, Template.id == TemplateVersion.template_id)
        .where(
            Template.type == "acknowledgement",
            Template.archived_at.is_(None),
            TemplateVersion.number == newest,
        )
    )
    return any(DISMISSIVE.search(body) for body in bodies)
