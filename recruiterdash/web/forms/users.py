"""A colleague as a form."""

from typing import Any

from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length

from recruiterdash.team.models import Role
from recruiterdash.team.permissions import GIVEN_ALONE
from recruiterdash.team.users import UserDraft
from recruiterdash.web.forms.fields import MultiCheckboxField, VersionedForm, choice, chosen_ids

ROLES = {
    Role.ADMIN: "Administrator: sets up, sees every requisition; no feedback",
    Role.RECRUITER: "Recruiter: the requisitions they are on",
    Role.HIRING_MANAGER: "Hiring manager: their own requisitions",
    Role.INTERVIEWER: "Interviewer: their own interviews and scorecards",
    Role.HR: "HR: second reader of feedback, privacy",
    Role.VIEWER: "Viewer: figures of groups, no names",
    Role.AUDITOR: "Auditor: the audit log",
}
GRANTS = {
    "send_bulk": "Send to many at once",
    "approve_batch": "Approve others' sendings to many",
    "approve_template": "Approve wordings",
    "edit_policy": "Edit policies",
    "export": "Export",
    "feedback": "Read feedback",
    "import": "Import",
}


class UserForm(VersionedForm):
    """Name, mailbox, rights, offices."""

    name = StringField("Name", [InputRequired("Write a name."), Length(max=120)])
    email = StringField(
        "E-mail", [Length(max=254)], description="Empty for somebody who owns work and does not log in."
    )
    title = StringField("Title, as letters are signed", [Length(max=120)])
    phone = StringField("Phone", [Length(max=40)])
    roles = MultiCheckboxField("Roles", choices=choice(*((role.value, text) for role, text in ROLES.items())))
    grants = MultiCheckboxField(
        "Beside the roles",
        choices=choice(*((name, GRANTS[name]) for name in sorted(GIVEN_ALONE))),
    )
    offices = MultiCheckboxField("Offices", coerce=int)
    backup_id = SelectField("Stands in when they are away", coerce=int)

    def choose_from(self, offices: list[tuple[int, str]], people: list[tuple[int, str]]) -> "UserForm":
        """Say which offices and colleagues there are to choose from."""
        self.offices.choices = list(offices)
        self.backup_id.choices = [(0, "nobody"), *people]
        return self

    def draft(self) -> UserDraft:
        return UserDraft(
            name=self.name.data or "",
            email=self.email.data or None,
            title=self.title.data or "",
            phone=self.phone.data or "",
            roles=frozenset(Role(each) for each in self.roles.data or ()),
            grants=frozenset(self.grants.data or ()),
            offices=chosen_ids(self.offices.data),
            backup_id=self.backup_id.data or None,
        )


def values(user: Any, grants: frozenset[str], offices: frozenset[int]) -> dict[str, Any]:
    """Return a stored user as the form holds it."""
    return {
        "name": user.name,
        "email": user.email or "",
        "title": user.title,
        "phone": user.phone,
        "roles": sorted(role.value for role in user.role_names),
        "grants": sorted(grants),
        "offices": sorted(offices),
        "backup_id": user.backup_id or 0,
    }
