"""Users, and the attempts that failed to be one."""

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from fangwei.register.models import Person


class Language(models.TextChoices):
    CHINESE = "zh-hans", _("Chinese")
    ENGLISH = "en", _("English")


class UserManager(BaseUserManager["User"]):
    """Finds users by name, without regard to case; users are made by `accounts.actions` alone."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username=(username or "").casefold())


class User(AbstractBaseUser):
    """Somebody who may sign in. What they may do follows from the posts their person holds, never from the account.

    An operator runs the installation and holds no post; an operator's account opens no case.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    username = models.CharField(_("user name"), max_length=64, unique=True)
    person = models.OneToOneField(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="user", verbose_name=_("person")
    )
    language = models.CharField(_("language"), max_length=8, choices=Language.choices, default=Language.CHINESE)
    is_operator = models.BooleanField(_("operator"), default=False)
    is_active = models.BooleanField(_("active"), default=True)

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
