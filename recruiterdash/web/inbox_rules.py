"""The rules by which mails are understood: every one can be read, most can rest, and a house adds words of its own."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as Answer

from recruiterdash import doors
from recruiterdash.doors import Scope, needs
from recruiterdash.errors import BadInput, Conflict
from recruiterdash.messages.inbound import house_rules
from recruiterdash.messages.inbound.understanding import ADDABLE, BUILT_IN, KINDS, besides, phrases
from recruiterdash.team.permissions import Permission
from recruiterdash.web.forms.inbox import LineForm, OwnWordsForm, WordsForm
from recruiterdash.web.navigation import may

bp = Blueprint("inbox_rules", __name__, url_prefix="/inbox/rules")

LANGUAGES = {"en": "English", "de": "German", "fr": "French", "es": "Spanish"}
#: Where somebody stands, as the page says it of a line that counts only there.
STANDS = {
    "told_no": "from whoever we told no",
    "asked": "from whoever we asked for something",
    "offered": "from whoever has our offer",
    "booked": "from whoever has an interview ahead",
}
#: What has words, of the tables or of the house.
SHOWN = tuple(
    kind for kind in KINDS if kind in ADDABLE or any(line.kind == kind for line in BUILT_IN.values())
)


@bp.get("")
@needs(Permission.LOG_EVENTS, Scope.SETUP)
def show() -> str:
    """Show which words a mail is taken for what by."""
    return _page(OwnWordsForm(formdata=None))


@bp.post("")
@needs(Permission.EDIT_POLICY, Scope.SETUP)
def add() -> Answer | tuple[str, int]:
    """Let words of this house count from now on."""
    form = OwnWordsForm()
    if not form.validate():
        return _page(form), 422
    try:
        added = house_rules.add(doors.session(), form.kind.data, form.words.data or "", **_by())
    except (BadInput, Conflict) as refusal:
        doors.session().rollback()
        return _page(form, str(refusal)), 409 if isinstance(refusal, Conflict) else 422
    doors.session().commit()
    flash(f"From now on “{added.words}” is taken for: {KINDS[added.kind].name.lower()}.", "success")
    return redirect(url_for("inbox_rules.show"), 303)


@bp.post("/take-away")
@needs(Permission.EDIT_POLICY, Scope.SETUP)
def take_away() -> Answer:
    """Let words of this house count no more."""
    form = WordsForm()
    return _done(lambda: house_rules.take_away(doors.session(), form.words.data or "", **_by()))


@bp.post("/rest")
@needs(Permission.EDIT_POLICY, Scope.SETUP)
def rest() -> Answer:
    """Let a line of the tables rest."""
    form = LineForm()
    return _done(lambda: house_rules.rest(doors.session(), form.line.data or "", resting=True, **_by()))


@bp.post("/count")
@needs(Permission.EDIT_POLICY, Scope.SETUP)
def count() -> Answer:
    """Let a line of the tables count again."""
    form = LineForm()
    return _done(lambda: house_rules.rest(doors.session(), form.line.data or "", resting=False, **_by()))


def _by() -> dict[str, Any]:
    return {"now": doors.now(), "actor_id": doors.viewer().user_id}


def _done(act: Callable[[], object]) -> Answer:
    act()
    doors.session().commit()
    flash("Changed. It counts for mails that come from now on.", "success")
    return redirect(url_for("inbox_rules.show"), 303)


def _page(form: OwnWordsForm, refusal: str = "") -> str:
    rules = house_rules.of_house(doors.session())
    by_kind = {
        kind: {
            language: [line for line in BUILT_IN.values() if (line.kind, line.language) == (kind, language)]
            for language in LANGUAGES
        }
        for kind in SHOWN
    }
    return render_template(
        "inbox/rules.html",
        form=form,
        refusal=refusal,
        kinds=KINDS,
        by_kind=by_kind,
        own={kind: [each.words for each in rules.added if each.kind == kind] for kind in SHOWN},
        resting=rules.resting,
        languages=LANGUAGES,
        phrases=phrases,
        besides=besides,
        stands=STANDS,
        may_edit=may(Permission.EDIT_POLICY),
    )
