"""Administrative divisions, their successors, and who has jurisdiction where the code's prefix does not say it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from fangwei.register.models.dated import Dated, DatedQuerySet, dates_in_order


class Level(models.TextChoices):
    PROVINCE = "province", _("Province")
    PREFECTURE = "prefecture", _("Prefecture-level city")
    COUNTY = "county", _("County")
    TOWNSHIP = "township", _("Township or subdistrict")


class TerritoryKind(models.TextChoices):
    """Whether a government stands behind the code."""

    GOVERNMENT = "government", _("Division with a government")
    ZONE = "zone", _("Development zone")
    GROUPING = "grouping", _("Statistical grouping without a government")


class Territory(Dated):
    """An administrative division by its code in short form (2, 4, 6 or 9 digits), whose prefixes are its ancestors."""

    code = models.CharField(_("code"), max_length=12, primary_key=True)
    name = models.CharField(_("name"), max_length=80)
    level = models.CharField(_("level"), max_length=10, choices=Level.choices)
    kind = models.CharField(_("kind"), max_length=10, choices=TerritoryKind.choices, default=TerritoryKind.GOVERNMENT)
    parent_code = models.CharField(_("code of the division above"), max_length=12, blank=True)

    objects = DatedQuerySet["Territory"].as_manager()

    class Meta:
        verbose_name = _("administrative division")
        indexes = [
            models.Index(fields=["parent_code", "name"], name="territory_by_parent"),
            models.Index(fields=["level", "name"], name="territory_by_name"),
        ]
        constraints = [
            dates_in_order(),
            models.CheckConstraint(
                condition=Q(level=Level.PROVINCE, parent_code="") | ~Q(level=Level.PROVINCE) & ~Q(parent_code=""),
                name="territory_below_a_parent",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TerritorySuccession(models.Model):
    """One division follows another: merged into it, split off from it, or renamed, on a day and by an act of state."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    old = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="successions", verbose_name=_("old"))
    new = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="origins", verbose_name=_("new"))
    on = models.DateField(_("on"))
    citation = models.CharField(_("citation"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("succession of divisions")
        constraints = [
            models.UniqueConstraint(fields=["old", "new", "on"], name="succession_once"),
            models.CheckConstraint(condition=~Q(old=models.F("new")), name="succession_of_another"),
        ]

    def __str__(self) -> str:
        return f"{self.old_id} → {self.new_id}"


class JurisdictionKind(models.TextChoices):
    """Why somebody else than the prefix answers.

    delegated: an organization exercises powers of another by delegation (a zone leads work safety in its area).
    vertical: an agency answers to its own superior, not to the local government (mine safety).
    zone: a management committee runs the area in place of a government.
    answers_to: the division answers to another government than its prefix says (Jiyuan to the province).
    """

    DELEGATED = "delegated", _("By delegation")
    VERTICAL = "vertical", _("Vertical management")
    ZONE = "zone", _("Run by a zone")
    ANSWERS_TO = "answers_to", _("Answers to")


class Jurisdiction(Dated):
    """Who answers in a territory for a line of supervision, where the code's prefix does not say it.

    `line` is an organization's kind (emergency, fire …) or empty for every line. `superior_code` is the government the
    territory answers to; it may stand alone where no organization is known yet.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    territory_code = models.CharField(_("territory"), max_length=12)
    kind = models.CharField(_("kind"), max_length=10, choices=JurisdictionKind.choices)
    line = models.CharField(_("line of supervision"), max_length=24, blank=True)
    organization = models.ForeignKey(
        "register.Organization",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="jurisdictions",
        verbose_name=_("organization"),
    )
    superior_code = models.CharField(_("answers to"), max_length=12, blank=True)
    citation = models.CharField(_("citation"), max_length=200, blank=True)

    objects = DatedQuerySet["Jurisdiction"].as_manager()

    class Meta:
        verbose_name = _("jurisdiction")
        indexes = [models.Index(fields=["territory_code", "line"], name="jurisdiction_by_line")]
        constraints = [
            dates_in_order(),
            models.CheckConstraint(
                condition=Q(organization__isnull=False) | ~Q(superior_code=""), name="jurisdiction_of_somebody"
            ),
            models.CheckConstraint(
                condition=~Q(kind=JurisdictionKind.ANSWERS_TO) | ~Q(superior_code=""), name="answers_to_somebody"
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=[JurisdictionKind.DELEGATED, JurisdictionKind.VERTICAL])
                | Q(organization__isnull=False),
                name="jurisdiction_given_to_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.territory_code} {self.get_kind_display()}"
