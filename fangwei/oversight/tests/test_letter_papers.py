"""The papers of oversight: one of each form with the text of the law data, minutes of an interview, readers and signers."""

from typing import Any

import docx
import pytest
from uuid_utils.compat import uuid7

from fangwei.accounts.actor import Actor
from fangwei.casework.door import act_one
from fangwei.casework.events import Act
from fangwei.casework.models import Case
from fangwei.documents.models import Document
from fangwei.documents.queries import documents_of, pdf_of, word_of
from fangwei.hazards.tests.factories import County, member
from fangwei.oversight.actions import make_bundle
from fangwei.oversight.models import Form
from fangwei.register.law import book
from fangwei.register.tests import factories as register

pytestmark = pytest.mark.django_db


def letter(county: County, form: str) -> Case:
    """A letter of a form that has fallen due over an ungraded hazard."""
    about = county.report("瀍河路围墙倾斜")
    clock = about.clocks.get(name="grade")
    county.tick(days=20)
    data = {"form": form, "about": str(about.id), "clock": clock.id, "days": 9, "title": f"{form}：{about.number}"}
    act = Act(act_id=uuid7(), case_id=uuid7(), verb="fall_due", at=county.tick(), data=data, kind="letter")
    act_one(act, by=Actor.system(), received_at=county.at, channel="system")
    return Case.objects.get(id=act.case_id)


def issued(county: County, form: str) -> Case:
    """A letter of a form as the committee office issued it."""
    case = letter(county, form)
    more: dict[str, Any] = {"meet_on": county.day(5), "meet_at": "第三会议室"} if form == Form.INTERVIEW else {}
    if form == Form.CLUE:
        make_bundle(case, said=str, by=county.office_duty, at=county.tick())
    return county.do(case, "issue_letter", county.office_duty, **more)


def said_by(document: Document, tmp_path: Any) -> str:
    assert pdf_of(document).startswith(b"%PDF-")
    path = tmp_path / "paper.docx"
    path.write_bytes(word_of(document))
    return "\n".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)


@pytest.mark.parametrize("form", Form.values)
def test_each_form_has_its_paper(form: str, tmp_path: Any) -> None:
    county = County()
    register.organization("discipline")
    case = issued(county, form)
    document = Document.objects.get(case=case)
    said = said_by(document, tmp_path)
    row = next(row for row in book().value("oversight.forms", county.at.date()).value if row["id"] == form)
    assert (document.kind, document.authority) == (f"letter_{form}", county.office)
    assert row["zh"] in said
    assert row["law"] in said
    assert case.letter.about.number in said
    assert "安委办" in document.number
    assert "{" not in said
    assert "行政复议" not in said, "an internal letter has no party"
    assert documents_of(case, county.office_duty) == [document]


def test_an_interview_has_minutes_that_both_sides_sign(tmp_path: Any) -> None:
    county = County()
    case = issued(county, Form.INTERVIEW)
    second = member(county.office, "committee_office")
    county.tick(days=5)
    county.do(
        case,
        "hold_interview",
        county.office_duty,
        attended="主要负责人陈渑生",
        record="一、限期定级\n二、书面检查",
        participants=({"role": "second_officer", "person": str(second.person_id)},),
    )
    minutes = Document.objects.get(case=case, kind="interview_minutes")
    said = said_by(minutes, tmp_path)
    assert "二、书面检查" in said
    assert minutes.content["参加人员"] == "主要负责人陈渑生"
    assert len(minutes.content["执法人员"]) == 2
