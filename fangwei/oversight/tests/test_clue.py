"""A clue is handed over with everything that is known, hash by hash; only who gets it and who gave it may open it."""

import hashlib
import json
import tracemalloc
import zipfile
from datetime import timedelta

import pytest
from django.test import override_settings

from fangwei.casework.evidence import content_held, open_content
from fangwei.casework.models import Case
from fangwei.casework.queries import may, visible
from fangwei.casework.refusals import Refused
from fangwei.casework.sweep import sweep
from fangwei.hazards.tests.factories import County, duty_actor
from fangwei.ledger.models import Fact
from fangwei.oversight.actions import make_bundle
from fangwei.oversight.models import ClueBundle
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
