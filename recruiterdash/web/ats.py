"""Letters your ATS still sends, and how old its data may be before outcomes wait."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from recruiterdash import doors, jobs
from recruiterdash.doors import Scope, needs
from recruiterdash.messages import MANNERS, ats
from recruiterdash.team.permissions import Permission
from recruiterdash.web.forms.ats import AtsForm
from recruiterdash.web.letters import OUTBOX
from recruiterdash.web.navigation import may

bp = Blueprint("ats", __name__, url_prefix="/imports/letters")


@bp.get("")
@needs(Permission.WRITE_LETTERS, Scope.SETUP)
def show() -> str:
    """Show who sends what."""
    return _page(AtsForm.of(ats.beside(doors.session()).rules))


@bp.post("")
@needs(Permission.EDIT_POLICY, Scope.SETUP)
def save() -> Response | tuple[str, int]:
    """Keep who sends what from now on; letters that wait come back where the ATS sends them."""
    form, session = AtsForm(), doors.session()
    if not form.validate():
        return _page(form), 422
    ats.set_rules(session, form.rules, now=doors.now(), actor_id=doors.viewer().user_id)
    session.commit()
    jobs.wake(OUTBOX)
    flash("Kept. It counts from now on.", "success")
    return redirect(url_for("ats.show"), 303)


def _page(form: AtsForm) -> str:
    known = ats.beside(doors.session())
    return render_template(
        "imports/letters.html",
        form=form,
        known=known,
        theirs=[each for each in ats.MAY_SEND if each in known.rules.sends],
        manners=MANNERS,
        may_edit=may(Permission.EDIT_POLICY),
        stale=known.stale(doors.now()),
    )
