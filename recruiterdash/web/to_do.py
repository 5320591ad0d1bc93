"""To do in your ATS: what was decided or moved here and is not there yet."""

import csv
import io

from flask import Blueprint, Response, render_template

from recruiterdash import doors
from recruiterdash.doors import Scope, needs
from recruiterdash.imports.to_do import MOST, ToDo, to_do
from recruiterdash.imports.uploads import neutral
from recruiterdash.team.permissions import Permission

bp = Blueprint("to_do", __name__, url_prefix="/imports/to-do")

HEADERS = ("ats", "application", "name", "requisition", "do", "there", "since")


@bp.get("")
@needs(Permission.IMPORT, Scope.VISIBLE)
def listed() -> str:
    """List it, each line with what to copy."""
    return render_template("imports/to_do.html", rows=to_do(doors.session(), doors.viewer()), most=MOST)


@bp.get("/list.csv")
@needs(Permission.IMPORT, Scope.VISIBLE)
def as_csv() -> Response:
    """Send it as CSV; no cell of it is a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADERS)
    writer.writerows(_cells(each) for each in to_do(doors.session(), doors.viewer()))
    answer = Response("\ufeff" + out.getvalue(), mimetype="text/csv")
    answer.headers["Content-Disposition"] = "attachment; filename=to-do-in-your-ats.csv"
    return answer


def _cells(each: ToDo) -> list[str]:
    told = (each.system, each.ref, each.name, each.requisition, each.do, each.there)
    return [*(neutral(cell) for cell in told), each.since.date().isoformat()]
