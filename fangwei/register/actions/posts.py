"""Amending posts; establishing and closing them stands with the bodies they belong to."""

from datetime import datetime

from django.db import transaction

from fangwei.ledger.actions import append
from fangwei.ledger.events import JSON
from fangwei.register.author import Author, told
from fangwei.register.models import Post, Role
from fangwei.register.refusals import RegisterRefused


@transaction.atomic
def amend_post(*, post: Post, name: str, role: str, rank: int, reason: str, by: Author, at: datetime) -> Post:
    """Record a post's title, role and rank anew; who holds it and what lies open with it stay.

    Raises: RegisterRefused `name_missing`, `kind_unknown`, `post_closed`, `nothing_changed`.
    """
    if not name.strip():
        raise RegisterRefused("name_missing")
    if role not in Role.values:
        raise RegisterRefused("kind_unknown", given=role)
    if post.valid_to is not None:
        raise RegisterRefused("post_closed", post=post.name, day=post.valid_to)
    wanted: dict[str, JSON] = {"name": name.strip()[:80], "role": role, "rank": rank}
    changed: dict[str, JSON] = {
        key: [getattr(post, key), new] for key, new in wanted.items() if getattr(post, key) != new
    }
    if not changed:
        raise RegisterRefused("nothing_changed")
    for key in changed:
        setattr(post, key, wanted[key])
    post.save(update_fields=list(changed))
    data = {**changed, "reason": reason.strip()[:200]}
    append([told("post", post.id, "amend", data, territory=_territory(post), by=by, at=at)])
    return post


def _territory(post: Post) -> str:
    body = post.organization or post.enterprise
    return body.territory_code if body else ""
