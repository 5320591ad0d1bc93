"""What roles and single grants add up to."""

import pytest

from recruiterdash.team.models import Role
from recruiterdash.team.permissions import GIVEN_ALONE, GRANTED, Permission, Viewer, permissions_of

P = Permission
#: Explicit noes: what a role must never come to include.
NEVER = {
    Role.ADMIN: {P.FEEDBACK, P.PRIVACY, P.SEE_AUDIT},
    Role.RECRUITER: {P.FEEDBACK, P.PRIVACY, P.SEE_AUDIT, P.MANAGE_TEAM, P.EDIT_POLICY, P.APPROVE_BATCH},
    Role.HIRING_MANAGER: {
        P.PRIVACY,
        P.SEE_AUDIT,
        P.MANAGE_TEAM,
        P.WRITE_LETTERS,
        P.EXPORT,
        P.IMPORT,
        P.SEND_BULK,
    },
    Role.INTERVIEWER: set(P) - {P.ACCOUNT, P.SEE_OWN_INTERVIEWS},
    Role.HR: {P.SEE_AUDIT, P.MANAGE_TEAM, P.SEND_BULK, P.IMPORT, P.EXPORT, P.EDIT_POLICY},
    Role.VIEWER: set(P) - {P.ACCOUNT, P.SEE_FIGURES},
    Role.AUDITOR: set(P) - {P.ACCOUNT, P.SEE_AUDIT},
}


@pytest.mark.parametrize("role", list(Role))
def test_a_role_never_includes(role: Role) -> None:
    assert not GRANTED[role] & NEVER[role]


def test_roles_add_up() -> None:
    both = permissions_of([Role.VIEWER, Role.AUDITOR])
    assert both == {P.ACCOUNT, P.SEE_FIGURES, P.SEE_AUDIT}


def test_without_a_role_there_is_ones_own_account() -> None:
    assert permissions_of([]) == {P.ACCOUNT}


@pytest.mark.parametrize("permission", list(Permission))
def test_only_some_can_be_given_alone(permission: Permission) -> None:
    found = permissions_of([], [permission.value])
    assert (permission in found) is (permission in GIVEN_ALONE or permission is P.ACCOUNT)


def test_a_word_that_is_no_permission_opens_nothing() -> None:
    assert permissions_of([], ["everything", ""]) == {P.ACCOUNT}


@pytest.mark.parametrize("role", list(Role))
def test_who_sees_every_requisition(role: Role) -> None:
    viewer = Viewer(1, "", frozenset({role}), permissions_of([role]))
    assert viewer.sees_everybody is (role in {Role.ADMIN, Role.HR})
