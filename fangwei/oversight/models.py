"""Blind spots as cases, and since when oversight has looked."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fangwei.casework.models import Case
from fangwei.duty.models import Gap
from fangwei.register.models import Post


class BlindSpot(models.Model):
    """One cause why pairs of place and danger are not answered; one-to-one with its case, which outlives each repair.

    `pairs` is how many lie open because of it now; which ones is asked of duty. A cause that comes back reopens its case.
    """

    case = models.OneToOneField(Case, on_delete=models.CASCADE, primary_key=True, related_name="blind_spot")
    gap = models.CharField(_("blind spot"), max_length=24, choices=Gap.choices)
    cause = models.CharField(_("cause"), max_length=120)
    about = models.CharField(_("about"), max_length=120, blank=True)
    pairs = models.PositiveIntegerField(_("pairs"), default=0)
    times = models.PositiveSmallIntegerField(_("times found"), default=1)
    assigned_post = models.ForeignKey(
        Post, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("who repairs it")
    )

    class Meta:
        verbose_name = _("blind spot")
        constraints = [
            models.UniqueConstraint(fields=["gap", "cause"], name="blind_spot_one_case_a_cause"),
            models.CheckConstraint(condition=~Q(cause=""), name="blind_spot_has_a_cause"),
        ]
        indexes = [models.Index(fields=["gap", "pairs"], name="blind_spot_by_kind")]

    def __str__(self) -> str:
        return f"{self.gap} {self.cause}"


class Watch(models.Model):
    """Whether something happened since oversight looked last, and on which day that was."""

    day = models.DateField(_("day"))
    stale = models.BooleanField(_("something happened since"), default=False)
    resolved_at = models.DateTimeField(_("duty resolved at"), null=True)

    class Meta:
        verbose_name = _("watch")

    def __str__(self) -> str:
        return self.day.isoformat()
