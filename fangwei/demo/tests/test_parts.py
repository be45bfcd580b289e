"""The parts of the demo by themselves: names, findings, pictures, roles, data that must fit the register."""

from io import BytesIO
from itertools import islice
from random import Random

import pytest
from PIL import Image

from fangwei.demo import findings, names, places, staff
from fangwei.demo.county import PLOTS, fewest_hazards
from fangwei.demo.pictures import SCENES, SIZE, picture
from fangwei.demo.roles import ROLES
from fangwei.demo.stage import identify
from fangwei.demo.trades import BY_CODE, TRADES
from fangwei.hazards.lifecycle import HAZARD, ORDER
from fangwei.register.models import OrganizationKind, Role
from fangwei.register.tests.factories import AT


def test_people_are_called_differently_and_the_seed_decides() -> None:
    some = list(islice(names.people(Random(1)), 600))
    assert len(set(some)) == 600
    assert some == list(islice(names.people(Random(1)), 600))
    assert some != list(islice(names.people(Random(2)), 600))


def test_firms_never_run_out_of_names() -> None:
    some = list(islice(names.stems(Random(1)), 3000))
    assert len(set(some)) == 3000


@pytest.mark.parametrize("domain", sorted({danger for trade in TRADES for danger in trade.dangers}))
def test_every_danger_of_a_trade_has_findings(domain: str) -> None:
    rng = Random(5)
    made = {findings.finding(rng, domain).text for _time in range(200)}
    assert len(made) > 15
    assert all(4 < len(text) < 80 for text in made)


def test_every_picture_named_can_be_drawn_before_and_after() -> None:
    assert set(findings.PICTURES) == set(SCENES)
    for scene in SCENES:
        before, after = (picture(scene, safe=safe, variant=0) for safe in (False, True))
        assert before != after
        assert Image.open(BytesIO(before)).size == SIZE
        assert len(before) < 40_000


def test_roles_are_users_of_the_staff_and_fit_the_register() -> None:
    seats = {seat.username: seat for body in staff.BODIES for seat in body.seats}
    seats |= {seat.username: seat for seat in staff.township(staff.CENTRE, "花园街道").seats}
    firms = {username for known in places.KNOWN for username in known.users}
    for role in ROLES:
        assert role.role in Role.values
        assert role.username in seats or role.username in firms | {"keeper1", "operator"}
        if role.username in seats:
            assert seats[role.username].role == role.role
    assert len({role.username for role in ROLES}) == len(ROLES)
    for wanted in set(Role.values) - {"operator"}:
        assert any(role.role == wanted for role in ROLES), wanted


def test_bodies_are_of_known_kinds_and_users_are_named_once() -> None:
    assert {body.kind for body in staff.BODIES} <= set(OrganizationKind.values)
    users = [seat.username for body in staff.BODIES for seat in body.seats]
    assert len(set(users)) == len(users)


def test_every_officer_role_of_the_county_is_held_twice() -> None:
    roles = [seat.role for body in staff.BODIES if body.territory == staff.COUNTY for seat in body.seats]
    for role in ("inspector", "regulator", "committee_office", "leader", "auditor", "expert"):
        assert roles.count(role) >= 2
    for body in staff.BODIES:
        if body.kind not in {"task_force", "discipline", "party_committee", "government", "committee"}:
            officers = [seat for seat in body.seats if seat.role not in {"leader", "grid_worker"}]
            assert len(officers) >= 2, body.name


def test_known_sites_are_of_known_trades() -> None:
    assert {known.trade for known in places.KNOWN} <= set(BY_CODE)
    assert len(BY_CODE) == len(TRADES)


def test_plots_are_named_once_and_fit_the_default() -> None:
    assert len({plot.name for plot in PLOTS}) == len(PLOTS)
    assert fewest_hazards() < 120
    assert all(plot.starts[0] <= plot.starts[1] for plot in PLOTS)


def test_identifiers_are_made_of_the_instant_and_the_seed() -> None:
    one = identify(Random(3), AT)
    assert one == identify(Random(3), AT)
    assert one.version == 7
    assert int.from_bytes(one.bytes[:6], "big") == int(AT.timestamp() * 1000)


def test_the_demo_speaks_only_of_verbs_that_exist() -> None:
    assert {"report", "verify", "split"} <= set(HAZARD.verbs)
    assert {"draft", "issue", "reinspect"} <= set(ORDER.verbs)
