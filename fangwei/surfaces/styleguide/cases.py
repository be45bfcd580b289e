"""Invented content of a case's parts, and one whole case."""

from datetime import date, datetime, timedelta

from django.templatetags.static import static

from fangwei.surfaces.styleguide.texts import LONGEST_FIRM, pick
from fangwei.ui.parts import (
    BeforeAfterView,
    CaseHeaderView,
    ChipView,
    Choice,
    ClockView,
    EventView,
    EvidenceListView,
    EvidenceView,
    FactsView,
    FieldView,
    GradeView,
    LinkView,
    MayView,
    OwnerView,
    PersonView,
    PrintView,
    RiskView,
    TimelineView,
    VerbView,
    WhyView,
)

SINCE = date(2024, 9, 1)


def why() -> WhyView:
    """A deadline with its reason."""
    return WhyView(
        value=pick("15 天", "15 days"),
        rule="hazard.rectify.general",
        rule_name=pick("一般隐患整改期限", "Rectifying a general hazard"),
        citation=pick("《某某省隐患治理办法》第二十一条", "Provincial measures on hazards, art. 21"),
        status="local",
        on=date(2026, 3, 28),
        rule_value=pick("15 个自然日", "15 natural days"),
        because=pick("一般隐患，从下达指令次日起算 15 天。", "A general hazard: 15 days from the day after the order."),
        inputs=[(pick("等级", "Grade"), pick("一般", "general")), (pick("下达", "Ordered"), pick("3月28日", "28 Mar"))],
        overlay=pick("安平县 law/hazards.yaml", "Anping county, law/hazards.yaml"),
        href="#",
    )


def clocks(at: datetime) -> list[ClockView]:
    """A clock in each of its states."""
    label, start, hour = pick("整改期限", "Rectify"), at - timedelta(days=12), timedelta(hours=3, minutes=10)
    return [
        ClockView(label=label, state="running", started=start, due=at + timedelta(days=3) + hour, why=why()),
        ClockView(label=pick("复查", "Verify"), state="running", started=start, due=at + hour),
        ClockView(label=label, state="running", started=start, due=at - timedelta(days=2), why=why()),
        ClockView(
            label=label,
            state="running",
            started=start,
            due=at + timedelta(days=10),
            extended_from=at - timedelta(days=1),
        ),
        ClockView(
            label=label,
            state="paused",
            started=start,
            due=at + timedelta(days=6),
            ended=at - timedelta(days=2),
            pauses=[(at - timedelta(days=8), at - timedelta(days=6)), (at - timedelta(days=2), None)],
        ),
        ClockView(label=label, state="met", started=start, due=at, ended=at - timedelta(days=4)),
        ClockView(label=label, state="missed", started=start, due=at - timedelta(days=5), ended=at - timedelta(days=1)),
        ClockView(label=label, state="unset"),
    ]


def owner() -> OwnerView:
    """An owner with a holder who can be called."""
    return OwnerView(
        post=pick("危化监管科长", "Head, chemicals section"),
        holder=pick("陈立新", "Chen Lixin"),
        organization=pick("安平县应急管理局", "Anping emergency bureau"),
        phone="0371-5550 1200",
        since=SINCE,
        href="#",
    )


def header(at: datetime) -> CaseHeaderView:
    """The header of a major hazard under listed supervision."""
    return CaseHeaderView(
        kind=pick("重大隐患", "Hazard"),
        number="安应急隐〔2026〕0123",
        what=pick(
            "2号粉尘收集器泄爆口被彩钢板封堵，车间有8人作业",
            "Explosion vent of dust collector 2 covered with sheet steel, eight people at work",
        ),
        where=LinkView(LONGEST_FIRM, "#"),
        state=ChipView(pick("整改中", "Being rectified")),
        owner=owner(),
        clocks=clocks(at)[:2],
        risk=RiskView("red"),
        grade=GradeView("major"),
        marks=[
            ChipView(pick("县级挂牌督办", "Listed by the county"), "strong"),
            ChipView(pick("来自台账", "From a sheet")),
        ],
        back=LinkView(pick("待复查", "To verify"), "#"),
    )


def verbs() -> MayView:
    """Three verbs with their forms, and who may do the rest."""
    evidence = FieldView(
        name="files", label=pick("整改后照片", "Photos after"), kind="file", accept="image/*", multiple=True
    )
    result = FieldView(
        name="result",
        label=pick("复查结果", "Result"),
        kind="radio",
        choices=[
            Choice(
                value="ok",
                label=pick("已消除", "Removed"),
                help=pick(
                    "同一位置拍照，经另一人确认。", "Photographed at the same spot, confirmed by another person."
                ),
            ),
            Choice(value="not", label=pick("未消除，退回", "Not removed, send back"), law=why()),
        ],
    )
    reason = FieldView(
        name="reason",
        label=pick("说明", "Explanation"),
        kind="textarea",
        rows=3,
        help=pick("企业会看到。", "The enterprise will see it."),
    )
    second = FieldView(
        name="second",
        label=pick("第二名执法人员", "Second officer"),
        kind="select",
        choices=[Choice(value="1", label=pick("刘洋 410-2231", "Liu Yang 410-2231"))],
    )
    return MayView(
        verbs=[
            VerbView(
                name="verify",
                label=pick("记录复查结果", "Record the re-inspection"),
                action="#",
                says=pick(
                    "写入复查意见书；消除的即可验收。",
                    "Writes the re-inspection opinion; what is removed can then be accepted.",
                ),
                seen_by=pick("企业、城关镇、县安委办", "the enterprise, the township, the committee office"),
                fields=[result, second, reason, evidence],
                hidden=[("act_id", "0190"), ("if_version", "7")],
            ),
            VerbView(
                name="extend",
                label=pick("准予延期", "Grant more time"),
                action="#",
                says=pick("期限改为申请的日期。", "The deadline becomes the day asked for."),
                seen_by=pick("企业", "the enterprise"),
            ),
            VerbView(
                name="refer",
                label=pick("移送执法", "Refer to enforcement"),
                action="#",
                says=pick("另立案，本隐患照常整改。", "Opens an enforcement case; the rectification goes on."),
                seen_by=pick("执法大队", "the enforcement brigade"),
            ),
        ],
        others=[
            (
                pick("降级", "Downgrade"),
                pick("局领导，须两人并报上级", "bureau leader, with a second person, reported upward"),
            ),
            (pick("摘牌", "De-list"), pick("县安委办", "the committee office")),
        ],
    )


def evidence(at: datetime) -> list[EvidenceView]:
    """A photo, a photo with hints, a document, and one that a sheet only claimed."""
    taken = at - timedelta(days=1)
    return [
        EvidenceView(
            name="1.jpg",
            href=static("ui/sample-before.svg"),
            thumb=static("ui/sample-before.svg"),
            caption=pick("泄爆口被封堵", "Vent covered"),
            taken_at=taken - timedelta(days=11),
            place=pick("2号车间", "Workshop 2"),
            by=pick("刘洋", "Liu Yang"),
        ),
        EvidenceView(
            name="2.jpg",
            href=static("ui/sample-after.svg"),
            thumb=static("ui/sample-after.svg"),
            caption=pick("封板已拆除", "Sheet removed"),
            taken_at=taken,
            place=pick("距原位置 6 米", "6 m from the spot"),
            hints=[pick("与3月30日另一隐患的照片相同", "Same photo as another hazard's of 30 Mar")],
        ),
        EvidenceView(
            name=pick("检测报告.pdf", "test report.pdf"), href="#", kind="document", size=348_211, taken_at=taken
        ),
        EvidenceView(name=pick("复查照片", "Re-inspection photo"), held=False),
    ]


def timeline(at: datetime) -> TimelineView:
    """Two days of a hazard's life."""
    officer, firm = pick("执法人员", "Inspector"), pick("安全管理员", "Safety officer")
    witness = [
        PersonView(
            name=pick("赵国强", "Zhao Guoqiang"),
            role=pick("见证人", "Witness"),
            organization=pick("村委会", "Village committee"),
        )
    ]
    return TimelineView(
        events=[
            EventView(
                at=at - timedelta(minutes=35),
                what=pick("提交整改", "Rectification submitted"),
                actor=pick("孙丽", "Sun Li"),
                post=firm,
                text=pick("封板已拆，加装泄爆片，检测合格。", "Sheet removed, vent panel fitted, tested."),
                evidence=evidence(at)[:2],
                proof="pending",
            ),
            EventView(
                at=at - timedelta(hours=3),
                what=pick("准予延期", "More time granted"),
                actor=pick("陈立新", "Chen Lixin"),
                post=pick("危化监管科长", "Head of section"),
                changes=[(pick("期限", "Deadline"), pick("4月8日", "8 Apr"), pick("4月12日", "12 Apr"))],
                proof="logged",
                proof_href="#",
            ),
            EventView(
                at=at - timedelta(days=11, hours=2),
                proven_at=at - timedelta(days=11),
                what=pick("下达责令限期整改指令", "Order served"),
                actor=pick("刘洋", "Liu Yang"),
                post=officer,
                people=witness,
                text=pick("当事人拒绝签收。", "The party refused to sign."),
                proof="witnessed",
                channel=pick("离线补传", "sent later from the field"),
            ),
            EventView(
                at=at - timedelta(days=11, hours=3),
                what=pick("登记为重大隐患", "Registered as a major hazard"),
                actor=pick("刘洋", "Liu Yang"),
                post=officer,
                proof="witnessed",
            ),
        ],
        more=LinkView(pick("更早的 12 条", "12 earlier"), "#"),
    )


def printed(at: datetime) -> PrintView:
    """The head of a printed page."""
    return PrintView(
        organization=pick("安平县应急管理局", "Anping emergency bureau"),
        title=pick("隐患台账", "Hazard sheet"),
        number="0123",
        printed_by=pick("陈立新", "Chen Lixin"),
        printed_at=at,
    )


def case_page(at: datetime) -> dict[str, object]:
    """One whole case."""
    shots = evidence(at)
    facts = FactsView(
        [
            (pick("发现", "Found by"), pick("专项检查，3月28日", "campaign inspection, 28 Mar")),
            (pick("判定标准", "Criterion"), why()),
            (
                pick("现场措施", "Measures on the spot"),
                pick("停止2号车间作业，撤出8人", "Work in workshop 2 stopped, eight people out"),
            ),
            (pick("整改责任人", "Rectified by"), pick("王建国(厂长)", "Wang Jianguo (plant manager)")),
            (pick("整改资金", "Money set aside"), "¥186,000"),
        ]
    )
    return {
        "header": header(at),
        "may": verbs(),
        "timeline": timeline(at),
        "facts": facts,
        "before_after": BeforeAfterView(before=shots[0], after=shots[1]),
        "evidence": EvidenceListView(shots),
        "print": printed(at),
    }
