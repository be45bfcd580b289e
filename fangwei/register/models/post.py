"""Posts: duties belong to posts, and a person holds a post for a time."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from fangwei.register.models.dated import Dated, DatedQuerySet, dates_in_order
from fangwei.register.models.enterprise import Enterprise
from fangwei.register.models.organization import Organization


class Role(models.TextChoices):
    GRID_WORKER = "grid_worker", _("Grid worker")
    TOWNSHIP_OFFICER = "township_officer", _("Township officer")
    ENTERPRISE_SAFETY_OFFICER = "enterprise_safety_officer", _("Enterprise safety officer")
    ENTERPRISE_PRINCIPAL = "enterprise_principal", _("Enterprise’s principal")
    INSPECTOR = "inspector", _("Inspector")
    REGULATOR = "regulator", _("Regulator")
    COMMITTEE_OFFICE = "committee_office", _("Committee officer")
    LEADER = "leader", _("Leader")
    AUDITOR = "auditor", _("Auditor")
    EXPERT = "expert", _("Expert")
    OPERATOR = "operator", _("Operator")


class Post(Dated):
    """A seat in an organization or an enterprise, with one role; the duty post is where its cases come to.

    A seat has one ordinary holder at a time; five inspectors are five posts.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="posts",
        verbose_name=_("organization"),
    )
    enterprise = models.ForeignKey(
        Enterprise, on_delete=models.PROTECT, null=True, blank=True, related_name="posts", verbose_name=_("enterprise")
    )
    name = models.CharField(_("name"), max_length=80)
    role = models.CharField(_("role"), max_length=28, choices=Role.choices)
    rank = models.PositiveSmallIntegerField(_("rank"), default=0)
    is_duty_post = models.BooleanField(_("duty post"), default=False)

    objects = DatedQuerySet["Post"].as_manager()

    class Meta:
        verbose_name = _("post")
        constraints = [
            dates_in_order(),
            models.CheckConstraint(
                condition=Q(organization__isnull=False, enterprise__isnull=True)
                | Q(organization__isnull=True, enterprise__isnull=False),
                name="post_of_one_body",
            ),
            models.UniqueConstraint(
                fields=["organization"],
                condition=Q(is_duty_post=True, valid_to=None),
                name="post_one_duty_post_of_an_organization",
            ),
            models.UniqueConstraint(
                fields=["enterprise"],
                condition=Q(is_duty_post=True, valid_to=None),
                name="post_one_duty_post_of_an_enterprise",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="post_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def body(self) -> Organization | Enterprise | None:
        """The body that the seat is in: an organization or an enterprise."""
        return self.organization or self.enterprise

    @property
    def territory_code(self) -> str:
        """The division of its body."""
        return self.body.territory_code if self.body else ""
