"""Whether posts are held by somebody who can be reached: asked of all at once, the answer is that of each."""

from datetime import timedelta

import pytest

from fangwei.duty.models import Gap
from fangwei.duty.queries.posts import duty_posts_amiss, gaps_of_posts
from fangwei.register.models import Post, Tenure
from fangwei.register.tests import factories as make

pytestmark = pytest.mark.django_db


def test_all_duty_posts_at_once_are_amiss_as_each_by_itself() -> None:
    bodies = [make.organization(kind) for kind in ("emergency", "fire", "housing", "market", "transport", "education")]
    vacant, unreached, reached, ran_out, ended, followed = [Post.objects.get(organization=body) for body in bodies]
    start = make.DAY - timedelta(days=400)
    make.tenure(unreached, make.person(), start=start)
    make.tenure(reached, make.person(phone="13800000001"), start=start)
    terms = [(ran_out, 0, None), (ended, 0, make.AT), (followed, 0, make.AT), (followed, 300, None)]
    for place, (post, begins, recorded) in enumerate(terms):
        first = start + timedelta(days=begins)
        held = make.tenure(post, make.person(phone=f"1380000001{place}"), start=first)
        end = first + timedelta(days=60)
        Tenure.objects.filter(pk=held.pk).update(end=end, planned_end=end, end_recorded_at=recorded)
    found = duty_posts_amiss(make.DAY)
    assert found == gaps_of_posts(Post.objects.filter(is_duty_post=True).values_list("id", flat=True), make.DAY)
    assert {post.id: found.get(post.id) for post in (vacant, unreached, reached, ran_out, ended, followed)} == {
        vacant.id: Gap.POST_VACANT,
        unreached.id: Gap.NO_CONTACT,
        reached.id: None,
        ran_out.id: Gap.TERM_ENDED,
        ended.id: Gap.POST_VACANT,
        followed.id: Gap.TERM_ENDED,
    }
