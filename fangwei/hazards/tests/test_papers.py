"""What each kind of paper says, that an act brings its paper once, and who may draw up, serve and withdraw."""

from datetime import date, timedelta
from typing import Any

import pytest

from fangwei.casework.door import act_one
from fangwei.casework.events import Act
from fangwei.casework.models import Case
from fangwei.documents import actions
from fangwei.documents.comparison import compare_documents
from fangwei.documents.models import Document, Series
from fangwei.documents.queries import document_for, documents_of, drawable, material, pdf_of, word_of
from fangwei.documents.refusals import DocumentRefused
from fangwei.hazards.tests.factories import County, holder_of, photo
from fangwei.hazards.tests.papers import certified, graded, issued, paper, second
from fangwei.hazards.tests.test_paper_files import text_of
from fangwei.ledger.models import Fact
from fangwei.register.law import book
from fangwei.register.tests import factories as register

pytestmark = pytest.mark.django_db


@pytest.fixture
def county() -> County:
    made = County()
    certified(made)
    return made


def refused(code: str, call: Any, *given: Any, **named: Any) -> DocumentRefused:
    with pytest.raises(DocumentRefused) as error:
        call(*given, **named)
    assert error.value.code == code, error.value
    return error.value


def said_by(document: Document) -> str:
    assert pdf_of(document).startswith(b"%PDF-")
    return text_of(word_of(document))


def test_an_order_brings_its_paper_with_items_officers_remedies_and_article(county: County) -> None:
    cases = graded(county, "安全出口被货物堵塞", "瀍河路侧灭火器过期") + graded(
        county, "可燃气体报警器未投用", grade="major"
    )
    order = issued(county, *cases)
    document = paper(order, "order")
    said = said_by(document)
    day = date(2026, 3, 2)
    reconsider, suit = book().value("remedy.reconsideration", day), book().value("remedy.suit", day)
    article = next(row for row in book().value("hazard.duties", day).value if row["id"] == "remove_at_once")
    for words in (
        "责令限期整改指令书",
        "（项城）应急责改〔2026〕1号",
        "2026年3月2日",
        "安全出口被货物堵塞",
        "可燃气体报警器未投用",
        "重大隐患",
        "陈渑生",
        "豫P16010001",
        "郏晓瀍",
        "豫P16010002",
        "田军",
        f"{reconsider.value}日内",
        f"{suit.value}个月内",
        article["citation"],
        "项城市人民政府",
        order.number,
    ):
        assert str(words) in said, words
    for item in order.order.items.all():
        assert f"{material.chinese_day(item.due_on)}前" in said


def test_a_refusal_to_sign_names_the_witness(county: County) -> None:
    said = said_by(paper(issued(county, *graded(county, "通道堵塞"), refused=True), "order"))
    assert "当事人拒绝签名" in said
    assert "村干部甲" in said
    assert "当事人代表" not in said


def test_the_same_act_twice_brings_one_paper(county: County) -> None:
    [case] = graded(county, "通道堵塞")
    order = issued(county, case)
    fact = Fact.objects.get(subject_id=order.id, verb="issue")
    at = fact.at
    again = Act(
        act_id=fact.id,
        case_id=order.id,
        verb="issue",
        at=at,
        data={"signature": "signed"},
        participants=(second(county), {"role": "representative", "name": "田军"}),
    )
    assert act_one(again, by=county.officer, received_at=county.tick(), channel="web").repeated
    assert Document.objects.filter(case=order).count() == 1
    known = paper(order, "order")
    refused(
        "already_drawn",
        actions.draw_up,
        order,
        kind="order",
        by=county.officer,
        at=county.tick(),
        fact_id=known.fact_id,
    )


def test_a_mixed_reinspection_says_each_items_result(county: County) -> None:
    one, other = graded(county, "通道堵塞", "灭火器过期")
    order = issued(county, one, other)
    for case in (one, other):
        county.do(case, "submit", county.safety, photos=1, note="已整改")
    results = [
        {"hazard": str(one.id), "result": "pass", "note": "现场畅通"},
        {"hazard": str(other.id), "result": "fail", "note": "仍有2具过期"},
    ]
    county.do(order, "reinspect", county.officer, photos=1, participants=(second(county),), results=results)
    document = paper(order, "review")
    said = said_by(document)
    assert "复查合格" in said
    assert "复查不合格" in said
    assert "仍有2具过期" in said
    assert "第2项未完成整改" in said
    assert paper(order, "order").number in said
    assert document.content["附件"][0]["校验值"] in said, "the photo of the re-inspection is an annex with its hash"


def test_stopped_works_listing_delisting_and_extensions_have_their_papers(county: County) -> None:
    case = county.ordered("major")
    county.do(
        case, "stop_works", county.officer, measure="stop", scope="二车间全部作业", participants=(second(county),)
    )
    measures = said_by(paper(case, "on_site_measures"))
    assert "二车间全部作业" in measures
    assert "暂时停产停业或停止使用" in measures
    county.do(case, "list_supervision", county.office_duty, level="county", reason="涉及周边居民")
    listing = paper(case, "listing")
    assert listing.authority_id == county.office.id
    assert "县级挂牌督办" in said_by(listing)
    assert "涉及周边居民" in said_by(listing)
    county.do(case, "request_extension", county.safety, until=county.day(40), reason="配件在途")
    county.do(case, "refuse_extension", county.office_duty, reason="须按期完成")
    decision = said_by(paper(case, "extension"))
    assert "不同意延期" in decision
    assert "配件在途" in decision
    county.do(case, "submit", county.safety, photos=1, note="已整改")
    county.do(case, "expert_accept", county.expert, photos=1, note="有效")
    county.do(case, "verify", county.officer, photos=1, note="合格", participants=(second(county),))
    county.do(case, "delist", county.office_duty, photos=1, reason="验收合格")
    ended = said_by(paper(case, "delisting"))
    assert "摘牌" in ended
    assert listing.number in ended


def test_a_granted_extension_says_both_days(county: County) -> None:
    case = county.ordered()
    old = case.due_at
    county.do(case, "request_extension", county.safety, until=county.day(25), reason="配件在途")
    county.do(case, "grant_extension", county.officer, reason="同意")
    said = said_by(paper(case, "extension"))
    assert "同意延期" in said
    assert old is not None
    assert material.last_day(old) in said
    assert material.chinese_day(date.fromisoformat(county.day(25))) in said


def test_records_and_single_reviews_are_drawn_up_on_request(county: County) -> None:
    case = county.submitted()
    record = actions.draw_up(case, kind="inspection_record", by=county.officer, at=county.tick())
    assert "出示了执法证件" in said_by(record)
    assert "复议" not in said_by(record), "a record decides nothing"
    county.do(case, "send_back", county.officer, reason="未清空", due_on=county.day(9))
    county.do(case, "submit", county.safety, photos=1, note="已清空")
    county.do(case, "verify", county.officer, note="合格")
    offered = [one for one in drawable(case, county.officer) if one.kind.name == "hazard_review"]
    assert [one.told.fact.verb for one in offered if one.told] == ["verify", "send_back"]
    made = [
        actions.draw_up(case, kind="hazard_review", by=county.officer, at=county.tick(), fact_id=one.told.fact.id)
        for one in offered
        if one.told
    ]
    assert "复查合格" in said_by(made[0])
    assert "复查不合格" in said_by(made[1])
    assert "未清空" in said_by(made[1])


def test_numbers_run_without_gaps_by_authority_kind_and_year(county: County) -> None:
    numbers = []
    for number in range(3):
        numbers.append(paper(issued(county, *graded(county, f"第{number}处堵塞")), "order").number)
    assert numbers == [f"（项城）应急责改〔2026〕{serial}号" for serial in (1, 2, 3)]
    taken = actions.withdraw(
        Document.objects.get(number=numbers[1]), reason="单位名称有误", by=county.officer, at=county.tick()
    )
    assert taken.withdrawn_reason == "单位名称有误"
    county.at += timedelta(days=365)
    assert paper(issued(county, *graded(county, "来年的堵塞")), "order").number == "（项城）应急责改〔2027〕1号"
    assert Series.objects.get(mark="责改", year=2026).last == 3


def test_kinds_of_one_mark_never_bear_one_number(county: County) -> None:
    single = county.submitted()
    county.do(single, "verify", county.officer, note="合格")
    order = issued(county, *graded(county, "通道堵塞"))
    actions.draw_up(single, kind="hazard_review", by=county.officer, at=county.tick())
    actions.draw_up(single, kind="inspection_record", by=county.officer, at=county.tick())
    actions.draw_up(order, kind="order_record", by=county.officer, at=county.tick())
    [item] = order.order.items.all()
    county.do(item.hazard.case, "submit", county.safety, photos=1, note="已整改")
    results = [{"hazard": str(item.hazard_id), "result": "pass", "note": "现场畅通"}]
    county.do(order, "reinspect", county.officer, photos=1, participants=(second(county),), results=results)
    numbers = list(Document.objects.values_list("number", flat=True))
    assert len(set(numbers)) == len(numbers) == 5
    assert {"（项城）应急复查〔2026〕2号", "（项城）应急检记〔2026〕2号"} <= set(numbers)


def test_what_was_typed_without_a_full_stop_gets_one(county: County) -> None:
    said = said_by(paper(issued(county, *graded(county, "通道堵塞"), note="三项一并下达"), "order"))
    assert "说明：三项一并下达。" in said
    assert [material.sentence(one) for one in ("", " 属实 ", "属实。", "属实！")] == ["", "属实。", "属实。", "属实！"]


def test_a_new_edition_has_a_number_of_its_own_and_ends_the_old_one(county: County) -> None:
    old = paper(issued(county, *graded(county, "通道堵塞")), "order")
    refused("reason_missing", actions.redraw, old, reason=" ", by=county.officer, at=county.tick())
    new = actions.redraw(old, reason="负责人姓名有误", by=county.officer, at=county.tick())
    assert (new.edition, new.replaces_id) == (2, old.id)
    assert old.number in said_by(new)
    assert Document.objects.get(id=old.id).withdrawn_at is not None
    refused("withdrawn", actions.redraw, old, reason="再改", by=county.officer, at=county.tick())
    assert {fact.verb for fact in Fact.objects.filter(subject_id=old.id)} == {"draw_up", "withdraw"}


def test_service_needs_two_officers_a_receiver_and_for_a_refusal_a_witness(county: County) -> None:
    document = paper(issued(county, *graded(county, "通道堵塞")), "order")
    at = county.tick()
    given: dict[str, Any] = {"how": "direct", "receiver": "田军", "served_at": at, "by": county.officer, "at": at}
    second_one = county.second.person_id
    alone = refused("two_officers", actions.serve, document, **given)
    assert "第四十二条" in alone.message
    refused("two_officers", actions.serve, document, second=county.officer.person_id, **given)
    refused("officer_unknown", actions.serve, document, second=county.clerk.person_id, **given)
    refused("witness_missing", actions.serve, document, second=second_one, refused=True, **given)
    refused("receiver_missing", actions.serve, document, second=second_one, **(given | {"receiver": " "}))
    refused("how_unknown", actions.serve, document, second=second_one, **(given | {"how": "shouted"}))
    early = given | {"served_at": document.drawn_at - timedelta(days=1)}
    refused("served_too_early", actions.serve, document, second=second_one, **early)
    late = given | {"served_at": at + timedelta(hours=1)}
    refused("served_in_future", actions.serve, document, second=second_one, **late)
    not_ours = given | {"by": county.housing_duty}
    refused("not_your_document", actions.serve, document, second=second_one, **not_ours)
    first = actions.serve(document, second=second_one, refused=True, witness="村干部甲", **given)
    assert first.outcome == "refused"
    receipt = photo(county.officer, at)
    done = actions.serve(document, second=second_one, receipt=receipt, relation="安全总监", **given)
    assert done.receipt is not None
    assert done.receipt.case_id == document.case_id
    assert set(done.files) == {"docx", "pdf"}
    fact = Fact.objects.filter(subject_id=document.id, verb="serve").order_by("-n")[0]
    assert fact.participants == [{"role": "second_officer", "person": str(second_one)}]


def test_readers_of_the_case_read_its_papers_and_strangers_do_not(county: County) -> None:
    order = issued(county, *graded(county, "通道堵塞"))
    document = paper(order, "order")
    for reader in (county.officer, county.safety, county.office_duty, county.township_officer):
        assert documents_of(order, reader) == [document]
        assert document_for(reader, document.id) == document
    stranger = holder_of(register.post("enterprise_safety_officer", register.site(industry_code="2614").enterprise))
    assert documents_of(order, stranger) == []
    refused("document_unknown", document_for, stranger, document.id)
    for reader in (county.safety, county.office_duty, county.head):
        refused("not_your_document", actions.withdraw, document, reason="x", by=reader, at=county.tick())
    assert drawable(order, county.safety) == []


def test_what_is_changed_behind_the_verbs_is_found(county: County) -> None:
    document = paper(issued(county, *graded(county, "通道堵塞")), "order")
    assert list(compare_documents()) == []
    Document.objects.filter(id=document.id).update(content={**document.content, "日期": "2026年3月1日"})
    assert [fault.code for fault in compare_documents()] == ["state_differs"]


def test_a_case_of_another_kind_has_other_papers(county: County) -> None:
    case: Case = county.report()
    refused("kind_unknown", actions.draw_up, case, kind="order", by=county.officer, at=county.tick())
    refused("nothing_to_document", actions.draw_up, case, kind="on_site_measures", by=county.officer, at=county.tick())
