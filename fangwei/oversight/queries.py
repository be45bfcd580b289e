"""Reading oversight: cases left without their owner, blind spots and their pairs, problem lists and how far they are."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from fangwei.accounts.actor import Actor
from fangwei.casework.models import Case
from fangwei.casework.queries import visible
from fangwei.duty.detectors import Detected
from fangwei.duty.queries import pairs_of
from fangwei.engines.codes import subtree_bounds
from fangwei.hazards.models import Hazard
from fangwei.oversight.models import BlindSpot, ClueBundle, InspectionProblem, ProblemList
from fangwei.register.models import Post, Tenure


def left_cases(territory_code: str, on: date) -> list[Detected]:
    """Return the pairs of open hazards whose owner has left: the post was held once and is not any more, or is closed.

    It begins with the posts, few of which are left, and finds their cases by the owner's index.
    """
    left = _left(on)
    if not left:
        return []
    within = Q(is_open=True, place__isnull=False, kind="hazard", owner_post_id__in=list(left))
    if territory_code:
        low, high = subtree_bounds(territory_code)
        within &= Q(territory__gte=low, territory__lt=high)
    rows = Hazard.objects.filter(case__in=Case.objects.filter(within)).order_by("case_id")
    pairs: dict[tuple[UUID, str], Detected] = {}
    for place, category, post in rows.values_list("case__place_id", "category", "case__owner_post_id"):
        seat, name = left[post]
        pairs.setdefault((place, category), Detected(place, category, f"{seat}:{post}", name))
    return list(pairs.values())


def _left(on: date) -> dict[UUID, tuple[str, str]]:
    """Return the posts of bodies that own an open case and that nobody holds any more, with their seat and name."""
    held = Tenure.objects.on(on).filter(post=OuterRef("pk"))
    once = Tenure.objects.filter(post=OuterRef("pk"), end__lte=on)
    owned = Case.objects.filter(owner_post=OuterRef("pk"), is_open=True)
    gone = Q(valid_to__isnull=False, valid_to__lte=on) | (Exists(once) & ~Exists(held))
    rows = Post.objects.filter(gone, Exists(owned), organization__isnull=False).select_related("organization")
    return {
        post.id: (post.organization.territory_code, f"{post.organization.name} {post.name}")
        for post in rows
        if post.organization is not None
    }


def standing_blind_spots(actor: Actor) -> QuerySet[BlindSpot]:
    """Return the blind spots that this actor may read and that are not repaired, those with most pairs first."""
    cases = visible(actor).filter(kind="blind_spot", is_open=True)
    return BlindSpot.objects.filter(case__in=cases).select_related("case").order_by("-pairs", "case_id")


def pairs_listed(spot: BlindSpot, on: date, limit: int = 200) -> list[tuple[UUID, str]]:
    """Return pairs of place and domain that lie open by a blind spot, as they are today."""
    return pairs_of(spot.gap, spot.cause, on=on, limit=limit)


def numbers_by_gap(territory_code: str) -> dict[str, int]:
    """Return how many blind spots stand in a territory, by their kind."""
    found: dict[str, int] = defaultdict(int)
    spots = BlindSpot.objects.filter(case__is_open=True, case__territory__startswith=territory_code)
    for gap in spots.values_list("gap", flat=True):
        found[gap] += 1
    return dict(found)


def problem_lists(actor: Actor) -> QuerySet[ProblemList]:
    """Return the problem lists that an actor may read: their own, with a problem of theirs, or published for their territory."""
    read = visible(actor).filter(kind="problem")
    mine = Q(inspecting_id=actor.organization_id) if actor.organization_id else Q(pk__in=[])
    known = Q(id__in=InspectionProblem.objects.filter(case__in=read).values("listed_in_id")) | mine
    if actor.organization_id and actor.territory_code:
        around = [
            code for code in (actor.territory_code[:2], actor.territory_code[:4], actor.territory_code[:6]) if code
        ]
        low, high = subtree_bounds(actor.territory_code)
        here = Q(territory__in=around) | Q(territory__gte=low, territory__lt=high)
        known |= Q(published_at__isnull=False) & here
    return ProblemList.objects.filter(known).select_related("inspecting")


def progress_of(lists: Iterable[UUID]) -> dict[UUID, tuple[int, int]]:
    """Return for each list how many of its problems are closed and how many there are, with one query."""
    rows = InspectionProblem.objects.filter(listed_in_id__in=list(lists)).order_by().values("listed_in_id")
    counted = rows.annotate(ended=Count("case_id", filter=Q(case__is_open=False)), whole=Count("case_id"))
    return {row["listed_in_id"]: (row["ended"], row["whole"]) for row in counted}


def bundle_of(actor: Actor, case: Case) -> ClueBundle | None:
    """Return the newest bundle of a clue, for whom it was handed to and for the office that hands it over only."""
    mine = {case.letter.addressee_id, case.owner_post.organization_id}
    if actor.organization_id is None or actor.organization_id not in mine:
        return None
    return case.letter.bundles.order_by("-id").first()
