"""What holds for a time: from a day on, until the day it no longer does."""

from datetime import date
from typing import Any, TypeVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

Row = TypeVar("Row", bound=models.Model)

EVER = date(1949, 10, 1)
"""The day from which a thing is taken to hold when nobody knows since when."""


class DatedQuerySet(models.QuerySet[Row]):
    """Rows that hold from `valid_from` on and no longer on `valid_to`."""

    def on(self, day: date) -> "DatedQuerySet[Row]":
        """Return the rows that hold on the day."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)

    def standing(self) -> "DatedQuerySet[Row]":
        """Return the rows whose end is not known."""
        return self.filter(valid_to=None)


class Dated(models.Model):
    """A noun that holds from a day on until the day it no longer does; both days are the law's, not the clerk's."""

    valid_from = models.DateField(_("valid from"), default=EVER)
    valid_to = models.DateField(_("valid until"), null=True, blank=True)

    class Meta:
        abstract = True

    def holds_on(self, day: date) -> bool:
        """Tell whether the row holds on the day."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


def dates_in_order(start: str = "valid_from", end: str = "valid_to") -> Any:
    """Return the constraint that nothing ends before it begins."""
    return models.CheckConstraint(
        condition=Q(**{end: None}) | Q(**{f"{end}__gte": F(start)}), name=f"%(app_label)s_%(class)s_{end}_order"
    )
