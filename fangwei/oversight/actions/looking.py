"""What oversight does by itself: opens a case for each cause of blind spots, ends it when the cause is gone.

People act on these cases through the one door, like on any other.
"""

from datetime import datetime

from django.db.models.functions import Length
from django.utils import translation
from uuid_utils.compat import uuid7

from fangwei.accounts.actor import Actor
from fangwei.casework.clocks import LOCAL
from fangwei.casework.door import act
from fangwei.casework.events import Act
from fangwei.casework.models import Case
from fangwei.duty.actions import catch_up
from fangwei.duty.gaps import REPAIRS
from fangwei.duty.models import Gap
from fangwei.duty.queries import Cause, causes, resolved_at, said_of
from fangwei.oversight.ladder import due_letters, overtaken
from fangwei.oversight.lifecycle import CLOSED, REPAIRED
from fangwei.oversight.models import BlindSpot, Watch
from fangwei.register.models import Organization, OrganizationKind
from fangwei.register.queries import names_of

CHANNEL = "system"


def note_facts(*, at: datetime) -> None:
    """Remember that something happened, so that the next sweep looks again."""
    Watch.objects.filter(stale=False).update(stale=True)
    if not Watch.objects.exists():
        Watch.objects.create(day=at.astimezone(LOCAL).date(), stale=True)


def look(*, at: datetime) -> int:
    """Look at what nobody answers for if anything happened or a day has passed; return how many cases changed."""
    day = at.astimezone(LOCAL).date()
    watch = Watch.objects.order_by("id").first()
    resolved = resolved_at()
    if watch is not None and not watch.stale and watch.day >= day and watch.resolved_at == resolved:
        return 0
    # The note is taken down before looking: what happens meanwhile makes a new one.
    Watch.objects.all().delete()
    Watch.objects.create(day=day, resolved_at=resolved)
    try:
        catch_up(at=at)
        return reconcile(at=at) + climb(at=at)
    except BaseException:
        note_facts(at=at)
        raise


def reconcile(*, at: datetime) -> int:
    """Make the cases say what duty finds now: open, reopen, send back or end them; return how many changed.

    One cause is one case for good: a cause that comes back reopens its case under the same number.
    """
    day = at.astimezone(LOCAL).date()
    found = {(cause.kind, cause.key): cause for cause in causes("", on=day)}
    acts: list[Act] = []
    known: set[tuple[str, str]] = set()
    grown: list[BlindSpot] = []
    for spot in BlindSpot.objects.select_related("case").order_by("case_id"):
        pair = (spot.gap, spot.cause)
        known.add(pair)
        cause = found.get(pair)
        verb = _verb(spot.case, cause)
        if verb:
            data = {"pairs": cause.pairs} if cause is not None else {}
            acts.append(Act(act_id=uuid7(), case_id=spot.case_id, verb=verb, at=max(at, spot.case.last_at), data=data))
        elif cause is not None and spot.pairs != cause.pairs:
            spot.pairs = cause.pairs
            grown.append(spot)
    BlindSpot.objects.bulk_update(grown, ["pairs"], batch_size=500)
    fresh = [cause for pair, cause in found.items() if pair not in known]
    names = names_of({cause.territory for cause in fresh})
    top = _top()
    # Documents speak Chinese, and so do the titles of cases; screens say the kind in the reader's language.
    with translation.override("zh-hans"):
        said = said_of(fresh, day)
    acts += [
        _detection(cause, cause.territory if cause.territory in names else top, names, said[cause.kind, cause.key], at)
        for cause in fresh
        if cause.territory in names or top
    ]
    outcomes = act(acts, by=Actor.system(), received_at=at, channel=CHANNEL)
    return sum(one.done for one in outcomes)


def climb(*, at: datetime) -> int:
    """Let the letters fall due that overdue clocks have reached, and end those that were overtaken; return how many."""
    with translation.override("zh-hans"):
        acts = [*overtaken(at), *due_letters(at)]
    outcomes = act(acts, by=Actor.system(), received_at=at, channel=CHANNEL)
    return sum(one.done for one in outcomes)


def _verb(case: Case, cause: Cause | None) -> str:
    if cause is None:
        return "vanish" if case.is_open else ""
    if case.state == CLOSED:
        return "return"
    return "persist" if case.state == REPAIRED else ""


def _top() -> str:
    """Return the territory whose office takes what lies in no territory: the widest that has one."""
    offices = Organization.objects.standing().filter(kind=OrganizationKind.COMMITTEE_OFFICE)
    codes = offices.order_by(Length("territory_code"), "territory_code").values_list("territory_code", flat=True)
    return codes.first() or ""


def _detection(cause: Cause, territory: str, names: dict[str, str], about: str, at: datetime) -> Act:
    with translation.override("zh-hans"):
        title = f"{Gap(cause.kind).label}：{names.get(cause.territory, cause.territory)} {about}".strip()
        repair = str(REPAIRS[Gap(cause.kind)])
    data = {
        "gap": cause.kind,
        "key": cause.key,
        "territory": territory,
        "title": title[:200],
        "about": about[:120],
        "pairs": cause.pairs,
        "repair": repair,
    }
    return Act(act_id=uuid7(), case_id=uuid7(), verb="detect", at=at, data=data, kind="blind_spot")
