"""Invented rows of the style page's list."""

from datetime import datetime, timedelta

from fangwei.surfaces.styleguide.texts import LONGEST_FIRM, pick
from fangwei.ui.parts import (
    BulkVerb,
    ChipView,
    Choice,
    ClockView,
    Column,
    EmptyView,
    ExportLink,
    FieldView,
    FilterChip,
    FilterView,
    GradeView,
    LinesView,
    LinkView,
    ListView,
    OwnerView,
    RiskView,
    Row,
    Tab,
    TabsView,
)
from fangwei.ui.parts.marks import Colour


def hazards(at: datetime, rows: int, dense: bool = False) -> ListView:
    """A list of open hazards with 0, 1, 7 or 40 rows."""
    return ListView(
        caption=pick("未闭环隐患", "Open hazards"),
        columns=_columns(),
        rows=[_row(number, at) for number in range(rows)],
        empty=EmptyView(
            title=pick("没有等您复查的隐患", "No hazard waits for your verification"),
            how=pick("企业提交整改后会出现在这里。", "It appears here when an enterprise submits its rectification."),
            action=LinkView(pick("看全部隐患", "See all hazards"), "#"),
        ),
        count=pick("1,203 条", "1,203 open") if rows > 1 else pick(f"{rows} 条", f"{rows} open"),
        next="?after=x" if rows >= 7 else "",
        tabs=TabsView(
            [
                Tab(label=pick("待复查", "To verify"), href="#", count=7, current=True),
                Tab(label=pick("待定级", "To grade"), href="#", count=3),
                Tab(label=pick("已逾期", "Overdue"), href="#", count=12),
                Tab(label=pick("下级逾期", "Overdue below me"), href="#", count=41),
                Tab(label=pick("全部", "All"), href="#", count=1203),
            ]
        ),
        chips=[
            FilterChip(label=pick("乡镇", "Township"), value=pick("城关镇", "Chengguan"), without="?"),
            FilterChip(label=pick("领域", "Domain"), value=pick("燃气", "Gas"), without="?"),
        ],
        clear="?",
        filter=FilterView(
            search=FieldView(
                name="q", label=pick("企业、地点、编号", "Enterprise, place, number"), kind="search", required=False
            ),
            fields=[
                FieldView(
                    name="grade",
                    label=pick("等级", "Grade"),
                    kind="select",
                    required=False,
                    choices=[
                        Choice(value="", label=pick("全部", "All")),
                        Choice(value="major", label=pick("重大", "Major")),
                    ],
                ),
            ],
        ),
        bulk=[BulkVerb(name="remind", label=pick("提醒责任人", "Remind the owners"))],
        bulk_action="",
        dense=dense,
        density_href="?dense",
        export=[ExportLink(label=pick("导出台账", "Export sheet"), action="#", query="", name="xlsx")],
    )


def _columns() -> list[Column]:
    return [
        Column(key="what", label=pick("隐患", "Hazard"), width="wide", on_phone="title"),
        Column(key="grade", label=pick("等级", "Grade"), width="fit", on_phone="bare"),
        Column(key="risk", label=pick("风险", "Risk"), width="fit", on_phone="bare"),
        Column(key="state", label=pick("状态", "State"), width="fit", on_phone="bare"),
        Column(key="owner", label=pick("责任岗位", "Owner"), on_phone="hidden"),
        Column(key="clock", label=pick("整改期限", "Deadline"), on_phone="line"),
        Column(key="fine", label=pick("罚款(元)", "Fine (yuan)"), kind="number", width="fit", on_phone="hidden"),
    ]


def _row(number: int, at: datetime) -> Row:
    what = [
        pick("灶间燃气软管老化开裂，无熄火保护", "Perished gas hose in the kitchen, no flame guard"),
        pick("2号粉尘收集器泄爆口被彩钢板封堵", "Explosion vent of dust collector 2 covered with sheet steel"),
        pick("疏散通道堆放货物", "Goods piled in the escape route"),
        pick("有限空间作业未审批", "Confined-space work without a permit"),
    ][number % 4]
    firm = [pick("老马拉面馆", "Lao Ma noodle shop"), LONGEST_FIRM, pick("宏达木业", "Hongda Timber")][number % 3]
    colour: Colour = ("red", "orange", "yellow", "blue")[number % 4]
    due = at + timedelta(days=[3, -2, 0, 12, -31, 1, 45][number % 7], hours=5)
    state = [
        ChipView(pick("待复查", "Submitted")),
        ChipView(pick("整改中", "Ordered")),
        ChipView(pick("已暂停", "Suspended"), "paused"),
        ChipView(pick("已销号", "Closed"), "done"),
    ][number % 4]
    owner = (
        OwnerView(size="line")
        if number % 7 == 5
        else OwnerView(
            post=pick("安全监管员", "Safety officer"),
            holder=pick("周敏", "Zhou Min"),
            organization=pick("城关镇人民政府", "Chengguan township government"),
            size="line",
        )
    )
    return Row(
        key=str(number),
        href=f"case/?{number}",
        cells={
            "what": LinesView(what, firm),
            "grade": GradeView("major" if number % 4 == 1 else "general"),
            "risk": RiskView(colour),
            "state": state,
            "owner": owner,
            "clock": ClockView(
                label="",
                state="met" if state.tone == "done" else "running",
                due=due,
                ended=due - timedelta(days=1),
                size="line",
            ),
            "fine": 30000 * number if number % 3 == 1 else None,
        },
    )
