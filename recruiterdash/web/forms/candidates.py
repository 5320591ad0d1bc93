"""Candidates and their applications, as they are typed in."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session
from wtforms import BooleanField, DateField, DateTimeLocalField, SelectField, StringField
from wtforms.validators import InputRequired, Optional

from recruiterdash.candidates.facts import (
    EMAIL_LIMIT,
    NAME_LIMIT,
    ORIGIN_LIMIT,
    PHONE_LIMIT,
    SOURCE_LIMIT,
    Facts,
)
from recruiterdash.candidates.models import Candidate, OutcomeChannel
from recruiterdash.requisitions.queries import may_be
from recruiterdash.team.calendars import zones
from recruiterdash.web.forms.local_times import start_of, wall_time
from recruiterdash.web.forms.nouns import ChosenId, OneLine, Typed, Version

#: How a browser writes a local moment; the first is how it is shown.
LOCAL = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]
CHANNELS = {
    OutcomeChannel.UNKNOWN: "Not known",
    OutcomeChannel.CALL: "A call first",
    OutcomeChannel.MAIL: "In writing",
}


class CandidateForm(Typed):
    """The facts of a person."""

    first_name = StringField("First name", [OneLine(NAME_LIMIT)])
    last_name = StringField("Last name", [OneLine(NAME_LIMIT)])
    preferred_name = StringField("Preferred name", [OneLine(NAME_LIMIT)])
    email = StringField("Mailbox", [OneLine(EMAIL_LIMIT)])
    phone = StringField("Phone", [OneLine(PHONE_LIMIT)])
    language = StringField("Language", [OneLine(16)], default="en")
    zone = SelectField("Time zone")
    outcome_channel = SelectField(
        "Wants to hear the outcome by", choices={each.value: words for each, words in CHANNELS.items()}
    )
    internal = BooleanField("Works here: an internal candidate")
    internal_source = StringField("Who or what says so", [OneLine(SOURCE_LIMIT)])
    internal_since = DateField("Known since", [Optional()])
    linked_user_id = ChosenId("Their own account here")
    current_manager_id = ChosenId("Their present manager")
    version = Version()

    def offer(self, session: Session, stored: Candidate | None = None) -> None:
        """Set what can be chosen; what is stored already stays in the lists."""
        known = zones()
        if stored is not None and stored.zone and stored.zone not in known:
            known = [stored.zone, *known]
        self.zone.choices = {"": "Not known", **{each: each.replace("_", " ") for each in known}}
        keep = [stored.linked_user_id, stored.current_manager_id] if stored else []
        colleagues = may_be(session, None, keep=keep)
        self.linked_user_id.offer(colleagues, nobody="None")
        self.current_manager_id.offer(colleagues, nobody="Not known")

    def facts(self, zone: str, stored: Candidate | None = None) -> Facts:
        """Return what was typed in. zone: of the installation, in which the day of "known since" begins."""
        return Facts(
            first_name=self.first_name.data or "",
            last_name=self.last_name.data or "",
            preferred_name=self.preferred_name.data or "",
            email=self.email.data,
            phone=self.phone.data or "",
            language=self.language.data or "",
            zone=self.zone.data or "",
            internal=bool(self.internal.data),
            internal_source=self.internal_source.data or "",
            internal_since=self._since(zone, stored),
            linked_user_id=self.linked_user_id.data,
            current_manager_id=self.current_manager_id.data,
            outcome_channel=OutcomeChannel(self.outcome_channel.data or OutcomeChannel.UNKNOWN),
        )

    def _since(self, zone: str, stored: Candidate | None) -> datetime | None:
        day = self.internal_since.data
        if day is None:
            return None
        before = stored.internal_since if stored is not None else None
        if before is not None and wall_time(before, zone).date() == day:
            return before
        return start_of(day, zone)


class NewCandidateForm(CandidateForm):
    """A new person, who may look like somebody we know."""

    another = BooleanField("This is another person")


def stored_facts(candidate: Candidate, zone: str) -> dict[str, Any]:
    """Return what a form about a person would hold, from the person as stored."""
    since = candidate.internal_since
    return {
        **{
            name: getattr(candidate, name)
            for name in ("first_name", "last_name", "preferred_name", "phone", "language", "zone")
        },
        "email": candidate.email or "",
        "outcome_channel": candidate.outcome_channel.value,
        "internal": candidate.internal,
        "internal_source": candidate.internal_source,
        "internal_since": wall_time(since, zone).date() if since else None,
        "linked_user_id": candidate.linked_user_id,
        "current_manager_id": candidate.current_manager_id,
    }


class ApplicationForm(Typed):
    """A person applies to a requisition."""

    requisition_id = ChosenId("Requisition", validators=[InputRequired("Choose the requisition.")])
    applied_at = DateTimeLocalField("Applied", [InputRequired("Say when they applied.")], format=LOCAL)
    owner_id = ChosenId("Responsible recruiter")
    origin = StringField("How they came", [OneLine(ORIGIN_LIMIT)])


class OwnerForm(Typed):
    """Another colleague becomes responsible."""

    owner_id = ChosenId("Responsible recruiter", validators=[InputRequired("Choose a colleague.")])
    version = Version()
