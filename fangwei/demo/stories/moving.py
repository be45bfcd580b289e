"""Hazards that change hands, are merged, split, put right in the books, or turn out to be none."""

from uuid import UUID

from fangwei.accounts.actor import Actor
from fangwei.demo.phrases import said
from fangwei.demo.stage import Story, Tale
from fangwei.demo.stories.plots import Plot
from fangwei.demo.stories.steps import graded, reported, to_ordered

_TAKERS = ("emergency", "housing", "market", "fire", "urban_management", "commerce")


def _offered(tale: Tale, case: UUID) -> Actor:
    """Offer the case to another department and return the officer who has to answer."""
    owner = tale.owner(case)
    cast = tale.stage.cast
    takers = [kind for kind in _TAKERS if cast.of(kind)[0].organization_id != owner]
    taker = cast.of(tale.rng.choice(takers))[0]
    officer, _beside = tale.officers(case)
    tale.act(case, "propose_transfer", officer, to_post=str(taker.post_id), reason=said(tale.rng, "transfer"))
    return taker


def offered(tale: Tale) -> Story:
    """Offered to another department, which has not answered."""
    yield tale.now
    case, _found = reported(tale)
    yield tale.after()
    _offered(tale, case)


def taken_over(tale: Tale) -> Story:
    """Offered and accepted."""
    yield tale.now
    case, found = reported(tale)
    yield tale.after()
    taker = _offered(tale, case)
    yield tale.after(1)
    tale.act(case, "accept_transfer", taker)
    yield tale.after()
    graded(tale, case)
    yield tale.after()
    officer, _beside = tale.officers(case)
    tale.act(case, "order", officer, due_on=tale.day(25), measures=found.measure)


def nobody_wants_it(tale: Tale) -> Story:
    """Offered and refused: the committee office has to decide."""
    yield tale.now
    case, _found = reported(tale)
    yield tale.after()
    taker = _offered(tale, case)
    yield tale.after(1)
    tale.act(case, "refuse_transfer", taker, reason=said(tale.rng, "refuse_transfer"))


def decided(tale: Tale) -> Story:
    """Offered, refused, and given by the committee office to the one who must."""
    yield tale.now
    case, _found = yield from to_ordered(tale, 28)
    yield tale.after()
    taker = _offered(tale, case)
    yield tale.after(1)
    tale.act(case, "refuse_transfer", taker, reason=said(tale.rng, "refuse_transfer"))
    yield tale.after(3)
    judge = tale.rng.choice(tale.stage.cast.office)
    tale.act(case, "arbitrate", judge, to_post=str(taker.post_id), reason=said(tale.rng, "arbitrate"))


def told_twice(tale: Tale) -> Story:
    """Two people told of the same danger: the later case is merged into the first."""
    yield tale.now
    first, found = yield from to_ordered(tale, 28)
    yield tale.after(1)
    by = tale.rng.choice(tale.local("township_officer"))
    again = tale.report(found, by, "tip")
    yield tale.after(1)
    officer, _beside = tale.officers(again)
    tale.act(again, "merge", officer, into=str(first), reason=said(tale.rng, "merge"))


def two_in_one(tale: Tale) -> Story:
    """One report held two dangers: split, the deadline kept."""
    yield tale.now
    case, found = yield from to_ordered(tale, 28)
    yield tale.after(1)
    officer, _beside = tale.officers(case)
    parts = [f"{found.text}（东侧部分）", f"{found.text}（西侧部分）"]
    tale.act(case, "split", officer, parts=parts, reason=said(tale.rng, "split"))


def no_danger_after_all(tale: Tale) -> Story:
    """Proposed by one, voided by another."""
    yield tale.now
    case, _found = reported(tale)
    yield tale.after(1)
    officer, beside = tale.officers(case)
    tale.act(case, "propose_void", officer, reason=said(tale.rng, "void"))
    yield tale.after(1)
    tale.act(case, "void", beside, reason=said(tale.rng, "agree_void"))


def void_waits(tale: Tale) -> Story:
    """Proposed to be voided; the second person has not decided."""
    yield tale.now
    case, _found = reported(tale)
    yield tale.after()
    officer, _beside = tale.officers(case)
    tale.act(case, "propose_void", officer, reason=said(tale.rng, "void"))


def put_right(tale: Tale) -> Story:
    """The spot was written down wrongly and was amended."""
    yield tale.now
    case, found = reported(tale)
    yield tale.after()
    officer, _beside = tale.officers(case)
    tale.act(case, "amend", officer, spot=f"{found.spot}（更正）", reason=said(tale.rng, "amend"))
    yield tale.after()
    graded(tale, case)
    yield tale.after()
    officer, _beside = tale.officers(case)
    tale.act(case, "order", officer, due_on=tale.day(20), measures=found.measure)


PLOTS = (
    Plot(offered, 6, (1, 2)),
    Plot(taken_over, 5, (5, 20)),
    Plot(nobody_wants_it, 4, (3, 6)),
    Plot(decided, 5, (8, 22)),
    Plot(told_twice, 8, (7, 20), hazards=2),
    Plot(two_in_one, 3, (6, 18), hazards=3),
    Plot(no_danger_after_all, 8, (4, 90)),
    Plot(void_waits, 3, (1, 2)),
    Plot(put_right, 3, (3, 12)),
)
