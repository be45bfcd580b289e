"""Hazards that still wait for somebody: to be graded, ordered, rectified, verified."""

from fangwei.demo.findings import finding
from fangwei.demo.phrases import said
from fangwei.demo.stage import Story, Tale
from fangwei.demo.stories.plots import Plot
from fangwei.demo.stories.steps import graded, ordered, reported, submitted, to_ordered


def just_found(tale: Tale) -> Story:
    """Found, and nobody has graded it yet."""
    yield tale.now
    reported(tale)


def found_and_left(tale: Tale) -> Story:
    """Found a week ago, and the officer who should grade it has not."""
    yield tale.now
    reported(tale)


def just_graded(tale: Tale) -> Story:
    """Graded, the order is being prepared."""
    yield tale.now
    case, _found = reported(tale)
    yield tale.after()
    graded(tale, case)


def graded_and_left(tale: Tale) -> Story:
    """Graded, but the deadline for setting a deadline has passed."""
    yield tale.now
    case, _found = reported(tale)
    yield tale.after(1)
    graded(tale, case)


def being_rectified(tale: Tale) -> Story:
    """Ordered, in time."""
    yield tale.now
    case, _found = yield from to_ordered(tale, tale.rng.randint(22, 30))
    if tale.rng.random() < 0.3:
        yield tale.after()
        officer, _beside = tale.officers(case)
        tale.act(case, "add_note", officer, note=said(tale.rng, "note"))


def due_soon(tale: Tale) -> Story:
    """Ordered, due within days."""
    yield tale.now
    case, found = reported(tale)
    yield tale.after(1)
    graded(tale, case)
    yield tale.after()
    ordered(tale, case, found.measure, tale.until(tale.rng.randint(0, 4)))


def overdue(tale: Tale) -> Story:
    """Ordered, and the deadline has passed."""
    yield tale.now
    case, found = reported(tale)
    yield tale.after(1)
    graded(tale, case)
    yield tale.after()
    ordered(tale, case, found.measure, min(30, tale.until(-tale.rng.randint(1, 16))))


def found_by_itself(tale: Tale) -> Story:
    """Found by the enterprise's own check, with its own deadline."""
    yield tale.now
    found = tale.finding()
    by, _principal = tale.firm()
    case = tale.new_case()
    tale.act(
        case,
        "self_report",
        by,
        kind="hazard",
        photos=(tale.photo(found.picture, by=by, safe=False),),
        place=str(tale.spot.place.id),
        description=found.text,
        category=found.domain,
        spot=found.spot,
        how_found="self_check",
        found_on=tale.day(0),
        grade="general",
        due_on=tale.day(tale.rng.randint(14, 30)),
        measures=found.measure,
    )


def to_be_verified(tale: Tale) -> Story:
    """Rectified, the officer has still to come and look."""
    yield tale.now
    case, found = yield from to_ordered(tale, 20)
    yield tale.after(max(1, tale.until(-tale.rng.randint(1, 5))))
    submitted(tale, case, found.picture)


def verification_late(tale: Tale) -> Story:
    """Rectified long ago, and nobody came to look."""
    yield tale.now
    case, found = yield from to_ordered(tale, 20)
    yield tale.after(5)
    submitted(tale, case, found.picture)


def sent_back(tale: Tale) -> Story:
    """Handed in, looked at, and sent back: it was not done."""
    yield tale.now
    case, found = yield from to_ordered(tale, 12)
    yield tale.after(6)
    submitted(tale, case, found.picture)
    yield tale.after(2)
    officer, _beside = tale.officers(case)
    tale.act(case, "send_back", officer, reason=said(tale.rng, "send_back"))


def shop_hose(tale: Tale) -> Story:
    """A grid worker finds a perished gas hose in a shop of a few people; the township sees to it."""
    yield tale.now
    found = finding(tale.rng, "gas")
    case = tale.report(found, tale.rng.choice(tale.local("grid_worker")), "grid")
    yield tale.after(1)
    officer = tale.rng.choice(tale.local("township_officer"))
    tale.act(case, "grade", officer, grade="general", reason=said(tale.rng, "grade"))
    yield tale.after()
    tale.act(case, "order", officer, due_on=tale.day(15), measures=found.measure)


def keeper_at_work(tale: Tale) -> Story:
    """A pond or a road: its keeper is told what to do."""
    yield tale.now
    yield from to_ordered(tale, 25)


def nobodys_place(tale: Tale) -> Story:
    """A place without owner: the township has to do it."""
    yield tale.now
    yield from to_ordered(tale, 25)


PLOTS = (
    Plot(just_found, 22, (1, 2)),
    Plot(found_and_left, 6, (5, 8)),
    Plot(just_graded, 14, (1, 3)),
    Plot(graded_and_left, 5, (6, 9)),
    Plot(being_rectified, 50, (4, 15)),
    Plot(due_soon, 14, (8, 24)),
    Plot(overdue, 16, (20, 26)),
    Plot(found_by_itself, 16, (1, 9)),
    Plot(to_be_verified, 28, (9, 16)),
    Plot(verification_late, 4, (24, 28)),
    Plot(sent_back, 10, (12, 14)),
    Plot(shop_hose, 6, (2, 9), "small"),
    Plot(keeper_at_work, 6, (4, 12), "kept"),
    Plot(nobodys_place, 5, (4, 12), "ownerless"),
)
