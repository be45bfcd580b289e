"""Major hazard installations."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from fangwei.register.models.dated import Dated, DatedQuerySet, dates_in_order
from fangwei.register.models.place import Site
from fangwei.register.models.post import Post


class UnitKind(models.TextChoices):
    PRODUCTION = "production", _("Production unit")
    STORAGE = "storage", _("Storage unit")


class MajorInstallation(Dated):
    """A production or storage unit judged by GB 18218, with the working shown; level 1 is the gravest.

    A unit that stays below the threshold is kept too, without a level: that it was judged is a fact.

    Law: GB 18218-2018; Work Safety Law, Art. 40; the three charge persons of 应急厅〔2021〕12号.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="installations", verbose_name=_("site"))
    name = models.CharField(_("name"), max_length=120)
    unit_kind = models.CharField(_("kind of unit"), max_length=10, choices=UnitKind.choices)
    substances = models.JSONField(_("substances"), default=list)
    exposed_people = models.PositiveIntegerField(_("people exposed around the site"))
    s = models.DecimalField(_("S"), max_digits=16, decimal_places=6)
    r = models.DecimalField(_("R"), max_digits=16, decimal_places=6)
    alpha = models.DecimalField(_("α"), max_digits=6, decimal_places=3)
    level = models.PositiveSmallIntegerField(_("level"), null=True, blank=True)
    working = models.JSONField(_("working"), default=list)
    bundle_hash = models.CharField(_("law bundle"), max_length=64, blank=True)
    main_post = models.ForeignKey(
        Post, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("main person in charge")
    )
    technical_post = models.ForeignKey(
        Post, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("technical person")
    )
    operating_post = models.ForeignKey(
        Post, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("operating person")
    )

    objects = DatedQuerySet["MajorInstallation"].as_manager()

    class Meta:
        verbose_name = _("major hazard installation")
        constraints = [
            dates_in_order(),
            models.CheckConstraint(
                condition=Q(level=None) | Q(level__gte=1), name="installation_level_counts_from_one"
            ),
            models.CheckConstraint(condition=Q(s__gte=0, r__gte=0, alpha__gt=0), name="installation_values_sane"),
            models.UniqueConstraint(
                fields=["site", "name"], condition=Q(valid_to=None), name="installation_once_at_a_site"
            ),
        ]

    def __str__(self) -> str:
        return self.name
