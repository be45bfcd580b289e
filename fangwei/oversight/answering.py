"""Who answered for a case on each day, as was known on that day: no later appointment rewrites it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from fangwei.casework.clocks import LOCAL
from fangwei.casework.models import Case
from fangwei.engines.calendar import end_of
from fangwei.ledger.models import Fact
from fangwei.ledger.queries import told
from fangwei.register.models import Post, Tenure
from fangwei.register.queries import holders_of


@dataclass(slots=True)
class Answered:
    """From one day to another the same post with the same holders answered; nobody is an empty list."""

    since: date
    until: date
    organization: str
    post: str
    holders: tuple[str, ...]


def answered_days(case: Case, until: datetime) -> list[Answered]:
    """Return who answered from the case's opening to an instant, day by day as known then, equal days put together."""
    owners = _owners(case, until)
    posts = Post.objects.select_related("organization").in_bulk({post for _at, post in owners})
    last = until.astimezone(LOCAL).date()
    days = _turning_days(owners, case.opened_at.astimezone(LOCAL).date(), last)
    found: list[Answered] = []
    for place, day in enumerate(days):
        known = min(end_of(day), until)
        post = next(post for at, post in reversed(owners) if at <= known or at == owners[0][0])
        names = tuple(tenure.person.name for tenure in holders_of([post], day, known).get(post, []))
        body = posts[post].organization
        ends = days[place + 1] if place + 1 < len(days) else last
        one = Answered(day, ends, body.name if body else "", posts[post].name, names)
        if found and (found[-1].organization, found[-1].post, found[-1].holders) == (one.organization, one.post, names):
            found[-1].until = ends
        else:
            found.append(one)
    return found


def _owners(case: Case, until: datetime) -> list[tuple[datetime, UUID]]:
    """Return since when which post owned the case, as the ledger was told."""
    facts = Fact.objects.filter(subject_id=case.id, at__lte=until).order_by("n")
    said = [(one.fact.at, str((one.data or {}).get("owner_post") or "")) for one in told(facts)]
    return [(at, UUID(post)) for at, post in said if post] or [(case.opened_at, case.owner_post_id)]


def _turning_days(owners: list[tuple[datetime, UUID]], first: date, last: date) -> list[date]:
    days = {first, *(at.astimezone(LOCAL).date() for at, _post in owners)}
    tenures = Tenure.objects.filter(post_id__in={post for _at, post in owners})
    for start, end, planned, told_at, end_told in tenures.values_list(
        "start", "end", "planned_end", "recorded_at", "end_recorded_at"
    ):
        days |= {day for day in (start, end, planned) if day is not None}
        days |= {at.astimezone(LOCAL).date() for at in (told_at, end_told) if at is not None}
    return sorted(day for day in days if first <= day <= last)
