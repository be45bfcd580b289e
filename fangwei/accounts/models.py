"""Users, the attempts that failed to be one, and the tokens with which a user's programs come."""

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from fangwei.register.models import Person, Post


class Language(models.TextChoices):
    CHINESE = "zh-hans", _("Chinese")
    ENGLISH = "en", _("English")


class UserManager(BaseUserManager["User"]):
    """Finds users by name, without regard to case; users are made by `accounts.actions` alone."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username=(username or "").casefold())


class User(AbstractBaseUser):
    """Somebody who may sign in. What they may do follows from the posts their person holds, never from the account.

    An operator runs the installation and holds no post; an operator's account opens no case. While `one_time_until` is set,
    the password was given by somebody else: it lets in until then, and only to choose another.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    username = models.CharField(_("user name"), max_length=64, unique=True)
    person = models.OneToOneField(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="user", verbose_name=_("person")
    )
    language = models.CharField(_("language"), max_length=8, choices=Language.choices, default=Language.CHINESE)
    is_operator = models.BooleanField(_("operator"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    one_time_until = models.DateTimeField(_("one-time password valid until"), null=True, blank=True)

    objects = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("user")
        constraints = [
            models.CheckConstraint(condition=~Q(username=""), name="user_has_a_name"),
            models.CheckConstraint(condition=Q(is_operator=True) | Q(person__isnull=False), name="user_is_somebody"),
        ]

    def __str__(self) -> str:
        return self.username


class SignInAttempts(models.Model):
    """How often in a row a user name failed to sign in, whether or not such a user exists, and until when it waits."""

    username = models.CharField(_("user name"), max_length=64, primary_key=True)
    failures = models.PositiveIntegerField(_("failures"), default=0)
    last_at = models.DateTimeField(_("last at"))
    locked_until = models.DateTimeField(_("locked until"), null=True, blank=True)

    class Meta:
        verbose_name = _("failed sign-ins")

    def __str__(self) -> str:
        return self.username


class SignIn(models.Model):
    """One time that a user signed in with a browser: when, from where, and whether that session was ended since."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sign_ins", db_index=False)
    session_key = models.CharField(max_length=40, unique=True)
    at = models.DateTimeField(_("signed in at"))
    address = models.CharField(_("address"), max_length=45, blank=True)
    device = models.CharField(_("device"), max_length=60, blank=True)
    ended_at = models.DateTimeField(_("signed out at"), null=True)

    class Meta:
        verbose_name = _("sign-in")
        indexes = [models.Index(fields=["user", "ended_at", "at"], name="sign_in_of_user")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.at:%Y-%m-%d}"


class ApiToken(models.Model):
    """A secret with which a program acts for a user from one post, within its scopes, until it expires or is revoked.

    Only the SHA-256 of the secret is kept: it is long and random, so that nobody can try it out. `prefix` is its beginning,
    for people to tell tokens apart. The token gives nothing of its own: it is worth what the post's holder may do, and
    nothing as soon as the user no longer holds that post. `last_used_at` is coarse.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="tokens", verbose_name=_("user"))
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+", verbose_name=_("post"))
    name = models.CharField(_("name"), max_length=60)
    prefix = models.CharField(_("prefix"), max_length=16)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.CharField(_("scopes"), max_length=120)
    created_at = models.DateTimeField(_("created at"))
    created_by = models.UUIDField(null=True)
    expires_at = models.DateTimeField(_("valid until"))
    revoked_at = models.DateTimeField(_("revoked at"), null=True)
    revoked_by = models.UUIDField(null=True)
    last_used_at = models.DateTimeField(_("last used"), null=True)

    class Meta:
        verbose_name = _("API token")
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="token_has_a_name"),
            models.CheckConstraint(condition=~Q(scopes=""), name="token_may_something"),
            models.CheckConstraint(condition=Q(expires_at__gt=models.F("created_at")), name="token_expires_later"),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=False) | Q(revoked_by__isnull=True), name="token_revoked_at_an_instant"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.prefix}… {self.name}"

    @property
    def scope_names(self) -> tuple[str, ...]:
        """The scopes, one by one."""
        return tuple(self.scopes.split())
