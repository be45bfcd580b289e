"""A clue is handed over with everything that is known, hash by hash; only who gets it and who gave it may open it."""

import hashlib
import json
import tracemalloc
import zipfile
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import override_settings
from uuid_utils.compat import uuid7

from fangwei.casework.evidence import content_held, open_content
from fangwei.casework.models import Case
from fangwei.casework.queries import may, visible
from fangwei.casework.refusals import Refused
from fangwei.casework.sweep import sweep
from fangwei.hazards.tests.factories import County, duty_actor
from fangwei.ledger.actions import grant_erasure, integrate, request_erasure, request_record_erasure
from fangwei.ledger.models import Fact
from fangwei.ledger.queries import reconcile
from fangwei.oversight.actions import make_bundle
from fangwei.oversight.models import ClueBundle, Letter
from fangwei.oversight.queries import bundle_of
from fangwei.register import actions as register_actions
from fangwei.register.models import Tenure
from fangwei.register.tests import factories as register

pytestmark = pytest.mark.django_db


@pytest.fixture
def county() -> County:
    county = County()
    county.auditor = duty_actor(register.organization("discipline"))
    return county


def the_clue(county: County) -> Case:
    case = county.report()
    county.do(case, "add_note", county.officer, note="附照片", photos=2)
    sweep(at=county.tick(days=28))
    urged = Case.objects.get(letter__about=case, letter__form="warning")
    county.do(urged, "issue_letter", county.office_duty)
    county.do(urged, "answer", county.officer, note="正在安排")
    holder = Tenure.objects.get(post=case.owner_post)
    at = county.tick(days=1)
    register_actions.end_tenure(tenure=holder, end=at.date(), by=register.SYSTEM, at=at)
    late = county.tick(days=15)
    register_actions.appoint(
        person=register.person("后任", phone="13900000009"),
        post=case.owner_post,
        start=at.date(),
        by=register.SYSTEM,
        at=late,
    )
    sweep(at=county.tick(days=40))
    return Case.objects.get(letter__about=case, letter__form="clue")


def made(county: County, clue: Case) -> ClueBundle:
    make_bundle(clue, said=lambda verb: f"已{verb}", by=county.office_duty, at=county.tick())
    return ClueBundle.objects.latest("id")


def test_the_bundle_holds_facts_letters_holders_and_files_with_their_hashes(county: County) -> None:
    clue = the_clue(county)
    bundle = made(county, clue)
    with open_content(bundle.sha256) as file:
        assert hashlib.sha256(file.read()).hexdigest() == bundle.sha256 and file.tell() == bundle.size
        file.seek(0)
        with zipfile.ZipFile(file) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(parts.pop("manifest.json"))
    assert {part["name"]: part["sha256"] for part in manifest["parts"]} == {
        name: hashlib.sha256(content).hexdigest() for name, content in parts.items()
    }
    assert sum(name.startswith("evidence/") for name in parts) == 2
    about = clue.letter.about
    facts = json.loads(parts["facts.json"])
    assert len(facts) == bundle.facts == Fact.objects.filter(subject_id=about.id).count()
    letters = json.loads(parts["letters.json"])
    assert [(one["form"], one["answer"]) for one in letters] == [("warning", "正在安排"), ("clue", "")]
    held = json.loads(parts["answered.json"])
    assert [bool(one["holders"]) for one in held] == [True, False, True], "the late appointment does not fill the gap"
    assert held[-1]["holders"] == ["后任"]
    page = parts["材料说明.html"].decode()
    assert about.title in page and "已add_note" in page and "无人在岗" in page
    assert manifest["not_yet_in_the_log"], "nothing was signed yet in this test, and the bundle says so"


def test_a_clue_goes_out_with_its_bundle_and_only_receipt_and_result_come_back(county: County) -> None:
    clue = the_clue(county)
    with pytest.raises(Refused) as refused:
        county.do(clue, "issue_letter", county.office_duty)
    assert refused.value.code == "condition"
    with pytest.raises(Refused):
        make_bundle(clue, said=str, by=county.officer, at=county.tick())
    bundle = made(county, clue)
    told = Fact.objects.get(subject_id=clue.id, verb="bundle")
    assert told.actor == county.office_duty.person_id and content_held(bundle.sha256)
    county.do(clue, "issue_letter", county.office_duty)
    assert "answer" not in {row.verb for row in may(Case.objects.get(id=clue.id), county.auditor, at=county.at).rows}
    county.do(clue, "receive_clue", county.auditor, received_by="案件管理室 甲")
    with pytest.raises(Refused):
        made(county, clue)
    done = county.do(clue, "note_result", county.auditor, note="已按程序处理")
    assert not done.is_open and (done.letter.answer, done.letter.record) == ("案件管理室 甲", "已按程序处理")


def test_only_giver_and_receiver_open_the_bundle(county: County) -> None:
    clue = the_clue(county)
    bundle = made(county, clue)
    clue = Case.objects.get(id=clue.id)
    assert bundle_of(county.auditor, clue) == bundle_of(county.office_duty, clue) == bundle
    for stranger in (county.officer, county.clerk, county.city_duty, county.safety):
        assert bundle_of(stranger, clue) is None
    assert clue in set(visible(county.auditor)) and clue not in set(visible(county.officer))


def test_a_hash_that_nothing_stands_behind_is_no_bundle(county: County) -> None:
    clue = the_clue(county)
    with pytest.raises(Refused):
        county.do(clue, "bundle", county.office_duty, sha256="0" * 64, size=1, files=1, facts=1)


def parts_of(bundle: ClueBundle) -> dict[str, bytes]:
    with open_content(bundle.content) as file, zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def erase(facts: Sequence[UUID], at: datetime) -> None:
    request = request_erasure(facts, basis="个保法第四十七条", by=uuid7(), at=at)
    grant_erasure(request.id, by=uuid7(), at=at)


def test_what_is_lawfully_erased_leaves_the_bundle_and_its_hash_stays(
    county: County, django_capture_on_commit_callbacks: Any
) -> None:
    clue = the_clue(county)
    about = clue.letter.about
    integrate(at=county.tick())
    bundle = made(county, clue)
    old = parts_of(bundle)
    said = Fact.objects.get(subject_id=about.id, verb="report")
    answer = Fact.objects.get(subject_id=Letter.objects.get(about=about, form="warning").case_id, verb="answer")
    assert about.title in old["材料说明.html"].decode() and "正在安排" in old["letters.json"].decode()
    with django_capture_on_commit_callbacks(execute=True):
        erase([said.id, answer.id], county.tick())
    bundle.refresh_from_db()
    new = parts_of(bundle)
    assert bundle.redacted_at and bundle.kept_sha256 != bundle.sha256
    assert not content_held(bundle.sha256) and content_held(bundle.kept_sha256)
    # The letters' own facts quote the hazard; they are erased when they are asked for.
    for name, content in ((one, new[one]) for one in new if not one.startswith("proofs/DB")):
        assert about.title not in content.decode(errors="replace"), name
        assert "正在安排" not in content.decode(errors="replace"), name
    facts = {one["id"]: one for one in json.loads(new["facts.json"])}
    assert facts[str(said.id)]["data"] is None and len(facts) == bundle.facts
    assert "附照片" in new["材料说明.html"].decode(), "what was not erased stays"
    manifest = json.loads(new["manifest.json"])
    assert manifest["handed_over_sha256"] == bundle.sha256 and str(said.id) in manifest["erased"][0]["facts"]
    assert all(part["sha256"] == hashlib.sha256(new[part["name"]]).hexdigest() for part in manifest["parts"])
    untouched = [name for name in old if name.startswith("evidence/")]
    assert untouched and all(old[name] == new[name] for name in untouched)
    proof = next(json.loads(new[name]) for name in new if name.startswith("proofs/") and about.number in name)
    assert [bool(one["opened"]) for one in proof["facts"]].count(False) == 1, "the entry and its proof stay, closed"
    told = Fact.objects.get(subject_id=bundle.id, verb="redact")
    assert told.subject_kind == "clue_bundle" and Fact.objects.filter(subject_id=clue.id, verb="bundle").exists()
    assert {fault.code for fault in reconcile()} <= {"logged_late"}
    with django_capture_on_commit_callbacks(execute=True):
        erase([Fact.objects.get(subject_id=about.id, verb="add_note").id], county.tick())
    again = ClueBundle.objects.get(id=bundle.id)
    assert len(json.loads(parts_of(again)["manifest.json"])["erased"]) == 2 and not content_held(bundle.kept_sha256)


def test_an_erased_person_is_unnamed_in_bundles_and_others_are_not_touched(
    county: County, django_capture_on_commit_callbacks: Any
) -> None:
    bundle = made(county, the_clue(county))
    held = Tenure.objects.get(person__name="后任")
    county.tick()
    register_actions.end_tenure(tenure=held, end=county.at.date(), by=register.SYSTEM, at=county.at)
    other = parts_of(bundle)
    request = request_record_erasure(held.person_id, kind="person", basis="个保法", by=uuid7(), at=county.tick(days=1))
    with django_capture_on_commit_callbacks(execute=True):
        grant_erasure(request.id, by=uuid7(), at=county.at)
    bundle.refresh_from_db()
    new = parts_of(bundle)
    assert not any("后任" in content.decode(errors="replace") for content in new.values())
    assert json.loads(new["answered.json"])[-1]["holders"] == ["（姓名已依法删除）"]
    assert new["facts.json"] == other["facts.json"] and new["letters.json"] == other["letters.json"]


def test_an_erasure_elsewhere_leaves_bundles_as_they_are(county: County) -> None:
    bundle = made(county, the_clue(county))
    other = county.report("无关的隐患描述")
    erase([Fact.objects.get(subject_id=other.id, verb="report").id], county.tick())
    bundle.refresh_from_db()
    assert not bundle.kept_sha256 and content_held(bundle.sha256)


@override_settings(FANGWEI_UPLOAD_LIMIT=64 * 1024 * 1024)
def test_files_pass_through_in_pieces(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    clue = the_clue(county)
    piece = bytes(1024 * 1024)

    class Large:
        left = 40

        def read(self, _size: int) -> bytes:
            self.left -= 1
            return piece if self.left >= 0 else b""

        def __enter__(self) -> "Large":
            return self

        def __exit__(self, *_error: object) -> None:
            return None

    monkeypatch.setattr("fangwei.oversight.bundle.open_evidence", lambda _file: Large())
    tracemalloc.start()
    made(county, clue)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 16 * 1024 * 1024, "eighty megabytes of photographs"
    assert timedelta(0) < county.at - clue.opened_at
