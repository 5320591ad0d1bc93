"""Service levels and statutory packs as a form."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from wtforms import BooleanField, DateField, FieldList, Form, FormField, IntegerField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import HiddenInput

from recruiterdash.errors import BadInput
from recruiterdash.waiting.policy import LEVELS, MOST, whole
from recruiterdash.web.forms.nouns import Typed, Version

#: Group -> service level -> what it counts, in business days unless it says otherwise.
GROUPS: dict[str, dict[str, str]] = {
    "First word": {
        "ack": "Acknowledgement after somebody applied",
        "silence_applied": "A word while somebody has only applied",
        "silence_screen": "A word after a screening call",
        "silence_interview": "A word after an interview",
        "silence_final": "A word after the final round",
        "silence_deliverable": "A word after they handed something in",
        "silence_reopen": "A word after an application was reopened",
    },
    "Never silent for longer than": {
        "cadence": "Between two words of ours",
        "cadence_applied": "... while they have only applied",
        "cadence_hold": "... while the requisition is on hold",
        "silence_budget": "Days without a word after which a holding message is drafted, if none is due before",
    },
    "Decisions": {
        "decision_applied": "Decide on an application",
        "decision_screen": "Decide after a screening call",
        "decision_interview": "Decide after an interview",
        "decision_final": "Decide after the final round",
        "decision_reopen": "Decide on a reopened application",
    },
    "Answers and notices": {
        "reply": "Answer a question",
        "reply_final": "... after the final round or during an offer",
        "notice": "Tell a decision, a cancellation, a filled position",
        "hold_notice": "Tell that the requisition is on hold",
        "written_confirm": "Confirm in writing what was said by phone",
        "courtesy_reply": "Answer a thank-you note (a hint, no duty)",
    },
    "Promises and questions of ours": {
        "promise_cap": "Furthest date that may be promised",
        "ask_lapse": "Our question lapses without an answer",
        "lapse_chase": "Chase or close after it lapsed",
    },
    "Telling colleagues": {
        "warn_before": "Warn who has the next step so many days before it is due",
        "escalate_repeat": "Tell it again, one step further up, after each so many days past its due",
    },
    "Feedback to internal candidates": {
        "fb_talk": "Conversation",
        "fb_written": "In writing",
    },
}


def _days(label: str) -> IntegerField:
    return IntegerField(
        label,
        [
            InputRequired("Write a number of business days."),
            NumberRange(1, MOST, f"From 1 to {MOST} business days."),
        ],
        render_kw={"min": 1, "max": MOST, "inputmode": "numeric", "required": True},
    )


#: One number for each service level.
LevelsForm = type(
    "LevelsForm", (Form,), {name: _days(text) for words in GROUPS.values() for name, text in words.items()}
)


class PackForm(Form):
    """One statutory duty."""

    clock = StringField("Clock", widget=HiddenInput())
    jurisdiction = StringField("Where", [InputRequired(), Length(max=10)], description="As CA-ON")
    days = IntegerField("Calendar days after the last interview", [InputRequired(), NumberRange(1, 366)])
    employees = IntegerField("Binds employers of at least", [Optional(), NumberRange(0, 10**7)], default=0)
    advertised = BooleanField("Only for publicly advertised postings")
    alerts = StringField("Alert on days", [Length(max=60)], description="As 30, 40")
    valid_from = DateField("In force since", [Optional()])
    citation = StringField("Source", [Length(max=200)])
    reviewed_by = StringField(
        "Reviewed by", [Length(max=120)], description="Leave “check with counsel” until somebody has"
    )
    reviewed_on = DateField("Reviewed on", [Optional()])


class PolicyForm(Typed):
    """A whole policy; saving makes a new version."""

    after = Version()
    levels: "FormField[Any]" = FormField(LevelsForm)
    packs = FieldList(FormField(PackForm), max_entries=20)
    note = StringField("Why", [InputRequired("Say why it changes."), Length(max=200)])

    def level_values(self) -> dict[str, int]:
        return {name: self.levels.form[name].data for name in LEVELS}

    def pack_values(self) -> list[dict[str, Any]]:
        """Return packs as they are stored. Raises BadInput for alerts that are no days."""
        return [_stored(entry.form.data) for entry in self.packs]


def values(number: int, levels: Mapping[str, int], packs: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return a stored policy as the form holds it."""
    return {
        "after": number,
        "levels": whole(levels),
        "packs": [_typed(pack) for pack in packs],
        "note": "",
    }


def _typed(pack: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **pack,
        "alerts": ", ".join(map(str, pack["alerts"])),
        "valid_from": day_of(pack["valid_from"]),
        "reviewed_on": day_of(pack["reviewed_on"]),
    }


def day_of(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _stored(typed: Mapping[str, Any]) -> dict[str, Any]:
    alerts = [part.strip() for part in (typed["alerts"] or "").split(",") if part.strip()]
    if not all(part.isascii() and part.isdigit() and len(part) <= 3 for part in alerts):
        raise BadInput(f"{typed['clock']}: alerts are days, as 30, 40.")
    days = {name: typed[name].isoformat() if typed[name] else "" for name in ("valid_from", "reviewed_on")}
    return {
        **typed,
        **days,
        "employees": typed["employees"] or 0,
        "alerts": sorted(int(part) for part in alerts),
        "reviewed_by": typed["reviewed_by"] or "check with counsel",
    }
