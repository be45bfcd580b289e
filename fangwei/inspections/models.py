"""The visit to an enterprise, and the inspectors on it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from fangwei.casework.models import Case
from fangwei.register.models import Enterprise, Person


class VisitType(models.TextChoices):
    """The three types of inspection of enterprises."""

    DAILY = "daily", _("Daily visit")
    SPECIAL = "special", _("Special visit")
    INDIVIDUAL = "individual", _("Visit for one matter")


class Trigger(models.TextChoices):
    """What causes a visit; which type it fits and whether it counts against the cap stands in the law data."""

    PLAN = "plan", _("Yearly inspection plan")
    OWN_REQUEST = "own_request", _("The enterprise’s own request")
    CAMPAIGN = "campaign", _("Campaign")
    SUPERIOR = "superior", _("Superior’s instruction")
    TIP = "tip", _("Tip from the public")
    HANDED_OVER = "handed_over", _("Clue passed on")
    MONITORING = "monitoring", _("Clue from monitoring data")
    REINSPECTION = "reinspection", _("Re-inspection of an order")
    ACCIDENT = "accident", _("Accident")


class Visit(models.Model):
    """One visit of one body to one enterprise's site, one-to-one with its case.

    `line` is the line of supervision in whose field it counts, `year` the year of the cap, `counts` whether it counts at all.
    `code` is what the visit's QR code carries, given with the approval and known to nobody before.

    Law: 国办发〔2024〕54号; Work Safety Law, Arts. 65, 67 and 68.
    """

    class Signature(models.TextChoices):
        SIGNED = "signed", _("signed by the representative")
        REFUSED = "refused", _("refused, with a witness")

    case = models.OneToOneField(Case, on_delete=models.CASCADE, primary_key=True, related_name="visit")
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="visits")
    type = models.CharField(max_length=12, choices=VisitType.choices)
    trigger = models.CharField(max_length=16, choices=Trigger.choices)
    of_order = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="visits_of_order")
    basis = models.CharField(max_length=200)
    matters = models.TextField()
    unannounced = models.BooleanField(default=False)
    line = models.CharField(max_length=24)
    year = models.PositiveSmallIntegerField()
    counts = models.BooleanField(default=False)
    planned_on = models.DateField()
    applied_by = models.UUIDField(null=True)
    code = models.CharField(max_length=32, unique=True, null=True)
    approved_by = models.UUIDField(null=True)
    approved_at = models.DateTimeField(null=True)
    notified_at = models.DateTimeField(null=True)
    entered_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)
    entry_confirmed_at = models.DateTimeField(null=True)
    exit_confirmed_at = models.DateTimeField(null=True)
    checked = models.TextField(blank=True)
    signature = models.CharField(max_length=8, blank=True, choices=Signature.choices)

    class Meta:
        verbose_name = _("visit")
        indexes = [models.Index(fields=["enterprise", "year", "line"], name="visit_by_enterprise")]
        constraints = [
            models.CheckConstraint(condition=~Q(basis="") & ~Q(matters=""), name="visit_has_basis_and_matters"),
            models.CheckConstraint(
                condition=~Q(trigger="reinspection") | Q(of_order__isnull=False), name="visit_again_names_its_order"
            ),
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True, code__isnull=True)
                | Q(approved_at__isnull=False, approved_by__isnull=False, code__isnull=False),
                name="visit_code_with_approval",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | Q(applied_by__isnull=True) | ~Q(approved_by=F("applied_by")),
                name="visit_not_approved_by_its_applicant",
            ),
            models.CheckConstraint(
                condition=Q(entered_at__isnull=True) | Q(approved_at__isnull=False), name="visit_entered_when_approved"
            ),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True) | Q(entered_at__isnull=False, left_at__gte=F("entered_at")),
                name="visit_left_after_entering",
            ),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True, signature="") | (Q(left_at__isnull=False) & ~Q(signature="")),
                name="visit_left_with_signature_or_refusal",
            ),
        ]

    def __str__(self) -> str:
        return str(self.case_id)


class VisitInspector(models.Model):
    """One certified inspector on a visit, with the number of the certificate as it was when the visit was applied for."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="inspectors")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="visits")
    certificate_number = models.CharField(max_length=40)

    class Meta:
        verbose_name = _("inspector on a visit")
        constraints = [
            models.UniqueConstraint(fields=["visit", "person"], name="inspector_once_on_a_visit"),
            models.CheckConstraint(condition=~Q(certificate_number=""), name="inspector_is_certified"),
        ]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.person_id}"
