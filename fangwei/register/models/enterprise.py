"""Enterprises: who carries the main responsibility."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from fangwei.register.models.dated import Dated, DatedQuerySet, dates_in_order
from fangwei.register.sealed import SealedField

models.CharField.register_lookup(Length)


class Enterprise(Dated):
    """A production or business unit, by its unified social credit code or, until it has one, by its name.

    Law: Work Safety Law, Arts. 4 and 5.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    uscc = models.CharField(_("unified social credit code"), max_length=18, unique=True, null=True, blank=True)
    name = models.CharField(_("name"), max_length=200)
    territory_code = models.CharField(_("territory of registration"), max_length=12, blank=True)
    principal_name = models.CharField(_("principal"), max_length=60, blank=True)
    principal_phone = SealedField(_("principal’s telephone"), blank=True, default="")
    principal_phone_digest = models.CharField(max_length=64, blank=True, editable=False)

    objects = DatedQuerySet["Enterprise"].as_manager()

    class Meta:
        verbose_name = _("enterprise")
        indexes = [
            models.Index(fields=["name"], name="enterprise_by_name"),
            models.Index(fields=["principal_phone_digest"], name="enterprise_by_phone"),
        ]
        constraints = [
            dates_in_order(),
            models.CheckConstraint(condition=Q(uscc=None) | Q(uscc__length=18), name="enterprise_uscc_of_18"),
            models.CheckConstraint(condition=~Q(name=""), name="enterprise_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name
