"""The papers of a visit: the approval form, the notice to the enterprise, the on-site record.

The forms ask for approval and notice of each check, with the frequency told; who stands behind a clue is on none of them.
"""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from fangwei.casework.models import Case
from fangwei.documents.kinds import DocumentKind
from fangwei.documents.layout import PLAIN, Grid, Line, Pairs
from fangwei.documents.queries.material import Values, chinese_day, day_of, local_day, moment_of, sentence
from fangwei.inspections.models import Visit, VisitType
from fangwei.inspections.queries import cap_of, counted, hazards_of, triggers
from fangwei.ledger.queries import Told
from fangwei.register.models import Person

_TYPES = {VisitType.DAILY: "日常检查", VisitType.SPECIAL: "专项检查", VisitType.INDIVIDUAL: "个案检查"}
_CLUE, _CLUE_KEPT = "线索核查", "有关线索（编号由检查机关留存）"


def _visit(case: Case, told: Told | None, at: datetime) -> Values:
    visit: Visit = case.visit
    day = local_day(at)
    row: dict[str, str] = next((one for one in triggers(case.territory, day) if one["id"] == visit.trigger), {})
    hidden = row.get("hidden") == "yes"
    used, cap = counted(visit.enterprise_id, visit.line, visit.year), cap_of(case.territory, day)
    inspectors = visit.inspectors.select_related("person").order_by("id")
    approver = Person.objects.filter(id=visit.approved_by).first() if visit.approved_by else None
    applicant = Person.objects.filter(id=visit.applied_by).first() if visit.applied_by else None
    return {
        "检查类型": _TYPES[VisitType(visit.type)],
        "检查事由": _CLUE if hidden else row.get("zh", ""),
        "检查依据": _CLUE_KEPT if hidden else visit.basis,
        "检查事项": visit.matters.rstrip("。"),
        "计划日期": chinese_day(visit.planned_on),
        "人员": [
            {"序号": number, "姓名": one.person.name, "证号": one.certificate_number}
            for number, one in enumerate(inspectors, start=1)
        ],
        "频次": f"{visit.year}年本领域日常检查（含本次已批准的）{used}次，年度上限{cap.value}次"
        if visit.counts
        else "本次检查不计入日常检查年度频次上限",
        "申请人": applicant.name if applicant else "",
        "批准人": approver.name if approver else "",
        "批准时间": day_of(visit.approved_at) if visit.approved_at else "",
        "告知方式": "到达时当场告知" if visit.unannounced else "事先通知",
        "情况": sentence(_said(told, "note")),
    }


def _change(case: Case, told: Told | None, at: datetime) -> Values:
    data = (told.data or {}) if told is not None else {}
    names = (
        {str(one.id): one.name for one in Person.objects.filter(id__in=[data["leaves"], data["comes"]])} if data else {}
    )
    numbers = data.get("certificates") or ["", ""]
    who = [names.get(data.get(key, ""), "") for key in ("leaves", "comes")]
    said = [f"{name}（{number}）" if number else name for name, number in zip(who, numbers, strict=True)]
    return {**_visit(case, told, at), "离开人员": said[0], "接替人员": said[1]}


def _record(case: Case, told: Told | None, at: datetime) -> Values:
    visit: Visit = case.visit
    # The hazards that the record names are registered right after it: until then the record alone knows them.
    named = [str(one).strip() for one in (told.data or {}).get("findings") or []] if told is not None else []
    texts = dict.fromkeys([one.title for one in hazards_of(case)] + [one for one in named if one])
    found = [{"序号": number, "隐患": text} for number, text in enumerate(texts, start=1)]
    return {
        **_visit(case, told, at),
        "检查情况": sentence(visit.checked),
        "进入时间": moment_of(visit.entered_at) if visit.entered_at else "",
        "离开时间": moment_of(visit.left_at) if visit.left_at else "",
        "事项": found or [{"序号": "—", "隐患": "未发现事故隐患"}],
    }


def _said(told: Told | None, name: str) -> str:
    return str((told.data or {}).get(name) or "") if told is not None else ""


def _at_the_door(case: Case, told: Any) -> bool:
    """Say whether the notice belongs to this act: told before, or handed over at the door with the beginning."""
    begun = told is not None and told.fact.verb == "begin_visit"
    return bool(case.visit.unannounced) if begun else True


def _was_told(case: Case, told: Any) -> bool:
    """Say whether the enterprise knows of the visit, so that it must hear who comes instead."""
    return case.visit.notified_at is not None


_WHO = Grid("人员", ("序号", "执法人员", "执法证号"), ("{{ r.序号 }}", "{{ r.姓名 }}", "{{ r.证号 }}"), (1.4, 5.6, 8.6))
_APPROVAL = (
    Pairs(
        (
            ("被检查单位", "{{ 单位名称 }}（{{ 信用代码 }}）"),
            ("检查场所", "{{ 场所名称 }}（{{ 场所地址 }}）"),
            ("检查类型", "{{ 检查类型 }}"),
            ("检查事由", "{{ 检查事由 }}"),
            ("检查依据", "{{ 检查依据 }}"),
            ("检查事项", "{{ 检查事项 }}"),
            ("计划日期", "{{ 计划日期 }}"),
            ("告知方式", "{{ 告知方式 }}"),
            ("检查频次", "{{ 频次 }}"),
            ("申请人", "{{ 申请人 }}"),
        )
    ),
    Line("检查人员：", PLAIN),
    _WHO,
    Line("审批意见：同意实施检查。{{ 情况 }}"),
    Line("批准人：{{ 批准人 }}　　批准日期：{{ 批准时间 }}", PLAIN),
)
_NOTICE = (
    Line("{{ 单位名称 }}：", PLAIN),
    Line(
        "根据{{ 检查依据 }}（{{ 检查事由 }}），经本机关负责人批准，定于{{ 计划日期 }}对你单位"
        "（{{ 场所名称 }}，{{ 场所地址 }}）实施{{ 检查类型 }}。检查事项：{{ 检查事项 }}。"
    ),
    Line("检查人员：", PLAIN),
    _WHO,
    Line("检查频次：{{ 频次 }}。"),
    Line(
        "检查人员到达时将出示执法证件和检查码，你单位可以扫码核验。检查人员不出示执法证件的，你单位有权拒绝检查。"
        "你单位有权陈述、申辩和申请回避，并应当如实提供情况、配合检查。"
    ),
)
_CHANGE = (
    Line("{{ 单位名称 }}：", PLAIN),
    Line(
        "本机关此前通知，定于{{ 计划日期 }}对你单位（{{ 场所名称 }}，{{ 场所地址 }}）实施{{ 检查类型 }}。"
        "经本机关负责人批准，检查人员{{ 离开人员 }}不再参加本次检查，由{{ 接替人员 }}接替。"
    ),
    Line("变更后的检查人员：", PLAIN),
    _WHO,
    Line(
        "其他事项不变。此前的检查码已经失效，请以检查人员到达时出示的检查码核验；不在本通知书所列人员之内的，你单位有权拒绝检查。"
    ),
)
_RECORD = (
    Pairs(
        (
            ("被检查单位", "{{ 单位名称 }}（{{ 信用代码 }}）"),
            ("检查场所", "{{ 场所名称 }}（{{ 场所地址 }}）"),
            ("检查类型", "{{ 检查类型 }}"),
            ("检查事由", "{{ 检查事由 }}"),
            ("检查时间", "{{ 进入时间 }}至{{ 离开时间 }}"),
        )
    ),
    Line(
        "检查开始时，{{ 机关 }}执法人员出示了执法证件，说明了检查的事由和依据，告知被检查单位有陈述、申辩和申请回避的权利，"
        "并有如实提供情况、配合检查的义务。"
    ),
    Line("检查情况：{{ 检查情况 }}"),
    Line("检查发现下列隐患：", PLAIN),
    Grid("事项", ("序号", "隐患"), ("{{ r.序号 }}", "{{ r.隐患 }}"), (1.4, 14.2)),
    Line("以上记录经当事人核对。当事人的陈述或者补充意见：＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿"),
)

PAPERS = (
    DocumentKind(
        "visit_approval", "visit", "行政检查审批表", _("Approval of a visit"), "检审", _APPROVAL, _visit, ("approve_visit",),
        served=False, signs=None,
    ),
    DocumentKind(
        "visit_notice", "visit", "行政检查通知书", _("Notice of a visit"), "检通", _NOTICE, _visit,
        ("notify_visit", "begin_visit"), applies=_at_the_door, signs=None,
    ),
    DocumentKind(
        "visit_change", "visit", "行政检查人员变更通知书", _("Notice that inspectors change"), "检更", _CHANGE, _change,
        ("replace_inspector",), applies=_was_told, signs=None,
    ),
    DocumentKind(
        "visit_record", "visit", "现场检查记录", _("Record of a visit"), "检记", _RECORD, _record, ("record_visit",),
        served=False,
    ),
)  # fmt: skip
