"""The user that a command names."""

from fangwei.accounts.actions import AccountRefused
from fangwei.accounts.models import User
from fangwei.accounts.queries import user_named
from fangwei.cli import refuse


def known_user(username: str, as_json: bool) -> User:
    """Return the user of this name; an unknown one ends the command and says where the names stand."""
    user = user_named(username)
    if user is None:
        refused = AccountRefused("user_unknown", username=username)
        refuse(as_json, refused.code, str(refused), "fangwei user list")
    return user
