"""Visits to enterprises over a year: by plan, by campaign, for a clue; signed and refused; and one that the cap forbids."""

from collections.abc import Iterator, Sequence
from random import Random
from typing import Any
from uuid import UUID

from fangwei.accounts.actor import Actor
from fangwei.casework.models import Case
from fangwei.demo.findings import finding
from fangwei.demo.places import Spot
from fangwei.demo.staff import COUNTY
from fangwei.demo.stage import Stage, Story, Tale, second
from fangwei.duty.queries import lines_at

_LINES = ("emergency", "fire", "housing", "market", "transport")
_SINCE, _UNTIL = 280, 25
_DONE = 15
_MATTERS = (
    "主体责任落实、隐患排查治理台账、应急预案和演练",
    "动火等危险作业审批、特种作业人员持证",
    "消防设施、疏散通道、用电安全",
    "可燃气体报警、储罐区和装卸作业",
    "设备防护、粉尘清扫、有限空间管理",
)
_SEEN = (
    "查看生产现场和仓库，抽查台账、培训记录和作业票",
    "实地查看车间、配电室和消防水泵房，询问安全管理人员",
    "核对特种作业人员证件，现场测试报警器和应急照明",
)


def stories(stage: Stage, rng: Random) -> Iterator[Story]:
    """Return every story of a visit: some thirty, among them what a visitor of the demo should find open."""
    plant = stage.country.by_key("plant")
    firms = [spot for spot in stage.country.staffed if not spot.small and spot.key != "plant" and _line(stage, spot)]
    for spot, ago in ((plant, 230), (plant, 120)):
        yield _carried_out(_tale(stage, rng, spot, ago), findings=2)
    yield _over_the_cap(_tale(stage, rng, plant, 123))
    yield _carried_out(_tale(stage, rng, plant, 60), findings=1, **_TIP)
    yield _to_come(_tale(stage, rng, plant, 2), "notify_visit", **_CAMPAIGN)
    for number in range(_DONE):
        tale = _tale(stage, rng, _drawn(rng, firms, number), rng.randint(_UNTIL, _SINCE))
        yield _carried_out(tale, findings=number % 3, signed=number % 7 != 3)
    for number, why in enumerate((_CAMPAIGN, _CAMPAIGN, _TIP, _CLUE)):
        tale = _tale(stage, rng, _drawn(rng, firms, number + 3), rng.randint(_UNTIL, _SINCE))
        yield _carried_out(tale, findings=1, **why)
    yield _ended(_tale(stage, rng, _drawn(rng, firms, 1), 90), "record_no_entry")
    yield _ended(_tale(stage, rng, _drawn(rng, firms, 2), 45), "call_off")
    yield _to_come(_tale(stage, rng, _drawn(rng, firms, 4), 1), "", **_CAMPAIGN)
    yield _to_come(_tale(stage, rng, _drawn(rng, firms, 5), 1), "", **_CLUE)
    yield _to_come(_tale(stage, rng, _drawn(rng, firms, 6), 3), "approve_visit", **_TIP)


_TIP: dict[str, Any] = {"type": "individual", "trigger": "tip", "basis": "12350举报转办单", "unannounced": True}
_CLUE: dict[str, Any] = {"type": "individual", "trigger": "monitoring", "basis": "监测预警信息", "unannounced": True}
_CAMPAIGN: dict[str, Any] = {"type": "special", "trigger": "campaign", "basis": "项城市安全生产治本攻坚专项检查方案"}
_PLAN: dict[str, Any] = {"type": "daily", "trigger": "plan", "basis": "2026年度安全生产监督检查计划"}


def _tale(stage: Stage, rng: Random, spot: Spot, ago: int) -> Tale:
    return Tale(stage, Random(rng.getrandbits(64)), spot, ago)


def _drawn(rng: Random, firms: Sequence[Spot], number: int) -> Spot:
    # One after another, so that no firm is visited by plan more often than it may be.
    return firms[number % len(firms)] if firms else rng.choice(firms)


def _line(stage: Stage, spot: Spot) -> str:
    here = lines_at(spot.place, stage.base)
    return next((line for line in _LINES if line in here and len(_officers(stage, line)) > 1), "")


def _officers(stage: Stage, line: str) -> list[Actor]:
    return stage.cast.officers(stage.cast.bodies[line, COUNTY])


def _team(tale: Tale) -> tuple[Actor, Actor, Actor]:
    """Return two inspectors of the body that visits the story's place, and the leader who approves."""
    line = _line(tale.stage, tale.spot)
    first, other = tale.rng.sample(_officers(tale.stage, line), 2)
    return first, other, tale.stage.cast.leaders(tale.stage.cast.bodies[line, COUNTY])[0]


def _applied(tale: Tale, first: Actor, other: Actor, ahead: int, **why: Any) -> UUID:
    case = tale.new_case()
    given = _PLAN | why
    tale.act(
        case,
        "apply_visit",
        first,
        kind="visit",
        place=str(tale.spot.place.id),
        matters=tale.rng.choice(_MATTERS),
        planned_on=tale.day(ahead),
        inspectors=[str(first.person_id), str(other.person_id)],
        **given,
    )
    return case


def _begun(tale: Tale, case: UUID, first: Actor, head: Actor, *, unannounced: bool) -> Story:
    yield tale.after(1)
    tale.act(case, "approve_visit", head, note="同意，依法规范检查")
    if not unannounced:
        yield tale.after(1)
        tale.act(case, "notify_visit", first)
    yield tale.after(1)
    tale.act(case, "begin_visit", first)


def _carried_out(tale: Tale, *, findings: int = 0, signed: bool = True, **why: Any) -> Story:
    """A visit from its application to the signed record, its times confirmed by the enterprise."""
    yield tale.now
    first, other, head = _team(tale)
    # Approved, told and begun on three days after one another: the visit comes on the day that its notice names.
    case = _applied(tale, first, other, 2 if why.get("unannounced") else 3, **why)
    yield from _begun(tale, case, first, head, unannounced=bool(why.get("unannounced")))
    safety, principal = tale.firm()
    yield tale.after(minutes=6)
    tale.act(case, "confirm_entry", safety)
    yield tale.after(minutes=tale.rng.randint(70, 160))
    named = (
        {"role": "representative", "name": principal.person_name, "note": principal.post_name}
        if signed
        else {"role": "witness", "name": "社区见证人丁", "note": "当事人拒绝签字"}
    )
    found = {finding(tale.rng, tale.rng.choice(tale.spot.dangers)).text for _number in range(findings)}
    tale.act(
        case,
        "record_visit",
        first,
        people=(second(other), named),
        checked=tale.rng.choice(_SEEN),
        findings=sorted(found),
        signature="signed" if signed else "refused",
    )
    yield tale.after(minutes=5)
    tale.act(case, "confirm_exit", safety)


def _over_the_cap(tale: Tale) -> Story:
    """A third daily visit of the year to the same firm: applied for while a place was free, not approved when none was."""
    yield tale.now
    first, other, head = _team(tale)
    case = _applied(tale, first, other, 20)
    yield tale.after(5)
    assert (
        Case.objects.filter(
            place=tale.spot.place, kind="visit", state__in=("approved", "notified", "inspected")
        ).count()
        > 1
    )
    tale.act(case, "turn_down_visit", head, reason="本年度对该企业的日常检查已达上限，没有法定事由，不予批准")


def _ended(tale: Tale, verb: str) -> Story:
    """A visit that ended before it began: nobody let the inspectors in, or it was called off."""
    yield tale.now
    first, other, head = _team(tale)
    case = _applied(tale, first, other, 6, **(_CLUE if verb == "record_no_entry" else _PLAN))
    yield tale.after(1)
    tale.act(case, "approve_visit", head)
    yield tale.after(2)
    if verb == "record_no_entry":
        tale.act(case, verb, first, people=(second(other),), reason="门卫以负责人不在为由拒绝放行，已告知法律后果")
    else:
        tale.act(case, verb, first, reason="企业停产检修，待复产后另行安排")


def _to_come(tale: Tale, until: str, **why: Any) -> Story:
    """A visit on its way: waiting for approval, approved, or told to the enterprise."""
    yield tale.now
    first, other, head = _team(tale)
    case = _applied(tale, first, other, tale.until(3), **why)
    if until:
        yield tale.after(minutes=50)
        tale.act(case, "approve_visit", head)
    if until == "notify_visit":
        yield tale.after(minutes=30)
        tale.act(case, "notify_visit", first)
