"""More time: asked by one and granted by another, refused, or asked for too late."""

from fangwei.demo.phrases import said
from fangwei.demo.stage import Story, Tale
from fangwei.demo.stories.plots import Plot
from fangwei.demo.stories.steps import submitted, to_ordered


def _asked(tale: Tale, ahead: int) -> None:
    by, _principal = tale.firm()
    tale.act(tale.latest, "request_extension", by, until=tale.day(ahead), reason=said(tale.rng, "extension"))


def waits_for_an_answer(tale: Tale) -> Story:
    """Asked for more time, and nobody has answered yet."""
    yield tale.now
    yield from to_ordered(tale, 10)
    yield tale.after(max(1, tale.until(-tale.rng.randint(1, 3))))
    _asked(tale, 21)


def granted(tale: Tale) -> Story:
    """Got more time."""
    yield tale.now
    case, _found = yield from to_ordered(tale, 12)
    yield tale.after(6)
    _asked(tale, 25)
    yield tale.after(2)
    officer, _beside = tale.officers(case)
    tale.act(case, "grant_extension", officer, reason=said(tale.rng, "grant"))


def refused(tale: Tale) -> Story:
    """Got no more time, and is now in a hurry."""
    yield tale.now
    case, _found = yield from to_ordered(tale, 15)
    yield tale.after(8)
    _asked(tale, 20)
    yield tale.after(1)
    officer, _beside = tale.officers(case)
    tale.act(case, "refuse_extension", officer, reason=said(tale.rng, "refuse_extension"))


def too_late_but_reviewed(tale: Tale) -> Story:
    """The deadline passed; an officer came, saw why, and only then more time could be asked for and granted."""
    yield tale.now
    case, found = yield from to_ordered(tale, 8)
    yield tale.after(11)
    officer, _beside = tale.officers(case)
    tale.act(
        case,
        "review_overdue",
        officer,
        photos=(tale.photo(found.picture, by=officer, safe=False),),
        note=said(tale.rng, "overdue"),
    )
    yield tale.after(1)
    _asked(tale, 14)
    yield tale.after(1)
    officer, _beside = tale.officers(case)
    tale.act(case, "grant_extension", officer, reason=said(tale.rng, "grant"))


def granted_and_done(tale: Tale) -> Story:
    """Got more time and used it well."""
    yield from granted(tale)
    yield tale.after(9)
    submitted(tale, tale.latest, "paper")
    yield tale.after(2)
    officer, _beside = tale.officers(tale.latest)
    tale.act(tale.latest, "verify", officer, note=said(tale.rng, "verify"))


PLOTS = (
    Plot(waits_for_an_answer, 9, (9, 11)),
    Plot(granted, 9, (12, 20)),
    Plot(refused, 5, (12, 15)),
    Plot(too_late_but_reviewed, 4, (17, 20)),
    Plot(granted_and_done, 5, (26, 100)),
)
