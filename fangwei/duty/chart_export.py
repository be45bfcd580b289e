"""The organization chart taken out: its bodies, posts, holders and charges as rows of the sheet that brings them in."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from fangwei.duty.models import Portfolio
from fangwei.duty.sheet import CHART
from fangwei.register.models import OrganizationKind, Post, Secondment, Tenure
from fangwei.register.queries import names_of

_CHUNK = 200


def rows(territory: str) -> Iterator[Mapping[str, Any]]:
    """The chart of a territory as rows of its sheet: one for each holder, and one for each post that nobody holds."""
    last = None
    while True:
        page = Post.objects.standing().filter(organization__isnull=False, organization__valid_to=None)
        page = page.select_related("organization__parent").order_by("id")
        if territory:
            page = page.filter(organization__territory_code__startswith=territory)
        if last is not None:
            page = page.filter(id__gt=last)
        found = list(page[:_CHUNK])
        yield from _out(found)
        if len(found) < _CHUNK:
            return
        last = found[-1].id


def _out(posts: Sequence[Post]) -> Iterator[Mapping[str, Any]]:
    ids = [post.id for post in posts]
    divisions = names_of({post.organization.territory_code for post in posts if post.organization})
    held: dict[UUID, list[Tenure]] = {}
    open_ended = Tenure.objects.filter(post_id__in=ids, end_recorded_at=None).select_related("person")
    for tenure in open_ended.order_by("acting", "start", "id"):
        held.setdefault(tenure.post_id, []).append(tenure)
    charges: dict[UUID, list[str]] = {}
    for post_id, line in (
        Portfolio.objects.standing().filter(post_id__in=ids).order_by("id").values_list("post_id", "line")
    ):
        charges.setdefault(post_id, []).append(line)
    people = {one.person_id for some in held.values() for one in some}
    lent = {one.person_id: one for one in Secondment.objects.filter(person_id__in=people).select_related("task_force")}
    for post in posts:
        holders: list[Tenure | None] = [*held.get(post.id, [])]
        for holder in holders or [None]:
            yield _line(post, holder, charges.get(post.id, []), lent, divisions)


def _line(
    post: Post,
    holder: Tenure | None,
    charges: Sequence[str],
    lent: Mapping[UUID, Secondment],
    divisions: Mapping[str, str],
) -> Mapping[str, Any]:
    body = post.organization
    assert body is not None, "only posts of organizations are taken out"
    seconded = lent.get(holder.person_id) if holder else None
    return {
        "organization": body.name,
        "kind": body.kind,
        "territory": divisions.get(body.territory_code, body.territory_code),
        "parent": body.parent.name if body.parent else "",
        "formerly": "",
        "post": post.name,
        "role": post.role,
        "duty_post": post.is_duty_post or None,
        "person": holder.person.name if holder else "",
        "phone": holder.person.phone if holder else "",
        "start": holder.start if holder else None,
        "end": holder.planned_end if holder else None,
        "acting": holder.acting or None if holder else None,
        "charge": "、".join(_said(line) for line in charges),
        "seconded": seconded.task_force.name if seconded and seconded.home_post_id == post.id else "",
        "seconded_until": seconded.end if seconded and seconded.home_post_id == post.id else None,
        "abolished": None,
        "note": "",
    }


def _said(line: str) -> str:
    return CHARGE_WORDS[line]


CHARGE_WORDS = {"": "安全生产"} | {
    value: next(
        word for word, meaning in CHART.column("kind").choices.items() if meaning == value and not word.isascii()
    )
    for value in OrganizationKind.values
}
"""How an export writes a charge, so that it is read back as the same line."""
