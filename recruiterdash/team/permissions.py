"""Who may do what: roles and the permissions that hang on them."""

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from recruiterdash.team.models import Role


class Permission(StrEnum):
    """One thing a person may do. What they may do it to is decided by `visible(viewer)`."""

    ACCOUNT = "account"
    SEE_QUEUE = "see_queue"
    SEE_PEOPLE = "see_people"
    EDIT_PEOPLE = "edit_people"
    SEE_REQUISITIONS = "see_requisitions"
    EDIT_REQUISITIONS = "edit_requisitions"
    LOG_EVENTS = "log_events"
    DECIDE = "decide"
    WRITE_LETTERS = "write_letters"
    SEND_BULK = "send_bulk"
    APPROVE_BATCH = "approve_batch"
    APPROVE_TEMPLATE = "approve_template"
    SEE_OWN_INTERVIEWS = "see_own_interviews"
    IMPORT = "import"
    EXPORT = "export"
    SEE_POLICIES = "see_policies"
    EDIT_POLICY = "edit_policy"
    MANAGE_TEAM = "manage_team"
    SEE_CAUGHT = "see_caught"
    SEE_FIGURES = "see_figures"
    SEE_AUDIT = "see_audit"
    FEEDBACK = "feedback"
    PRIVACY = "privacy"


P = Permission

#: Whoever sees people may sit in a panel, too.
_READERS = {
    P.ACCOUNT,
    P.SEE_QUEUE,
    P.SEE_PEOPLE,
    P.SEE_REQUISITIONS,
    P.SEE_POLICIES,
    P.SEE_OWN_INTERVIEWS,
}

#: Feedback is in nobody's role but the hiring manager's and hr's: an administrator has none.
GRANTED: dict[Role, frozenset[Permission]] = {
    Role.ADMIN: frozenset(
        _READERS
        | {P.EDIT_PEOPLE, P.EDIT_REQUISITIONS, P.LOG_EVENTS, P.DECIDE, P.WRITE_LETTERS, P.SEND_BULK, P.IMPORT}
        | {
            P.EXPORT,
            P.EDIT_POLICY,
            P.MANAGE_TEAM,
            P.SEE_CAUGHT,
            P.SEE_FIGURES,
            P.APPROVE_BATCH,
            P.APPROVE_TEMPLATE,
        }
    ),
    Role.RECRUITER: frozenset(
        _READERS
        | {P.EDIT_PEOPLE, P.EDIT_REQUISITIONS, P.LOG_EVENTS, P.DECIDE, P.WRITE_LETTERS, P.SEND_BULK, P.IMPORT}
        | {P.EXPORT, P.SEE_CAUGHT, P.SEE_FIGURES}
    ),
    Role.HIRING_MANAGER: frozenset(_READERS | {P.LOG_EVENTS, P.DECIDE, P.SEE_FIGURES, P.FEEDBACK}),
    Role.INTERVIEWER: frozenset({P.ACCOUNT, P.SEE_OWN_INTERVIEWS}),
    Role.HR: frozenset(_READERS | {P.LOG_EVENTS, P.SEE_FIGURES, P.FEEDBACK, P.PRIVACY}),
    Role.VIEWER: frozenset({P.ACCOUNT, P.SEE_FIGURES}),
    Role.AUDITOR: frozenset({P.ACCOUNT, P.SEE_AUDIT}),
}

#: Permissions that may be given alone, beside a person's roles.
GIVEN_ALONE = frozenset(
    {P.SEND_BULK, P.APPROVE_BATCH, P.APPROVE_TEMPLATE, P.EDIT_POLICY, P.EXPORT, P.FEEDBACK, P.IMPORT}
)


#: Roles that reach all requisitions, whoever is on them.
SEES_EVERYBODY = frozenset({Role.ADMIN, Role.HR})


class Viewer(NamedTuple):
    """The person who asks, as access is decided by."""

    user_id: int
    name: str
    roles: frozenset[Role]
    permissions: frozenset[Permission]
    #: Limits a program that acts with an API token: no writing.
    read_only: bool = False
    #: Colleagues who are away and for whom they stand in now.
    covers: frozenset[int] = frozenset()

    @property
    def stands_for(self) -> tuple[int, ...]:
        """Themselves and whom they stand in for: what is theirs to reach, less what the wall hides from them."""
        return (self.user_id, *sorted(self.covers))

    def may(self, permission: Permission) -> bool:
        return permission in self.permissions

    @property
    def sees_everybody(self) -> bool:
        """All requisitions, whoever is on them; the wall around internal candidates stands all the same."""
        return bool(self.roles & SEES_EVERYBODY)


def permissions_of(roles: Iterable[Role], granted: Iterable[str] = ()) -> frozenset[Permission]:
    """Return what roles and single grants add up to.

    roles: the person's roles; without any there is still one's own account, to log out from. granted: names of
    permissions given alone; those that may not be given alone are ignored, so that a row written by hand opens
    no door.
    """
    alone = {Permission(name) for name in granted if name in set(GIVEN_ALONE)}
    return frozenset({P.ACCOUNT}).union(*(GRANTED[role] for role in roles), alone)
