"""Making users, setting their passwords, shutting them out; a password for one time, and choosing one's own."""

from datetime import datetime, timedelta
from secrets import choice

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from fangwei.accounts.actions.sign_ins import close_sessions, count_failure, forgive
from fangwei.accounts.models import Language, User
from fangwei.accounts.queries import local_time, waiting
from fangwei.accounts.refusals import AccountRefused
from fangwei.ledger.actions import append
from fangwei.register.author import Author, told
from fangwei.register.models import Person

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""What a one-time password is made of: no sign that looks like another one."""


@transaction.atomic
def create_user(
    *,
    username: str,
    password: str | None,
    person: Person | None,
    by: Author,
    at: datetime,
    language: str = Language.CHINESE,
    is_operator: bool = False,
) -> User:
    """Make a user of a person, or an operator; without a password the user signs in only through another way.

    Raises: AccountRefused `username_missing`, `username_taken`, `person_has_user`, `person_missing`, `password_weak`,
    `language_unknown`.
    """
    name = username.strip().casefold()
    if not name:
        raise AccountRefused("username_missing")
    if User.objects.filter(username=name).exists():
        raise AccountRefused("username_taken", username=name)
    if person is None and not is_operator:
        raise AccountRefused("person_missing")
    known = User.objects.filter(person=person).first() if person is not None else None
    if known is not None and person is not None:
        raise AccountRefused("person_has_user", person=person.name, username=known.username)
    if language not in Language.values:
        raise AccountRefused("language_unknown", given=language)
    user = User(username=name, person=person, language=language, is_operator=is_operator)
    _give_password(user, password)
    user.save(force_insert=True)
    data = {"username": name, "person": str(person.id) if person else "", "operator": is_operator}
    append([told("user", user.id, "create", data, territory="", by=by, at=at)], fresh=True)
    return user


@transaction.atomic
def set_password(*, user: User, password: str, by: Author, at: datetime) -> User:
    """Set a user's password, forgive the failures under the name and end every session.

    Raises: AccountRefused `password_weak`.
    """
    _give_password(user, password)
    user.one_time_until = None
    user.save(update_fields=["password", "one_time_until"])
    forgive(user.username)
    close_sessions(user, at=at)
    append([told("user", user.id, "set_password", {}, territory="", by=by, at=at)])
    return user


@transaction.atomic
def set_language(*, user: User, language: str) -> User:
    """Let a user read in another language; a taste, of which the ledger is not told."""
    if language not in Language.values:
        raise AccountRefused("language_unknown", given=language)
    user.language = language
    user.save(update_fields=["language"])
    return user


@transaction.atomic
def deactivate(*, user: User, reason: str, by: Author, at: datetime) -> User:
    """Shut a user out and end every session; the person, their tenures and everything they did stay."""
    user.is_active = False
    user.save(update_fields=["is_active"])
    close_sessions(user, at=at)
    append([told("user", user.id, "deactivate", {"reason": reason}, territory="", by=by, at=at)])
    return user


@transaction.atomic
def reactivate(*, user: User, reason: str, by: Author, at: datetime) -> User:
    """Let a user in again."""
    user.is_active = True
    user.save(update_fields=["is_active"])
    append([told("user", user.id, "reactivate", {"reason": reason}, territory="", by=by, at=at)])
    return user


@transaction.atomic
def give_one_time_password(*, user: User, by: Author, at: datetime) -> str:
    """Give a user a password that lets in for a few days, only to choose another; returns it, it is never shown again."""
    secret = "-".join("".join(choice(_LETTERS) for _sign in range(4)) for _group in range(4))
    user.set_password(secret)
    user.one_time_until = at + timedelta(hours=settings.FANGWEI_ONE_TIME_HOURS)
    user.save(update_fields=["password", "one_time_until"])
    forgive(user.username)
    close_sessions(user, at=at)
    until = {"until": user.one_time_until.isoformat()}
    append([told("user", user.id, "give_one_time_password", until, territory="", by=by, at=at)])
    return secret


def change_password(*, user: User, old: str, new: str, keep: str, by: Author, at: datetime) -> User:
    """Let users choose another password for themselves; every session but the one kept by its key ends.

    A wrong present password counts as a failed attempt, also when the change is refused.
    Raises: AccountRefused `password_waits`, `password_wrong`, `one_time_expired`, `password_same`, `password_weak`.
    """
    wait = waiting(user.username, at)
    if wait is not None:
        raise AccountRefused("password_waits", time=local_time(wait.until))
    if not user.check_password(old):
        count_failure(user.username, at=at)
        raise AccountRefused("password_wrong")
    if user.one_time_until is not None and user.one_time_until <= at:
        raise AccountRefused("one_time_expired")
    if old == new:
        raise AccountRefused("password_same")
    with transaction.atomic():
        _give_password(user, new)
        user.one_time_until = None
        user.save(update_fields=["password", "one_time_until"])
        forgive(user.username)
        close_sessions(user, at=at, keep=keep)
        append([told("user", user.id, "change_password", {}, territory="", by=by, at=at)])
    return user


def _give_password(user: User, password: str | None) -> None:
    if password is None:
        user.set_unusable_password()
        return
    try:
        validate_password(password, user)
    except ValidationError as fault:
        raise AccountRefused("password_weak", why=" ".join(fault.messages)) from None
    user.set_password(password)
