"""What is remembered of imports: each job with its counts, and how an organization's own heads were matched."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from fangwei.register.models import Organization


class JobState(models.TextChoices):
    RUNNING = "running", _("Import running")
    DONE = "done", _("Import done")
    FAILED = "failed", _("Import broken off")


class ImportJob(models.Model):
    """One import of one file: who brought it, how far it is, what became of its rows.

    A job that was killed stays running until the same file is imported again, which completes it: every row is idempotent.
    `result` is what the command line prints, its lists cut to the first rows; the error workbook holds all of them.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    spec = models.CharField(_("kind of sheet"), max_length=24)
    file_name = models.CharField(_("file of the sheet"), max_length=200)
    file_sha256 = models.CharField(_("SHA-256 of the file"), max_length=64)
    territory_code = models.CharField(_("territory of the sheet"), max_length=12, blank=True)
    state = models.CharField(_("state of the import"), max_length=8, choices=JobState.choices, default=JobState.RUNNING)
    given = models.PositiveIntegerField(_("rows given"), default=0)
    imported = models.PositiveIntegerField(_("rows imported"), default=0)
    updated = models.PositiveIntegerField(_("rows updated"), default=0)
    unchanged = models.PositiveIntegerField(_("rows unchanged"), default=0)
    rejected = models.PositiveIntegerField(_("rows refused"), default=0)
    person_id = models.UUIDField(_("brought by"), null=True, blank=True)
    post_id = models.UUIDField(_("from the post"), null=True, blank=True)
    organization_id = models.UUIDField(_("for the organization"), null=True, blank=True)
    at = models.DateTimeField(_("brought at"))
    result = models.JSONField(_("result of the import"), default=dict, blank=True)
    error_workbook = models.CharField(_("error workbook"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("import of a sheet")
        indexes = [models.Index(fields=["organization_id", "-at"], name="import_by_organization")]
        constraints = [
            models.CheckConstraint(
                condition=Q(given=F("imported") + F("updated") + F("unchanged") + F("rejected")),
                name="import_every_row_has_a_verdict",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.spec} {self.file_name}"


class ColumnMatching(models.Model):
    """Which heads of an organization's own sheet mean which fields, as somebody there once said.

    `signature` is the header it was said of; `fields` maps folded heads to fields, '' where a head means none.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        related_name="column_matchings",
        verbose_name=_("organization whose sheet it is"),
    )
    spec = models.CharField(_("kind of sheet"), max_length=24)
    signature = models.CharField(_("header of the sheet"), max_length=64)
    fields = models.JSONField(_("fields of the heads"), default=dict)

    class Meta:
        verbose_name = _("column matching")
        constraints = [
            models.UniqueConstraint(fields=["organization", "spec", "signature"], name="column_matching_once"),
        ]

    def __str__(self) -> str:
        return f"{self.spec} {self.signature[:12]}"
