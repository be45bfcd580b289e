"""Every address lets in whom the table of addresses names, and tells nobody else of what lies behind it."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from uuid_utils.compat import uuid7

from fangwei.accounts.models import User
from fangwei.casework.kinds import all_kinds
from fangwei.documents.models import Document
from fangwei.ledger.models import Fact
from fangwei.ledger.signing import create_key
from fangwei.notices.models import Notice
from fangwei.oversight.actions.files import draw_up_duty_file
from fangwei.register.models import Person, Post, Tenure
from fangwei.sheets.models import ImportJob
from tests.permissions.addresses import ADDRESSES, Rule
from tests.permissions.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("permissions of addresses")]

LAND = (
    "emergency.inspector", "emergency.regulator", "emergency.expert", "fire.inspector", "government.leader",
    "township.township_officer", "township.grid_worker", "office.committee_office", "city_office.committee_office",
    "discipline.auditor", "city_emergency.leader",
)  # fmt: skip
"""People with a duty where the works lies."""
AWAY = (
    "next_emergency.inspector", "next_emergency.expert", "next_emergency.leader", "next_office.committee_office",
    "next_government.leader", "next_discipline.auditor", "next_township.township_officer", "next_township.grid_worker",
    "other_township.township_officer", "other_township.grid_worker",
)  # fmt: skip
"""People in the same roles for whom it is none of their business."""
FIRM, OTHER_FIRM = (
    ("works.enterprise_safety_officer", "works.enterprise_principal"),
    ("other_firm.enterprise_principal",),
)
LINE = ("housing.inspector", "housing.leader")
"""People of the county whose line has no duty at the works."""

UNWRITING = ("government.leader", "discipline.auditor", "city_emergency.leader")
"""People who read the case and may note nothing on it."""


@pytest.fixture(scope="module")
def samples(world: World, django_db_blocker: Any) -> dict[str, tuple[Any, tuple[str, ...], tuple[str, ...]]]:
    """What addresses are about: one of each sort, who may have it and who may not."""
    with django_db_blocker.unblock():
        return make_samples(world)


def make_samples(world: World) -> dict[str, tuple[Any, tuple[str, ...], tuple[str, ...]]]:
    case, order = world.case("submitted, major"), world.case("order: issued")
    clue, draft = world.case("clue: bundled"), world.case("order: draft")
    county = world.county
    head = Post.objects.get(id=world.people["emergency.leader"].actor.post_id)
    office, chief = world.people["office.committee_office"].actor, world.people["emergency.leader"].actor
    file = draw_up_duty_file(
        person=Person.objects.get(id=chief.person_id), post=head, year=2026, by=office, at=county.tick()
    )
    mine = world.people["emergency.inspector"].actor
    job = ImportJob.objects.create(
        organization_id=mine.organization_id, person_id=mine.person_id, at=county.at, spec="sites", territory_code="411681",
        file_name="名单.xlsx", file_sha256="0" * 64,
    )  # fmt: skip
    notice = Notice.objects.create(
        person_id=mine.person_id, post_id=mine.post_id, case=case, code="asked", group="task", created_at=county.at,
        source=str(uuid7()),
    )  # fmt: skip
    listed = world.case("problem: handed").problem.listed_in_id
    fact = Fact.objects.filter(subject_id=case.id).first()
    seen = (*LAND, *FIRM), (*AWAY, *OTHER_FIRM, *LINE)
    unit = ("emergency.inspector", "emergency.regulator"), (*AWAY, *LINE, "fire.inspector", "township.township_officer")
    county_wide = tuple(name for name in LAND if not name.startswith("township"))
    unit_only = ("emergency.inspector", "emergency.regulator"), (*AWAY, "housing.inspector")
    above = ("office.committee_office", "discipline.auditor", "emergency.leader")
    return {
        "place": (world.places["works"].id, LAND, AWAY),
        "case": (case.id, *seen),
        "noted case": (case.id, tuple(name for name in seen[0] if name not in UNWRITING), seen[1]),
        "order": (order.id, *seen),
        "record": (case.id, *seen),
        "evidence": (case.evidence.order_by("id").first().id, *seen),
        "fact": (fact.id, *seen),
        "document": (Document.objects.filter(case=order).first().id, *seen),
        "own document": (Document.objects.filter(case=order).first().id, *unit_only),
        "draft": (draft.id, *unit),
        "clue": (clue.id, ("office.committee_office", "discipline.auditor"), ("city_office.committee_office", *AWAY)),
        "problem list": (
            listed,
            ("city_office.committee_office", "government.leader", "office.committee_office"),
            AWAY,
        ),
        "own problem list": (listed, ("city_office.committee_office",), ("next_office.committee_office",)),
        "post": (head.id, above, (*AWAY, *LINE)),
        "duty file": (file.id, above, (*AWAY, *LINE, "emergency.inspector")),
        "own place": (world.places["works"].id, FIRM, OTHER_FIRM),
        "visit": (world.case("visit: notified").id, unit[0], (*AWAY, "housing.inspector", "fire.inspector")),
        "body": (chief.organization_id, county_wide, (*AWAY, *FIRM)),
        "firm": (world.people[FIRM[0]].enterprise, (*county_wide, FIRM[1]), (*AWAY, *OTHER_FIRM)),
        "seat": (head.id, county_wide, (*AWAY, *OTHER_FIRM)),
        "tenure": (Tenure.objects.get(post=head).id, county_wide, (*AWAY, *OTHER_FIRM)),
        "person": (chief.person_id, county_wide, (*AWAY, *OTHER_FIRM)),
        "account": (User.objects.get(person_id=chief.person_id).id, county_wide, (*AWAY, *OTHER_FIRM)),
        "import": (job.id, ("emergency.inspector", "emergency.regulator"), (*AWAY, *LINE, "fire.inspector")),
        "notice": (notice.id, ("emergency.inspector",), (*AWAY, *FIRM, "emergency.regulator", "emergency.inspector.2")),
    }


def walk(patterns: list[Any], before: str = "") -> Iterator[str]:
    """Yield every address as the resolver knows it."""
    kinds = "|".join(all_kinds())
    for entry in patterns:
        path = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from walk(entry.url_patterns, path)
        elif isinstance(entry, URLPattern):
            yield re.sub(rf"^(api/v1)/({kinds})(?=/|$)", r"\1/<kind>", path)


def test_every_address_is_in_the_table() -> None:
    found = set(walk(get_resolver().url_patterns))
    assert not found - set(ADDRESSES), "who may open these? say so in tests/permissions/addresses.py"
    assert not set(ADDRESSES) - found, "these addresses are no longer there"


FILLED = {
    "token": "abc", "code": "none", "to": "close", "mark": "1", "form": "docx", "verb": "add_note", "name": "nothing",
    "channel": "mail", "kind": "hazard", "rule": "hazard.grade", "upload_id": str(uuid4()),
}  # fmt: skip


def filled(path: str, sample: Any) -> str:
    """Return an address with everything filled in."""

    def fill(match: re.Match[str]) -> str:
        name = match[1].rpartition(":")[2]
        return FILLED.get(name) or str(sample or uuid4())

    return "/" + re.sub(r"<([^>]+)>", fill, path.replace("^(?P<rest>.*)$", "nothing"))


def knock(client: Client, rule: Rule, path: str, address: str) -> int:
    """Open an address as a browser or a program would and take back whatever that changed."""
    with transaction.atomic():
        try:
            if not rule.post:
                response = client.get(address)
                if response.streaming:
                    b"".join(response)  # read to its end, a file is closed
                return int(response.status_code)
            if rule.sort == "token":
                body = {"act_id": str(uuid7()), "verb": "add_note", "at": "2026-03-02T00:00:00Z", "data": {}}
                return int(client.post(address, json.dumps(body), content_type="application/json").status_code)
            return int(client.post(address, {"note": ""}).status_code)
        finally:
            transaction.set_rollback(True)


def stranger(rule: Rule, status: int, location: str) -> bool:
    """Say whether somebody who is not signed in was answered as the table says."""
    to_the_door = status == 302 and location.startswith("/sign-in/")
    return {
        "public": status not in {401, 403} and not to_the_door and status < 500,
        "entrance": to_the_door,
        "roles": to_the_door,
        "token": status == 401,
    }[rule.sort]


@pytest.mark.get_may_write("accounts_apitoken")
@pytest.mark.parametrize("path", ADDRESSES, ids=[path or "/" for path in ADDRESSES])
def test_an_address_lets_in_whom_it_should(
    world: World, samples: Any, path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rule = ADDRESSES[path]
    if path in {"ledger/vkeys", "ledger/policy"}:
        monkeypatch.setattr(settings, "FANGWEI_KEYS", tmp_path)
        create_key(tmp_path, name="example.org/log")
    sample, inside, outside = samples.get(rule.of, (None, tuple(world.people), ()))
    address, told = filled(path, sample), {}
    response = Client().post(address) if rule.post else Client().get(address)
    assert stranger(rule, response.status_code, response.headers.get("Location", "")), response.status_code
    if rule.sort in {"public", "entrance"}:
        return
    operator = knock(world.signed_in(world.samples["operator"]), rule, path, address)
    assert (operator == 403) == ("operator" not in rule.roles), f"an operator holds no post: {operator}"
    for who in world.people.values():
        if who.role not in rule.roles and ("role", who.role) not in told:
            told["role", who.role] = knock(world.client(who.name), rule, path, address)
    assert set(told.values()) <= {rule.others}, told
    far = {
        name: knock(world.client(name), rule, path, address)
        for name in outside
        if world.people[name].role in rule.roles
    }
    assert set(far.values()) <= {404}, far
    assert far or not rule.of, "nobody was turned away"
    near: dict[str, int] = {}
    for name in inside:
        if world.people[name].role in rule.roles and not any(
            world.people[name].role == world.people[one].role for one in near
        ):
            near[name] = knock(world.client(name), rule, path, address)
    assert near or rule.roles == {"operator"}, "nobody was let in"
    turned_away = {401, 403, 500} if rule.gone or rule.post else {401, 403, 404, 500}
    if rule.of and not rule.gone:
        turned_away |= {404}
    assert not turned_away & set(near.values()), near
