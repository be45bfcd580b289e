"""The enterprise's own register of rewards: who inside reported a danger, what it was, and what they got for it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from fangwei.hazards.models.hazard import Hazard
from fangwei.register.models import Enterprise
from fangwei.register.sealed import SealedField


class InternalReward(models.Model):
    """One reward inside an enterprise; the name is sealed and never leaves the enterprise.

    A line is never changed: a payment is added to it, a mistake is struck out with its reason. Law: circular 安委〔2024〕7号 of the
    State Council's work-safety committee on rewards for reporting dangers inside enterprises.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    enterprise = models.ForeignKey(
        Enterprise, on_delete=models.PROTECT, related_name="internal_rewards", verbose_name=_("enterprise")
    )
    hazard = models.ForeignKey(
        Hazard, on_delete=models.PROTECT, null=True, related_name="rewards", verbose_name=_("hazard")
    )
    reporter = SealedField(_("who reported"))
    reported_on = models.DateField(_("reported on"))
    what = models.CharField(_("what was reported"), max_length=200)
    amount_fen = models.BigIntegerField(_("reward in fen"))
    recorded_at = models.DateTimeField(_("recorded at"))
    recorded_by = models.UUIDField(_("recorded by"), null=True)
    paid_on = models.DateField(_("paid on"), null=True)
    struck_at = models.DateTimeField(_("struck out at"), null=True)
    struck_because = models.CharField(_("why it was struck out"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("internal reward")
        constraints = [
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="reward_is_something"),
            models.CheckConstraint(condition=~Q(what="") & ~Q(reporter=""), name="reward_says_who_and_what"),
            models.CheckConstraint(
                condition=Q(paid_on=None) | Q(paid_on__gte=F("reported_on")), name="reward_paid_after_its_report"
            ),
            models.CheckConstraint(
                condition=Q(struck_at=None, struck_because="") | Q(struck_at__isnull=False) & ~Q(struck_because=""),
                name="reward_struck_with_its_reason",
            ),
        ]
        indexes = [models.Index(fields=["enterprise", "id"], name="reward_by_enterprise")]

    def __str__(self) -> str:
        return self.what
