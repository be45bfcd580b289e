"""The papers about hazards and orders: what each says, read off the case and the act that it documents."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from fangwei.casework.models import Case, Extension, Listing
from fangwei.documents.kinds import DocumentKind
from fangwei.documents.layout import PLAIN, Grid, Line, Pairs
from fangwei.documents.queries import material
from fangwei.documents.queries.material import Values, chinese_day, day_of, local_day, sentence
from fangwei.engines.lawbook import LawError
from fangwei.hazards.criteria import criteria
from fangwei.hazards.models import Grade, Hazard, OrderItem
from fangwei.hazards.queries import items_of
from fangwei.ledger.queries import Told
from fangwei.register.law import book

_GRADES = {Grade.GENERAL: "一般隐患", Grade.MAJOR: "重大隐患"}
_LEVELS = {Listing.Level.COUNTY: "县级", Listing.Level.CITY: "市级", Listing.Level.PROVINCE: "省级"}
_RESULTS = {"pass": "已完成整改，复查合格", "fail": "未完成整改，复查不合格"}
_UNIT = Line("{{ 单位名称 }}：", PLAIN)
_PARTY = Pairs(
    (
        ("单位名称", "{{ 单位名称 }}"),
        ("统一社会信用代码", "{{ 信用代码 }}"),
        ("负责人", "{{ 负责人 }}"),
        ("检查场所", "{{ 场所名称 }}（{{ 场所地址 }}）"),
        ("检查时间", "{{ 检查时间 }}"),
    )
)


def _listed(hazards: Sequence[Hazard], on: date) -> list[Values]:
    items = criteria(on)
    return [
        {
            "序号": number,
            "隐患": hazard.description,
            "部位": hazard.spot or "—",
            "等级": _GRADES.get(Grade(hazard.grade), "") if hazard.grade else "未定级",
            "依据": items.get(hazard.criterion, {}).get("zh", "") if hazard.criterion else "",
            "编号": hazard.case.number or "",
        }
        for number, hazard in enumerate(hazards, start=1)
    ]


def _hazards(case: Case) -> list[Hazard]:
    if case.kind == "order":
        return [item.hazard for item in items_of(case)]
    return [case.hazard]


def _record(case: Case, told: Told | None, at: datetime) -> Values:
    found = max(hazard.found_on for hazard in _hazards(case))
    two = material.last_act_of_two(case.id)
    who = material.acting(two, None) if two is not None else {}
    return {**who, "事项": _listed(_hazards(case), local_day(at)), "检查时间": chinese_day(found)}


def _remove_at_once(at: datetime, territory: str) -> str:
    return material.article("hazard.duties", local_day(at), territory, "remove_at_once")


def _order(case: Case, told: Told | None, at: datetime) -> Values:
    day = local_day(at)
    items = items_of(case)
    rows = _listed([item.hazard for item in items], day)
    for row, item in zip(rows, items, strict=True):
        row["期限"] = chinese_day(item.due_on)
        row["要求"] = str(item.data.get("measures") or "排除隐患，达到安全要求")
        row["责任人"] = str(item.data.get("responsible") or "")
    major = [row for row in rows if row["等级"] == _GRADES[Grade.MAJOR]]
    return {
        "事项": rows,
        "法律依据": _remove_at_once(at, case.territory),
        "治理要求": _settled(items, day) if major else "",
        "说明": sentence(case.order.note),
    }


def _settled(items: Sequence[OrderItem], on: date) -> str:
    """Return what a major hazard's treatment plan must settle, from the law data of that day."""
    try:
        parts = book().value("hazard.major.settled", on)
    except LawError:
        return ""
    names = "、".join(str(row["zh"]) for row in parts.value)
    return f"其中重大事故隐患，应当制定治理方案，落实{names}，治理前和治理中采取相应的安全防范措施，防止事故发生。"


def _measures(case: Case, told: Told | None, at: datetime) -> Values:
    day = local_day(at)
    said = told.data or {} if told is not None else {}
    wanted = [str(said["measure"])] if said.get("measure") else [str(one) for one in case.hazard.on_spot]
    try:
        known = {row["id"]: row for row in book().value("hazard.onspot", day, case.territory[:6]).value}
    except LawError:
        known = {}
    rows = [known[one] for one in wanted if one in known]
    cited = list(dict.fromkeys(str(row.get("citation", "")) for row in rows))
    return {
        "事项": _listed(_hazards(case), day),
        "措施": [
            {"序号": number, "内容": str(row["zh"]), "范围": str(said.get("scope") or "见本决定书所列部位")}
            for number, row in enumerate(rows, start=1)
        ],
        "法律依据": "、".join(one for one in cited if one) or _remove_at_once(at, case.territory),
    }


def _review(case: Case, told: Told | None, at: datetime) -> Values:
    said = told.data or {} if told is not None else {}
    results = {str(entry.get("hazard")): entry for entry in said.get("results", []) if isinstance(entry, dict)}
    found = [(item, results[str(item.hazard_id)]) for item in items_of(case) if str(item.hazard_id) in results]
    rows = _listed([item.hazard for item, _entry in found], local_day(at))
    for row, (item, entry) in zip(rows, found, strict=True):
        row["期限"] = chinese_day(item.due_on)
        row["结果"] = _RESULTS.get(str(entry.get("result")), "")
        row["意见"] = str(entry.get("note") or "")
        if entry.get("due_on"):
            row["意见"] += f"（限{chinese_day(date.fromisoformat(str(entry['due_on'])))}前完成）"
    failed = [row for row in rows if row["结果"] == _RESULTS["fail"]]
    numbers = "、".join(str(row["序号"]) for row in failed)
    follow = (
        f"第{numbers}项未完成整改，应当继续整改；逾期仍不整改的，依法处理。"
        if failed
        else "本次复查的事项均已完成整改。"
    )
    return {
        "事项": rows,
        "后续": follow,
        "指令书文号": _order_number(case),
        "说明": sentence(str(said.get("note") or "")),
    }


def _order_number(case: Case) -> str:
    order = case.documents.filter(kind="order", withdrawn_at__isnull=True).order_by("-drawn_at").first()
    return order.number if order is not None else case.number or ""


def _verified(case: Case, told: Told | None, at: datetime) -> Values:
    """A single hazard, verified or sent back without an order."""
    said = told.data or {} if told is not None else {}
    [row] = _listed([case.hazard], local_day(at))
    passed = told is not None and told.fact.verb == "verify"
    clock = case.clocks.filter(name="rectify").order_by("-id").first()
    row["期限"] = material.last_day(clock.due_at) if clock is not None else "—"
    row["结果"] = _RESULTS["pass" if passed else "fail"]
    row["意见"] = str(said.get("note") or said.get("reason") or "")
    item = OrderItem.objects.filter(hazard_id=case.id).select_related("order__case").order_by("-id").first()
    return {
        "事项": [row],
        "后续": "" if passed else "应当继续整改；逾期仍不整改的，依法处理。",
        "指令书文号": _order_number(item.order.case) if item is not None else "",
        "说明": "",
    }


def _listing(case: Case, told: Told | None, at: datetime) -> Values:
    said = told.data or {} if told is not None else {}
    clock = case.clocks.filter(name="rectify", ended_at__isnull=True).first()
    level = str(said.get("level") or "")
    return {
        "事项": _listed([case.hazard], local_day(at)),
        "级别": _LEVELS.get(Listing.Level(level), "") if level in Listing.Level.values else "",
        "理由": sentence(str(said.get("reason") or "")),
        "期限": material.last_day(clock.due_at) if clock is not None else "",
        "措施": sentence(case.hazard.measures),
        "法律依据": material.article("hazard.duties", local_day(at), case.territory, "supervise_major"),
        "挂牌日期": day_of(listing.listed_at) if (listing := case.listings.order_by("-id").first()) else "",
        "挂牌文号": _number_of(case, "listing"),
    }


def _number_of(case: Case, kind: str) -> str:
    found = case.documents.filter(kind=kind, withdrawn_at__isnull=True).order_by("-drawn_at").first()
    return found.number if found is not None else ""


def _extension(case: Case, told: Told | None, at: datetime) -> Values:
    said = told.data or {} if told is not None else {}
    decided = case.extensions.filter(ended_at=told.fact.at) if told is not None else case.extensions.none()
    asked = decided.first() or case.extensions.filter(ended_at__isnull=False).order_by("-ended_at", "-id").first()
    granted = told is not None and told.fact.verb == "grant_extension"
    clock = case.clocks.filter(name="rectify").order_by("-id").first()
    return {
        "事项": _listed([case.hazard], local_day(at)),
        "申请日期": day_of(asked.asked_at) if asked is not None else "",
        "申请延至": chinese_day(asked.until) if asked is not None else "",
        "申请理由": sentence(asked.reason) if asked is not None else "",
        "决定": "同意延期" if granted else "不同意延期",
        "新期限": chinese_day(asked.until) if granted and asked is not None else "",
        "原期限": material.last_day(clock.first_due_at if granted else clock.due_at) if clock is not None else "",
        "理由": sentence(str(said.get("reason") or "")),
        "指令书文号": _order_of_hazard(case.id),
        "法律依据": _remove_at_once(at, case.territory),
    }


def _order_of_hazard(hazard: UUID) -> str:
    item = (
        OrderItem.objects.filter(hazard_id=hazard, order__issued_at__isnull=False).select_related("order__case").last()
    )
    return _order_number(item.order.case) if item is not None else ""


def _asked_for(case: Case, told: Any) -> bool:
    return Extension.objects.filter(case_id=case.id).exists()


_FOUND = Grid(
    "事项",
    ("序号", "问题或者隐患", "部位", "等级"),
    ("{{ r.序号 }}", "{{ r.隐患 }}", "{{ r.部位 }}", "{{ r.等级 }}"),
    (1.2, 8.4, 3.8, 2.2),
)
_RECORD_BODY = (
    _PARTY,
    Line(
        "检查开始时，{{ 机关 }}执法人员出示了执法证件，说明了检查的事由和依据，告知被检查单位有陈述、申辩和申请回避的权利，"
        "并有如实提供情况、配合检查的义务。"
    ),
    Line("检查发现下列情况：", PLAIN),
    _FOUND,
    Line("以上记录经当事人核对。当事人的陈述或者补充意见：＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿"),
)
_MEASURES_BODY = (
    _UNIT,
    Line("经现场检查，你单位（{{ 场所名称 }}，{{ 场所地址 }}）存在下列事故隐患：", "文书正文"),
    _FOUND,
    Line("为防止事故发生，依据{{ 法律依据 }}的规定，现决定采取下列现场处理措施：", "文书正文"),
    Grid("措施", ("序号", "措施", "范围"), ("{{ r.序号 }}", "{{ r.内容 }}", "{{ r.范围 }}"), (1.2, 6.2, 8.2)),
    Line("隐患排除后，应当经{{ 机关 }}审查同意，方可恢复生产经营和使用。"),
)
_ORDER_BODY = (
    _UNIT,
    Line(
        "经查，你单位（{{ 场所名称 }}，{{ 场所地址 }}）存在下列事故隐患。"
        "依据{{ 法律依据 }}的规定，现责令你单位逐项在规定期限前完成整改："
    ),
    Grid(
        "事项",
        ("序号", "隐患及部位", "等级", "整改要求", "整改期限"),
        (
            "{{ r.序号 }}",
            "{{ r.隐患 }}（{{ r.部位 }}）{% if r.依据 %}\n判定依据：{{ r.依据 }}{% endif %}",
            "{{ r.等级 }}",
            "{{ r.要求 }}{% if r.责任人 %}\n责任人：{{ r.责任人 }}{% endif %}",
            "{{ r.期限 }}前",
        ),
        (1.1, 5.1, 2.0, 3.7, 3.7),
    ),
    Line("{{ 治理要求 }}", when="治理要求"),
    Line("说明：{{ 说明 }}", when="说明"),
    Line(
        "整改期间应当采取措施，确保安全。整改完成后，请及时提交整改情况和证明材料，由{{ 机关 }}复查；"
        "确有困难不能按期完成的，应当在期限届满前书面申请延期。逾期不整改或者整改不合格的，依法处理。"
    ),
)
_REVIEW_BODY = (
    _UNIT,
    Line("{{ 机关 }}对{{ 指令书文号 or '案件' ~ 案号 }}所列事项进行了复查，意见如下："),
    Grid(
        "事项",
        ("序号", "隐患", "整改期限", "复查结果", "说明"),
        ("{{ r.序号 }}", "{{ r.隐患 }}（{{ r.部位 }}）", "{{ r.期限 }}", "{{ r.结果 }}", "{{ r.意见 }}"),
        (1.1, 4.8, 3.3, 3.2, 3.2),
    ),
    Line("{{ 后续 }}", when="后续"),
    Line("说明：{{ 说明 }}", when="说明"),
)
_LISTING_BODY = (
    _UNIT,
    Line("你单位（{{ 场所名称 }}，{{ 场所地址 }}）存在下列事故隐患：", "文书正文"),
    _FOUND,
    Line("依据{{ 法律依据 }}的规定，决定对该隐患实行{{ 级别 }}挂牌督办。理由：{{ 理由 }}"),
    Line("治理措施：{{ 措施 }}", when="措施"),
    Line("治理应当在{{ 期限 }}前完成。", when="期限"),
    Line("你单位主要负责人对治理负总责。治理完成后，应当组织评估并书面申请验收；验收合格后方可摘牌。"),
)
_DELISTING_BODY = (
    _UNIT,
    Line(
        "你单位（{{ 场所名称 }}）的下列事故隐患，{% if 挂牌日期 %}自{{ 挂牌日期 }}起{% endif %}"
        "{% if 挂牌文号 %}依{{ 挂牌文号 }}{% endif %}挂牌督办："
    ),
    _FOUND,
    Line("经验收，治理符合要求，决定自本通知书送达之日起解除挂牌督办（摘牌）。意见：{{ 理由 }}"),
    Line("你单位应当继续落实安全生产主体责任，防止同类隐患再次发生。"),
)
_EXTENSION_BODY = (
    _UNIT,
    Line("你单位于{{ 申请日期 }}就{{ 指令书文号 or '案件' ~ 案号 }}所列下列事项申请将整改期限延至{{ 申请延至 }}："),
    _FOUND,
    Line("申请理由：{{ 申请理由 }}"),
    Line("经审查，决定：{{ 决定 }}。理由：{{ 理由 }}"),
    Line("该事项的整改期限由{{ 原期限 }}延至{{ 新期限 }}。延期期间应当采取措施，确保安全。", when="新期限"),
    Line("该事项的整改期限仍为{{ 原期限 }}，应当按期完成整改。", when="not 新期限"),
)

ORDER_PAPERS = (
    DocumentKind(
        "order", "order", "责令限期整改指令书", _("Order to rectify"), "责改", _ORDER_BODY, _order, ("issue",), remedies=True
    ),
    DocumentKind(
        "review", "order", "整改复查意见书", _("Re-inspection opinion"), "复查", _REVIEW_BODY, _review, ("reinspect",),
        remedies=True,
    ),
    DocumentKind(
        "order_record", "order", "现场检查记录", _("On-site inspection record"), "检记", _RECORD_BODY, _record,
        automatic=False,
    ),
)  # fmt: skip
HAZARD_PAPERS = (
    DocumentKind(
        "inspection_record", "hazard", "现场检查记录", _("On-site inspection record"), "检记", _RECORD_BODY, _record,
        automatic=False,
    ),
    DocumentKind(
        "on_site_measures", "hazard", "现场处理措施决定书", _("Decision on on-site measures"), "措施", _MEASURES_BODY,
        _measures, ("stop_works",), remedies=True,
    ),
    DocumentKind(
        "hazard_review", "hazard", "整改复查意见书", _("Re-inspection opinion"), "复查", _REVIEW_BODY, _verified,
        ("verify", "send_back"), automatic=False, remedies=True,
    ),
    DocumentKind(
        "listing", "hazard", "挂牌督办通知书", _("Notice of listed supervision"), "挂督", _LISTING_BODY, _listing,
        ("list_supervision",), remedies=True, signs=None,
    ),
    DocumentKind(
        "delisting", "hazard", "摘牌通知书", _("Notice of de-listing"), "摘牌", _DELISTING_BODY, _listing, ("delist",),
        remedies=True, signs=None,
    ),
    DocumentKind(
        "extension", "hazard", "延期决定书", _("Decision on more time"), "延决", _EXTENSION_BODY, _extension,
        ("grant_extension", "refuse_extension"), applies=_asked_for, remedies=True, signs=None,
    ),
)  # fmt: skip
PAPERS = (*ORDER_PAPERS, *HAZARD_PAPERS)
