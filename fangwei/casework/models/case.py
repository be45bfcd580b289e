"""The case: anything that must end, with exactly one owner at every instant."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Provenance(models.TextChoices):
    """How the system came to know the case."""

    ACTED = "acted", _("acted here")
    SHEET = "sheet", _("imported from a sheet")


class Case(models.Model):
    """Anything that must end; each noun (hazard, order, …) is one-to-one with its case.

    `state` changes only through the door, by compare-and-set on `version`. `last_at` is the latest claimed instant, `counted_at`
    the latest that counted for clocks, before which no later act counts. `territory` is the current division code of the
    place. `title` and `severity` (0 not graded, 1 general, 2 major) are kept here so that lists of any kind need one table.
    """

    id = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=16)
    number = models.CharField(max_length=40, unique=True, null=True)
    state = models.CharField(max_length=24)
    version = models.PositiveIntegerField(default=1)
    is_open = models.BooleanField(default=True)
    title = models.CharField(max_length=200)
    severity = models.PositiveSmallIntegerField(default=0)
    place = models.ForeignKey("register.Place", on_delete=models.PROTECT, null=True, related_name="cases")
    territory = models.CharField(max_length=12)
    owner_post = models.ForeignKey("register.Post", on_delete=models.PROTECT, related_name="cases")
    owned_since = models.DateTimeField()
    origin_kind = models.CharField(max_length=24, blank=True)
    origin_id = models.UUIDField(null=True)
    provenance = models.CharField(max_length=8, choices=Provenance.choices, default=Provenance.ACTED)
    inherited = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    last_at = models.DateTimeField()
    counted_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("case")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_open=True, closed_at__isnull=True)
                | models.Q(is_open=False, closed_at__isnull=False),
                name="case_closed_has_its_instant",
            ),
            models.CheckConstraint(
                condition=models.Q(last_at__gte=models.F("opened_at")), name="case_acts_after_opening"
            ),
            models.CheckConstraint(condition=models.Q(severity__lte=2), name="case_severity_known"),
            models.CheckConstraint(
                condition=models.Q(inherited=False) | models.Q(provenance=Provenance.SHEET),
                name="case_inherited_from_sheet",
            ),
        ]
        indexes = [
            models.Index(fields=["owner_post", "is_open", "due_at"], name="case_by_owner"),
            models.Index(fields=["place", "id"], name="case_by_place"),
            models.Index(fields=["place", "kind", "is_open", "due_at", "id"], name="case_by_place_due"),
        ]

    def __str__(self) -> str:
        return self.number or str(self.id)


class CaseScope(models.Model):
    """One case on the list of one audience: an organization kind in a territory, a single unit, or one enterprise.

    Written from duty's answer, once for each level at which a list begins, so that one equality gives permission and order
    together. `shelf` says kind and state, `rank` where the case stands on a list (see `casework.scopes`); they and
    `severity` follow the case. The database does not check the reference: a case has some twenty rows, written with it in
    one transaction, and to look for the case twenty times would cost more than to write them.
    """

    pk = models.CompositePrimaryKey("case_id", "audience", "territory")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="scopes", db_index=False, db_constraint=False)
    audience = models.CharField(max_length=48)
    territory = models.CharField(max_length=12, blank=True)
    shelf = models.CharField(max_length=56)
    severity = models.PositiveSmallIntegerField(default=0)
    rank = models.BigIntegerField()

    class Meta:
        verbose_name = _("case's scope")
        indexes = [
            models.Index(fields=["audience", "territory", "shelf", "rank", "case"], name="scope_by_rank"),
            models.Index(fields=["audience", "territory", "shelf", "case"], name="scope_by_newest"),
            models.Index(
                fields=["audience", "territory", "shelf", "rank", "case"],
                condition=models.Q(severity=2),
                name="scope_of_major",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.audience} {self.territory} {self.shelf}"


class CaseExclusion(models.Model):
    """One audience that may not read one case although another row grants it: an organization kind in a territory."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="exclusions", db_index=False)
    audience = models.CharField(max_length=48)
    territory = models.CharField(max_length=12, blank=True)

    class Meta:
        verbose_name = _("case's exclusion")
        constraints = [
            models.UniqueConstraint(fields=["case", "audience", "territory"], name="exclusion_once"),
        ]

    def __str__(self) -> str:
        return f"{self.audience} {self.territory}"


class Numbering(models.Model):
    """The last serial given in one territory, kind and year."""

    territory = models.CharField(max_length=12)
    kind = models.CharField(max_length=16)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("numbering")
        constraints = [models.UniqueConstraint(fields=["territory", "kind", "year"], name="numbering_once")]

    def __str__(self) -> str:
        return f"{self.territory} {self.kind} {self.year}: {self.last}"
