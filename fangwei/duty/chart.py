"""What is registered of a territory's bodies, posts and holders, read once for a sheet and kept as its rows come in."""

import re
from collections import defaultdict
from datetime import date
from functools import lru_cache
from uuid import UUID

from fangwei.engines.codes import is_within
from fangwei.engines.text import fold_name
from fangwei.register.models import Organization, Person, Post, Tenure
from fangwei.register.queries import names_of
from fangwei.sheets.territory import Towns, known_territory

_TOWN = re.compile(r"[\u4e00-\u9fff]{1,7}?(?:街道|镇|乡|苏木)")
_SHORTEST_ENDING = 4
_fold = lru_cache(maxsize=1 << 16)(fold_name)


class Divisions:
    """Which division a body is of: the one its row names, the township in its own name, else the sheet's."""

    def __init__(self, territory: str, on: date) -> None:
        self._territory, self._on = territory, on
        self._towns = Towns(territory, on)
        self._own = names_of([territory]).get(territory, "")

    def of(self, said: str, name: str) -> str | None:
        """Return the code; None when the row names a division that the sheet's territory does not have."""
        if said and said != self._own:
            code = self._towns.find(said) or known_territory(said, self._on)
            return code if code and is_within(code, self._territory) else None
        if said:
            return self._territory
        named = _TOWN.search(name.replace(self._own, ""))
        return (self._towns.find(named[0]) if named else None) or self._territory


class Chart:
    """The standing bodies of a territory with their posts and every tenure in them."""

    def __init__(self, territory: str) -> None:
        self._territory = territory
        self.read()

    def read(self) -> None:
        """Read it from the database."""
        self._bodies: list[Organization] = list(
            Organization.objects.standing()
            .filter(territory_code__startswith=self._territory)
            .order_by("valid_from", "id")
        )
        self._posts: dict[UUID, list[Post]] = defaultdict(list)
        of_bodies = Post.objects.standing().filter(organization__in=self._bodies)
        for post in of_bodies.select_related("organization").order_by("id"):
            self.add_post(post)
        self._tenures: dict[UUID, list[Tenure]] = defaultdict(list)
        held = Tenure.objects.filter(post__organization__in=self._bodies)
        self._by_name: dict[str, list[Tenure]] = defaultdict(list)
        for tenure in held.select_related("person", "post").order_by("-start", "id"):
            self._tenures[tenure.post_id].append(tenure)
            self._by_name[_fold(tenure.person.name)].append(tenure)

    def body(self, name: str, kind: str) -> Organization | None:
        """Return the body of this name; where the kind is known also one whose name only lacks the division before it."""
        wanted = _fold(name)
        if not wanted:
            return None
        exact = [body for body in self._bodies if _fold(body.name) == wanted and kind in ("", body.kind)]
        if exact:
            return exact[0]
        for body in self._bodies:
            known = _fold(body.name)
            shorter, longer = sorted((known, wanted), key=len)
            if kind == body.kind and len(shorter) >= _SHORTEST_ENDING and longer.endswith(shorter):
                return body
        return None

    def named(self, name: str) -> Organization | None:
        """Return the standing body of exactly this name."""
        return next((body for body in self._bodies if name and _fold(body.name) == _fold(name)), None)

    def closed_body(self, name: str) -> Organization | None:
        """Return the body of this name that was closed last."""
        closed = Organization.objects.filter(territory_code__startswith=self._territory, valid_to__isnull=False)
        found = closed.order_by("-valid_to", "id")
        return next((body for body in found if _fold(body.name) == _fold(name)), None)

    def closed_post(self, body_id: UUID, name: str, person: str) -> Post | None:
        """Return the post of this title that was closed last; with a person's name the one that this person held."""
        closed = Post.objects.filter(organization_id=body_id, valid_to__isnull=False).order_by("-valid_to", "id")
        if person:
            closed = closed.filter(tenures__person__name=person).distinct()
        return next((post for post in closed if _fold(post.name) == _fold(name)), None)

    def add(self, body: Organization) -> None:
        """Take note of a body that was just established, with the post it got."""
        self._bodies = [one for one in self._bodies if one.id != body.id] + [body]
        self._posts[body.id] = list(Post.objects.standing().filter(organization=body).order_by("id"))

    def add_post(self, post: Post) -> None:
        """Take note of a post."""
        if post.organization_id is not None:
            self._posts[post.organization_id].append(post)

    def seats(self, body_id: UUID, name: str) -> list[Post]:
        """Return the posts of a body with this title: five inspectors are five posts."""
        return [post for post in self._posts[body_id] if _fold(post.name) == _fold(name)]

    def duty_post(self, body_id: UUID) -> Post | None:
        """Return the post that a body's cases come to, as it stands now."""
        return Post.objects.standing().filter(organization_id=body_id, is_duty_post=True).first()

    def tenures(self, post: Post) -> list[Tenure]:
        """Return every tenure of a post, the latest first."""
        return self._tenures[post.id]

    def held(self, post: Post) -> bool:
        """Whether somebody holds the post without a known end."""
        return any(one.end_recorded_at is None for one in self._tenures[post.id])

    def held_by(self, post: Post, name: str) -> bool:
        """Whether somebody of this name holds or held the post."""
        return any(one.person.name == name for one in self._tenures[post.id])

    def holds(self, post: Post, person: Person) -> bool:
        """Whether the person holds or held the post."""
        return any(one.person_id == person.id for one in self._tenures[post.id])

    def add_tenure(self, tenure: Tenure) -> None:
        """Take note of an appointment."""
        self._tenures[tenure.post_id].insert(0, tenure)
        self._by_name[_fold(tenure.person.name)].append(tenure)

    def replace(self, tenure: Tenure) -> None:
        """Take note of a tenure that has changed."""
        kept = self._tenures[tenure.post_id]
        self._tenures[tenure.post_id] = [tenure if one.id == tenure.id else one for one in kept]

    def person(self, body: Organization, name: str, phone_digest: str) -> tuple[Person | None, bool]:
        """Return who is meant, and whether somebody else of this name holds a post elsewhere.

        It is the same person with the same telephone, or in the same body; a namesake elsewhere is somebody else.
        """
        namesakes = self._by_name[_fold(name)]
        posts = {post.id for post in self._posts[body.id]}
        for tenure in namesakes:
            if phone_digest and tenure.person.phone_digest == phone_digest:
                return tenure.person, False
        for tenure in namesakes:
            if tenure.post_id in posts:
                return tenure.person, False
        if phone_digest:
            found = Person.objects.filter(phone_digest=phone_digest, name=name).order_by("id").first()
            if found is not None:
                return found, False
        return None, bool(namesakes)
