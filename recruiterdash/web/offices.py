"""Offices and the versions of their calendars."""

from datetime import date, time

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from recruiterdash import doors, journey, team
from recruiterdash.doors import Scope, needs
from recruiterdash.errors import BadInput, Conflict, DomainError
from recruiterdash.team import calendars, queries
from recruiterdash.team.changes import last_change
from recruiterdash.team.models import CalendarVersion, Office
from recruiterdash.team.permissions import Permission
from recruiterdash.waiting import Calendar
from recruiterdash.waiting.rulebooks import Proposed
from recruiterdash.web import foresight
from recruiterdash.web.coverage import shortfalls
from recruiterdash.web.foresight import Shown
from recruiterdash.web.forms.offices import (
    CalendarForm,
    NewOfficeForm,
    OfficeForm,
    calendar_values,
    office_values,
)
from recruiterdash.web.locking import conflict_page, differences
from recruiterdash.web.waits import label_of

bp = Blueprint("offices", __name__, url_prefix="/offices")


@bp.get("")
@needs(Permission.MANAGE_TEAM, Scope.SETUP)
def listed() -> str:
    """List offices."""
    search = request.args.get("q", "")
    session = doors.session()
    lines = queries.offices(session, search)
    short = shortfalls(session, doors.now())
    return render_template("settings/offices.html", lines=lines, search=search, short=short)


@bp.get("/new")
@needs(Permission.MANAGE_TEAM, Scope.SETUP)
def new() -> str:
    """Show the form of a new office."""
    form = NewOfficeForm(zone=doors.settings().zone)
    return render_template("settings/new_office.html", form=form, refused=None)


@bp.post("/new")
@needs(Permission.MANAGE_TEAM, Scope.SETUP)
def create() -> Response | tuple[str, int]:
    """Open an office with its first calendar."""
    form = NewOfficeForm()
    if not form.validate():
        return render_template("settings/new_office.html", form=form, refused=None), 422
    session = doors.session()
    try:
        office = team.create_office(
            session,
            form.office(form.zone.data or ""),
            now=doors.now(),
            actor_id=doors.viewer().user_id,
            subdivision=(form.subdivision.data or "").strip().upper(),
        )
    except DomainError as refusal:
        return render_template("settings/new_office.html", form=form, refused=str(refusal)), refusal.status
    session.commit()
    flash("The office is open. Look through its calendar and add your own closures.", "success")
    return redirect(url_for("offices.calendar", office_id=office.id), 303)


@bp.get("/<int:office_id>")
@needs(Permission.MANAGE_TEAM, Scope.SETUP)
def edit(office_id: int) -> str:
    """Show an office with the versions of its calendar."""
    office = queries.office(doors.session(), office_id)
    return _page(OfficeForm(data={**office_values(office), "version": office.version}), office)


@bp.post("/<int:office_id>")
@needs(Permission.MANAGE_TEAM, Scope.SETUP)
def save(office_id: int) -> Response | tuple[str, int]:
    """Change an office's facts."""
    session = doors.session()
    office = queries.office(session, office_id)
    form = OfficeForm()
    if not form.validate():
        return _page(form, office), 422
    if form.is_old(office.version):
        return _changed_meanwhile(form, office)
    try:
        team.edit_office(
            session, office, form.office(office.zone), now=doors.now(), actor_id=doors.viewer().user_id
        )
    except DomainError as refusal:
        return _page(form, office, str(refusal)), refusal.status
    session.commit()
    flash("Saved.", "success")
    return redirect(url_for("offices.edit", office_id=office.id), 303)


@bp.get("/<int:office_id>/calendar")
@needs(Permission.MANAGE_TEAM, Scope.SETUP)
def calendar(office_id: int) -> str:
    """Show the newest calendar as a form, with public holidays of a country added when asked."""
    session = doors.session()
    office = queries.office(session, office_id)
    newest = queries.calendar_versions(session, office_id)[0]
    form = CalendarForm(formdata=None, data={**calendar_values(newest, office), "after": newest.number})
    refused = _add_holidays(form) if request.args.get("country") else None
    return _calendar_page(office, newest, form, refused)


@bp.post("/<int:office_id>/calendar")
@needs(Permission.MANAGE_TEAM, Scope.VISIBLE)
def save_calendar(office_id: int) -> Response | str | tuple[str, int]:
    """Make the next version of the calendar; a due that stands moves only when that was looked at and is chosen."""
    session = doors.session()
    office = queries.office(session, office_id)
    newest = queries.calendar_versions(session, office_id)[0]
    form = CalendarForm()
    if not form.validate():
        return _calendar_page(office, newest, form), 422
    act, moved = foresight.asked(), None
    try:
        if act == foresight.LOOK or (act == foresight.MOVE and not foresight.was_shown(*_typed(form))):
            return _looked_at(office, newest, form, "" if act == foresight.LOOK else foresight.NOT_SHOWN)
        made = team.new_calendar(
            session,
            office,
            form.draft(),
            after=form.after.data or 0,
            now=doors.now(),
            actor_id=doors.viewer().user_id,
        )
        if act == foresight.MOVE:
            moved = journey.rebase(
                session,
                office_id=office.id,
                now=doors.now(),
                actor_id=doors.viewer().user_id,
                why=form.note.data or f"calendar of {office.name}, version {made.number}",
            )
    except Conflict:
        return _calendar_changed(form, office, newest)
    except DomainError as refusal:
        return _calendar_page(office, newest, form, str(refusal)), refusal.status
    session.commit()
    flash(foresight.words(made.number, moved), "success")
    return redirect(url_for("offices.edit", office_id=office.id), 303)


def _typed(form: CalendarForm) -> tuple[object, ...]:
    """Return all that decides what the version would do."""
    return form.after.data, form.draft()._replace(note="", quiet_dates=None)


def _looked_at(office: Office, newest: CalendarVersion, form: CalendarForm, refused: str) -> str:
    """Show what the version would do, above the form as it was typed. Raises BadInput for one that cannot be."""
    draft = form.draft()
    calendars.ensure_sound(draft)
    calendar = Calendar(
        draft.zone,
        draft.workweek,
        time.fromisoformat(draft.opens),
        time.fromisoformat(draft.closes),
        [date.fromisoformat(day) for day in draft.holidays],
        {date.fromisoformat(day): time.fromisoformat(at) for day, at in draft.half_days.items()},
    )
    proposed = Proposed(doors.now(), office_id=office.id, calendar=calendar)
    shown = foresight.look(proposed, *_typed(form), refused=refused)
    return _calendar_page(office, newest, form, shown=shown)


def _page(form: OfficeForm, office: Office, refused: str | None = None) -> str:
    session = doors.session()
    return render_template(
        "settings/office.html",
        form=form,
        office=office,
        versions=queries.calendar_versions(session, office.id),
        as_day=date.fromisoformat,
        refused=refused,
        short=shortfalls(session, doors.now()).get(office.id),
    )


def _calendar_page(
    office: Office,
    newest: CalendarVersion,
    form: CalendarForm,
    refused: str | None = None,
    shown: Shown | None = None,
) -> str:
    return render_template(
        "settings/calendar.html",
        shown=shown,
        label_of=label_of,
        office=office,
        newest=newest,
        form=form,
        refused=refused,
        countries=calendars.countries(),
        short=shortfalls(doors.session(), doors.now()).get(office.id),
        asked=request.args,
    )


def _add_holidays(form: CalendarForm) -> str | None:
    """Add a country's public holidays to what the form holds; days that have a name keep it."""
    country = request.args.get("country", "").strip().upper()
    part = request.args.get("subdivision", "").strip().upper()
    today = doors.now().date()
    try:
        found = calendars.public_holidays(country, part, today.year)
        draft = form.draft()
    except BadInput as refusal:
        return str(refusal)
    days = {**{day: name for day, name in found.items() if day not in draft.half_days}, **draft.holidays}
    form.holidays.data = "\n".join(f"{day} {name}" for day, name in sorted(days.items()))
    form.covers_until.data = max(draft.covers_until, date(today.year + calendars.YEARS - 1, 12, 31))
    return None


def _changed_meanwhile(form: OfficeForm, office: Office) -> tuple[str, int]:
    form.version.data = office.version
    return conflict_page(
        office.name,
        differences(form, office_values(office)),
        form,
        url_for("offices.edit", office_id=office.id),
        changed=last_change(doors.session(), "office", office.id),
    )


def _calendar_changed(form: CalendarForm, office: Office, newest: CalendarVersion) -> tuple[str, int]:
    form.after.data = newest.number
    stored = calendar_values(newest, office)
    stored.pop("note")
    return conflict_page(
        f"Calendar of {office.name}",
        differences(form, stored),
        form,
        url_for("offices.calendar", office_id=office.id),
        changed=last_change(doors.session(), "office", office.id),
    )
