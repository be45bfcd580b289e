"""A problem list as a sheet (检查问题清单): its columns, and what the words in its cells and its title mean."""

import re

from fangwei.engines.reader import Column, SheetSpec, words
from fangwei.oversight.lifecycle.problem import CLOSED, DROPPED, HANDED, PLANNED, SUBMITTED, VERIFIED
from fangwei.oversight.models import InspectionType

_ASSESSMENT = words("考核巡查 考核 巡查 年度考核 安全生产巡查 成效考核 assessment")
_UNANNOUNCED = words("明查暗访 明察暗访 暗访 暗查 督查 督导 督导检查 四不两直 unannounced")
_SPECIAL = words("专项检查 专项督查 专项 专项整治 专项行动 special")
_IN_TITLE = (
    (re.compile(r"考核|巡查"), InspectionType.ASSESSMENT),
    (re.compile(r"明[查察]|暗[访查]|四不两直|督[查导]"), InspectionType.UNANNOUNCED),
    (re.compile(r"专项"), InspectionType.SPECIAL),
)
_STATES = {
    "已交办": HANDED, "handed": HANDED, "整改中": PLANNED, "planned": PLANNED, "待核查": SUBMITTED, "submitted": SUBMITTED,
    "待销号": VERIFIED, "verified": VERIFIED, "已销号": CLOSED, "closed": CLOSED, "已撤销": DROPPED, "dropped": DROPPED,
}  # fmt: skip

PROBLEMS = SheetSpec(
    name="problems",
    title="检查问题清单",
    title_english="Problem list of an inspection",
    columns=(
        Column("number", words("问题编号 案件编号 系统编号"), "code", ("Case number",), width=20),
        Column(
            "title",
            words("清单名称 问题清单名称 检查名称 巡查名称 督查名称 所属清单"),
            english=words("List | Title of the list | Inspection"),
            width=28,
        ),
        Column(
            "inspection",
            words("检查类型 检查方式 巡查类型 检查类别 督查方式"),
            "choice",
            words("Kind of inspection | Kind"),
            fault="inspection_unknown",
            choices=dict.fromkeys(_ASSESSMENT, InspectionType.ASSESSMENT.value)
            | dict.fromkeys(_UNANNOUNCED, InspectionType.UNANNOUNCED.value)
            | dict.fromkeys(_SPECIAL, InspectionType.SPECIAL.value),
        ),
        Column(
            "team",
            words("检查组 巡查组 督查组 考核组 暗访组 检查人员"),
            english=words("Inspection team | Team"),
        ),
        Column(
            "began_on",
            words("检查时间 检查日期 巡查时间 督查时间 发现时间 检查开始时间 检查起"),
            "date",
            words("Inspected on | Began on | Date"),
            width=12,
        ),
        Column("ended_on", words("检查结束时间 检查止 巡查结束时间"), "date", words("Ended on"), width=12),
        Column(
            "body",
            words(
                "责任单位 整改责任单位 被检查单位 受检单位 整改单位 责任部门 牵头单位 牵头整改单位 被巡查单位 责任主体 "
                "属地 责任单位名称 被督查单位"
            ),
            english=words("Who answers | Responsible body | Body | Department"),
            required=True,
            width=26,
        ),
        Column(
            "description",
            words(
                "存在问题 问题描述 问题 主要问题 问题内容 发现问题 问题隐患 具体问题 存在的问题 发现的问题 问题清单 "
                "反馈问题"
            ),
            english=words("Problem | Description | Finding"),
            required=True,
            width=48,
        ),
        Column(
            "requirement",
            words("整改要求 整改建议 工作要求 处理意见 整改意见 整改目标"),
            english=words("What is asked for | Requirement"),
            width=32,
        ),
        Column(
            "due",
            words("整改时限 整改期限 完成时限 整改完成时限 整改截止时间"),
            english=words("Asked for by | Due"),
            width=12,
        ),
        Column("hazard", words("隐患编号 关联隐患 关联隐患编号"), "code", words("Hazard | Hazard number"), width=20),
        Column("state", words("办理状态 整改进展 当前状态"), "choice", words("State"), choices=_STATES, width=10),
    ),
)


def inspection_named(title: str) -> InspectionType | None:
    """Return the kind of inspection that a list's title speaks of, None where it speaks of none."""
    return next((kind for pattern, kind in _IN_TITLE if pattern.search(title)), None)
