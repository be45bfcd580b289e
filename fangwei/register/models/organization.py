"""Organs of party and government and the bodies they form."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from fangwei.register.models.dated import Dated, DatedQuerySet, dates_in_order


class OrganizationKind(models.TextChoices):
    """One flat vocabulary: what a body is, and for a department its line of supervision."""

    PARTY_COMMITTEE = "party_committee", _("Party committee")
    GOVERNMENT = "government", _("Government")
    COMMITTEE = "committee", _("Work-safety committee")
    COMMITTEE_OFFICE = "committee_office", _("Office of the work-safety committee")
    TOWNSHIP = "township", _("Township or subdistrict office")
    ZONE = "zone", _("Development zone committee")
    TASK_FORCE = "task_force", _("Task force")
    VILLAGE_COMMITTEE = "village_committee", _("Village or residents’ committee")
    EMERGENCY = "emergency", _("Emergency management")
    MINE_SAFETY = "mine_safety", _("Mine safety and coal")
    HOUSING = "housing", _("Housing and construction")
    TRANSPORT = "transport", _("Transport")
    FIRE = "fire", _("Fire and rescue")
    MARKET = "market", _("Market supervision")
    POLICE = "police", _("Public security")
    WATER = "water", _("Water resources")
    ENERGY = "energy", _("Energy and reform")
    INDUSTRY = "industry", _("Industry and information")
    CULTURE_TOURISM = "culture_tourism", _("Culture and tourism")
    EDUCATION = "education", _("Education")
    CIVIL_AFFAIRS = "civil_affairs", _("Civil affairs")
    HEALTH = "health", _("Health")
    COMMERCE = "commerce", _("Commerce")
    AGRICULTURE = "agriculture", _("Agriculture and rural affairs")
    FORESTRY = "forestry", _("Forestry and grassland")
    NATURAL_RESOURCES = "natural_resources", _("Natural resources")
    ECOLOGY = "ecology", _("Ecology and environment")
    URBAN_MANAGEMENT = "urban_management", _("Urban management")
    DISCIPLINE = "discipline", _("Discipline inspection")
    OTHER_DEPARTMENT = "other_department", _("Another department")


SINGLE_KINDS = (
    OrganizationKind.PARTY_COMMITTEE,
    OrganizationKind.GOVERNMENT,
    OrganizationKind.COMMITTEE,
    OrganizationKind.COMMITTEE_OFFICE,
)
"""Bodies of which a territory has one at a time; two departments of one line are a fault that must be seen, not refused."""


class Organization(Dated):
    """A body that answers for something in a territory: an organ, a department, a township, a zone, a task force.

    A placeholder stands where the body must exist by law but nobody has registered it yet.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=24, choices=OrganizationKind.choices)
    territory_code = models.CharField(_("territory"), max_length=12)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("superior")
    )
    placeholder = models.BooleanField(_("placeholder"), default=False)

    objects = DatedQuerySet["Organization"].as_manager()

    class Meta:
        verbose_name = _("organization")
        indexes = [models.Index(fields=["territory_code", "kind"], name="organization_by_territory")]
        constraints = [
            dates_in_order(),
            models.UniqueConstraint(
                fields=["territory_code", "kind"],
                condition=Q(valid_to=None, kind__in=SINGLE_KINDS),
                name="organization_one_of_its_kind",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="organization_has_a_name"),
            models.CheckConstraint(condition=~Q(territory_code=""), name="organization_has_a_territory"),
        ]

    def __str__(self) -> str:
        return self.name
