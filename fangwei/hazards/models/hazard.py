"""The hazard: what is dangerous, how it was graded, who rectified and who verified it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fangwei.casework.models import Case


class Grade(models.TextChoices):
    """The statutory grades (SAWS Order 16 of 2007, Art. 3); empty while nobody has graded."""

    GENERAL = "general", _("general hazard")
    MAJOR = "major", _("major hazard")


class HowFound(models.TextChoices):
    """How the hazard came to be known."""

    INSPECTION = "inspection", _("inspection")
    SELF_CHECK = "self_check", _("enterprise's own check")
    GRID = "grid", _("grid worker")
    TIP = "tip", _("tip")
    SIGNAL = "signal", _("signal from another department")
    ACCIDENT = "accident", _("accident")
    EXPERT = "expert", _("expert")
    CAMPAIGN = "campaign", _("campaign")
    OTHER = "other", _("other")


class Hazard(models.Model):
    """One danger at one place; one-to-one with its case, changed through the door only.

    The five settled things of a major hazard are `measures`, `responsible`, `funds_fen`, the case's deadline and
    `contingency`. `sheet` keeps the cells of an imported row that have no place of their own; `sheet_key` makes the row's import
    idempotent.
    """

    case = models.OneToOneField(Case, on_delete=models.CASCADE, primary_key=True, related_name="hazard")
    description = models.TextField()
    category = models.CharField(max_length=32, default="general")
    spot = models.CharField(max_length=120, blank=True)
    how_found = models.CharField(max_length=12, choices=HowFound.choices)
    found_on = models.DateField()
    found_by = models.UUIDField(null=True)
    grade = models.CharField(max_length=8, blank=True, choices=Grade.choices)
    criterion = models.CharField(max_length=64, blank=True)
    self_found = models.BooleanField(default=False)
    measures = models.TextField(blank=True)
    responsible = models.CharField(max_length=80, blank=True)
    funds_fen = models.BigIntegerField(null=True)
    contingency = models.TextField(blank=True)
    on_spot = models.JSONField(default=list)
    works_stopped = models.BooleanField(default=False)
    resumption_requested_at = models.DateTimeField(null=True)
    expiry_reviewed = models.BooleanField(default=False)
    interim = models.TextField(blank=True)
    state_before = models.CharField(max_length=24, blank=True)
    evidence_held = models.BooleanField(default=False)
    rectifier_person = models.UUIDField(null=True)
    rectifier_unit = models.UUIDField(null=True)
    expert_person = models.UUIDField(null=True)
    verifier_person = models.UUIDField(null=True)
    looked_back_at = models.DateTimeField(null=True)
    merged_into = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="merged_hazards")
    split_from = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="split_hazards")
    sheet_key = models.CharField(max_length=64, unique=True, null=True)
    sheet = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("hazard")
        constraints = [
            models.CheckConstraint(condition=~Q(description=""), name="hazard_is_described"),
            models.CheckConstraint(
                condition=~Q(grade="major")
                | ~Q(criterion="")
                | Q(sheet_key__isnull=False)
                | Q(split_from__isnull=False),
                name="hazard_major_cites_criterion",
            ),
            models.CheckConstraint(condition=~Q(merged_into=models.F("case")), name="hazard_not_merged_into_itself"),
            models.CheckConstraint(
                condition=Q(funds_fen__isnull=True) | Q(funds_fen__gte=0), name="hazard_funds_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(verifier_person__isnull=True)
                | Q(rectifier_person__isnull=True)
                | ~Q(verifier_person=models.F("rectifier_person")),
                name="hazard_not_verified_by_its_rectifier",
            ),
        ]

    def __str__(self) -> str:
        return self.description[:60]
