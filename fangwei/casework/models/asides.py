"""What stands beside a case's state: transfers, extensions, listings and proposals that wait for a second person."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from fangwei.casework.models.case import Case

_PENDING = models.Q(ended_at__isnull=True)


class Transfer(models.Model):
    """A case offered to another post; the owner stays the owner until the other accepts or the committee office decides."""

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", _("accepted")
        ARBITRATED = "arbitrated", _("decided by arbitration")
        WITHDRAWN = "withdrawn", _("withdrawn")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="transfers")
    from_post = models.ForeignKey("register.Post", on_delete=models.PROTECT, related_name="+")
    to_post = models.ForeignKey("register.Post", on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    proposed_at = models.DateTimeField()
    refused_at = models.DateTimeField(null=True)
    refusal = models.TextField(blank=True)
    refusals = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=12, blank=True, choices=Outcome.choices)

    class Meta:
        verbose_name = _("transfer")
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=_PENDING, name="transfer_one_pending"),
            models.CheckConstraint(condition=~models.Q(from_post=models.F("to_post")), name="transfer_to_another"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.outcome or 'pending'}"


class Extension(models.Model):
    """More time for a clock, asked by one and granted by another."""

    class Outcome(models.TextChoices):
        GRANTED = "granted", _("granted")
        REFUSED = "refused", _("refused")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="extensions")
    clock = models.CharField(max_length=24)
    until = models.DateField()
    reason = models.TextField()
    asked_by = models.UUIDField(null=True)
    asked_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=12, blank=True, choices=Outcome.choices)
    note = models.TextField(blank=True)

    class Meta:
        verbose_name = _("extension")
        constraints = [
            models.UniqueConstraint(fields=["case", "clock"], condition=_PENDING, name="extension_one_pending"),
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True) | ~models.Q(decided_by=models.F("asked_by")),
                name="extension_granted_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.clock} {self.until}"


class Listing(models.Model):
    """Listed supervision of a case by a level of government, from listing to de-listing."""

    class Level(models.TextChoices):
        COUNTY = "county", _("county")
        CITY = "city", _("city")
        PROVINCE = "province", _("province")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="listings")
    level = models.CharField(max_length=12, choices=Level.choices)
    organization = models.ForeignKey("register.Organization", on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    listed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ending = models.TextField(blank=True)

    class Meta:
        verbose_name = _("listing")
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=_PENDING, name="listing_one_open"),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True) | models.Q(ended_at__gte=models.F("listed_at")),
                name="listing_ends_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.level} {self.case_id}"


class Proposal(models.Model):
    """A step that needs a second person: proposed by one, carried out or declined by another."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="proposals")
    verb = models.CharField(max_length=32)
    reason = models.TextField()
    proposed_by = models.UUIDField()
    proposed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)
    carried_out = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("proposal")
        constraints = [
            models.UniqueConstraint(fields=["case", "verb"], condition=_PENDING, name="proposal_one_pending"),
            models.CheckConstraint(
                condition=models.Q(carried_out=False) | ~models.Q(ended_by=models.F("proposed_by")),
                name="proposal_carried_out_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.case_id}"
