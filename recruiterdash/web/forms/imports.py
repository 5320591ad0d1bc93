"""Uploads and what their names mean, as forms."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from flask import request
from flask_wtf.file import FileField, FileRequired
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, SelectField

from recruiterdash.errors import BadInput
from recruiterdash.imports.choices import Choices, from_document, to_document
from recruiterdash.imports.formats import NAMES
from recruiterdash.imports.subjects import CLASSES
from recruiterdash.requisitions.models import StageType
from recruiterdash.web.forms.fields import choice
from recruiterdash.web.forms.nouns import Typed
from recruiterdash.web.forms.offices import ZONES

KINDS = (("auto", "Tell by what is in it"), *NAMES)
ORDERS = (("", "Tell from the file"), ("MDY", "Month first: 11/30/2026"), ("DMY", "Day first: 30/11/2026"))
#: Way of a mail -> what it may be, with the words a person chooses from.
KINDS_OF_MAIL = {
    way: [(kind, kind.replace("_", " ").capitalize()) for kind in classes] for way, classes in CLASSES.items()
}
TYPES = [(each.value, each.value.capitalize()) for each in StageType]


class UploadForm(Typed):
    """A file, and what it does not say itself."""

    file = FileField(
        "File",
        [FileRequired("Choose a file.")],
        description="CSV, Excel (.xlsx), JSON or a zip of them, up to 256 MB.",
    )
    format = SelectField("Kind of export", choices=choice(*KINDS))
    office = SelectField("Office of rows that name none")

    def offer(self, offices: Iterable[tuple[int, str]]) -> None:
        self.office.choices = choice(("", "The default office"), *((name, name) for _, name in offices))()

    @property
    def upload(self) -> FileStorage:
        stored: FileStorage = self.file.data
        return stored

    def choices(self) -> Choices:
        return Choices(office=self.office.data or "")


class ChoicesForm(Typed):
    """What a person confirms about a file; each stage, colleague and office has a field of its own."""

    zone = SelectField(
        "Zone of offices made by this import",
        choices=choice(("", "The installation's, or as confirmed before"), *ZONES),
    )
    dates = SelectField("Order of day and month", choices=choice(*ORDERS))
    skip_bad = BooleanField("Leave out rows that cannot be read, and import the rest")

    def take(self, before: Choices, about: Mapping[str, Any], mailboxes: Mapping[int, str]) -> Choices:
        """Return the choices of this form. about: what the dry run found. mailboxes: user id -> mailbox.

        Raises BadInput for a value that was not offered.
        """
        document = to_document(before)
        document |= {
            "zone": self.zone.data or "",
            "dates": self.dates.data or "",
            "skip_bad": bool(self.skip_bad.data),
        }
        for number, (name, _) in enumerate(about.get("stages", [])):
            document["stages"][name] = request.form.get(f"stage-{number}", "")
        for number, (way, subject, kind, _) in enumerate(about.get("subjects", [])):
            document["subjects"][f"{way}: {subject}"] = request.form.get(f"subject-{number}", kind)
        for number, each in enumerate(about.get("colleagues", [])):
            document["colleagues"][each["name"]] = _mailbox(
                request.form.get(f"colleague-{number}", ""), mailboxes
            )
        for name, zone in zones_typed(about).items():
            document["offices"].pop(name, None)
            document["offices"] |= {name: zone} if zone else {}
        return from_document(document)

    def differs(self, before: Choices, about: Mapping[str, Any], offered: Collection[int]) -> bool:
        """Return whether something was chosen that the dry run did not know, apart from zones of offices.

        offered: ids of the users that could be chosen for a colleague.
        """
        typed = request.form
        shown = {f"stage-{number}": type_ for number, (_, type_) in enumerate(about.get("stages", []))}
        shown |= {f"subject-{n}": kind for n, (_, _, kind, _) in enumerate(about.get("subjects", []))}
        for number, each in enumerate(about.get("colleagues", [])):
            shown[f"colleague-{number}"] = str(each["user_id"]) if each["user_id"] in offered else ""
        shown |= {"zone": about.get("zone", before.zone), "dates": before.dates.value if before.dates else ""}
        if any(typed.get(name, value) != value for name, value in shown.items()):
            return True
        return "zone" in typed and bool(self.skip_bad.data) != before.skip_bad


def zones_typed(about: Mapping[str, Any]) -> dict[str, str]:
    """Return the zone chosen for each office that is not here yet; empty where it stays assumed."""
    return {
        each["name"]: request.form[f"office-{number}"]
        for number, each in enumerate(about.get("offices", []))
        if not each["known"] and f"office-{number}" in request.form
    }


def _mailbox(chosen: str, mailboxes: Mapping[int, str]) -> str:
    """Return the mailbox of a chosen user; empty keeps an owner without a log-in."""
    if not chosen:
        return ""
    known = {str(user_id): mailbox for user_id, mailbox in mailboxes.items()}
    if chosen not in known:
        raise BadInput("That colleague is not here: choose one from the list.")
    return known[chosen]
