"""Invented content for the parts of the style page that are not a case's."""

from datetime import datetime

from fangwei.surfaces.styleguide import cases
from fangwei.surfaces.styleguide.texts import LONGEST_FIRM, pick
from fangwei.ui.icons import ICONS
from fangwei.ui.parts import (
    BeforeAfterView,
    ChipView,
    ErrorsView,
    EvidenceListView,
    FactsView,
    FieldView,
    Figure,
    FiguresView,
    LinkView,
    MayView,
    MenuEntry,
    NoticeView,
    OwnerView,
    PeopleView,
    PersonView,
    PostChoice,
    ProgressView,
    ShellView,
    StepsView,
    Tab,
)


def shell() -> ShellView:
    """A department's desk with all seven entries and two posts."""
    return ShellView(
        menu=(
            MenuEntry(label=pick("工作台", "Desk"), href="/styleguide/", icon="desk", current=True, count=22),
            MenuEntry(label=pick("隐患", "Hazards"), href="/styleguide/desk/", icon="hazard"),
            MenuEntry(label=pick("指令", "Orders"), href="/styleguide/case/", icon="order"),
            MenuEntry(label=pick("企业与场所", "Places"), short=pick("场所", "Places"), href="#", icon="site"),
            MenuEntry(label=pick("导入", "Import"), href="#", icon="import"),
            MenuEntry(label=pick("法规", "Law"), href="#", icon="book"),
            MenuEntry(label=pick("统计", "Figures"), href="#", icon="chart"),
        ),
        person=pick("陈立新", "Chen Lixin"),
        posts=(
            PostChoice(
                id="1",
                name=pick("危化监管科长", "Head, chemicals section"),
                organization=pick("安平县应急管理局", "Anping emergency bureau"),
                current=True,
            ),
            PostChoice(
                id="2",
                name=pick("安委办副主任", "Deputy director"),
                organization=pick("安平县安委会办公室", "Anping safety-committee office"),
            ),
        ),
        post_action="#",
        sign_out="#",
        banner=pick("演示数据，均为虚构", "Demo data, all of it invented"),
    )


def figures() -> FiguresView:
    """Five numbers."""
    return FiguresView(
        [
            Figure(label=pick("等我复查", "To verify"), value=7, href="#"),
            Figure(label=pick("等我定级", "To grade"), value=3, href="#"),
            Figure(label=pick("已逾期", "Overdue"), value=12, href="#", note=pick("最长 31 天", "longest 31 days")),
            Figure(label=pick("重大隐患", "Major hazards"), value=4, href="#"),
            Figure(label=pick("未闭环", "Open"), value=1203, href="#"),
        ]
    )


def fields() -> list[FieldView]:
    """A field of each kind, prefilled, helped and refused."""
    return [
        FieldView(
            name="name",
            label=pick("企业名称", "Enterprise"),
            value=LONGEST_FIRM,
            known=pick("营业执照登记", "the business register"),
        ),
        FieldView(
            name="uscc",
            label=pick("统一社会信用代码", "Unified social credit code"),
            value="91410100MA4XXXXX0",
            errors=[pick("少一位：应为 18 位。", "One character short: it has 18.")],
            help=pick("营业执照右上角。", "Upper right on the licence."),
        ),
        FieldView(name="found", label=pick("发现日期", "Found on"), kind="date", value="2026-04-09"),
        FieldView(
            name="people",
            label=pick("作业人数", "People at work"),
            kind="number",
            value="8",
            unit=pick("人", "people"),
            required=False,
        ),
        FieldView(
            name="sure", label=pick("已告知现场负责人", "The person in charge was told"), kind="checkbox", value="on"
        ),
    ]


def notices() -> list[NoticeView]:
    """One of each tone."""
    return [
        NoticeView(tone="done", title=pick("已记录复查结果，编号 0123", "Re-inspection recorded, number 0123")),
        NoticeView(title=pick("本页 8 条来自台账，证据未留存", "8 rows come from a sheet; their evidence is not held")),
        NoticeView(
            tone="problem",
            title=pick("没有提交：别人刚改过这条隐患", "Not submitted: someone has just changed this hazard"),
            kept=pick("您填的内容和 2 张照片已保留。", "What you wrote and 2 photos are kept."),
            todo=pick("看过新的状态再提交一次。", "Look at the new state and submit again."),
            links=[LinkView(pick("查看新状态", "See the new state"), "#")],
        ),
    ]


def everything(at: datetime) -> dict[str, object]:
    """All parts by name, for the style page's template."""
    shots = cases.evidence(at)
    return {
        "chips": [
            ChipView(pick("整改中", "Ordered")),
            ChipView(pick("挂牌督办", "Listed"), "strong"),
            ChipView(pick("逾期 12 天", "12 days overdue"), "dark"),
            ChipView(pick("已暂停", "Suspended"), "paused"),
            ChipView(pick("已销号", "Closed"), "done"),
        ],
        "why": cases.why(),
        "clocks": cases.clocks(at),
        "owners": [cases.owner(), OwnerView()],
        "header": cases.header(at),
        "may": cases.verbs(),
        "may_none": MayView(verbs=[]),
        "timeline": cases.timeline(at),
        "evidence": EvidenceListView(shots),
        "before_after": BeforeAfterView(before=shots[0], after=shots[1]),
        "fields": fields(),
        "errors": ErrorsView(fields=fields()),
        "notices": notices(),
        "figures": figures(),
        "facts": FactsView(
            [
                (pick("名称", "Name"), LONGEST_FIRM),
                (pick("从业人数", "Employees"), 1240),
                (pick("危险化学品", "Hazardous chemicals"), True),
                (pick("电话", "Phone"), None),
            ]
        ),
        "progress": ProgressView(
            label=pick("正在导入 隐患台账.xlsx", "Importing hazards.xlsx"), done=41_200, total=100_000
        ),
        "steps": StepsView(
            [
                Tab(label=pick("选文件", "File"), href="#"),
                Tab(label=pick("对列", "Columns"), href="#", current=True),
                Tab(label=pick("预览", "Preview"), href=""),
                Tab(label=pick("导入", "Import"), href=""),
            ]
        ),
        "people": PeopleView(
            [
                PersonView(name=pick("刘洋", "Liu Yang"), role=pick("执法人员", "Inspector"), certificate="410-2231"),
                PersonView(
                    name=pick("赵国强", "Zhao Guoqiang"),
                    role=pick("见证人", "Witness"),
                    organization=pick("村委会", "Village committee"),
                ),
            ]
        ),
        "print": cases.printed(at),
        "icons": sorted(ICONS),
    }


def names() -> dict[str, str]:
    """The style page's own headings."""
    return {
        "page": pick("样式", "Style"),
        "case": pick("一件事的页面", "A case"),
        "desk": pick("工作台", "A desk"),
        "main": pick("主要按钮", "Main button"),
        "bare": pick("次要按钮", "Bare button"),
        "marks": pick("风险、等级、状态、图标", "Risk, grade, state, icons"),
        "clocks": pick("期限与依据", "Clocks and reasons"),
        "people": pick("责任人、参与人、事实", "Owner, people, facts"),
        "evidence": pick("证据", "Evidence"),
    }
