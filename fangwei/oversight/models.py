"""Blind spots as cases, and since when oversight has looked."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fangwei.casework.models import Case, RunningClock
from fangwei.duty.models import Gap
from fangwei.register.models import Organization, Post


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


class Form(models.TextChoices):
    """The papers of oversight, in the order of the ladder."""

    REFERRAL = "referral", _("Referral to enforcement")
    REMINDER = "reminder", _("Reminder")
    URGING = "urging", _("Urging letter")
    WARNING = "warning", _("Warning letter")
    INTERVIEW = "interview", _("Admonishing interview")
    CIRCULAR = "circular", _("Circular")
    CLUE = "clue", _("Clue handed over")


class Letter(models.Model):
    """One step of oversight over one overdue clock: a paper that the committee office issues and its addressee answers.

    `text` is the paper as issued; `answer` what came back. A clue's inquiry stays outside: its receipt and result are noted.
    """

    case = models.OneToOneField(Case, on_delete=models.CASCADE, primary_key=True, related_name="letter")
    form = models.CharField(_("form"), max_length=12, choices=Form.choices)
    about = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="letters", verbose_name=_("overdue case"))
    clock = models.ForeignKey(RunningClock, on_delete=models.PROTECT, related_name="+", verbose_name=_("overdue clock"))
    days = models.PositiveIntegerField(_("days overdue"))
    addressee = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("addressee")
    )
    text = models.TextField(_("text"), blank=True)
    record = models.TextField(_("record of the interview"), blank=True)
    answer = models.TextField(_("answer"), blank=True)
    issued_at = models.DateTimeField(_("issued at"), null=True)
    answered_at = models.DateTimeField(_("answered at"), null=True)

    class Meta:
        verbose_name = _("letter")
        constraints = [
            models.UniqueConstraint(fields=["clock", "form"], name="letter_once_a_clock"),
            models.CheckConstraint(condition=Q(issued_at=None) | ~Q(text=""), name="letter_issued_has_its_text"),
            models.CheckConstraint(
                condition=Q(answered_at=None) | Q(issued_at__isnull=False), name="letter_answered_after_its_issue"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.about_id}"


class Watch(models.Model):
    """Whether something happened since oversight looked last, and on which day that was."""

    day = models.DateField(_("day"))
    stale = models.BooleanField(_("something happened since"), default=False)
    resolved_at = models.DateTimeField(_("duty resolved at"), null=True)

    class Meta:
        verbose_name = _("watch")

    def __str__(self) -> str:
        return self.day.isoformat()
