"""What duty keeps: classes of places with their answers, where each place belongs, and what leaders and offices said.

Classes, answers, placements, blind spots of places and sums are projections: one writer makes them by statements over sets
from the register's rows, and they can be made again. The database does not check their foreign keys a second time, row
by row: that cost more than making them.
"""

from datetime import date, datetime

from django.db import models
from django.db.models import Q
from django.db.models.functions import Substr
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from fangwei.register.models import Organization, OrganizationKind, Place, Post
from fangwei.register.models.dated import Dated, DatedQuerySet, dates_in_order


class PlaceClass(models.Model):
    """Places for which every rule says the same: one territory, the trade as far as rules tell trades apart, traits.

    `traits` are the words that some rule names, sorted and joined by commas; `places` counts those that belong here,
    `gapped` those among them that have a blind spot of their own.
    """

    territory_code = models.CharField(_("territory"), max_length=12, blank=True)
    trade = models.CharField(_("trade"), max_length=5, blank=True)
    traits = models.CharField(_("traits"), max_length=200, blank=True)
    places = models.IntegerField(_("places"), default=0, db_default=0)
    gapped = models.IntegerField(_("places with a blind spot of their own"), default=0, db_default=0)
    county = models.GeneratedField(
        expression=Substr("territory_code", 1, 6), output_field=models.CharField(max_length=6), db_persist=True
    )
    division = models.GeneratedField(
        expression=Substr("trade", 1, 2), output_field=models.CharField(max_length=2), db_persist=True
    )

    class Meta:
        verbose_name = _("class of places")
        constraints = [
            models.UniqueConstraint(fields=["territory_code", "trade", "traits"], name="place_class_once"),
            models.CheckConstraint(condition=Q(places__gte=0), name="place_class_counts_places"),
        ]
        indexes = [
            models.Index(fields=["county", "division"], name="place_class_by_group"),
            models.Index(fields=["trade"], name="place_class_by_trade"),
        ]

    def __str__(self) -> str:
        return f"{self.territory_code} {self.trade} {self.traits}"


class Gap(models.TextChoices):
    """The kinds of blind spot, in the order in which a pair with several is counted."""

    OUTSIDE_TERRITORY = "outside_territory", _("Outside any territory")
    SUBLET_CHAIN = "sublet_chain", _("Chain of subletting")
    LEASE_WITHOUT_AGREEMENT = "lease_without_agreement", _("Let without a safety agreement")
    NO_KEEPER = "no_keeper", _("Place without a keeper")
    NO_RULE = "no_rule", _("No rule")
    TWO_LEADS = "two_leads", _("Two leads")
    NO_ORGANIZATION = "no_organization", _("No such organization here")
    POST_VACANT = "post_vacant", _("Post vacant")
    TERM_ENDED = "term_ended", _("Term ended")
    NO_CONTACT = "no_contact", _("No reachable contact")
    PRESUMED = "presumed", _("Presumed only")
    CASE_OWNER_LEFT = "case_owner_left", _("Case whose owner left")


class DutyClass(models.Model):
    """The answer for one class of places and one domain of danger, resolved to posts; holders are joined when read.

    `gap` is what the rules and bodies leave open; whether the lead's post is held is a matter of the day of asking.
    """

    place_class = models.ForeignKey(
        PlaceClass, on_delete=models.CASCADE, related_name="duties", db_index=False, db_constraint=False
    )
    domain = models.CharField(_("domain"), max_length=32)
    gap = models.CharField(_("blind spot"), max_length=24, choices=Gap.choices, blank=True)
    about = models.CharField(_("cause"), max_length=80, blank=True)
    lead_kind = models.CharField(_("leading line"), max_length=24, choices=OrganizationKind.choices, blank=True)
    lead = models.ForeignKey(
        Organization, on_delete=models.CASCADE, null=True, related_name="+", db_index=False, db_constraint=False
    )
    lead_post = models.ForeignKey(
        Post, on_delete=models.CASCADE, null=True, related_name="+", db_index=False, db_constraint=False
    )
    rule = models.CharField(_("rule"), max_length=64, blank=True)
    status = models.CharField(_("status"), max_length=12, blank=True)

    class Meta:
        verbose_name = _("answer for a class")
        constraints = [
            models.UniqueConstraint(fields=["place_class", "domain"], name="duty_class_once"),
            models.CheckConstraint(
                condition=~Q(gap__in=["", "presumed"]) | Q(lead__isnull=False), name="duty_class_answered_by_somebody"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place_class_id} {self.domain}"


class DutyTally(models.Model):
    """How many pairs of a county, a division of the trades and a domain have one answer: the sums that pages read.

    `pairs` counts all, `hidden` those among them whose place has a blind spot of its own. A projection of the classes:
    groups of county and division are counted again where something changed, and all of it at any time.
    """

    county = models.CharField(_("county"), max_length=6, blank=True)
    division = models.CharField(_("division of the trade"), max_length=2, blank=True)
    domain = models.CharField(_("domain"), max_length=32)
    gap = models.CharField(_("blind spot"), max_length=24, choices=Gap.choices, blank=True)
    about = models.CharField(_("cause"), max_length=80, blank=True)
    lead_kind = models.CharField(_("leading line"), max_length=24, choices=OrganizationKind.choices, blank=True)
    lead = models.ForeignKey(Organization, on_delete=models.CASCADE, null=True, related_name="+", db_constraint=False)
    lead_post = models.ForeignKey(Post, on_delete=models.CASCADE, null=True, related_name="+", db_constraint=False)
    rule = models.CharField(_("rule"), max_length=64, blank=True)
    status = models.CharField(_("status"), max_length=12, blank=True)
    pairs = models.IntegerField(_("pairs"))
    hidden = models.IntegerField(_("pairs of places with a blind spot of their own"))

    class Meta:
        verbose_name = _("sum of answers")
        indexes = [models.Index(fields=["county", "division"], name="duty_tally_by_group")]

    def __str__(self) -> str:
        return f"{self.county} {self.division} {self.domain}: {self.pairs}"


class GapTally(models.Model):
    """How many pairs of a township and a division of the trades lie open by one cause that is the places' own.

    `counted` are the pairs counted under this kind; the others of `pairs` have a graver blind spot as well.
    """

    county = models.CharField(_("county"), max_length=6, blank=True)
    division = models.CharField(_("division of the trade"), max_length=2, blank=True)
    territory_code = models.CharField(_("territory"), max_length=12, blank=True)
    kind = models.CharField(_("blind spot"), max_length=24, choices=Gap.choices)
    cause = models.CharField(_("cause"), max_length=120)
    about = models.CharField(_("about"), max_length=120, blank=True)
    pairs = models.IntegerField(_("pairs"))
    counted = models.IntegerField(_("pairs counted under this kind"))

    class Meta:
        verbose_name = _("sum of blind spots of places")
        indexes = [
            models.Index(fields=["county", "division"], name="gap_tally_by_group"),
            models.Index(fields=["territory_code"], name="gap_tally_by_territory"),
        ]

    def __str__(self) -> str:
        return f"{self.territory_code} {self.kind}: {self.pairs}"


class Placement(models.Model):
    """Which class a place belongs to; a closed place belongs to none."""

    place = models.OneToOneField(
        Place, on_delete=models.CASCADE, primary_key=True, related_name="placement", db_constraint=False
    )
    place_class = models.ForeignKey(PlaceClass, on_delete=models.PROTECT, related_name="members", db_constraint=False)

    class Meta:
        verbose_name = _("placement")

    def __str__(self) -> str:
        return f"{self.place_id} → {self.place_class_id}"


class PlaceGap(models.Model):
    """A blind spot of one place and not of its class: all its pairs have it. `cause` is what its case is opened for."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="gaps", db_constraint=False)
    kind = models.CharField(_("blind spot"), max_length=24, choices=Gap.choices)
    cause = models.CharField(_("cause"), max_length=120)
    about = models.CharField(_("about"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("blind spot of a place")
        constraints = [models.UniqueConstraint(fields=["place", "kind"], name="place_gap_once")]
        indexes = [models.Index(fields=["kind", "cause"], name="place_gap_by_cause")]

    def __str__(self) -> str:
        return f"{self.kind} {self.place_id}"


class Confirmation(Dated):
    """A committee office settles who leads where the tables only presume it: one row of nearest business, one territory.

    Law: Work Safety Law, Art. 10 (the government decides by nearest business).
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    territory_code = models.CharField(_("territory"), max_length=12)
    row = models.CharField(_("row of the table"), max_length=16)
    lead = models.CharField(_("leading line"), max_length=24, choices=OrganizationKind.choices)
    reason = models.TextField(_("reason"))
    recorded_at = models.DateTimeField(_("recorded at"))

    objects = DatedQuerySet["Confirmation"].as_manager()

    class Meta:
        verbose_name = _("confirmation")
        constraints = [
            dates_in_order(),
            models.UniqueConstraint(
                fields=["territory_code", "row"], condition=Q(valid_to=None), name="confirmation_one_open"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="confirmation_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.territory_code} {self.row} → {self.lead}"


class PortfolioQuerySet(DatedQuerySet["Portfolio"]):
    """Charges, read as they are known now or as they were known on another day."""

    def on_as_known(self, day: date, known: datetime) -> "PortfolioQuerySet":
        """Return the charges that held on the day by what had been recorded until the instant; no later end counts."""
        running = Q(end_recorded_at=None) | Q(end_recorded_at__gt=known) | Q(valid_to__gt=day)
        return self.filter(running, valid_from__lte=day, recorded_at__lte=known)


class Portfolio(Dated):
    """A leader's post is in charge of a line of supervision, or with an empty line of work safety as a whole.

    Time is two-sided as of tenures: `recorded_at` and `end_recorded_at` say since when the system has known it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="portfolios", verbose_name=_("post"))
    line = models.CharField(_("line of supervision"), max_length=24, choices=OrganizationKind.choices, blank=True)
    recorded_at = models.DateTimeField(_("recorded at"))
    end_recorded_at = models.DateTimeField(_("end recorded at"), null=True, blank=True)

    objects = PortfolioQuerySet.as_manager()

    class Meta:
        verbose_name = _("portfolio")
        constraints = [
            dates_in_order(),
            dates_in_order("recorded_at", "end_recorded_at"),
            models.UniqueConstraint(fields=["post", "line"], condition=Q(valid_to=None), name="portfolio_once_open"),
            models.CheckConstraint(
                condition=Q(valid_to=None, end_recorded_at=None)
                | Q(valid_to__isnull=False, end_recorded_at__isnull=False),
                name="portfolio_end_recorded",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post_id} {self.line}"


class Resolution(models.Model):
    """How far the classes are resolved: for which day, by which rules, with which words of trades and traits."""

    day = models.DateField(_("day"))
    rules = models.CharField(_("rules"), max_length=64)
    words = models.JSONField(_("words"), default=dict)
    at = models.DateTimeField(_("resolved at"))

    class Meta:
        verbose_name = _("resolution")

    def __str__(self) -> str:
        return self.day.isoformat()
