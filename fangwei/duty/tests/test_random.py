"""Random registers and rule sets: every pair is answered by exactly one lead or counted once; no two leads ever pass."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fangwei.duty import actions, queries
from fangwei.duty.answers import OwnerClass
from fangwei.duty.gaps import ORDER
from fangwei.duty.models import Confirmation
from fangwei.duty.resolve import resolve
from fangwei.duty.roster import Roster
from fangwei.duty.rules import DutyTable
from fangwei.duty.tests import factories as make
from fangwei.ledger.consumers import drain
from fangwei.register import actions as register_actions
from fangwei.register.models import Jurisdiction, Lease, Organization, Place, Site, Tenure
from fangwei.register.queries import Directory
from fangwei.register.refusals import RegisterRefused
from fangwei.register.tests import factories as register

BY = make.SYSTEM
TRADES = ("2614", "6210", "6130", "7291", "9610", "", "5532", "8514", "2110", "5311")
KINDS = ("emergency", "fire", "housing", "commerce", "market", "other_department", "transport", "township")
SEATS = (register.COUNTY, "4116", "41", register.TOWNSHIP, register.ZONE)
TRAITS = ("self_built", "energy_storage", "port_area", "gas_use")


# ---- rules and bodies, without a database ---------------------------------------------------------------------------

leads = st.sampled_from(["fire", "housing", "emergency"])
rules = st.lists(
    st.fixed_dictionaries(
        {
            "domain": st.sampled_from(["general", "fire"]),
            "trades": st.lists(st.sampled_from(["26", "2614", "61"]), max_size=1),
            "traits": st.lists(st.sampled_from(TRAITS[:2]), max_size=1),
            "lead": leads,
            "territory": st.sampled_from(["", "41", register.COUNTY]),
        }
    ),
    max_size=6,
)
bodies = st.lists(st.tuples(leads, st.sampled_from([register.COUNTY, "4116"])), max_size=6)


@settings(max_examples=300)
@given(rules, bodies, st.sampled_from(["2614", "6110", ""]), st.sampled_from(["general", "fire"]), st.booleans())
def test_a_pair_has_a_lead_if_exactly_one_line_and_one_body_are_named(rows, held, trade, domain, marked) -> None:
    table = DutyTable.of([row | {"id": f"R{n}", "assisting": []} for n, row in enumerate(rows)])
    standing: dict[tuple[str, str], tuple[Organization, ...]] = {}
    for kind, seat in held:
        body = Organization(name=f"{kind}{seat}", kind=kind, territory_code=seat)
        standing[kind, seat] = (*standing.get((kind, seat), ()), body)
    roster = Roster(date(2026, 3, 2), Directory({}, {}, {}), standing, {}, {})
    traits = (TRAITS[0],) if marked else ()
    found = resolve(OwnerClass(register.TOWNSHIP, trade, domain, traits), table, roster)
    named = {row.lead for row in table.matches(trade, domain, traits)}
    here = [body for kind in named for body in standing.get((kind, register.COUNTY), ())]
    assert (found.lead is not None) == (len(named) == 1 and len(here) == 1)
    assert bool(found.gap) == (found.lead is None)
    if len(named) > 1 or (len(named) == 1 and len(here) > 1):
        assert found.gap == "two_leads"


# ---- a register that lives ------------------------------------------------------------------------------------------

step = st.one_of(
    st.tuples(st.just("site"), st.sampled_from(TRADES), st.sampled_from(["", *TRAITS])),
    st.tuples(st.just("place"), st.sampled_from(["road", "forest", "water", "dwelling"]), st.booleans()),
    st.tuples(st.just("body"), st.sampled_from(KINDS), st.sampled_from(SEATS)),
    st.tuples(st.just("close"), st.integers(0, 5), st.integers(0, 3)),
    st.tuples(st.just("vacate"), st.integers(0, 5), st.booleans()),
    st.tuples(st.just("grant"), st.sampled_from(["", "emergency", "fire"]), st.sampled_from(SEATS)),
    st.tuples(st.just("lease"), st.integers(0, 5), st.booleans()),
    st.tuples(st.just("merge"), st.just(0), st.just(0)),
    st.tuples(st.just("confirm"), st.sampled_from(["N10", "N01", "N03"]), st.just(0)),
    st.tuples(st.just("run"), st.integers(0, 4), st.just(0)),
)


class World:
    """A register to which things happen, and its clock."""

    def __init__(self) -> None:
        self.at = make.NOW
        register.territories()

    @property
    def day(self) -> date:
        return (self.at + timedelta(hours=8)).date()

    def do(self, what: str, one, other) -> None:
        getattr(self, f"_{what}")(one, other)

    def _site(self, trade, trait) -> None:
        site = register.site(industry_code=trade, territory_code=register.TOWNSHIP)
        register_actions.update_site(site=site, traits=[trait] if trait else [], by=BY, at=self.at)

    def _place(self, kind, kept) -> None:
        register.place(kind, keeper_name="村委会" if kept else "")

    def _body(self, kind, seat) -> None:
        body = register.organization(kind, seat, name=f"{seat}{kind}铁路")
        if len(body.name) % 2:
            make.hold(make.duty_post(body))

    def _close(self, which, days) -> None:
        body = self._pick(Organization.objects.filter(valid_to=None, placeholder=False), which)
        if body is not None:
            on = self.day + timedelta(days=days)
            register_actions.close_organization(organization=body, on=on, by=BY, at=self.at)

    def _vacate(self, which, planned) -> None:
        tenure = self._pick(Tenure.objects.filter(end=None), which)
        if tenure is None:
            return
        register_actions.end_tenure(tenure=tenure, end=self.day, by=BY, at=self.at)
        if planned and tenure.post.holds_on(self.day):
            make.hold(tenure.post, start=self.day, planned_end=self.day + timedelta(days=2), phone="")

    def _grant(self, line, seat) -> None:
        body = self._pick(Organization.objects.filter(valid_to=None), 0)
        if body is not None:
            register_actions.grant_jurisdiction(
                territory_code=seat, kind="delegated", line=line, organization=body, by=BY, at=self.at
            )
        old = self._pick(Jurisdiction.objects.filter(valid_to=None), 1)
        if old is not None:
            register_actions.end_jurisdiction(jurisdiction=old, on=self.day, by=BY, at=self.at)

    def _lease(self, which, signed) -> None:
        site, upper = self._pick(Site.objects.order_by("pk"), which), self._pick(Site.objects.order_by("pk"), which + 1)
        if site is None:
            return
        try:
            register_actions.lease_site(
                site=site,
                landlord_name="产权人",
                let_from=upper if upper != site else None,
                safety_agreement_on=self.day if signed else None,
                valid_from=self.day,
                by=BY,
                at=self.at,
            )
        except RegisterRefused:
            old = Lease.objects.filter(valid_to=None).first()
            if old is not None:
                register_actions.agree_on_safety(lease=old, on=self.day, by=BY, at=self.at)

    def _merge(self, _one, _other) -> None:
        register_actions.merge_territories({register.COUNTY: "411624"}, on=self.day, by=BY, at=self.at)

    def _confirm(self, row, _other) -> None:
        if not Confirmation.objects.standing().filter(row=row).exists():
            actions.confirm_presumed(territory_code=register.COUNTY, row=row, reason="会议纪要", by=BY, at=self.at)

    def _run(self, days, _other) -> None:
        self.at += timedelta(days=days, minutes=1)
        drain(at=self.at)
        actions.catch_up(at=self.at)

    @staticmethod
    def _pick(rows, which):
        found = list(rows.order_by("pk"))
        return found[which % len(found)] if found else None


@pytest.mark.django_db
@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(st.lists(step, min_size=1, max_size=14))
def test_whatever_happens_every_pair_is_answered_or_counted_once(steps) -> None:
    with transaction.atomic():
        world = World()
        for what, one, other in steps:
            world.do(what, one, other)
        world.do("run", 1, 0)
        found = queries.coverage("", on=world.day)
        assert found.answered + sum(found.blind_spots.values()) == found.pairs
        expected: Counter[str] = Counter()
        for place in Place.objects.on(world.day).select_related("site__enterprise", "keeper_organization"):
            for answer in queries.answers_of(place, world.day):
                gravest = min(answer.gaps, key=lambda gap: ORDER[gap], default="")
                expected[gravest] += 1
        assert found.answered == expected.pop("", 0)
        assert found.blind_spots == dict(expected)
        assert sum(cause.counted for cause in queries.causes("", on=world.day)) == sum(expected.values())
        before = make.picture()
        actions.rebuild(at=world.at)
        assert make.picture() == before
        transaction.set_rollback(True)
