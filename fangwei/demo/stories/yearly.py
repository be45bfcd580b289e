"""Duty files of this year: one countersigned, one signed and waiting for the committee office, one waiting for its holder."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from fangwei.accounts.actor import Actor
from fangwei.demo.stage import Stage, Story
from fangwei.oversight.actions.files import countersign_duty_file, draw_up_duty_file, sign_duty_file
from fangwei.oversight.models import DutyFile
from fangwei.register.models import Person, Post

_DRAWN, _SIGNED, _REVIEWED = 5, 4, 3
"""How many days ago each step was taken."""


def stories(stage: Stage) -> Iterator[Story]:
    """Return every story of duty files."""
    yield _files(stage)


def _files(stage: Stage) -> Story:
    """The office draws three files up; mayor and deputy sign theirs, and one is countersigned after a review."""
    government, emergency = stage.cast.of("government"), stage.cast.of("emergency")
    mayor, deputy = [one for one in government if one.role == "leader"][:2]
    head = next(one for one in emergency if one.role == "leader")
    office, second = stage.cast.office[:2]
    at = stage.morning(_DRAWN) + timedelta(hours=10)
    yield at
    files = [_drawn(one, office, at + timedelta(minutes=5 * n)) for n, one in enumerate((deputy, mayor, head))]
    at = stage.morning(_SIGNED) + timedelta(hours=15)
    yield at
    sign_duty_file(files[0], statement="本人已核对，如实反映分管领域安全生产履职情况。", by=deputy, at=at)
    sign_duty_file(files[1], statement="情况属实；第四季度前补开安委会全体会议。", by=mayor, at=at + timedelta(hours=1))
    at = stage.morning(_REVIEWED) + timedelta(hours=11)
    yield at
    countersign_duty_file(files[0], review="与留痕记录核对一致，逾期事项已列明。", by=second, at=at)


def _drawn(holder: Actor, by: Actor, at: datetime) -> DutyFile:
    person, post = Person.objects.get(id=holder.person_id or ""), Post.objects.get(id=holder.post_id or "")
    return draw_up_duty_file(person=person, post=post, year=at.year, by=by, at=at)
