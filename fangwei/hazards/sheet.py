"""The register sheet of hazards (隐患排查治理台账) as data, and what one of its rows says by law.

Nobody's word alone: a hazard that the sheet calls closed, but that nobody verified or that its own rectifier verified,
stands as submitted. No deadline means no clock, not zero days.
"""

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from fangwei.engines.reader import Column, Record, SheetSpec, words
from fangwei.engines.text import fold_name

Grade = Literal["general", "major"]
ImportedState = Literal["ordered", "submitted", "closed"]

_GENERAL = words("一般 一般隐患 一般事故隐患 一般安全隐患 一般性隐患 普通 普通隐患 低 较小 general minor ordinary")
_MAJOR = words("重大 重大隐患 重大事故隐患 重大安全隐患 重大生产安全事故隐患 重大安全事故隐患 major serious")
_FOUND = {
    "inspection": words("执法检查 监督检查 日常检查 行政检查 监管检查 部门检查 检查 执法 inspection 抽查 双随机 督查"),
    "campaign": words("专项检查 专项整治 专项行动 联合检查 综合检查 大检查 campaign specialinspection 专项"),
    "self_check": words("企业自查 自查 自查自改 企业自查自改 自查自报 单位自查 self-check selfcheck"),
    "tip": words("群众举报 举报 投诉 投诉举报 12350 12345 来信来访 员工举报 内部举报 tip complaint"),
    "grid": words("网格排查 网格员 网格巡查 巡查 乡镇排查 日常巡查 街道巡查 乡镇检查 镇街检查 gridworker patrol"),
    "signal": words("监测预警 在线监测 部门移交 移交 转办 交办 上级交办 signal referral"),
    "accident": words("事故 事故调查 举一反三 accident"),
    "expert": words("专家检查 专家排查 专家会诊 第三方检查 第三方 expert"),
}
_CLOSED = words(
    "已销号 销号 是 √ ✓ ✔ ☑ y yes 已完成 完成 已整改 整改完成 已闭环 闭环 已验收 "
    "验收通过 合格 true 1 closed done 已办结 办结"
)
_OPEN = words(
    "否 未销号 整改中 待复查 × n no 未完成 未整改 正在整改 待整改 待验收 不合格 逾期 "
    "false 0 open ordered submitted 待销号 未闭环 限期整改 已整改待复查 延期"
)

HAZARDS = SheetSpec(
    name="hazards",
    title="事故隐患排查治理台账",
    title_english="Register sheet of hazards",
    columns=(
        Column("number", words("隐患编号 案件编号 系统编号"), "code", ("Case number",), width=20),
        Column(
            "site_name",
            words(
                "企业名称 单位名称 被检查单位名称 受检单位 被检查单位 被检单位 受检单位名称 "
                "生产经营单位 隐患单位 场所名称 存在隐患单位 责任单位 企业 单位 隐患所在单位 "
                "公司名称 检查单位名称 检查对象"
            ),
            english=words("Enterprise | Site | Company | Site name | Inspected unit | Enterprise name"),
            width=32,
        ),
        Column(
            "uscc",
            words("统一社会信用代码 社会信用代码 信用代码 统一信用代码 组织机构代码"),
            "code",
            words("Unified social credit code | USCC | Credit code"),
            width=21,
        ),
        Column(
            "description",
            words(
                "隐患描述 隐患内容 存在问题 问题描述 事故隐患 隐患情况 存在的问题 问题隐患 存在隐患 "
                "隐患名称 检查发现问题 主要问题 发现问题 问题和隐患 存在问题及隐患 隐患具体情况 "
                "隐患问题 问题 隐患 存在的隐患 安全隐患 隐患及问题 隐患具体内容 问题内容 问题清单"
            ),
            english=words("Hazard | Description | Hazard description | Finding | Problem"),
            required=True,
            width=40,
        ),
        Column(
            "grade",
            words("隐患等级 隐患级别 隐患类型 等级 级别 隐患分级 隐患类别 隐患性质 问题等级"),
            "choice",
            words("Grade | Level | Severity | Hazard grade"),
            fault="grade_unknown",
            choices=dict.fromkeys(_GENERAL, "general") | dict.fromkeys(_MAJOR, "major"),
            width=12,
        ),
        Column(
            "found_on",
            words(
                "排查时间 检查时间 发现时间 排查日期 检查日期 发现日期 登记日期 登记时间 "
                "隐患排查时间 时间 日期 巡查时间"
            ),
            "date",
            words("Found on | Date found | Inspection date | Inspected on | Date"),
            required=True,
            width=12,
        ),
        Column(
            "how_found",
            words("发现方式 隐患来源 来源 排查方式 检查类型 检查方式 问题来源 发现途径 检查类别"),
            english=words("How found | Source | Origin"),
        ),
        Column(
            "finders",
            words("检查人员 排查人员 检查人 排查人 发现人 执法人员 登记人 检查组成员 巡查人 检查单位及人员 发现人员"),
            english=words("Found by | Inspectors | Inspector | Finders"),
            width=16,
        ),
        Column(
            "measures",
            words("整改措施 治理措施 整改要求 整改建议 整改内容 整改意见 处理措施 整改情况 防范措施 治理方案"),
            english=words("Measures | Corrective action | Remedial measures | Action"),
            width=24,
        ),
        Column(
            "rectifier",
            words("整改责任人 责任人 整改人 整改负责人 治理责任人 整改人员 责任人员 企业责任人"),
            english=words("Rectified by | Responsible person | Person responsible | Rectifier"),
            width=12,
        ),
        Column(
            "due_on",
            words(
                "整改期限 整改时限 限期 完成时限 治理时限 治理期限 整改截止时间 整改截止日期 期限 "
                "时限 要求完成时间 计划完成时间 限改时间"
            ),
            "date",
            words("Due on | Deadline | Due date | Due"),
            fault="deadline_unreadable",
            width=12,
        ),
        Column(
            "funds",
            words("整改资金（万元） 整改资金 治理资金 资金 投入资金 整改投入 资金投入 落实资金 治理经费"),
            "money",
            words("Funds | Cost | Funds (yuan)"),
            width=14,
        ),
        Column(
            "interim",
            words("应急措施 临时措施 管控措施 防控措施 临时管控措施 应急预案 安全措施 监控措施"),
            english=words("Interim measures | Emergency measures | Interim control"),
            width=20,
        ),
        Column(
            "rectified_on",
            words(
                "整改完成时间 整改完成日期 完成时间 完成日期 实际完成时间 整改日期 整改时间 治理完成时间 实际整改时间"
            ),
            "date",
            words("Rectified on | Completed on | Completion date | Date rectified"),
            width=12,
        ),
        Column(
            "verifier",
            words("复查人员 复查人 验收人 验收人员 复核人 复查验收人 核查人 复查验收人员 销号人"),
            english=words("Verified by | Verifier | Re-inspected by | Checked by"),
            width=12,
        ),
        Column(
            "verified_on",
            words("复查时间 复查日期 验收时间 验收日期 销号时间 销号日期 复核时间 复查验收时间 核查时间"),
            "date",
            words("Verified on | Verification date | Re-inspected on"),
            width=12,
        ),
        Column(
            "closed",
            words(
                "是否销号 销号情况 是否完成整改 是否整改 整改状态 状态 是否闭环 是否完成 整改进度 "
                "复查结果 验收结果 复查情况 闭环情况 整改结果 销号"
            ),
            "choice",
            words("Closed Status State"),
            fault="closing_unclear",
            choices=dict.fromkeys(_CLOSED, "closed") | dict.fromkeys(_OPEN, "open"),
            width=10,
        ),
    ),
    one_of=(("uscc", "site_name"),),
    least=3,
)


@dataclass(frozen=True)
class ImportedHazard:
    """A hazard as a register sheet tells it: read, judged and ready for the door; `key` makes its import idempotent."""

    row: int
    place_id: UUID
    description: str
    grade: Grade
    found_on: dt.date
    how_found: str
    finders: str
    measures: str
    rectifier: str
    due_on: dt.date | None
    funds_fen: int | None
    interim: str
    rectified_on: dt.date | None
    verifier: str
    verified_on: dt.date | None
    state: ImportedState
    warnings: tuple[str, ...]
    key: str


@dataclass(frozen=True)
class RowFault:
    """Why a row may not be imported: the code and what its words need."""

    code: str
    params: dict[str, object]


def key_of(place_id: UUID, description: str, found_on: dt.date) -> str:
    """What makes two rows the same hazard: the site, what was found (however spaced) and the day."""
    text = f"{place_id}|{fold_name(description)}|{found_on.isoformat()}"
    return hashlib.sha256(text.encode()).hexdigest()


def how_found_of(said: str) -> str:
    """The way of finding that an official's words mean; an unknown one is an inspection's."""
    folded = fold_name(said)
    for way, listed in _FOUND.items():
        if folded in listed:
            return way
    for way in words("tip self_check campaign grid expert signal"):
        if any(len(word) > 1 and word in folded for word in _FOUND[way]):
            return way
    return "inspection"


def way_in_words(way: str) -> str:
    """The word an official would write for a way of finding."""
    return _FOUND.get(way, ("其他",))[0]


def faults_of(record: Record, site: RowFault | None) -> list[RowFault]:
    """Everything that keeps a row out, gravest first; `site` is what is wrong with its site, if anything."""
    faults = []
    if not fold_name(record.text("description")):
        faults.append(RowFault("description_missing", {}))
    if site:
        faults.append(site)
    for name in words("found_on rectified_on verified_on"):
        if fault := record.fault(name):
            faults.append(RowFault(fault.code, {"field": name, "given": fault.given}))
    found, rectified = record.day("found_on"), record.day("rectified_on")
    if found is None and record.fault("found_on") is None:
        faults.append(RowFault("found_date_missing", {}))
    if found and rectified and rectified < found:
        faults.append(
            RowFault("rectified_before_found", {"found": found.isoformat(), "rectified": rectified.isoformat()})
        )
    if fault := record.fault("grade"):
        faults.append(RowFault(fault.code, {"given": fault.given}))
    elif "grade" in record.values and record.values["grade"] is None:
        faults.append(RowFault("grade_unknown", {"given": ""}))
    return faults


def hazard_of(record: Record, place_id: UUID) -> ImportedHazard:
    """What a row without faults says; its doubts are in `warnings`."""
    found = record.day("found_on")
    assert found is not None, "faults_of() keeps a row without its day out"
    state, doubts = _standing(record)
    warnings = [*_deadline_doubts(record, found), *doubts]
    if "grade" not in record.values:
        warnings.append("grade_assumed")
    if record.fault("funds"):
        warnings.append("funds_unreadable")
    description = record.text("description")
    return ImportedHazard(
        row=record.row,
        place_id=place_id,
        description=description,
        grade="major" if record.text("grade") == "major" else "general",
        found_on=found,
        how_found=how_found_of(record.text("how_found")),
        finders=record.text("finders"),
        measures=record.text("measures"),
        rectifier=record.text("rectifier"),
        due_on=record.day("due_on"),
        funds_fen=record.whole("funds"),
        interim=record.text("interim"),
        rectified_on=record.day("rectified_on"),
        verifier=record.text("verifier"),
        verified_on=record.day("verified_on") if state == "closed" else None,
        state=state,
        warnings=tuple(warnings),
        key=key_of(place_id, description, found),
    )


def _deadline_doubts(record: Record, found: dt.date) -> list[str]:
    due = record.day("due_on")
    if record.fault("due_on"):
        return ["deadline_unreadable"]
    if due is None:
        return ["deadline_missing"]
    return ["deadline_before_found"] if due < found else []


def _standing(record: Record) -> tuple[ImportedState, list[str]]:
    """Where the case stands by the sheet, and why not where the sheet says."""
    rectified, verified = record.day("rectified_on"), record.day("verified_on")
    not_closed: ImportedState = "submitted" if rectified else "ordered"
    if record.fault("closed"):
        return not_closed, ["closing_unclear"]
    if "closed" in record.values and record.text("closed") != "closed":
        return not_closed, []
    if "closed" not in record.values and not verified:
        return not_closed, []
    if not verified or not record.text("verifier"):
        return "submitted", ["closed_without_verification"]
    if names_of(record.text("verifier")) & names_of(record.text("rectifier")):
        return "submitted", ["verified_by_the_rectifier"]
    if rectified and verified < rectified:
        return "submitted", ["verified_before_rectified"]
    return "closed", [] if rectified else ["rectified_date_missing"]


def names_of(cell: str) -> frozenset[str]:
    """The single names in a cell that lists several: 赵一、钱二 or 孙三,李四 or 周五 吴六."""
    for mark in "、,，;；/|\n\t　":
        cell = cell.replace(mark, " ")
    return frozenset(fold_name(name) for name in cell.split() if fold_name(name))
