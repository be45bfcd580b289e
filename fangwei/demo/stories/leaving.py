"""Somebody leaves a post: a colleague stands in, and the list of what lies open waits for the leaver's confirmation."""

from collections.abc import Iterator
from datetime import timedelta

from fangwei.accounts.actions import appoint_acting_holder
from fangwei.accounts.actor import Actor
from fangwei.casework.handover import open_handover
from fangwei.demo.stage import Stage, Story
from fangwei.register.models import Person, Post

_AGO = 2
_LEAVES_IN, _STANDS_IN = 8, 60


def stories(stage: Stage) -> Iterator[Story]:
    """Return every story of leaving."""
    yield _fire_officer_rotates(stage)


def _fire_officer_rotates(stage: Stage) -> Story:
    """The fire brigade's regulating officer is rotated; an inspector of the brigade stands in until somebody is appointed."""
    yield stage.morning(_AGO) + timedelta(hours=9)
    at, people = stage.morning(_AGO) + timedelta(hours=9), stage.cast.of("fire")
    head = next(one for one in people if one.role == "leader")
    leaver = next(one for one in people if one.role == "regulator")
    colleague = next(one for one in people if one.role == "inspector")
    assert leaver.post_id is not None, "an actor of the cast holds a post"
    post = Post.objects.select_related("organization", "enterprise").get(id=leaver.post_id)
    appoint_acting_holder(
        person=_person(colleague),
        post=post,
        start=stage.base - timedelta(days=_AGO),
        until=stage.base + timedelta(days=_STANDS_IN),
        reason="监管岗轮岗期间代理",
        by=head,
        at=at,
    )
    open_handover(
        post=post,
        person=_person(leaver),
        leaves_on=stage.base + timedelta(days=_LEAVES_IN),
        reason="轮岗交流",
        by=head,
        at=at + timedelta(minutes=10),
    )


def _person(actor: Actor) -> Person:
    assert actor.person_id is not None, "an actor of the cast is somebody"
    return Person.objects.get(id=actor.person_id)
