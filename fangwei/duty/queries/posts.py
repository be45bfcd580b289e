"""Whether posts are held by somebody who can be reached: read for many posts at once."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from fangwei.duty.models import Gap
from fangwei.register.models import Tenure

_SOME = 5000


def gaps_of_posts(posts: Iterable[UUID], on: date) -> dict[UUID, str]:
    """Return what is amiss with posts on a day: vacant, term ended, no reachable contact; held ones are left out."""
    wanted = list(dict.fromkeys(posts))
    found: dict[UUID, str] = {}
    for start in range(0, len(wanted), _SOME):
        found |= _some(wanted[start : start + _SOME], on)
    return found


def _some(posts: list[UUID], on: date) -> dict[UUID, str]:
    reachable: dict[UUID, bool] = {}
    held = Tenure.objects.on(on).filter(post_id__in=posts)
    for post, phone, account in held.values_list("post_id", "person__phone_digest", "person__user__is_active"):
        reachable[post] = reachable.get(post, False) or bool(phone) or bool(account)
    found: dict[UUID, str] = {post: Gap.NO_CONTACT for post, known in reachable.items() if not known}
    empty = [post for post in posts if post not in reachable]
    found |= dict.fromkeys(empty, str(Gap.POST_VACANT))
    ended = Tenure.objects.filter(post_id__in=empty, end__lte=on, acting=False).order_by("post_id", "end")
    last = {post: recorded is None for post, recorded in ended.values_list("post_id", "end_recorded_at")}
    found |= {post: str(Gap.TERM_ENDED) for post, ran_out in last.items() if ran_out}
    return found
