"""Who we are: users with roles, offices with calendars, the keys by which people and programs get in."""

from recruiterdash.team.credentials import checked
from recruiterdash.team.identity import viewer_of
from recruiterdash.team.offices import OfficeDraft, create_office, edit_office, new_calendar
from recruiterdash.team.queries import (
    office_named,
    offices_to_choose,
    people_to_choose,
    user_by_email,
)
from recruiterdash.team.tokens import create_token, revoke_token, revoke_tokens
from recruiterdash.team.users import (
    UserDraft,
    accept_invitation,
    create_user,
    disable_user,
    edit_own,
    edit_user,
    enable_user,
    end_session,
    end_sessions,
    first_admin,
    first_link,
    invite,
    join_office,
    set_password,
)

__all__ = [
    "OfficeDraft",
    "UserDraft",
    "accept_invitation",
    "checked",
    "create_office",
    "create_token",
    "create_user",
    "disable_user",
    "edit_office",
    "edit_own",
    "edit_user",
    "enable_user",
    "end_session",
    "end_sessions",
    "first_admin",
    "first_link",
    "invite",
    "join_office",
    "new_calendar",
    "office_named",
    "offices_to_choose",
    "people_to_choose",
    "revoke_token",
    "revoke_tokens",
    "set_password",
    "user_by_email",
    "viewer_of",
]
