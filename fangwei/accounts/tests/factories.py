"""Users and actors for tests: persons in office, made through the verbs."""

from fangwei.accounts.actions import create_user
from fangwei.accounts.actor import Actor
from fangwei.accounts.models import User
from fangwei.accounts.queries import actors_of_post
from fangwei.register.models import Enterprise, Organization, Person
from fangwei.register.tests import factories as make

PASSWORD = "a-long-secret-phrase"


def user(username: str, person: Person | None = None, password: str = PASSWORD) -> User:
    """A user of a person without posts."""
    return create_user(username=username, password=password, person=person or make.person(), by=make.SYSTEM, at=make.AT)


def actor(role: str, of: Organization | Enterprise) -> Actor:
    """Somebody in office in a new post of an organization or an enterprise."""
    held = make.tenure(make.post(role, of))
    return actors_of_post(held.post_id, make.DAY)[0]
