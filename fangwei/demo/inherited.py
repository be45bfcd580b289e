"""The register sheet that the county brought along: thousands of hazards taken in at once, most of them confirmed since."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

from fangwei.accounts.actor import Actor
from fangwei.demo.findings import finding
from fangwei.demo.phrases import said
from fangwei.demo.places import Spot
from fangwei.demo.stage import Stage, Story, Tale
from fangwei.demo.stories.steps import submitted, verified
from fangwei.engines.calendar import SHANGHAI
from fangwei.hazards.actions import import_hazards
from fangwei.hazards.sheet import ImportedHazard, ImportedState, key_of

BROUGHT = 9
"""How many days ago the sheet was taken in."""

_OLDEST = 330
_BATCH = 1000
_STATES: tuple[ImportedState, ...] = ("closed", "ordered", "submitted")
_SHARES = (80, 15, 5)
_CONFIRMED = 0.8
_GOES_ON = 0.12


def bring(stage: Stage, rng: Random, count: int, spots: Sequence[Spot], by: Actor) -> list[tuple[UUID, Spot, str]]:
    """Take the sheet in and return its open cases with place and state."""
    at = datetime.combine(stage.base - timedelta(days=BROUGHT), datetime.min.time(), SHANGHAI) + timedelta(hours=10)
    seen: set[str] = set()
    rows: list[tuple[ImportedHazard, Spot]] = []
    while len(rows) < count:
        spot = rng.choice(spots)
        row = _row(rng, stage.base, spot, len(rows) + 3)
        if row.key not in seen:
            seen.add(row.key)
            rows.append((row, spot))
    opened: list[tuple[UUID, Spot, str]] = []
    for start in range(0, len(rows), _BATCH):
        batch = rows[start : start + _BATCH]
        taken = import_hazards([row for row, _spot in batch], by=by, at=at)
        opened += [
            (one.case_id, spot, row.state)
            for one, (row, spot) in zip(taken, batch, strict=True)
            if row.state != _STATES[0]
        ]
    return opened


def _row(rng: Random, base: date, spot: Spot, number: int) -> ImportedHazard:
    found = finding(rng, rng.choice(spot.dangers))
    state = rng.choices(_STATES, weights=_SHARES)[0]
    ago = rng.randint(BROUGHT + 25, _OLDEST) if state == "closed" else rng.randint(BROUGHT + 1, BROUGHT + 40)
    found_on = base - timedelta(days=ago)
    # A deadline that lies weeks behind would be another county's: most open ones are due about now.
    due_on: date | None = found_on + timedelta(days=rng.randint(10, 30))
    if state == "ordered":
        due_on = base + timedelta(days=rng.randint(-6, 34)) if rng.random() < 0.93 else None
    rectified = found_on + timedelta(days=rng.randint(2, 14)) if state != "ordered" else None
    verified_on = rectified + timedelta(days=rng.randint(1, 6)) if rectified and state == "closed" else None
    firm = spot.place.name
    text = found.text
    return ImportedHazard(
        row=number,
        place_id=spot.place.id,
        description=text,
        grade="general",
        found_on=found_on,
        how_found=rng.choices(
            ["inspection", "grid", "self_check", "campaign", "tip", "expert"], weights=[40, 20, 20, 12, 4, 4]
        )[0],
        finders=f"{rng.choice('赵钱孙李周')}某、{rng.choice('吴郑王冯陈')}某",
        measures=found.measure,
        rectifier=f"{firm[-6:]}安全员",
        due_on=due_on,
        funds_fen=rng.choice([None, None, 20_000, 50_000, 120_000, 300_000]),
        interim=said(rng, "interim") if rng.random() < 0.2 else "",
        rectified_on=rectified,
        verifier=f"{rng.choice('褚卫蒋沈韩')}某（监管）" if verified_on else "",
        verified_on=verified_on,
        state=state,
        warnings=() if due_on else ("deadline_missing",),
        key=key_of(spot.place.id, text, found_on),
    )


def afterwards(stage: Stage, rng: Random, opened: Sequence[tuple[UUID, Spot, str]]) -> list[Story]:
    """Return the stories of what officers and firms did with the sheet's open cases since."""
    stories = []
    for case, spot, state in opened:
        if rng.random() >= _CONFIRMED:
            continue
        tale = Tale(stage, Random(rng.getrandbits(64)), spot, rng.randint(3, BROUGHT - 1))
        goes_on = rng.random() < _GOES_ON and spot.enterprise_id in stage.cast.of_firm
        stories.append(_confirmed(tale, case, state if goes_on else ""))
    return stories


def _confirmed(tale: Tale, case: UUID, state: str) -> Story:
    """An officer of the owner or of the township confirms the case; now and then it goes on from there."""
    yield tale.now
    officer, _beside = tale.officers(case)
    tale.act(case, "confirm_baseline", officer, note=said(tale.rng, "baseline"))
    if state == "ordered":
        yield tale.after(1)
        submitted(tale, case, "paper")
    if state:
        yield tale.after(1)
        officer, _beside = tale.officers(case)
        photos = (tale.photo("paper", by=officer, safe=True),) if state == "submitted" else ()
        if photos:
            tale.act(case, "verify", officer, photos=photos, note=said(tale.rng, "verify"))
        else:
            verified(tale, case)
