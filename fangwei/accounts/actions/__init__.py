"""The verbs of accounts, and its only writers: users and passwords, sessions, tokens, the staffing of bodies."""

from fangwei.accounts.actions.sign_ins import (
    FIRST_WAIT,
    FORGOTTEN_AFTER,
    FREE_TRIES,
    carry_session,
    count_failure,
    end_sessions,
    forgive,
    note_sign_in,
    note_sign_out,
)
from fangwei.accounts.actions.staffing import (
    appoint_acting_holder,
    appoint_holder,
    change_contact,
    end_office,
    enrol_person,
    open_account,
    reopen_account,
    reset_account,
    shut_account,
)
from fangwei.accounts.actions.tokens import LONGEST_TOKEN, USE_NOTED_EVERY, create_token, note_use, revoke_token
from fangwei.accounts.actions.users import (
    change_password,
    create_user,
    deactivate,
    give_one_time_password,
    reactivate,
    set_language,
    set_password,
)
from fangwei.accounts.refusals import AccountRefused

__all__ = [
    "FIRST_WAIT",
    "FORGOTTEN_AFTER",
    "FREE_TRIES",
    "LONGEST_TOKEN",
    "USE_NOTED_EVERY",
    "AccountRefused",
    "appoint_acting_holder",
    "appoint_holder",
    "carry_session",
    "change_contact",
    "change_password",
    "count_failure",
    "create_token",
    "create_user",
    "deactivate",
    "end_office",
    "end_sessions",
    "enrol_person",
    "forgive",
    "give_one_time_password",
    "note_sign_in",
    "note_sign_out",
    "note_use",
    "open_account",
    "reactivate",
    "reopen_account",
    "reset_account",
    "revoke_token",
    "set_language",
    "set_password",
    "shut_account",
]
