"""A small county, filled twice: every state is there, histories are true, and the same seed gives the same content."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Count

from fangwei.accounts.models import User
from fangwei.casework.models import Case, Evidence, Extension, Listing, Transfer
from fangwei.demo.county import Wish, fewest_hazards, fill
from fangwei.demo.marker import recorded_fill
from fangwei.demo.roles import ROLES
from fangwei.demo.tests.content import as_json
from fangwei.documents.models import Document
from fangwei.engines.calendar import SHANGHAI
from fangwei.hazards.lifecycle import HAZARD, ORDER
from fangwei.hazards.models import Hazard, Order, OrderItem
from fangwei.ledger.models import Fact
from fangwei.oversight.models import DutyFile
from fangwei.register.actions import load_divisions
from fangwei.register.models import Enterprise, MajorInstallation, Person, Place
from fangwei.register.tests.factories import SYSTEM
from fangwei.ui.present.records import happened_to, kind_name

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
BASE = date(2026, 10, 20)
NOW = datetime(2026, 10, 20, 4, tzinfo=UTC)
WISH = Wish(sites=80, hazards=140, seed=7, base=BASE)
LAW = Path(__file__).resolve().parents[3] / "law" / "divisions"


@pytest.fixture(scope="module")
def county(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """One filled county for all tests of this module, rolled back at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_divisions(LAW, by=SYSTEM, at=NOW)
        fill(WISH, password="demo-Only-2026", at=NOW)
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _filled(county: None) -> None:
    """Every test here looks at the county."""


def states(kind: str) -> set[str]:
    return set(Case.objects.filter(kind=kind).order_by().values_list("state", flat=True).distinct())


def test_every_state_of_a_hazard_and_of_an_order_is_there() -> None:
    assert states("hazard") == {state.name for state in HAZARD.states}
    assert states("order") == {state.name for state in ORDER.states} - {"withdrawn"}


def test_there_are_as_many_as_were_asked_for() -> None:
    assert Case.objects.filter(kind="hazard").count() >= WISH.hazards >= fewest_hazards()
    assert Place.objects.count() == WISH.sites


def test_nothing_is_dated_on_the_base_day_or_later() -> None:
    end = datetime.combine(BASE, time(), SHANGHAI)
    assert not Case.objects.filter(last_at__gte=end).exists()
    assert not Fact.objects.filter(subject_kind__in=["hazard", "order"], at__gte=end).exists()
    assert Case.objects.filter(last_at__gte=end - timedelta(days=2)).exists()


def test_whatever_stands_beside_a_case_is_there_in_every_form() -> None:
    assert Transfer.objects.filter(ended_at=None, refused_at=None).exists()
    assert Transfer.objects.filter(ended_at=None, refused_at__isnull=False).exists()
    assert {"accepted", "arbitrated"} <= set(Transfer.objects.values_list("outcome", flat=True))
    assert {"", "granted", "refused"} <= set(Extension.objects.values_list("outcome", flat=True))
    assert Listing.objects.filter(ended_at=None).exists()
    assert Listing.objects.exclude(ended_at=None).exists()
    assert Hazard.objects.filter(works_stopped=True).exists()
    assert Hazard.objects.exclude(looked_back_at=None).exists()
    assert Case.objects.filter(kind="hazard", inherited=True).exists()
    assert Case.objects.filter(kind="hazard", provenance="sheet", inherited=False, is_open=True).exists()
    assert {"", "closed", "controlled", "referred"} <= set(OrderItem.objects.values_list("result", flat=True))
    assert {"signed", "refused"} <= set(Order.objects.values_list("signature", flat=True))


def test_every_case_has_one_chain_of_facts_with_one_fact_a_version() -> None:
    counted = dict(
        Fact.objects.filter(subject_kind="hazard")
        .exclude(verb="overdue")
        .order_by()
        .values_list("subject_id")
        .annotate(count=Count("id"))
    )
    for case in Case.objects.filter(kind="hazard", provenance="acted"):
        assert counted[case.id] == case.version, case.number


def test_nobody_verified_what_they_rectified() -> None:
    for hazard in Hazard.objects.exclude(verifier_person=None):
        assert hazard.verifier_person != hazard.rectifier_person


def test_the_plant_has_its_installation_and_evidence_is_held() -> None:
    assert MajorInstallation.objects.get().level is not None
    assert Evidence.objects.exclude(case=None).exists()


def test_whoever_is_offered_can_sign_in_with_the_password() -> None:
    users = {user.username: user for user in User.objects.filter(username__in=[role.username for role in ROLES])}
    assert set(users) == {role.username for role in ROLES}
    assert all(user.check_password("demo-Only-2026") for user in users.values())


def test_the_ledger_knows_that_this_is_a_demo() -> None:
    assert recorded_fill() == {"sites": 80, "hazards": 140, "seed": 7, "base": "2026-10-20"}


def test_the_same_seed_gives_the_same_county_in_another_database(tmp_path: Path) -> None:
    program = Path(sys.executable).with_name("fangwei")
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("FANGWEI_") and name != "DATABASE_URL"
    } | {"FANGWEI_HOME": str(tmp_path)}

    def run(*words: str) -> Any:
        done = subprocess.run(words, env=environment, check=True, capture_output=True, cwd=LAW.parents[1])
        return json.loads(done.stdout)

    run(str(program), "setup", "--json")
    words = ["--sites", "80", "--hazards", "140", "--seed", "7", "--as-of", BASE.isoformat(), "--json"]
    told = run(str(program), "demo", *words)
    assert told["filled"]
    again = run(str(program), "demo", *words)
    assert not again["filled"]
    assert again["password"] == told["password"]
    theirs = run(sys.executable, "-c", "from fangwei.demo.tests.content import show; show()")
    for mine, other in zip(json.loads(as_json()), theirs, strict=True):
        assert mine == other


def test_names_of_the_county_are_invented(county: None) -> None:
    assert all(name[1] in "甲乙丙丁戊己庚辛壬癸" for name in Person.objects.values_list("name", flat=True))
    assert Enterprise.objects.exists()


def test_whatever_the_ledger_tells_has_words_for_it() -> None:
    told = set(Fact.objects.values_list("subject_kind", "verb"))
    bare = {one for one in told if kind_name(one[0]) == one[0] or happened_to(*one) == one[1]}
    assert not bare


def test_duty_files_stand_at_every_step() -> None:
    files = {file.person_id: file for file in DutyFile.objects.all()}
    steps = {(file.signed_at is not None, file.countersigned_at is not None) for file in files.values()}
    assert steps == {(False, False), (True, False), (True, True)} and len(files) == 3
    signed = next(file for file in files.values() if file.countersigned_at)
    assert signed.content["duties"]["listed"] and signed.statement and signed.review


def test_no_two_papers_bear_one_number() -> None:
    numbers = list(Document.objects.values_list("number", flat=True))
    assert len(numbers) == len(set(numbers)) > 20


def test_oversight_is_there_in_every_form() -> None:
    end = datetime.combine(BASE, time(), SHANGHAI)
    problems = states("problem")
    assert {"handed", "planned", "verified", "closed"} <= problems
    spots = Case.objects.filter(kind="blind_spot")
    assert spots.filter(is_open=False).exists(), "repaired"
    assert spots.filter(is_open=True, due_at__lt=end).exists(), "overdue"
    assert spots.filter(is_open=True, due_at__gte=end).exists(), "fresh"
    assert not spots.filter(is_open=True, due_at__lt=end - timedelta(days=40)).exists()
    clue = Case.objects.get(letter__form="clue", state="received")
    assert clue.letter.bundles.get().facts > 1
    interview = Case.objects.get(letter__form="interview", letter__about=clue.letter.about)
    assert interview.state == "closed" and interview.letter.meet_on and interview.letter.record
