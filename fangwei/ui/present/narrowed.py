"""What a list of cases is narrowed to, as its address says it, and the stretches of the lists' index that this means."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Q
from django.http import QueryDict

from fangwei.accounts.actor import Actor
from fangwei.casework.kinds import all_kinds
from fangwei.casework.lists import UNDATED, Walk, before, of_body, own, walk
from fangwei.casework.queries import EVERY_AUDIENCE
from fangwei.casework.scopes import LIST_LEVELS
from fangwei.engines.codes import subtree_bounds
from fangwei.register.models import Post
from fangwei.situation.queries import candidates
from fangwei.ui.present.needs import BY_NAME
from fangwei.ui.present.typed import id_or_nothing

KEYS = ("need", "state", "grade", "due", "whose", "body", "post", "township", "kind", "q")
USUAL = ("grade", "state", "owner", "clock")
"""The columns beside what it is about that a list shows unless others were chosen."""

Order = Literal["due", "newest", "gravest"]
_ORDERS: dict[str, Order] = {"due": "due", "newest": "newest", "gravest": "gravest"}


@dataclass(frozen=True, slots=True)
class Narrowed:
    """The filters in force, by name, and how the list looks; what nobody offers is dropped."""

    given: Mapping[str, str]
    sort: Order = "due"
    columns: tuple[str, ...] = ()

    @classmethod
    def read(cls, asked: QueryDict) -> "Narrowed":
        """Read the filters of an address."""
        given = {key: text for key in KEYS if (text := (asked.get(key) or "").strip()[:80])}
        columns = [name for part in asked.getlist("cols") for name in part[:200].split(",") if name.isalpha()]
        columns = [] if set(columns) == set(USUAL) else columns
        return cls(given, _ORDERS.get(asked.get("sort") or "", "due"), tuple(dict.fromkeys(columns)))

    @property
    def look(self) -> dict[str, str]:
        """How the list looks, as far as it is not the usual way."""
        look = {"sort": self.sort} if self.sort != "due" else {}
        return look | ({"cols": ",".join(self.columns)} if self.columns else {})

    @property
    def query(self) -> str:
        """The address's query that shows this list."""
        return urlencode({**self.given, **self.look})

    def address(self, **changes: str) -> str:
        """Return the query of an address with some filters changed; the page begins anew."""
        wanted = {**self.given, **self.look, **changes}
        return "?" + urlencode({key: value for key, value in wanted.items() if value})

    def get(self, key: str) -> str:
        """Return a filter's value, empty when it is not in force."""
        return self.given.get(key, "")


def walks_of(actor: Actor, narrowed: Narrowed, at: datetime) -> tuple[Walk, ...]:
    """Return the stretches of the lists' index that hold the cases an actor may read, narrowed."""
    need = BY_NAME.get(narrowed.get("need"))
    walks = need.walks(actor, at) if need else (_plain(actor, narrowed),)
    typed = narrowed.get("q")
    found = candidates(actor, typed, kinds=all_kinds()) if typed else None
    return tuple(_cut(one, actor, narrowed, at, found) for one in walks)


def _plain(actor: Actor, narrowed: Narrowed) -> Walk:
    kind, state = narrowed.get("kind") or "hazard", narrowed.get("state")
    if kind not in all_kinds():
        return Walk((), ())
    if state:
        return walk(actor, kinds=(kind,), states=(state,))
    return walk(actor, kinds=(kind,), ended=None if narrowed.get("q") else False)


def _cut(one: Walk, actor: Actor, narrowed: Narrowed, at: datetime, found: Sequence[UUID] | None) -> Walk:
    grade, due, whose = narrowed.get("grade"), narrowed.get("due"), narrowed.get("whose")
    extra = Q()
    if narrowed.get("need") and narrowed.get("state"):
        extra &= Q(case__state=narrowed.get("state"))
    if grade == "major":
        one = replace(one, major=True)
    elif grade:
        extra &= Q(severity=1 if grade == "general" else 0)
    if due == "overdue":
        one = replace(one, until=min(before(at), one.until or UNDATED))
    elif due == "none":
        one, extra = replace(one, since=UNDATED), extra & Q(case__is_open=True)
    if whose in ("unit", "post") and actor.organization_id:
        one = own(one)
    if whose == "post" and actor.post_id:
        extra &= Q(case__owner_post_id=actor.post_id)
    if wanted := narrowed.get("body") or narrowed.get("post"):
        one, answers = _answering(one, wanted, post=narrowed.get("post"))
        extra &= answers
    if (township := narrowed.get("township")).isdecimal():
        one, extra = at_home(one, township), extra & _within(township)
    if found is not None:
        one, extra = (one, extra & Q(case_id__in=found)) if found else (replace(one, shelves=()), extra)
    return replace(one, narrowed=one.narrowed & extra)


def at_home(one: Walk, township: str) -> Walk:
    """Return the walk through the township's own rows, where the reader reads every line: fewer are passed over."""
    if len(township) not in LIST_LEVELS:
        return one
    pairs = {
        (audience, township if audience == EVERY_AUDIENCE and township.startswith(code) else code)
        for audience, code in one.readers
    }
    return replace(one, readers=tuple(sorted(pairs)))


def _answering(one: Walk, body: str, *, post: str) -> tuple[Walk, Q]:
    """Return the walk over what one body answers for, or one of its posts; an id that cannot be read fits nothing."""
    seat = Post.objects.filter(id=id_or_nothing(post)).first() if post else None
    found = seat.organization_id if seat else id_or_nothing(body)
    if found is None or (post and seat is None) or (seat and body not in (post, str(found))):
        return replace(one, shelves=()), Q()
    return of_body(one, found), Q(case__owner_post=seat) if seat else Q()


def _within(township: str) -> Q:
    low, high = subtree_bounds(township)
    return Q(case__territory__gte=low, case__territory__lt=high)
