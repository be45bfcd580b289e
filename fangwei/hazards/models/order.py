"""The rectification order: one paper for many hazards, each with a deadline and a result of its own."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fangwei.casework.models import Case
from fangwei.hazards.models.hazard import Hazard


class Order(models.Model):
    """An order to rectify, one-to-one with its case; it ends when all its items have ended."""

    class Signature(models.TextChoices):
        SIGNED = "signed", _("signed by the representative")
        REFUSED = "refused", _("refused, with a witness")

    case = models.OneToOneField(Case, on_delete=models.CASCADE, primary_key=True, related_name="order")
    note = models.TextField(blank=True)
    issued_at = models.DateTimeField(null=True)
    signature = models.CharField(max_length=8, blank=True, choices=Signature.choices)

    class Meta:
        verbose_name = _("rectification order")
        constraints = [
            models.CheckConstraint(
                condition=Q(issued_at__isnull=True, signature="") | (Q(issued_at__isnull=False) & ~Q(signature="")),
                name="order_issued_with_signature_or_refusal",
            )
        ]

    def __str__(self) -> str:
        return str(self.case_id)


class OrderItem(models.Model):
    """One hazard on an order: by when, what to do, and how it ended."""

    class Result(models.TextChoices):
        CLOSED = "closed", _("rectified and verified")
        REFERRED = "referred", _("referred to enforcement")
        CONTROLLED = "controlled", _("controlled, not yet removable")
        VOIDED = "voided", _("voided")
        MERGED = "merged", _("merged")
        WITHDRAWN = "withdrawn", _("order withdrawn")

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="items")
    hazard = models.ForeignKey(Hazard, on_delete=models.PROTECT, related_name="items")
    due_on = models.DateField()
    data = models.JSONField(default=dict)
    result = models.CharField(max_length=12, blank=True, choices=Result.choices)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("order's item")
        constraints = [
            models.UniqueConstraint(fields=["order", "hazard"], name="item_once_an_order"),
            models.UniqueConstraint(
                fields=["hazard"], condition=Q(ended_at__isnull=True), name="item_hazard_on_one_open_order"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, result="") | (Q(ended_at__isnull=False) & ~Q(result="")),
                name="item_ended_with_result",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.hazard_id}"
