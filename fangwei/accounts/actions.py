"""Making users, setting their passwords, shutting them out; counting who fails to be one; giving and revoking tokens."""

from collections.abc import Collection
from datetime import datetime, timedelta
from secrets import token_urlsafe
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fangwei.accounts.models import ApiToken, Language, SignInAttempts, User
from fangwei.accounts.queries import (
    TOKEN_MARK,
    TOKEN_SCOPES,
    NotYourPost,
    Waiting,
    actor_of,
    attempts_key,
    local_day,
    token_digest,
)
from fangwei.ledger.actions import append
from fangwei.register.author import Author, told
from fangwei.register.models import Person

FREE_TRIES = 5
"""How many failures in a row cost nothing."""

FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=1)
FORGOTTEN_AFTER = timedelta(hours=24)

LONGEST_TOKEN = timedelta(days=366)
"""How long a token may be valid at most; whoever needs it longer makes the next one."""

USE_NOTED_EVERY = timedelta(minutes=5)
"""How coarse a token's last use is: it is not written at each request."""

MESSAGES = {
    "username_missing": _("The user name is missing."),
    "username_taken": _("There is a user “{username}” already."),
    "user_unknown": _("There is no user “{username}”."),
    "person_has_user": _("{person} has a user already: “{username}”."),
    "person_missing": _("A user who is no operator must be a registered person."),
    "password_weak": _("This password is too weak: {why}"),
    "language_unknown": _("“{given}” is not a language of the system."),
    "token_unnamed": _("Say what the token is for, so that one day you can tell whether it is still needed."),
    "token_scopeless": _("Choose at least one thing that the token may do."),
    "token_scope_unknown": _("“{given}” is nothing that a token may do; choose among: {known}."),
    "token_expires_badly": _("A token must end after today and within {days} days."),
    "token_not_your_post": _("{username} does not hold this post today; a token acts from a post that its user holds."),
    "token_revoked": _("This token has been revoked already."),
}


class AccountRefused(Exception):
    """A change of an account is refused; `code` names the reason and `params` what was given."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params

    def __str__(self) -> str:
        return str(MESSAGES[self.code]).format(**self.params)


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
    """Set a user's password and forgive the failures under the name. Raises: AccountRefused `password_weak`."""
    _give_password(user, password)
    user.save(update_fields=["password"])
    SignInAttempts.objects.filter(username=user.username).delete()
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
    """Shut a user out; the person, their tenures and everything they did stay."""
    user.is_active = False
    user.save(update_fields=["is_active"])
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
def create_token(
    *, user: User, post_id: UUID, name: str, scopes: Collection[str], expires_at: datetime, by: Author, at: datetime
) -> tuple[ApiToken, str]:
    """Give a user's program a token for one of the user's posts; returns it with its secret, which is never shown again.

    Raises: AccountRefused `token_unnamed`, `token_scopeless`, `token_scope_unknown`, `token_expires_badly`,
    `token_not_your_post`.
    """
    wanted = [scope for scope in TOKEN_SCOPES if scope in scopes]
    unknown = sorted(set(scopes) - set(TOKEN_SCOPES))
    if not name.strip():
        raise AccountRefused("token_unnamed")
    if unknown:
        raise AccountRefused("token_scope_unknown", given=unknown[0][:40], known=", ".join(TOKEN_SCOPES))
    if not wanted:
        raise AccountRefused("token_scopeless")
    if not at < expires_at <= at + LONGEST_TOKEN:
        raise AccountRefused("token_expires_badly", days=LONGEST_TOKEN.days)
    try:
        actor_of(user, post_id, local_day(at))
    except NotYourPost:
        raise AccountRefused("token_not_your_post", username=user.username) from None
    secret = TOKEN_MARK + token_urlsafe(32)
    token = ApiToken(
        user=user,
        post_id=post_id,
        name=name.strip()[:60],
        prefix=secret[: len(TOKEN_MARK) + 8],
        digest=token_digest(secret),
        scopes=" ".join(wanted),
        created_at=at,
        created_by=by.person_id,
        expires_at=expires_at,
    )
    token.save(force_insert=True)
    data = {
        "user": str(user.id),
        "post": str(post_id),
        "prefix": token.prefix,
        "scopes": wanted,
        "expires_at": expires_at.isoformat(),
    }
    append([told("api_token", token.id, "create", data, territory="", by=by, at=at)], fresh=True)
    return token, secret


@transaction.atomic
def revoke_token(*, token: ApiToken, reason: str, by: Author, at: datetime) -> ApiToken:
    """End a token at once. Raises: AccountRefused `token_revoked`."""
    revoked = ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=at, revoked_by=by.person_id)
    if not revoked:
        raise AccountRefused("token_revoked")
    token.revoked_at, token.revoked_by = at, by.person_id
    append([told("api_token", token.id, "revoke", {"reason": reason}, territory="", by=by, at=at)])
    return token


def note_use(*, token_id: UUID, at: datetime) -> None:
    """Note that a token was used, at most every few minutes; nothing of which the ledger is told."""
    since = at - USE_NOTED_EVERY
    ApiToken.objects.filter(Q(last_used_at=None) | Q(last_used_at__lt=since), pk=token_id).update(last_used_at=at)


def _give_password(user: User, password: str | None) -> None:
    if password is None:
        user.set_unusable_password()
        return
    try:
        validate_password(password, user)
    except ValidationError as fault:
        raise AccountRefused("password_weak", why=" ".join(fault.messages)) from None
    user.set_password(password)
