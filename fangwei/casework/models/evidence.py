"""Evidence: files kept by the hash of their content."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from fangwei.casework.models.case import Case


class Evidence(models.Model):
    """One file handed in: first stored by its uploader, then attached to a case by an act. The bytes are kept by their hash."""

    id = models.UUIDField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="evidence")
    fact_id = models.UUIDField(null=True)
    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    uploaded_by = models.UUIDField(null=True)
    uploaded_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    stage = models.CharField(max_length=12, blank=True)

    class Meta:
        verbose_name = _("evidence")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(case__isnull=True, fact_id__isnull=True)
                | models.Q(case__isnull=False, fact_id__isnull=False),
                name="evidence_attached_by_a_fact",
            ),
        ]
        indexes = [
            models.Index(fields=["case", "id"], name="evidence_by_case"),
            models.Index(fields=["sha256"], name="evidence_by_hash"),
        ]

    def __str__(self) -> str:
        return self.name
