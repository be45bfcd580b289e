"""Papers, their serial numbers, the files made of them, and how they were served."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from fangwei.casework.models import Case, Evidence
from fangwei.register.models import Organization


class Series(models.Model):
    """The last serial that an authority has given under a mark in a year; gapless, withdrawn ones keep theirs.

    Kinds of papers whose numbers carry the same mark count together, so that no two papers bear one number.
    """

    authority = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name=_("authority"))
    mark = models.CharField(_("mark in the number"), max_length=32)
    year = models.PositiveSmallIntegerField(_("year"))
    last = models.PositiveIntegerField(_("last serial"), default=0)

    class Meta:
        verbose_name = _("series of numbers")
        constraints = [models.UniqueConstraint(fields=["authority", "mark", "year"], name="series_once")]

    def __str__(self) -> str:
        return f"{self.mark} {self.year}: {self.last}"


class Document(models.Model):
    """One official paper as it was drawn up: its values are frozen, a correction is a new edition with a number of its own.

    `fact_id` is the act that it documents. `content` holds plain values under the names that templates use, `sha256` their
    canonical form's hash, which the ledger's fact holds too.
    """

    id = models.UUIDField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="documents", verbose_name=_("case"))
    kind = models.CharField(_("kind"), max_length=32)
    authority = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="documents", verbose_name=_("authority")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    serial = models.PositiveIntegerField(_("serial"))
    number = models.CharField(_("number"), max_length=160)
    edition = models.PositiveSmallIntegerField(_("edition"), default=1)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="replaced_by", verbose_name=_("replaces")
    )
    fact_id = models.UUIDField(null=True)
    content = models.JSONField(_("content"))
    sha256 = models.CharField(max_length=64)
    drawn_by = models.UUIDField(null=True)
    drawn_at = models.DateTimeField(_("drawn up at"))
    withdrawn_by = models.UUIDField(null=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True)
    withdrawn_reason = models.TextField(_("why it was withdrawn"), blank=True)

    class Meta:
        verbose_name = _("document")
        constraints = [
            models.UniqueConstraint(fields=["authority", "kind", "year", "serial"], name="document_number_once"),
            models.UniqueConstraint(
                fields=["fact_id", "kind", "edition"], condition=Q(fact_id__isnull=False), name="document_once_an_act"
            ),
            models.CheckConstraint(condition=Q(serial__gte=1, edition__gte=1), name="document_counts_from_one"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_reason="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_reason="")),
                name="document_withdrawn_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(edition=1, replaces__isnull=True) | Q(edition__gt=1, replaces__isnull=False),
                name="document_edition_replaces_one",
            ),
        ]
        indexes = [models.Index(fields=["case", "drawn_at"], name="document_by_case")]

    def __str__(self) -> str:
        return self.number


class Rendering(models.Model):
    """One file made of a document and kept by its hash: what was handed out can be handed out again, byte for byte."""

    class Format(models.TextChoices):
        DOCX = "docx", _("Word")
        PDF = "pdf", _("PDF")

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="files", verbose_name=_("document"))
    format = models.CharField(_("format"), max_length=4, choices=Format.choices)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    template = models.CharField(_("hash of the template"), max_length=64)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("file of a document")
        constraints = [models.UniqueConstraint(fields=["document", "format"], name="rendering_once_a_format")]

    def __str__(self) -> str:
        return f"{self.document_id} {self.format}"


class Service(models.Model):
    """One attempt to serve a document: how, on whom, when, by which officers, and whether it was received.

    A refusal has its witness. `files` are the hashes of what was handed over.
    """

    class How(models.TextChoices):
        DIRECT = "direct", _("in person")
        LEFT = "left", _("left behind after a refusal")
        POST = "post", _("by post")
        ELECTRONIC = "electronic", _("electronically, by consent")
        ENTRUSTED = "entrusted", _("through another authority")
        PUBLIC = "public", _("by public notice")

    class Outcome(models.TextChoices):
        RECEIVED = "received", _("received")
        REFUSED = "refused", _("refused, with a witness")

    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, related_name="services", verbose_name=_("document")
    )
    how = models.CharField(_("how"), max_length=12, choices=How.choices)
    receiver = models.CharField(_("receiver"), max_length=80)
    relation = models.CharField(_("receiver's relation"), max_length=80, blank=True)
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome.choices)
    witness = models.CharField(_("witness"), max_length=80, blank=True)
    note = models.TextField(_("note"), blank=True)
    served_at = models.DateTimeField(_("served at"))
    officers = models.JSONField(_("officers"))
    receipt = models.ForeignKey(
        Evidence, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("receipt")
    )
    files = models.JSONField(_("hashes of the files"), default=dict)
    recorded_by = models.UUIDField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name = _("service of a document")
        constraints = [
            models.CheckConstraint(
                condition=~Q(outcome="refused") | ~Q(witness=""), name="service_refused_has_its_witness"
            ),
            models.CheckConstraint(condition=~Q(receiver=""), name="service_names_its_receiver"),
            models.CheckConstraint(condition=Q(served_at__lte=F("recorded_at")), name="service_recorded_afterwards"),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} {self.how} {self.outcome}"
