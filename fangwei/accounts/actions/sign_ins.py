"""Counting who fails to sign in, noting who did, and ending sessions."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.sessions.models import Session
from django.db import transaction

from fangwei.accounts.models import SignIn, SignInAttempts, User
from fangwei.accounts.queries import Waiting, attempts_key
from fangwei.ledger.actions import append
from fangwei.register.author import Author, told

FREE_TRIES = 5
"""How many failures in a row cost nothing."""

FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=1)
FORGOTTEN_AFTER = timedelta(hours=24)


@transaction.atomic
def count_failure(username: str, *, at: datetime) -> Waiting | None:
    """Count a failed attempt under a name, whether or not it exists; from the sixth on each failure doubles the wait."""
    SignInAttempts.objects.get_or_create(username=attempts_key(username), defaults={"last_at": at})
    row = SignInAttempts.objects.select_for_update().get(username=attempts_key(username))
    row.failures = 1 if at - row.last_at > FORGOTTEN_AFTER else row.failures + 1
    row.last_at = at
    row.locked_until = None
    if row.failures > FREE_TRIES:
        row.locked_until = at + min(FIRST_WAIT * 2 ** min(row.failures - FREE_TRIES - 1, 10), LONGEST_WAIT)
    row.save()
    return Waiting(row.locked_until, row.failures) if row.locked_until else None


def forgive(username: str) -> None:
    """Forget the failures under a name: its owner has signed in."""
    SignInAttempts.objects.filter(username=attempts_key(username)).delete()


@transaction.atomic
def note_sign_in(*, user: User, session_key: str, address: str, device: str, at: datetime) -> SignIn:
    """Note that a user signed in, for the user's own list of sessions; the ledger is not told."""
    made, _new = SignIn.objects.update_or_create(
        session_key=session_key,
        defaults={"user": user, "at": at, "address": address[:45], "device": device[:60], "ended_at": None},
    )
    return made


def note_sign_out(*, session_key: str, at: datetime) -> None:
    """Note that a session was ended by its own user."""
    SignIn.objects.filter(session_key=session_key, ended_at=None).update(ended_at=at)


def carry_session(*, before: str, after: str) -> None:
    """Let a session that got another key stay in its user's list."""
    SignIn.objects.filter(session_key=before).update(session_key=after)


@transaction.atomic
def end_sessions(*, user: User, chosen: Collection[UUID], by: Author, at: datetime) -> int:
    """End chosen sessions of a user at once, wherever they are, and return how many there were."""
    mine = SignIn.objects.filter(user=user, id__in=list(chosen), ended_at=None)
    keys = list(mine.values_list("session_key", flat=True))
    if keys:
        Session.objects.filter(session_key__in=keys).delete()
        SignIn.objects.filter(session_key__in=keys).update(ended_at=at)
        append([told("user", user.id, "end_sessions", {"sessions": len(keys)}, territory="", by=by, at=at)])
    return len(keys)


def close_sessions(user: User, *, at: datetime, keep: str = "") -> None:
    """End every session of a user but one kept by its key, as part of another act."""
    standing = SignIn.objects.filter(user=user, ended_at=None).exclude(session_key=keep)
    Session.objects.filter(session_key__in=list(standing.values_list("session_key", flat=True))).delete()
    standing.update(ended_at=at)
