"""Running clocks and the reminders that they set off."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from fangwei.casework.models.case import Case


class RunningClock(models.Model):
    """One lawful period of one case: when it began, when it ends, by which rule, and who must act before.

    `next_at` is the instant of the next reminder or overdue step, null when nothing more will come: the sweep touches
    rows by that index alone. Overdue steps of an inherited case count from `climbs_from`, when its baseline was
    confirmed. A paused clock keeps `paused_at`; resuming moves `due_at` by the time that it stood still.
    """

    class Outcome(models.TextChoices):
        MET = "met", _("met")
        LATE = "late", _("late")
        CANCELLED = "cancelled", _("cancelled")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="clocks")
    name = models.CharField(max_length=24)
    rule = models.CharField(max_length=64, blank=True)
    bundle = models.CharField(max_length=64, blank=True)
    holder = models.CharField(max_length=12)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    first_due_at = models.DateTimeField()
    climbs_from = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=12, blank=True, choices=Outcome.choices)
    rung = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("clock")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "name"], condition=models.Q(ended_at__isnull=True), name="clock_one_running"
            ),
            models.CheckConstraint(
                condition=models.Q(due_at__gte=models.F("started_at")), name="clock_due_after_start"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True, outcome="")
                | (models.Q(ended_at__isnull=False) & ~models.Q(outcome="")),
                name="clock_ended_with_outcome",
            ),
            models.CheckConstraint(
                condition=models.Q(next_at__isnull=True) | models.Q(ended_at__isnull=True, paused_at__isnull=True),
                name="clock_reminds_while_running",
            ),
        ]
        indexes = [
            models.Index(fields=["next_at"], condition=models.Q(next_at__isnull=False), name="clock_next"),
            models.Index(
                fields=["case"], condition=models.Q(name="lookback", ended_at__isnull=True), name="clock_of_lookback"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.due_at:%Y-%m-%d}"


class Reminder(models.Model):
    """One reminder, overdue step or word to the level above for one post.

    `step` is unique for its clock and deadline, so a second sweep adds none, while a deadline that was moved reminds anew; a
    word that no clock sent has no clock.
    """

    clock = models.ForeignKey(RunningClock, on_delete=models.CASCADE, null=True, related_name="reminders")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="reminders")
    step = models.CharField(max_length=24)
    days = models.IntegerField()
    due_at = models.DateTimeField(null=True)
    post = models.ForeignKey("register.Post", on_delete=models.PROTECT, null=True, related_name="+")
    audience = models.CharField(max_length=16)
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("reminder")
        constraints = [models.UniqueConstraint(fields=["clock", "step", "due_at"], name="reminder_once_a_step")]
        indexes = [models.Index(fields=["post", "seen_at", "id"], name="reminder_by_post")]

    def __str__(self) -> str:
        return self.step
