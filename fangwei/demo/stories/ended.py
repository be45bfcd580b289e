"""Hazards that were put right: verified by the other side, looked back at, and some found again."""

from fangwei.demo.findings import finding
from fangwei.demo.phrases import said
from fangwei.demo.stage import Story, Tale
from fangwei.demo.stories.plots import Plot
from fangwei.demo.stories.steps import (
    closed,
    resumed,
    submitted,
    to_accepted,
    to_major_ordered,
    to_ordered,
    verified,
)


def plainly_closed(tale: Tale) -> Story:
    """Found, graded, ordered, rectified, verified, closed."""
    yield tale.now
    case, found = yield from to_ordered(tale, tale.rng.randint(7, 20))
    yield tale.after(tale.rng.randint(2, 7))
    submitted(tale, case, found.picture)
    yield tale.after(tale.rng.randint(1, 6))
    verified(tale, case)


def closed_late(tale: Tale) -> Story:
    """Rectified only after the deadline."""
    yield tale.now
    case, found = yield from to_ordered(tale, 5)
    yield tale.after(tale.rng.randint(7, 14))
    submitted(tale, case, found.picture)
    yield tale.after(3)
    verified(tale, case)


def closed_by_itself(tale: Tale) -> Story:
    """The enterprise's own finding, rectified by one and confirmed by another of its people."""
    yield tale.now
    found = tale.finding()
    officer, principal = tale.firm()
    case = tale.new_case()
    tale.act(
        case,
        "self_report",
        officer,
        kind="hazard",
        photos=(tale.photo(found.picture, by=officer, safe=False),),
        place=str(tale.spot.place.id),
        description=found.text,
        category=found.domain,
        spot=found.spot,
        how_found="self_check",
        found_on=tale.day(0),
        grade="general",
        due_on=tale.day(15),
        measures=found.measure,
    )
    yield tale.after(tale.rng.randint(2, 9))
    submitted(tale, case, found.picture)
    yield tale.after(1)
    tale.act(case, "self_close", principal, note=said(tale.rng, "self_close"))


def shop_closed(tale: Tale) -> Story:
    """A small shop's hose: the owner sends a photograph, the township goes and confirms; no county officer is needed."""
    yield tale.now
    found = finding(tale.rng, "gas")
    case = tale.report(found, tale.rng.choice(tale.local("grid_worker")), "grid")
    yield tale.after(1)
    first, other = tale.local("township_officer")[:2]
    tale.act(case, "grade", first, grade="general", reason=said(tale.rng, "grade"))
    yield tale.after()
    tale.act(case, "order", first, due_on=tale.day(7), measures=found.measure)
    yield tale.after(3)
    _officer, owner = tale.firm()
    tale.act(
        case, "submit", owner, photos=(tale.photo(found.picture, by=owner, safe=True),), note=said(tale.rng, "submit")
    )
    yield tale.after(1)
    tale.act(case, "verify", other, note=said(tale.rng, "verify"))


def keeper_done(tale: Tale) -> Story:
    """A pond's or a road's keeper put it right."""
    yield tale.now
    case, found = yield from to_ordered(tale, 20)
    yield tale.after(7)
    submitted(tale, case, found.picture)
    yield tale.after(2)
    verified(tale, case)


def nobodys_place_done(tale: Tale) -> Story:
    """A place without owner: the township did it, the department verified."""
    yield tale.now
    case, found = yield from to_ordered(tale, 20)
    yield tale.after(6)
    officer = tale.rng.choice(tale.local("township_officer"))
    tale.act(
        case,
        "submit",
        officer,
        photos=(tale.photo(found.picture, by=officer, safe=True),),
        note=said(tale.rng, "submit"),
    )
    yield tale.after(3)
    verified(tale, case)


def second_try(tale: Tale) -> Story:
    """Sent back once, then done."""
    yield tale.now
    case, found = yield from to_ordered(tale, 20)
    yield tale.after(5)
    submitted(tale, case, found.picture)
    yield tale.after(2)
    officer, _beside = tale.officers(case)
    tale.act(case, "send_back", officer, reason=said(tale.rng, "send_back"))
    yield tale.after(4)
    submitted(tale, case, found.picture)
    yield tale.after(2)
    verified(tale, case)


def major_closed(tale: Tale) -> Story:
    """A major hazard's whole way: five settled things, expert, two officers, resumption, closing."""
    yield tale.now
    case, found = yield from to_major_ordered(tale, 60)
    yield from to_accepted(tale, case, found, 30)
    if found.on_spot in {"stop", "seal"}:
        yield from resumed(tale, case, found.picture)
    yield tale.after(1)
    closed(tale, case)


def looked_back_at(tale: Tale) -> Story:
    """Closed months ago; somebody else went back and found it in order."""
    yield from plainly_closed(tale)
    case = tale.latest
    yield tale.after(80)
    by = tale.rng.choice(tale.stage.cast.office)
    tale.act(case, "look_back", by, photos=(tale.photo("paper", by=by, safe=True),), note=said(tale.rng, "look_back"))


def found_again(tale: Tale) -> Story:
    """Closed, looked back at, and found again: reopened."""
    yield from plainly_closed(tale)
    case = tale.latest
    yield tale.after(20)
    by = tale.rng.choice(tale.stage.cast.office)
    tale.act(
        case,
        "reopen",
        by,
        photos=(tale.photo("wiring", by=by, safe=False),),
        reason=said(tale.rng, "reopen"),
        due_on=tale.day(30),
    )


PLOTS = (
    Plot(plainly_closed, 74, (20, 170)),
    Plot(closed_late, 14, (24, 150)),
    Plot(closed_by_itself, 26, (13, 160)),
    Plot(shop_closed, 10, (7, 120), "small"),
    Plot(keeper_done, 8, (14, 120), "kept"),
    Plot(nobodys_place_done, 6, (14, 120), "ownerless"),
    Plot(second_try, 10, (21, 120)),
    Plot(major_closed, 9, (46, 160), "grave"),
    Plot(looked_back_at, 10, (104, 170)),
    Plot(found_again, 5, (42, 48)),
)
