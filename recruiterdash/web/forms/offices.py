"""Offices and their calendars as forms."""

import re
from datetime import date
from typing import Any

from wtforms import BooleanField, DateField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from recruiterdash.errors import BadInput
from recruiterdash.team.calendars import CalendarDraft, ensure_day, zones
from recruiterdash.team.models import CalendarVersion, Office
from recruiterdash.team.offices import OfficeDraft
from recruiterdash.web.forms.fields import MultiCheckboxField, VersionedForm, choice, chosen_ids
from recruiterdash.web.forms.nouns import Typed, Version

ZONES = [(name, name.replace("_", " ")) for name in zones()]
WEEK = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


class OfficeForm(VersionedForm):
    """What an office is called and who shares it."""

    name = StringField("Name", [InputRequired("Name the office."), Length(max=120)])
    country = StringField(
        "Country", [Length(max=2)], description="Two letters, such as ES; empty when unknown."
    )
    shared = BooleanField("Every recruiter of this office sees all of its requisitions")
    is_default = BooleanField("Taken when an import names no office")

    def office(self, zone: str) -> OfficeDraft:
        return OfficeDraft(
            name=self.name.data or "",
            zone=zone,
            country=(self.country.data or "").strip().upper(),
            shared=bool(self.shared.data),
            is_default=bool(self.is_default.data),
        )


class NewOfficeForm(OfficeForm):
    """A new office: its calendar starts from its country's public holidays."""

    zone = SelectField("Time zone", [InputRequired()], choices=choice(*ZONES))
    subdivision = StringField(
        "Part of the country",
        [Length(max=10)],
        description="Where holidays differ, such as MD for Madrid in ES.",
    )


class CalendarForm(Typed):
    """A whole calendar; saving makes a new version."""

    after = Version()
    zone = SelectField("Time zone", [InputRequired()], choices=choice(*ZONES))
    workweek = MultiCheckboxField("Working days", coerce=int, choices=choice(*enumerate(WEEK)))
    opens = StringField("Opens", [InputRequired("Say when the office opens.")], description="As 09:00")
    closes = StringField(
        "Closes", [InputRequired("Say when it closes.")], description="As 17:00: duties fall due then"
    )
    holidays = TextAreaField(
        "Holidays and closures", description="One a line: the date, then its name. 2026-12-25 Christmas"
    )
    half_days = TextAreaField(
        "Half-days", description="One a line: the date, then when it closes. 2026-12-24 13:00"
    )
    quiet_dates = TextAreaField(
        "Quiet dates",
        description="Nobody is told an outcome on these, even where the office works. "
        "One a line: the date, then why. 2026-12-24 Christmas Eve",
    )
    covers_until = DateField("Complete until", [InputRequired("Say until which day the holidays are known.")])
    note = StringField("Why", [Length(max=200)])

    def draft(self) -> CalendarDraft:
        """Return the calendar as it was typed. Raises BadInput naming the line that cannot be read."""
        return CalendarDraft(
            zone=self.zone.data or "",
            workweek=tuple(sorted(chosen_ids(self.workweek.data))),
            opens=_clock(self.opens.data),
            closes=_clock(self.closes.data),
            holidays=_lines(self.holidays.data, "Holidays"),
            half_days={day: _clock(text) for day, text in _lines(self.half_days.data, "Half-days").items()},
            covers_until=self.covers_until.data or date.min,
            note=self.note.data or "",
            quiet_dates=_lines(self.quiet_dates.data, "Quiet dates") if self.quiet_dates.raw_data else None,
        )


def office_values(office: Office) -> dict[str, Any]:
    """Return a stored office as the form holds it."""
    return {
        "name": office.name,
        "country": office.country,
        "shared": office.shared,
        "is_default": office.is_default,
    }


def calendar_values(version: CalendarVersion, office: Office) -> dict[str, Any]:
    """Return a calendar version, with its office's quiet dates, as the form holds it."""
    return {
        "zone": version.zone,
        "workweek": list(version.workweek),
        "opens": version.opens,
        "closes": version.closes,
        "holidays": _text(version.holidays),
        "half_days": _text(version.half_days),
        "quiet_dates": _text(office.quiet_dates),
        "covers_until": version.covers_until,
        "note": "",
    }


def _clock(text: str | None) -> str:
    """Return 9:00 as 09:00; what is no time is refused by the calendar's own rule."""
    typed = (text or "").strip()
    return typed.zfill(5) if re.fullmatch(r"\d:\d\d", typed) else typed


def _lines(text: str | None, what: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for number, line in enumerate((text or "").splitlines(), 1):
        day, _, said = line.strip().partition(" ")
        if not day:
            continue
        try:
            known = ensure_day(day).isoformat()
        except BadInput as error:
            raise BadInput(f"{what}, line {number}: {error}") from None
        if known in found:
            raise BadInput(f"{what}, line {number}: {known} stands there twice.")
        found[known] = said.strip()[:120]
    return found


def _text(days: dict[str, Any]) -> str:
    return "\n".join(f"{day} {said}".rstrip() for day, said in sorted(days.items()))
