"""Signing in by name and password, slowed down after failures.

The wait counts per user name and costs an unknown name the same as a known one, so that neither the answer nor its
time tells who exists. Call `django.contrib.auth.authenticate(request, username=…, password=…, at=…)`.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from fangwei.accounts.actions import count_failure, forgive
from fangwei.accounts.models import User
from fangwei.accounts.queries import active_user, waiting


class PasswordBackend(BaseBackend):
    """Lets in an active user with the right password whose name is not waiting after failures."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        at: datetime | None = None,
        **_others: Any,
    ) -> User | None:
        """Return the user, or None and count the failure; without an instant nobody is let in."""
        if not username or password is None or at is None:
            return None
        if waiting(username, at) is not None:
            return None
        user = User.objects.filter(username=username.strip().casefold()).first()
        if user is None:
            # As slow as a real check: the time must not tell that the name is unknown.
            User().set_password(password)
            count_failure(username, at=at)
            return None
        if not user.check_password(password) or not user.is_active:
            count_failure(username, at=at)
            return None
        forgive(username)
        return user

    def get_user(self, user_id: UUID) -> User | None:
        """Return an active user of the session, None once shut out."""
        return active_user(user_id)
