"""Hazards that cannot simply be rectified: controlled, suspended, referred, works stopped."""

from fangwei.demo.phrases import said
from fangwei.demo.stage import Story, Tale, second
from fangwei.demo.stories.plots import Plot
from fangwei.demo.stories.steps import panel, to_major_ordered, to_ordered


def controlled(tale: Tale) -> Story:
    """Cannot be removed for now: kept under control and looked at again on a day."""
    yield tale.now
    case, found = yield from to_ordered(tale, 25)
    yield tale.after(4)
    officer, beside = tale.officers(case)
    tale.act(
        case,
        "control",
        officer,
        photos=(tale.photo(found.picture, by=officer, safe=False),),
        people=(second(beside),),
        reason=said(tale.rng, "control"),
        interim=said(tale.rng, "interim"),
        review_on=tale.day(30),
    )


def controlled_major(tale: Tale) -> Story:
    """A major one under control, by two officers and an expert; reviewed once since."""
    yield tale.now
    case, found = yield from to_major_ordered(tale, 60)
    yield tale.after(6)
    officer, people = panel(tale, case)
    tale.act(
        case,
        "control",
        officer,
        photos=(tale.photo(found.picture, by=officer, safe=False),),
        people=people,
        reason=said(tale.rng, "control"),
        interim=said(tale.rng, "interim"),
        review_on=tale.day(20),
    )
    yield tale.after(18)
    officer, _beside = tale.officers(case)
    tale.act(
        case,
        "review_control",
        officer,
        photos=(tale.photo(found.picture, by=officer, safe=False),),
        note=said(tale.rng, "interim"),
        review_on=tale.day(20),
    )


def suspended(tale: Tale) -> Story:
    """The firm stopped, went bankrupt or its owner is gone: the clock stands still, somebody watches."""
    yield tale.now
    case, found = yield from to_ordered(tale, 25)
    yield tale.after(5)
    officer, _beside = tale.officers(case)
    tale.act(
        case,
        "suspend",
        officer,
        photos=(tale.photo(found.picture, by=officer, safe=False),),
        cause=tale.rng.choice(["stopped", "bankrupt", "absconded"]),
        interim=said(tale.rng, "interim"),
        reason=said(tale.rng, "suspend"),
    )


def at_work_again(tale: Tale) -> Story:
    """Suspended, and taken up again when the firm came back."""
    yield from suspended(tale)
    yield tale.after(15)
    officer, _beside = tale.officers(tale.latest)
    tale.act(tale.latest, "resume", officer, reason=said(tale.rng, "resume"))


def referred(tale: Tale) -> Story:
    """Ordered, not done: referred to enforcement."""
    yield tale.now
    case, _found = yield from to_ordered(tale, 8)
    yield tale.after(12)
    officer, _beside = tale.officers(case)
    tale.act(
        case,
        "refer",
        officer,
        to_unit="项城市应急管理综合行政执法大队",
        articles="安全生产法第一百零二条",
        reason=said(tale.rng, "refer"),
    )


def works_stopped(tale: Tale) -> Story:
    """Not graded as major, but works were stopped on the spot by two officers."""
    yield tale.now
    case, _found = yield from to_ordered(tale, 20)
    yield tale.after()
    officer, beside = tale.officers(case)
    tale.act(
        case,
        "stop_works",
        officer,
        people=(second(beside),),
        measure=tale.rng.choice(["stop", "seal"]),
        scope=said(tale.rng, "scope"),
    )


PLOTS = (
    Plot(controlled, 6, (8, 30)),
    Plot(controlled_major, 3, (26, 40), "grave"),
    Plot(suspended, 8, (9, 40)),
    Plot(at_work_again, 2, (25, 30)),
    Plot(referred, 9, (16, 40)),
    Plot(works_stopped, 4, (3, 14)),
)
