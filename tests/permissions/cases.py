"""Cases in every state of every kind, brought there by the acts of those whose task it is.

A new kind of case gets its builder in `BUILDERS`; until it has one, the tests say that nobody has looked at it.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from uuid_utils.compat import uuid7

from fangwei.accounts.actor import Actor
from fangwei.casework.door import act_one
from fangwei.casework.events import Act
from fangwei.casework.models import Case, RunningClock
from fangwei.casework.scopes import exclude
from fangwei.hazards import actions
from fangwei.hazards.actions import self_report
from fangwei.hazards.models import Hazard
from fangwei.hazards.tests.papers import certified, issued
from fangwei.inspections.actions import apply_for_visit
from fangwei.inspections.tests.factories import certify
from fangwei.oversight.actions import Head, Listed, declare_problem_list, make_bundle
from fangwei.oversight.models import InspectionType
from fangwei.register.tests import factories as register
from tests.permissions.world import World

SYSTEM = Actor.system()
BASIS = "群众举报"
"""What a visit is based on where the enterprise must not learn of it."""
NOTE: dict[str, Any] = {"photos": 1, "note": "现场已核实"}
MARKER = "翡翠湾"
"""A word that stands in the title of every case of this world, by which search and lists can find them all."""


class Builder:
    """Short words for long lives."""

    def __init__(self, world: World) -> None:
        self.world, self.county = world, world.county
        self.officer, self.second = self.by("emergency.inspector"), self.county.with_second()
        self._number = 0

    def by(self, who: str) -> Actor:
        """Somebody as an actor."""
        return self.world.people[who].actor

    def keep(self, name: str, case: Case) -> Case:
        """Remember a case under a name that says how it stands."""
        assert name not in self.world.cases, name
        self.world.cases[name] = case
        return case

    def do(self, case: Case, verb: str, who: str = "emergency.inspector", **more: Any) -> Case:
        """One act."""
        return self.county.do(case, verb, self.by(who), **more)

    def report(self, place: str = "works", who: str = "emergency.inspector") -> Case:
        """A hazard just found."""
        self._number += 1
        text = f"{MARKER}第{self._number}处隐患{chr(0x4E00 + 7 * self._number)}"
        return self.county.report(text, by=self.by(who), place=self.world.places[place])

    def hazard(self, state: str, grade: str = "general", place: str = "works") -> Case:
        """A hazard on the straight way to its end."""
        case = self.report(place)
        if state == "registered":
            return case
        unit = case.owner_post.organization_id
        mine = next(name for name, who in self.world.people.items() if who.unit == unit and who.role in OFFICERS)
        extra = {"criterion": "chem17/4"} if grade == "major" else {}
        case = self.do(case, "grade", mine, grade=grade, **extra)
        if state == "graded":
            return case
        case = self.do(case, "order", mine, **self.county.treatment(grade))
        if state == "ordered":
            return case
        rectifier = {"works": "works.enterprise_safety_officer", "shop": "shop.enterprise_principal"}.get(place)
        kept = {"road": "village.grid_worker", "commons": mine}
        return self.do(case, "submit", rectifier or kept[place], **NOTE)

    def accepted(self, state: str = "accepted") -> Case:
        """A major hazard at which two officers and an expert have been; works are still stopped."""
        case = self.do(self.hazard("submitted", "major"), "expert_accept", "emergency.expert", **NOTE)
        if state == "looked at":
            return case
        case = self.do(case, "verify", **NOTE, **self.second)
        if state == "accepted":
            return case
        case = self.do(case, "request_resumption", "works.enterprise_safety_officer", **NOTE)
        if state == "asked":
            return case
        return self.do(case, "approve_resumption", **NOTE, **self.second)

    def overdue(self, case: Case) -> Case:
        """A case whose rectification is late: its term is put back, the county's day stays."""
        past = case.opened_at
        RunningClock.objects.filter(case=case, name="rectify").update(started_at=past, due_at=past)
        return case

    def system(self, verb: str, case: Case | None = None, kind: str = "", **data: Any) -> Case:
        """What timers do by themselves."""
        at = self.county.tick()
        one = Act(uuid7(), case.id if case else uuid7(), verb, at, data, kind=kind)
        done = act_one(one, by=SYSTEM, received_at=at, channel="system")
        return Case.objects.get(id=done.case_id)


OFFICERS = ("inspector", "township_officer", "regulator")


def hazards(make: Builder) -> None:
    """A hazard in every state, at a works, a shop, a kept road and a water that nobody keeps."""
    keep, do, works = make.keep, make.do, "works.enterprise_safety_officer"
    for grade in ("general", "major"):
        for state in ("registered", "graded", "ordered", "submitted"):
            if (state, grade) != ("registered", "major"):
                keep(f"{state}, {grade}", make.hazard(state, grade))
    for place in ("shop", "road", "commons"):
        for state in ("registered", "graded", "ordered", "submitted"):
            keep(f"{state}, {place}", make.hazard(state, place=place))
    keep("void proposed", do(make.hazard("ordered"), "propose_void", reason="重复"))
    keep("void of a major one proposed", do(make.hazard("ordered", "major"), "propose_void", reason="重复"))
    keep("downgrade proposed", do(make.hazard("ordered", "major"), "propose_downgrade", reason="不符"))
    late = {"until": make.county.day(30), "reason": "配件在途"}
    keep("more time asked", do(make.hazard("ordered"), "request_extension", works, **late))
    keep("overdue", make.overdue(make.hazard("ordered")))
    keep("overdue, shop", make.overdue(make.hazard("ordered", place="shop")))
    keep("overdue and reviewed", do(make.overdue(make.hazard("ordered")), "review_overdue", **NOTE))
    for name, place in (("without a deadline", "works"), ("without a deadline, shop", "shop")):
        case = keep(name, make.hazard("ordered", place=place))
        now = make.county.at
        RunningClock.objects.filter(case=case).update(ended_at=now, next_at=None, outcome="cancelled")
    listing = {"level": "county", "reason": "重大"}
    listed = keep("listed", do(make.hazard("ordered"), "list_supervision", "office.committee_office", **listing))
    keep(
        "listed by the city", do(make.hazard("ordered"), "list_supervision", "city_office.committee_office", **listing)
    )
    keep(
        "listed, more time asked", do(make.hazard("ordered"), "list_supervision", "office.committee_office", **listing)
    )
    do(make.world.cases["listed, more time asked"], "request_extension", works, **late)
    done = do(make.hazard("submitted"), "list_supervision", "office.committee_office", **listing)
    keep("listed and submitted", done)
    assert listed.state == "ordered"
    keep("listed and accepted", do(make.hazard("submitted"), "list_supervision", "office.committee_office", **listing))
    do(make.world.cases["listed and accepted"], "verify", **NOTE, **make.second)
    to = {"to_post": str(make.county.housing_duty.post_id), "reason": "属燃气"}
    keep("offered", do(make.hazard("ordered"), "propose_transfer", **to))
    keep("in arbitration", do(make.hazard("ordered"), "propose_transfer", **to))
    make.county.do(make.world.cases["in arbitration"], "refuse_transfer", make.county.housing_duty, reason="不属我局")
    _standing(make)
    _ended(make)
    _found(make)


def _standing(make: Builder) -> None:
    keep, do = make.keep, make.do
    for state in ("looked at", "accepted", "asked", "resumed"):
        keep(f"major, {state}", make.accepted(state))
    commons = do(make.hazard("submitted", place="commons"), "list_supervision", "office.committee_office",
                 level="county", reason="重大")  # fmt: skip
    keep("submitted by its owner, listed", commons)
    major = do(make.hazard("submitted", "major", "commons"), "expert_accept", "emergency.expert", **NOTE)
    keep("submitted by its owner, major", major)
    again = do(make.hazard("submitted", "major", "commons"), "expert_accept", "emergency.expert", **NOTE)
    two = {"participants": ({"role": "second_officer", "person": str(make.by("office.committee_office.2").person_id)},)}
    keep("accepted for its owner", do(again, "verify", "office.committee_office", **NOTE, **two))
    office = "office.committee_office"
    free = do(make.hazard("submitted", place="commons"), "list_supervision", office, level="county", reason="重大")
    free = do(do(free, "verify", office, **NOTE, **two), "delist", office, photos=1, reason="验收合格")
    keep("accepted for its owner, de-listed", free)
    control = {"photos": 1, "reason": "需停炉", "interim": "隔离", "review_on": make.county.day(30)}
    keep("controlled", do(make.hazard("ordered"), "control", **control, **make.second))
    keep(
        "controlled, shop", do(make.hazard("ordered", place="shop"), "control", _owner(make), **control, **make.second)
    )
    expert = {"participants": (*make.second["participants"],
                               {"role": "expert", "person": str(make.county.expert.person_id)})}  # fmt: skip
    keep("controlled, major", do(make.hazard("ordered", "major"), "control", **control, **expert))
    suspend = {"photos": 1, "cause": "stopped", "interim": "断电", "reason": "停产"}
    keep("suspended", do(make.hazard("ordered"), "suspend", **suspend))
    keep("disputed", do(make.hazard("graded"), "dispute_grade", "works.enterprise_principal", reason="不是重大"))
    refer = {"to_unit": "综合执法大队", "articles": "第一百零二条", "reason": "拒不整改"}
    keep("referred", do(make.hazard("ordered"), "refer", **refer))


def _owner(make: Builder) -> str:
    """The officer of the unit that owns what is found at the shop."""
    unit = make.world.cases["registered, shop"].owner_post.organization_id
    return next(name for name, who in make.world.people.items() if who.unit == unit and who.role in OFFICERS)


def _ended(make: Builder) -> None:
    keep, do = make.keep, make.do
    keep("closed", do(make.hazard("submitted"), "verify", note="合格"))
    keep("closed, major", do(make.accepted("resumed"), "close", note="销号", **make.second))
    keep("merged", do(make.hazard("ordered"), "merge", into=str(make.world.cases["ordered, general"].id), reason="同"))
    for name, state in (("voided", "registered"), ("voided after grading", "graded")):
        proposed = do(make.hazard(state), "propose_void", reason="误报")
        keep(name, do(proposed, "void", "emergency.leader", reason="同意"))


def _found(make: Builder) -> None:
    county = make.county
    at = county.tick()
    own = {"description": f"{MARKER}自查一处", "due_on": (at + timedelta(days=9)).date(), "measures": "更换"}
    done = self_report(place=county.place, by=make.by("works.enterprise_safety_officer"), at=at, **own)
    case = Case.objects.get(id=done.case_id)
    make.keep("submitted, found by itself", make.do(case, "submit", "works.enterprise_safety_officer", **NOTE))
    held = make.do(make.hazard("ordered"), "add_note", note="台账导入")
    Case.objects.filter(id=held.id).update(provenance="sheet", inherited=True)
    make.keep("inherited", held)
    done = self_report(place=county.place, by=make.by("works.enterprise_safety_officer"), at=county.tick(), **own)
    case = make.do(Case.objects.get(id=done.case_id), "submit", "works.enterprise_safety_officer", **NOTE)
    Hazard.objects.filter(case=case).update(evidence_held=False)
    make.keep("submitted, found by itself, without evidence", case)
    for place in ("works", "shop"):
        bare = make.keep(f"submitted without evidence, {place}", make.hazard("submitted", place=place))
        Hazard.objects.filter(case=bare).update(evidence_held=False)
    secret = make.hazard("ordered")
    exclude(secret, audience=f"enterprise:{make.world.people['works.enterprise_principal'].enterprise}", territory="")
    make.keep("hidden from the enterprise", secret)
    unseen = make.hazard("ordered")
    exclude(unseen, audience="fire", territory=register.COUNTY)
    make.keep("hidden from the fire line", unseen)
    make.keep("next county", make.report("next", "next_emergency.inspector"))


def orders(make: Builder) -> None:
    """Orders: a draft, issued ones, an ended and a withdrawn one."""
    certified(make.county)
    for name in ("draft", "withdrawn draft"):
        hazard = make.hazard("graded")
        if name == "draft":
            make.keep("graded, on a draft", hazard)
        item = {"hazard": str(hazard.id)} | make.county.treatment()
        at = make.county.tick()
        done = actions.draft_order(place=make.county.place, items=[item], by=make.officer, at=at, note=MARKER)
        make.keep(f"order: {name}", Case.objects.get(id=done.case_id))
    make.do(make.world.cases["order: withdrawn draft"], "withdraw", reason="重开")
    hazard = make.hazard("graded")
    make.keep("order: issued", issued(make.county, hazard))
    make.do(hazard, "submit", "works.enterprise_safety_officer", **NOTE)
    ended = make.hazard("graded")
    make.keep("order: ended", issued(make.county, ended))
    make.do(ended, "submit", "works.enterprise_safety_officer", **NOTE)
    make.do(ended, "verify", note="合格")


def blind_spots(make: Builder) -> None:
    """Blind spots: found, assigned, said to be repaired, gone."""
    data = {"gap": "post_vacant", "territory": register.COUNTY, "pairs": 3, "repair": "任命"}
    names = ("open", "assigned", "repaired", "closed", "closed while listed", "offered", "in arbitration")
    found = {}
    units = list(make.world.bodies.values())
    for number, name in enumerate(names):
        key = f"{register.COUNTY}:{units[number].id}"
        case = make.system("detect", kind="blind_spot", key=key, title=f"{MARKER}空岗{number}", **data)
        found[name] = make.keep(f"blind spot: {name}", case)
    to = {"to_post": str(make.county.owner.post_id)}
    for name in ("assigned", "repaired", "closed"):
        make.do(found[name], "assign", "office.committee_office", **to)
    make.do(found["repaired"], "say_repaired", "office.committee_office", note="已任命")
    listing = {"level": "city", "reason": "久拖"}
    make.do(found["closed while listed"], "list_supervision", "city_office.committee_office", **listing)
    for name in ("closed", "closed while listed"):
        make.system("vanish", found[name])
    for name in ("offered", "in arbitration"):
        make.do(found[name], "propose_transfer", "office.committee_office", **to, reason="由应急局办")
    make.county.do(found["in arbitration"], "refuse_transfer", make.county.owner, reason="不属")


def letters(make: Builder) -> None:
    """Letters of every form, and an interview and a clue step by step."""
    forms = ("referral", "reminder", "urging", "warning", "interview", "circular", "clue")
    due = {form: make.keep(f"{form}: due", _letter(make, form)) for form in forms}
    assert due["clue"].state == "due"
    office = "office.committee_office"
    for form in ("referral", "reminder", "urging", "warning", "circular"):
        for state in ("issued", "answered", "closed") if form in {"reminder", "circular"} else ("answered",):
            make.keep(f"{form}: {state}", _plain(make, form, state))
    dropped = _letter(make, "urging")
    two = {"participants": ({"role": "second_officer", "person": str(make.by(office + ".2").person_id)},)}
    make.keep("urging: dropped", make.do(dropped, "drop", office, reason="已办", **two))
    make.keep(
        "circular: published", make.do(_plain(make, "circular", "issued"), "publish_circular", office, where="网")
    )
    meeting = {"meet_on": make.county.day(3), "meet_at": "二楼"}
    for state in ("issued", "held", "answered", "followed"):
        case = make.do(_letter(make, "interview"), "issue_letter", office, **meeting)
        if state != "issued":
            case = make.do(case, "hold_interview", office, attended="局长", record="限期", **two)
        if state in ("answered", "followed"):
            case = make.do(case, "answer", note="方案", finish_on=make.county.day(20))
        if state == "followed":
            case = make.do(case, "accept_answer", office, note="可行", follow_on=make.county.day(9))
        make.keep(f"interview: {state}", case)
    for state in ("bundled", "issued", "received"):
        case = _letter(make, "clue")
        make_bundle(case, said=str, by=make.by(office), at=make.county.tick())
        if state != "bundled":
            case = make.do(case, "issue_letter", office)
        if state == "received":
            case = make.do(case, "receive_clue", "discipline.auditor", received_by="甲")
        make.keep(f"clue: {state}", case)


def _letter(make: Builder, form: str) -> Case:
    about = make.report()
    clock = about.clocks.get(name="grade")
    title = f"{MARKER}{form}"
    return make.system("fall_due", kind="letter", form=form, about=str(about.id), clock=clock.id, days=3, title=title)


def _plain(make: Builder, form: str, state: str) -> Case:
    case = make.do(_letter(make, form), "issue_letter", "office.committee_office")
    if state != "issued":
        case = make.do(case, "answer", note="已安排")
    return make.do(case, "accept_answer", "office.committee_office", note="可") if state == "closed" else case


def problems(make: Builder) -> None:
    """Problems of a city's inspection, step by step."""
    government, city = "government.leader", "city_office.committee_office"
    plan = {"measures": "补开", "responsible": "副市长", "finish_on": make.county.day(20)}
    steps: Mapping[str, tuple[tuple[str, str, dict[str, Any]], ...]] = {
        "handed": (),
        "planned": (("commit_plan", government, plan),),
        "more time asked": (("request_extension", government, {"until": make.county.day(30), "reason": "会期"}),),
        "submitted": (("report_done", government, NOTE),),
        "verified": (("verify_problem", city, {"note": "查阅"}),),
        "closed": (("close_problem", "city_office.leader", {"note": "销号"}),),
    }
    chain = ("planned", "submitted", "verified", "closed")
    for name in steps:
        case = _problem(make)
        way = chain[: chain.index(name) + 1] if name in chain else ("planned", name) if name != "handed" else ()
        for step in way:
            for verb, who, more in steps[step]:
                case = make.do(case, verb, who, **more)
        make.keep(f"problem: {name}", case)
    case = make.do(_problem(make), "list_supervision", "office.committee_office", level="county", reason="久拖")
    for step in ("planned", "submitted", "verified"):
        for verb, who, more in steps[step]:
            case = make.do(case, verb, who, **more)
    make.keep("problem: verified while listed", case)
    two = {"role": "second_officer", "person": str(make.by("office.committee_office").person_id)}
    make.keep("problem: dropped", make.do(_problem(make), "drop", city, reason="重复", participants=(two,)))
    to = {"to_post": str(make.county.owner.post_id), "reason": "由应急局承办"}
    make.keep("problem: offered", make.do(_problem(make), "propose_transfer", government, **to))
    case = make.do(_problem(make), "propose_transfer", government, **to)
    make.keep("problem: in arbitration", make.county.do(case, "refuse_transfer", make.county.owner, reason="不属"))


def _problem(make: Builder) -> Case:
    at = make.county.tick()
    day = (at - timedelta(days=3)).date()
    head = Head("考核清单", InspectionType.ASSESSMENT, "第二组", register.COUNTY, day, at.date())
    post = make.by("government.leader").post_id
    lines = (Listed(f"{MARKER}未开会", post),)
    city = make.by("city_office.committee_office")
    return declare_problem_list(head=head, lines=lines, by=city, at=at).problems.get().case


def visits(make: Builder) -> None:
    """Visits, told beforehand and not, from the application to the record."""
    certify(make.officer, make.by("emergency.inspector.2"))
    boss, on_it, works = "emergency.leader", "emergency.inspector", "works.enterprise_safety_officer"
    signing = {"participants": (*make.second["participants"], {"role": "representative", "name": "田军"})}
    record = {"checked": "罐区", "signature": "signed", **signing}
    told: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
        ("approved", "approve_visit", boss, {}),
        ("notified", "notify_visit", on_it, {}),
        ("entered", "begin_visit", on_it, {}),
        ("entry confirmed", "confirm_entry", works, {}),
        ("inspected", "record_visit", on_it, record),
        ("exit confirmed", "confirm_exit", works, {}),
    )
    make.keep("visit: applied", _applied(make))
    for end in range(1, len(told) + 1):
        case = _applied(make)
        for _name, verb, who, more in told[:end]:
            case = make.do(case, verb, who, **more)
        make.keep(f"visit: {told[end - 1][0]}", case)
    make.keep("visit: turned down", make.do(_applied(make), "turn_down_visit", boss, reason="不必"))
    make.keep("visit: called off", make.do(_applied(make), "call_off", reason="改期"))
    secret = make.do(_applied(make, unannounced=True), "approve_visit", boss)
    make.keep("visit: approved, unannounced", secret)
    begun = make.do(make.do(_applied(make, unannounced=True), "approve_visit", boss), "begin_visit", on_it)
    make.keep("visit: entered, unannounced", begun)
    refused = make.do(_applied(make, unannounced=True), "approve_visit", boss)
    make.keep("visit: not admitted", make.do(refused, "record_no_entry", reason="拒不开门", **make.second))


def _applied(make: Builder, **more: Any) -> Case:
    at = make.county.tick()
    people = [make.officer.person_id, make.by("emergency.inspector.2").person_id]
    given: dict[str, Any] = {"type": "individual", "trigger": "tip", "basis": BASIS, "matters": "动火作业"} | more
    planned = date.fromisoformat(make.county.day(2))
    place = make.county.place
    done = apply_for_visit(place=place, planned_on=planned, inspectors=people, by=make.officer, at=at, **given)
    return Case.objects.get(id=done.case_id)


BUILDERS: Mapping[str, Callable[[Builder], None]] = {
    "hazard": hazards,
    "order": orders,
    "blind_spot": blind_spots,
    "letter": letters,
    "problem": problems,
    "visit": visits,
}


def make_cases(world: World) -> None:
    """Make the cases of every kind."""
    make = Builder(world)
    for build in BUILDERS.values():
        build(make)
