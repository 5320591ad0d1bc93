"""What a hiring manager's week looked like, told by the figures themselves."""

from dataclasses import replace
from datetime import datetime
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from recruiterdash import metrics
from recruiterdash.config import Settings
from recruiterdash.digests.rules import week_before
from recruiterdash.digests.said import Finding
from recruiterdash.metrics import beside
from recruiterdash.metrics.asked import words
from recruiterdash.team.permissions import Permission, Viewer

#: The week against the one before, then the twelve weeks that it is the last of, then where things stand.
WEEK, CHARTS = "decision_wait", ("on_time", "waiting_now")


def of_week(
    session: Session, settings: Settings, viewer: Viewer, now: datetime
) -> tuple[list[Finding], list[str]]:
    """Return what the figures of a viewer's requisitions say, and what moved the wait for a decision.

    now: aware UTC; the week is the seven days that end with it. A figure that nobody is in is left out.
    """
    if not viewer.may(Permission.SEE_FIGURES):
        return [], []
    first, last = week_before(now.astimezone(ZoneInfo(settings.zone)).date())
    week = metrics.read(
        WEEK, {"from": first.isoformat(), "to": last.isoformat()}, now=now, zone=settings.zone
    )
    ground = metrics.Ground(session, viewer, week, now=now, staff=settings.staff_figures)
    told = metrics.answered(ground, with_notes=False)
    findings = [_finding(settings, told, chart=False)] if told.population.total else []
    asked = metrics.read(CHARTS[0], {}, now=now, zone=settings.zone)
    for name in CHARTS:
        long = metrics.Ground(
            session, viewer, replace(asked, figure=name), now=now, staff=settings.staff_figures
        )
        answer = metrics.answered(long, with_notes=False)
        if answer.population.total:
            findings.append(_finding(settings, answer, chart=True))
    return findings, _moved(ground, told)


def _finding(settings: Settings, answer: metrics.Answer, *, chart: bool) -> Finding:
    asked = answer.asked
    link = f"{settings.base_url}/metrics/{asked.figure}?{urlencode(words(asked))}"
    before = "" if answer.before in (beside.NOTHING, beside.TOO_FEW) else answer.before
    return Finding(asked.figure, answer.title, when(asked), before, link, answer if chart else None)


def when(asked: metrics.Asked) -> str:
    """Return what time a figure is told of; pure."""
    if asked.figure == "waiting_now":
        return "now"
    return f"the last {asked.days} days" if asked.days < 28 else f"the last {asked.days // 7} weeks"


def _moved(ground: metrics.Ground, answer: metrics.Answer) -> list[str]:
    """Return what moved a figure as sentences, with the names of those whom the viewer may see."""
    names = ground.names(each.application_id for each in answer.moved if each.application_id is not None)
    told = []
    for each in answer.moved:
        if each.application_id is not None:
            if each.application_id in names:
                told.append(f"{names[each.application_id]} {each.words}.")
        elif each.requisition_id is not None:
            if each.requisition_id in ground.places:
                told.append(f"{ground.places[each.requisition_id].title} {each.words}.")
        else:
            told.append(each.words)
    return told
