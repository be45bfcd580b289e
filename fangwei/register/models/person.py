"""Persons, the posts they hold, and the task forces they are lent to."""

from datetime import date, datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from fangwei.register.models.dated import dates_in_order
from fangwei.register.models.organization import Organization, OrganizationKind
from fangwei.register.models.post import Post
from fangwei.register.sealed import SealedField


class Person(models.Model):
    """Somebody with a name; the telephone and the identity number are sealed and compared by digest only."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(_("name"), max_length=60)
    phone = SealedField(_("telephone"), blank=True, default="")
    phone_digest = models.CharField(max_length=64, blank=True, editable=False)
    identity_number = SealedField(_("identity number"), blank=True, default="")
    identity_digest = models.CharField(max_length=64, blank=True, editable=False)
    certificate_number = models.CharField(_("enforcement certificate"), max_length=40, blank=True)
    certificate_until = models.DateField(_("certificate valid until"), null=True, blank=True)

    class Meta:
        verbose_name = _("person")
        indexes = [
            models.Index(fields=["phone_digest"], name="person_by_phone"),
            models.Index(fields=["name"], name="person_by_name"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="person_has_a_name"),
            models.UniqueConstraint(
                fields=["identity_digest"], condition=~Q(identity_digest=""), name="person_identity_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TenureQuerySet(models.QuerySet["Tenure"]):
    """Tenures, read as they are known now or as they were known on another day."""

    def on(self, day: date) -> "TenureQuerySet":
        """Return the tenures that hold on the day, by what is known now."""
        return self.filter(Q(end=None) | Q(end__gt=day), start__lte=day)

    def on_as_known(self, day: date, known: datetime) -> "TenureQuerySet":
        """Return the tenures that held on the day by what had been recorded until the instant.

        An appointment recorded later does not count; an end recorded later is not yet known, only the planned one is.
        """
        ended = Q(end_recorded_at__lte=known, end__gt=day)
        planned = Q(planned_end=None) | Q(planned_end__gt=day)
        running = (Q(end_recorded_at=None) | Q(end_recorded_at__gt=known)) & planned
        return self.filter(ended | running, start__lte=day, recorded_at__lte=known)


class Tenure(models.Model):
    """A person holds a post from `start` on and no longer on `end`.

    Time is two-sided: `start` and `end` say when it held, `recorded_at` and `end_recorded_at` since when the system has
    known it; `planned_end` is the end given with the appointment. An acting holder stands in beside the ordinary one.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="tenures", verbose_name=_("person"))
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="tenures", verbose_name=_("post"))
    start = models.DateField(_("from"))
    end = models.DateField(_("until"), null=True, blank=True)
    planned_end = models.DateField(_("planned end"), null=True, blank=True)
    acting = models.BooleanField(_("acting"), default=False)
    reason = models.CharField(_("reason"), max_length=200, blank=True, default="")
    end_reason = models.CharField(_("reason of the end"), max_length=200, blank=True, default="")
    recorded_at = models.DateTimeField(_("recorded at"))
    end_recorded_at = models.DateTimeField(_("end recorded at"), null=True, blank=True)

    objects = TenureQuerySet.as_manager()

    class Meta:
        verbose_name = _("tenure")
        constraints = [
            dates_in_order("start", "end"),
            dates_in_order("start", "planned_end"),
            dates_in_order("recorded_at", "end_recorded_at"),
            models.UniqueConstraint(
                fields=["post"], condition=Q(end=None, acting=False), name="tenure_one_open_ordinary_holder"
            ),
            models.UniqueConstraint(
                fields=["person", "post"], condition=Q(end=None), name="tenure_once_open_for_a_person"
            ),
            models.CheckConstraint(
                condition=Q(end_recorded_at__isnull=False)
                | Q(end=None, planned_end=None)
                | Q(end__isnull=False, planned_end__isnull=False, end=F("planned_end")),
                name="tenure_end_recorded_or_planned",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} · {self.post_id}"


class Secondment(models.Model):
    """A person is lent by the home post to a task force for a time; the home post keeps its own duties."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="secondments", verbose_name=_("person"))
    task_force = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        related_name="members",
        limit_choices_to={"kind": OrganizationKind.TASK_FORCE},
        verbose_name=_("task force"),
    )
    home_post = models.ForeignKey(
        Post, on_delete=models.PROTECT, null=True, blank=True, related_name="secondments", verbose_name=_("home post")
    )
    start = models.DateField(_("from"))
    end = models.DateField(_("until"), null=True, blank=True)
    recorded_at = models.DateTimeField(_("recorded at"))

    class Meta:
        verbose_name = _("secondment")
        constraints = [
            dates_in_order("start", "end"),
            models.UniqueConstraint(
                fields=["person", "task_force"], condition=Q(end=None), name="secondment_once_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} → {self.task_force_id}"
