"""Orders: one paper for many hazards, signed or refused, re-inspected with results that differ."""

from uuid import UUID

from fangwei.accounts.actor import Actor
from fangwei.demo.findings import Finding, finding
from fangwei.demo.phrases import said
from fangwei.demo.stage import Story, Tale, second
from fangwei.demo.stories.plots import Plot
from fangwei.demo.stories.steps import (
    finder,
    graded,
    graded_major,
    gravest,
    major_terms,
    submitted,
)


def _inspected(tale: Tale, count: int) -> list[tuple[UUID, Finding]]:
    """Report several dangers of one domain, found in one visit, so that they have one owner."""
    domain = tale.spot.dangers[0]
    by, how = finder(tale, domain)
    found: dict[str, Finding] = {}
    while len(found) < count:
        one = finding(tale.rng, domain)
        found.setdefault(one.text, one)
    cases = []
    for one in found.values():
        cases.append((tale.report(one, by, how), one))
        tale.after(minutes=tale.rng.randint(3, 9))
    return cases


def _drafted(tale: Tale, cases: list[tuple[UUID, Finding]], days: int) -> tuple[UUID, Actor, Actor]:
    officer, beside = tale.officers(cases[0][0])
    order = tale.new_case()
    items = [
        {"hazard": str(case), "due_on": tale.day(days + place % 3 * 2), "measures": found.measure}
        for place, (case, found) in enumerate(cases)
    ]
    tale.act(
        order, "draft", officer, kind="order", place=str(tale.spot.place.id), items=items, note="现场检查记录同日送达"
    )
    return order, officer, beside


def _issued(tale: Tale, order: UUID, officer: Actor, beside: Actor, *, signed: bool) -> None:
    _safety, principal = tale.firm()
    other = (
        {"role": "representative", "name": principal.person_name, "note": principal.post_name}
        if signed
        else {"role": "witness", "name": "社区见证人" + tale.rng.choice("甲乙丙丁"), "note": "当事人拒绝签字"}
    )
    tale.act(
        order,
        "issue",
        officer,
        people=(second(beside), other),
        signature="signed" if signed else "refused",
        note="" if signed else "已当场宣读，留置送达",
    )


def _seen_again(tale: Tale, order: UUID, results: list[dict[str, str]]) -> None:
    officer, beside = tale.officers(order)
    tale.act(
        order,
        "reinspect",
        officer,
        photos=(tale.photo("paper", by=officer, safe=True),),
        people=(second(beside),),
        results=results,
        note="已逐项现场查看，结果当场告知",
    )


def _passed(tale: Tale, case: UUID) -> dict[str, str]:
    return {"hazard": str(case), "result": "pass", "note": said(tale.rng, "verify")}


def _failed(tale: Tale, case: UUID, days: int) -> dict[str, str]:
    return {"hazard": str(case), "result": "fail", "note": said(tale.rng, "send_back"), "due_on": tale.day(days)}


def _to_issued(tale: Tale, count: int, days: int, *, signed: bool) -> Story:
    cases = _inspected(tale, count)
    tale.papers = [case for case, _found in cases]
    tale.scenes = [found.picture for _case, found in cases]
    yield tale.after(1)
    for case, _found in cases:
        graded(tale, case)
        tale.after(minutes=2)
    order, officer, beside = _drafted(tale, cases, days)
    tale.order = order
    yield tale.after(minutes=25)
    _issued(tale, order, officer, beside, signed=signed)


def draft_waits(tale: Tale) -> Story:
    """An order drafted and not yet issued."""
    yield tale.now
    cases = _inspected(tale, 2)
    yield tale.after(minutes=15)
    for case, _found in cases:
        graded(tale, case)
        tale.after(minutes=2)
    _drafted(tale, cases, 12)


def all_put_right(tale: Tale) -> Story:
    """An order of three, signed, all rectified, all verified at one re-inspection: the order has ended."""
    yield tale.now
    yield from _to_issued(tale, 3, 12, signed=True)
    yield tale.after(8)
    for case, scene in zip(tale.papers, tale.scenes, strict=True):
        submitted(tale, case, scene)
        tale.after(minutes=3)
    yield tale.after(2)
    _seen_again(tale, tale.order, [_passed(tale, case) for case in tale.papers])


def mixed_results(tale: Tale) -> Story:
    """An order of four: two verified, one sent back, one not handed in yet."""
    yield tale.now
    yield from _to_issued(tale, 4, 14, signed=True)
    yield tale.after(9)
    for case, scene in zip(tale.papers[:3], tale.scenes, strict=False):
        submitted(tale, case, scene)
        tale.after(minutes=3)
    yield tale.after(2)
    first, other, third, _left = tale.papers
    _seen_again(tale, tale.order, [_passed(tale, first), _passed(tale, other), _failed(tale, third, 4)])


def refused_to_sign(tale: Tale) -> Story:
    """An order of three that the principal would not sign; a witness did."""
    yield tale.now
    yield from _to_issued(tale, 3, 20, signed=False)


def nine_lives(tale: Tale) -> Story:
    """One order with nine hazards: refused, more time, mixed results, one referred, one controlled, one major left open."""
    yield tale.now
    cases = _inspected(tale, 8)
    found = gravest(tale.rng, tale.spot.dangers[:1])
    by, how = finder(tale, found.domain)
    grave = tale.report(found, by, how)
    yield tale.after(minutes=30)
    for case, _found in cases:
        graded(tale, case)
        tale.after(minutes=2)
    graded_major(tale, grave, found)
    yield tale.after(minutes=20)
    officer, beside = tale.officers(grave)
    order = tale.new_case()
    items: list[dict[str, object]] = [
        {"hazard": str(case), "due_on": tale.day(20), "measures": one.measure} for case, one in cases
    ]
    items.append({"hazard": str(grave), **major_terms(tale, found, 60)})
    tale.act(order, "draft", officer, kind="order", place=str(tale.spot.place.id), items=items, note="九项一并下达")
    yield tale.after(minutes=20)
    _issued(tale, order, officer, beside, signed=False)
    yield tale.after(10)
    safety, _principal = tale.firm()
    tale.act(cases[0][0], "request_extension", safety, until=tale.day(25), reason=said(tale.rng, "extension"))
    for case, one in cases[1:6]:
        tale.after(minutes=3)
        submitted(tale, case, one.picture)
    yield tale.after(2)
    officer, beside = tale.officers(cases[0][0])
    tale.act(cases[0][0], "grant_extension", officer, reason=said(tale.rng, "grant"))
    yield tale.after(1)
    results = [_passed(tale, case) for case, _one in cases[1:5]]
    _seen_again(tale, order, [*results, _failed(tale, cases[5][0], 5)])
    yield tale.after(minutes=30)
    tale.act(
        cases[6][0],
        "control",
        officer,
        photos=(tale.photo(cases[6][1].picture, by=officer, safe=False),),
        people=(second(beside),),
        reason=said(tale.rng, "control"),
        interim=said(tale.rng, "interim"),
        review_on=tale.day(30),
    )
    yield tale.after(9)
    tale.act(
        cases[7][0],
        "refer",
        officer,
        to_unit="项城市应急管理综合行政执法大队",
        articles="安全生产法第一百零二条",
        reason=said(tale.rng, "refer"),
    )


PLOTS = (
    Plot(draft_waits, 4, (1, 1), hazards=2),
    Plot(all_put_right, 8, (13, 120), hazards=3),
    Plot(mixed_results, 13, (14, 15), hazards=4),
    Plot(refused_to_sign, 5, (3, 18), hazards=3),
    Plot(nine_lives, 1, (25, 28), "plant", hazards=9),
)
