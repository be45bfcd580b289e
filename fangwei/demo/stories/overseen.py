"""What the county's committee office and the city's see to: blind spots that come and go, a list of problems, a year's ladder.

One official left a hazard ungraded for months, so that every paper of oversight was written, down to the clue.
"""

from collections.abc import Iterator
from datetime import timedelta
from random import Random
from uuid import UUID

from fangwei.accounts.actor import Actor
from fangwei.casework.models import Case
from fangwei.demo.places import Spot
from fangwei.demo.staff import CITY, COUNTY
from fangwei.demo.stage import Stage, Story, Tale, second
from fangwei.demo.stories.steps import reported
from fangwei.duty.actions import confirm_presumed, withdraw_confirmation
from fangwei.duty.models import Confirmation
from fangwei.oversight.actions import Head, Listed, declare_problem_list, make_bundle, publish_problem_list
from fangwei.oversight.models import InspectionProblem, InspectionType, Letter
from fangwei.register.actions import lease_site, name_keeper
from fangwei.register.models import Place, Site
from fangwei.ui.present import words

_LEAVING = (44, 20, 6, 27, 13)
"""How many days ago the keepers of ownerless places left, by township."""

_PRESUMED = ("N08", "N09")


def stories(stage: Stage, rng: Random) -> Iterator[Story]:
    """Return every story of oversight."""
    towns = sorted({spot.place.territory_code for spot in stage.country.unkept})
    for place, town in enumerate(towns):
        spots = [spot for spot in stage.country.unkept if spot.place.territory_code == town]
        yield _keeper_leaves(stage, spots, _LEAVING[place % len(_LEAVING)])
    if towns:
        yield _keeper_comes_back(stage, stage.country.unkept[0])
    yield _lines_settled(stage)
    yield _let_without_agreement(stage)
    yield _assessed(_tale(stage, rng, 40))
    yield _visited(_tale(stage, rng, 5))
    yield _left_for_months(_tale(stage, rng, 100))


def _tale(stage: Stage, rng: Random, start: int) -> Tale:
    spot = rng.choice([spot for spot in stage.country.staffed if not spot.small])
    return Tale(stage, Random(rng.getrandbits(64)), spot, start)


def _at(stage: Stage, ago: int, hour: int = 10) -> Story:
    yield stage.morning(ago) + timedelta(hours=hour)


def _keeper_leaves(stage: Stage, spots: list[Spot], ago: int) -> Story:
    """Whoever kept these places does so no more: a blind spot, some of them overdue by now."""
    yield from _at(stage, ago)
    for spot in spots:
        name_keeper(
            place=Place.objects.get(id=spot.place.id),
            by=stage.cast.office[0],
            at=stage.morning(ago) + timedelta(hours=10),
        )


def _keeper_comes_back(stage: Stage, spot: Spot) -> Story:
    """A keeper that left was replaced in time: found, repaired, and the same case is there when it happens again."""
    for ago, named in ((75, ""), (62, spot.place.keeper_name)):
        yield from _at(stage, ago)
        name_keeper(
            place=Place.objects.get(id=spot.place.id),
            keeper_name=named,
            by=stage.cast.office[0],
            at=stage.morning(ago) + timedelta(hours=10),
        )


def _lines_settled(stage: Stage) -> Story:
    """The office settled who leads where the law only presumes it; one settlement has been taken back since."""
    yield from _at(stage, 176)
    for row in _PRESUMED:
        confirm_presumed(
            territory_code=COUNTY,
            row=row,
            reason="市政府常务会议纪要明确",
            by=stage.cast.office[0],
            at=stage.morning(176) + timedelta(hours=10),
        )
    yield from _at(stage, 8)
    settled = Confirmation.objects.filter(row=_PRESUMED[0], territory_code=COUNTY, valid_to=None).get()
    withdraw_confirmation(
        confirmation=settled,
        on=stage.base - timedelta(days=8),
        reason="机构职能调整，重新明确",
        by=stage.cast.office[0],
        at=stage.morning(8) + timedelta(hours=10),
    )


def _let_without_agreement(stage: Stage) -> Story:
    """A workshop was let some weeks ago, and nobody signed a safety agreement yet."""
    yield from _at(stage, 24)
    landlord = Site.objects.select_related("enterprise").get(place=stage.country.by_key("landlord").place)
    lease_site(
        site=Site.objects.select_related("place").get(place=stage.country.by_key("tenant2").place),
        landlord=landlord.enterprise,
        valid_from=stage.base - timedelta(days=24),
        by=stage.cast.office[0],
        at=stage.morning(24) + timedelta(hours=10),
    )


_ASSESSED = (
    ("government", "未按规定每季度召开安全生产委员会全体会议", "补开会议并形成纪要"),
    ("emergency", "危险化学品企业底数台账更新不及时", "一个月内逐户核对"),
    ("housing", "自建房安全隐患排查结果没有闭环", "逐栋建立整改清单"),
    ("market", "电梯维保单位监督抽查比例不足", "补足抽查并公布结果"),
    ("education", "校外培训机构消防检查记录缺失", "补做检查并留存记录"),
    ("transport", "重点营运车辆动态监控抽查流于形式", "建立抽查台账"),
)


def _assessed(tale: Tale) -> Story:
    """The city's assessment: six problems handed to government and departments, each as far as its body has come."""
    yield tale.now
    cast = tale.stage.cast
    chief, other = cast.of("committee_office", CITY)[:2]
    lines = [Listed(text, cast.duty_posts[cast.bodies[kind, COUNTY]], asked) for kind, text, asked in _ASSESSED]
    head = Head(
        "本年度安全生产考核巡查反馈问题清单",
        InspectionType.ASSESSMENT,
        "周口市第三巡查组",
        COUNTY,
        tale.today() - timedelta(days=9),
        tale.today() - timedelta(days=2),
    )
    listed = declare_problem_list(head=head, lines=lines, by=chief, at=tale.now)
    cases = list(InspectionProblem.objects.filter(listed_in=listed).order_by("line").values_list("case_id", flat=True))
    yield tale.after(1)
    publish_problem_list(listed=listed, by=chief, at=tale.now)
    yield tale.after(3)
    for case, days in zip(cases[:5], (20, 18, 40, 30, 44), strict=True):
        tale.after()
        tale.act(
            case, "commit_plan", _answering(tale, case), measures=_ASSESSED[cases.index(case)][2],
            responsible="分管负责同志", finish_on=tale.day(days),
        )  # fmt: skip
    yield tale.after(9)
    for case in cases[:3]:
        tale.after()
        _reported_done(tale, case)
    yield tale.after(4)
    tale.act(cases[0], "verify_problem", chief, note="查阅会议纪要，属实")
    tale.act(cases[2], "return_work", chief, reason="没有逐栋清单，附件与问题不符", finish_on=tale.day(25))
    yield tale.after(2)
    tale.act(cases[0], "close_problem", other, note="同意销号")
    tale.act(cases[3], "request_extension", _answering(tale, cases[3]), until=tale.day(30), reason="检验机构排期已满")
    yield tale.after(2)
    tale.act(cases[3], "grant_extension", chief, reason="同意延期一次")
    yield tale.after(tale.until(-11))
    tale.act(cases[1], "verify_problem", chief, note="查阅台账并抽查两户，属实")
    yield tale.after(3)
    tale.act(cases[4], "add_note", _answering(tale, cases[4]), note="已补检十一家，剩余四家")


def _visited(tale: Tale) -> Story:
    """The county office's covert visits this week: two problems just handed over."""
    yield tale.now
    cast = tale.stage.cast
    lines = [
        Listed(text, cast.duty_posts[cast.bodies[kind, COUNTY]], "限期整改并举一反三")
        for kind, text in (
            ("commerce", "大型商场消防控制室值班人员无证上岗未被发现"),
            ("urban_management", "占用消防通道的摊位反复出现"),
        )
    ]
    head = Head(
        "明查暗访问题清单（本周）", InspectionType.UNANNOUNCED, "项城市第一暗访组", COUNTY, tale.today(), tale.today()
    )
    declare_problem_list(head=head, lines=lines, by=cast.office[1], at=tale.now)


def _answering(tale: Tale, case: UUID) -> Actor:
    people = tale.stage.cast.of_body[tale.owner(case)]
    return next((one for one in people if one.role == "leader" or one.role == "regulator"), people[0])


def _reported_done(tale: Tale, case: UUID) -> None:
    by = _answering(tale, case)
    tale.act(case, "report_done", by, photos=(tale.photo("paper", by=by, safe=True),), note="已整改，附佐证材料")


def _left_for_months(tale: Tale) -> Story:
    """Reported and never graded: reminder, urging, warning, interview, circular and, in the end, a clue with its bundle."""
    yield tale.now
    case, _found = reported(tale)
    first, beside = tale.stage.cast.office[:2]
    for form, ago in (("reminder", 88), ("urging", 81), ("warning", 74)):
        yield tale.after(tale.until(-ago))
        letter = _letter(case, form)
        tale.act(letter, "issue_letter", first)
        yield tale.after(3)
        tale.act(letter, "answer", tale.officers(case)[0], note="已安排人员核实定级")
        tale.after()
        tale.act(letter, "accept_answer", first, note="已知悉，继续督促")
    yield from _interviewed(tale, case, first, beside)
    yield tale.after(tale.until(-46))
    circular = _letter(case, "circular")
    tale.act(circular, "issue_letter", first)
    yield tale.after(1)
    tale.act(circular, "publish_circular", first, where="项城市人民政府门户网站“安全生产”专栏")
    yield tale.after(5)
    tale.act(circular, "answer", tale.officers(case)[0], note="书面检查和整改报告附后")
    yield tale.after(tale.until(-32))
    clue = _letter(case, "clue")
    make_bundle(Case.objects.get(id=clue), said=words.happened, by=first, at=tale.now)
    tale.after()
    tale.act(clue, "issue_letter", first)
    yield tale.after(2)
    tale.act(clue, "receive_clue", tale.stage.cast.of("discipline")[0], received_by="案件管理岗签收")


def _interviewed(tale: Tale, case: UUID, first: Actor, beside: Actor) -> Story:
    yield tale.after(tale.until(-60))
    interview = _letter(case, "interview")
    tale.act(interview, "issue_letter", first, meet_on=tale.day(4), meet_at="市政府二楼会议室")
    yield tale.after(4)
    tale.act(
        interview, "hold_interview", first, people=(second(beside),), attended="单位主要负责人、分管负责人",
        record="说明了长期未定级的原因，限期拿出方案",
    )  # fmt: skip
    yield tale.after(3)
    tale.act(
        interview, "answer", tale.officers(case)[0], note="明确专人，限期完成定级并自查同类问题", finish_on=tale.day(10)
    )
    yield tale.after(1)
    tale.act(interview, "accept_answer", first, note="方案可行", follow_on=tale.day(5))
    yield tale.after(5)
    tale.act(interview, "find_poor", first, people=(second(beside),), reason="到期未落实")


def _letter(about: UUID, form: str) -> UUID:
    """Return the paper of a form that fell due over a case."""
    found: UUID = Letter.objects.filter(about_id=about, form=form).values_list("case_id", flat=True).get()
    return found
