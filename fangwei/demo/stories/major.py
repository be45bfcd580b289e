"""Major hazards: five settled things, works stopped, listed supervision, experts, disputes."""

from fangwei.demo.findings import Grave
from fangwei.demo.phrases import said
from fangwei.demo.stage import Story, Tale, expert, second
from fangwei.demo.stories.plots import Plot
from fangwei.demo.stories.steps import (
    ANY_SECTOR,
    closed,
    finder,
    graded_major,
    gravest,
    panel,
    resumed,
    submitted,
    to_accepted,
    to_major_ordered,
    to_ordered,
)


def major_in_hand(tale: Tale) -> Story:
    """Ordered with measures, means, person, deadline and emergency plan."""
    yield tale.now
    yield from to_major_ordered(tale, 75)


def major_handed_in(tale: Tale) -> Story:
    """Rectified; the expert has still to come."""
    yield tale.now
    case, found = yield from to_major_ordered(tale, 60)
    yield tale.after(max(1, tale.until(-tale.rng.randint(1, 4))))
    submitted(tale, case, found.picture)


def accepted(tale: Tale) -> Story:
    """Accepted by expert and officers; works still stand still, or it waits to be closed."""
    yield tale.now
    case, found = yield from to_major_ordered(tale, 60)
    yield from to_accepted(tale, case, found, 20)


def wants_to_resume(tale: Tale) -> Story:
    """Accepted, and the enterprise has asked to go back to work."""
    yield tale.now
    case, found = yield from to_major_ordered(tale, 60)
    if found.on_spot == "evacuate":
        yield from _stopped(tale, found)
    yield from to_accepted(tale, case, found, 20)
    yield tale.after(1)
    by, _principal = tale.firm()
    tale.act(
        case,
        "request_resumption",
        by,
        photos=(tale.photo(found.picture, by=by, safe=True),),
        note=said(tale.rng, "resumption"),
    )


def _stopped(tale: Tale, found: Grave) -> Story:
    yield tale.after()
    officer, beside = tale.officers(tale.latest)
    people = (second(beside),)
    tale.act(tale.latest, "stop_works", officer, people=people, measure="stop", scope=said(tale.rng, "scope"))


def listed(tale: Tale) -> Story:
    """Under the county's listed supervision."""
    yield tale.now
    case, _found = yield from to_major_ordered(tale, 80)
    yield tale.after(3)
    by = tale.rng.choice(tale.stage.cast.office)
    tale.act(case, "list_supervision", by, level="county", reason=said(tale.rng, "list"))


def listed_by_the_city(tale: Tale) -> Story:
    """Under the city's listed supervision."""
    yield tale.now
    case, _found = yield from to_major_ordered(tale, 80)
    yield tale.after(5)
    by, _province = tale.stage.cast.offices_above
    tale.act(case, "list_supervision", by, level="city", reason=said(tale.rng, "list"))


def delisted(tale: Tale) -> Story:
    """Listed, rectified, accepted, back at work, taken off the list, closed."""
    yield tale.now
    case, found = yield from to_major_ordered(tale, 80)
    yield tale.after(2)
    by = tale.rng.choice(tale.stage.cast.office)
    tale.act(case, "list_supervision", by, level="county", reason=said(tale.rng, "list"))
    yield from to_accepted(tale, case, found, 25)
    if found.on_spot in {"stop", "seal"}:
        yield from resumed(tale, case, found.picture)
    yield tale.after(2)
    tale.act(
        case,
        "delist",
        by,
        photos=(tale.photo(found.picture, by=by, safe=True),),
        reason=said(tale.rng, "delist"),
    )
    yield tale.after(1)
    closed(tale, case)


def disputed(tale: Tale) -> Story:
    """The enterprise says that it is not that grave; the panel has still to meet."""
    yield tale.now
    found = gravest(tale.rng, tale.spot.dangers)
    by, how = finder(tale, found.domain)
    case = tale.report(found, by, how)
    yield tale.after()
    graded_major(tale, case, found)
    yield tale.after(1)
    _officer, principal = tale.firm()
    tale.act(case, "dispute_grade", principal, reason=said(tale.rng, "dispute"))


def dispute_decided(tale: Tale) -> Story:
    """Disputed, and graded again by two officers and an expert."""
    yield from disputed(tale)
    yield tale.after(5)
    officer, people = panel(tale, tale.latest)
    grave = tale.rng.random() < 0.5
    tale.act(
        tale.latest,
        "decide_dispute",
        officer,
        people=people,
        grade="major" if grave else "general",
        criterion=ANY_SECTOR if grave else "",
        reason=said(tale.rng, "decide"),
    )


def downgraded(tale: Tale) -> Story:
    """Proposed by one, downgraded by another with an expert; the level above is told."""
    yield tale.now
    case, _found = yield from to_major_ordered(tale, 60)
    yield tale.after(10)
    officer, beside = tale.officers(case)
    tale.act(case, "propose_downgrade", officer, reason=said(tale.rng, "downgrade"))
    yield tale.after(2)
    people = (expert(tale.rng.choice(tale.stage.cast.experts)),)
    tale.act(case, "downgrade", beside, people=people, reason=said(tale.rng, "agree_void"))


def downgrade_waits(tale: Tale) -> Story:
    """Somebody proposed to downgrade it; the second person has not decided."""
    yield tale.now
    case, _found = yield from to_major_ordered(tale, 60)
    yield tale.after(2)
    officer, _beside = tale.officers(case)
    tale.act(case, "propose_downgrade", officer, reason=said(tale.rng, "downgrade"))


def upgraded(tale: Tale) -> Story:
    """Thought to be general, and found to be major by the committee office."""
    yield tale.now
    case, _found = yield from to_ordered(tale, 28)
    yield tale.after(2)
    by = tale.rng.choice(tale.stage.cast.office)
    tale.act(case, "upgrade", by, criterion=ANY_SECTOR, reason=said(tale.rng, "upgrade"))


PLOTS = (
    Plot(major_in_hand, 10, (2, 30), "grave"),
    Plot(major_handed_in, 5, (15, 40), "grave"),
    Plot(accepted, 6, (25, 34), "grave"),
    Plot(wants_to_resume, 4, (26, 30), "grave"),
    Plot(listed, 6, (6, 40), "grave"),
    Plot(listed_by_the_city, 2, (8, 30), "grave"),
    Plot(delisted, 4, (42, 130), "grave"),
    Plot(disputed, 7, (3, 7), "grave"),
    Plot(dispute_decided, 3, (8, 12), "grave"),
    Plot(downgraded, 3, (16, 30), "grave"),
    Plot(downgrade_waits, 2, (4, 6), "grave"),
    Plot(upgraded, 2, (6, 14)),
)
