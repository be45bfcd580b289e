"""Whether posts are held by somebody who can be reached: read for many posts at once."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from fangwei.duty.models import Gap
from fangwei.register.models import Post, Tenure

_SOME = 5000


def gaps_of_posts(posts: Iterable[UUID], on: date) -> dict[UUID, str]:
    """Return what is amiss with posts on a day: vacant, term ended, no reachable contact; held ones are left out."""
    wanted = list(dict.fromkeys(posts))
    found: dict[UUID, str] = {}
    for start in range(0, len(wanted), _SOME):
        found |= _amiss(Post.objects.filter(id__in=wanted[start : start + _SOME]), on)
    return found


def duty_posts_amiss(on: date) -> dict[UUID, str]:
    """Return what is amiss with the duty posts of bodies on a day: the few that nobody holds who can be reached."""
    return _amiss(Post.objects.filter(is_duty_post=True, organization__isnull=False), on)


def _amiss(posts: QuerySet[Post], on: date) -> dict[UUID, str]:
    # One question for all: the few posts that are amiss would go back as a long list of keys.
    reached = Q(person__user__is_active=True) | ~Q(person__phone_digest="")
    now = Tenure.objects.on(on).filter(post=OuterRef("pk"))
    last = Tenure.objects.filter(post=OuterRef("pk"), end__lte=on, acting=False).order_by("-end", "-id")
    found = posts.filter(~Exists(now.filter(reached))).order_by()
    rows = found.annotate(held=Exists(now), ran_out=Subquery(last.values(open=Q(end_recorded_at=None))[:1]))
    return {
        post: str(Gap.NO_CONTACT if held else Gap.TERM_ENDED if ran_out else Gap.POST_VACANT)
        for post, held, ran_out in rows.values_list("id", "held", "ran_out")
    }
