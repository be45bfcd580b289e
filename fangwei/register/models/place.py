"""Places: anywhere a danger can be, and the sites of enterprises among them."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from fangwei.engines.codes import subtree_bounds
from fangwei.register.models.dated import Dated, DatedQuerySet, dates_in_order
from fangwei.register.models.enterprise import Enterprise
from fangwei.register.models.organization import Organization


class PlaceKind(models.TextChoices):
    SITE = "site", _("Enterprise’s site")
    DWELLING = "dwelling", _("Dwelling")
    FOREST = "forest", _("Forest compartment")
    ROAD = "road", _("Road section")
    WATER = "water", _("Water")
    PUBLIC_PLACE = "public_place", _("Public place")
    FACILITY = "facility", _("Facility")
    OTHER = "other", _("Other place")


class PlaceQuerySet(DatedQuerySet["Place"]):
    def within(self, code: str) -> "PlaceQuerySet":
        """Return the places in a territory by its code's prefix; the empty code is the whole country."""
        if not code:
            return self
        low, high = subtree_bounds(code)
        if len(code) == 6:
            return self.filter(county_code=code)
        return self.filter(territory_code__gte=low, territory_code__lt=high)


class Place(Dated):
    """Anywhere a danger can be: an enterprise's site, or a place with a keeper, or one that nobody keeps.

    `territory_code` is the narrowest division known, a township if possible; empty while the place lies in none that we
    know. `warnings` are doubts of the import that stay on the record: {"code", "message"}.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=PlaceKind.choices)
    name = models.CharField(_("name"), max_length=200)
    territory_code = models.CharField(_("territory"), max_length=12, blank=True)
    county_code = models.CharField(_("county of the place"), max_length=6, blank=True)
    address = models.CharField(_("address"), max_length=300, blank=True)
    lat = models.FloatField(_("latitude"), null=True, blank=True)
    lon = models.FloatField(_("longitude"), null=True, blank=True)
    cell = models.CharField(_("hexagon"), max_length=15, blank=True)
    keeper_organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="kept_places",
        verbose_name=_("keeper"),
    )
    keeper_name = models.CharField(_("keeper’s name"), max_length=120, blank=True)
    warnings = models.JSONField(_("warnings"), default=list, blank=True)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("place")
        indexes = [
            models.Index(fields=["territory_code", "id"], name="place_by_territory"),
            models.Index(fields=["county_code", "id"], name="place_by_county"),
            models.Index(fields=["county_code", "name"], name="place_by_name"),
            models.Index(fields=["cell"], name="place_by_cell"),
        ]
        constraints = [
            dates_in_order(),
            models.CheckConstraint(condition=~Q(name=""), name="place_has_a_name"),
            models.CheckConstraint(
                condition=Q(lat=None, lon=None, cell="") | Q(lat__isnull=False, lon__isnull=False) & ~Q(cell=""),
                name="place_point_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(lat=None) | Q(lat__gte=-90, lat__lte=90, lon__gte=-180, lon__lte=180),
                name="place_point_on_earth",
            ),
            models.CheckConstraint(
                condition=Q(county_code="") | Q(territory_code__startswith=F("county_code")),
                name="place_county_holds_territory",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def is_within(self, code: str) -> bool:
        """Tell whether the place lies in a territory; the empty code is the whole country."""
        if not code:
            return True
        return self.county_code == code if len(code) == 6 else self.territory_code.startswith(code)


class Site(models.Model):
    """An enterprise's place of work: the place, the enterprise that runs it, and what it does there.

    `hazardous_chemicals` is unknown until somebody says yes or no. `landlord` is the present one; the dated leases
    say since when and under which agreement.
    """

    place = models.OneToOneField(
        Place, on_delete=models.PROTECT, primary_key=True, related_name="site", verbose_name=_("place")
    )
    enterprise = models.ForeignKey(
        Enterprise, on_delete=models.PROTECT, related_name="sites", verbose_name=_("enterprise")
    )
    landlord = models.ForeignKey(
        Enterprise,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="let_sites",
        verbose_name=_("landlord"),
    )
    industry_code = models.CharField(_("industry code"), max_length=5, blank=True)
    industry_name = models.CharField(_("industry"), max_length=80, blank=True)
    employees = models.PositiveIntegerField(_("employees"), null=True, blank=True)
    hazardous_chemicals = models.BooleanField(_("hazardous chemicals"), null=True, blank=True)
    traits = models.JSONField(_("traits"), default=list, blank=True)

    class Meta:
        verbose_name = _("site")
        indexes = [models.Index(fields=["industry_code"], name="site_by_industry")]
        constraints = [
            models.CheckConstraint(
                condition=Q(landlord=None) | ~Q(landlord=F("enterprise")), name="site_landlord_is_another"
            ),
        ]

    def __str__(self) -> str:
        return str(self.place_id)


class Lease(Dated):
    """A tenant's site is let by a landlord for a time, with or without a safety agreement; sublets form a chain.

    `let_from` is the landlord's own site when he is himself a tenant.

    Law: Work Safety Law, Art. 49 (safety agreement with tenants, the landlord's coordination).
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="leases", verbose_name=_("tenant’s site"))
    landlord = models.ForeignKey(
        Enterprise, on_delete=models.PROTECT, null=True, blank=True, related_name="leases", verbose_name=_("landlord")
    )
    landlord_name = models.CharField(_("landlord’s name"), max_length=120, blank=True)
    let_from = models.ForeignKey(
        Site, on_delete=models.PROTECT, null=True, blank=True, related_name="sublets", verbose_name=_("let from")
    )
    safety_agreement_on = models.DateField(_("safety agreement of"), null=True, blank=True)

    objects = DatedQuerySet["Lease"].as_manager()

    class Meta:
        verbose_name = _("lease")
        constraints = [
            dates_in_order(),
            models.CheckConstraint(
                condition=Q(landlord__isnull=False) | ~Q(landlord_name=""), name="lease_has_a_landlord"
            ),
            models.CheckConstraint(condition=Q(let_from=None) | ~Q(let_from=F("site")), name="lease_from_another_site"),
            models.UniqueConstraint(fields=["site"], condition=Q(valid_to=None), name="lease_one_open_of_a_site"),
        ]

    def __str__(self) -> str:
        return f"{self.site_id} ← {self.landlord_name}"
