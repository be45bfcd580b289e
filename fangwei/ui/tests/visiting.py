"""Somebody with a browser in a small county: a signed-in client for each of its people, at the county's own time."""

from io import BytesIO
from itertools import count
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from fangwei.accounts.actions import create_user
from fangwei.accounts.actor import Actor
from fangwei.accounts.models import User
from fangwei.casework.models import Case
from fangwei.hazards.tests.factories import County
from fangwei.register.models import Person
from fangwei.register.tests.factories import SYSTEM
from fangwei.surfaces.entrance import middleware

PASSWORD = "mountain-river-9"
_names = count(1)


class Visit:
    """The county, and a client for each actor; every request happens a minute after what was done before."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.county = County()
        monkeypatch.setattr(middleware, "clock", self.county.tick)

    def user(self, actor: Actor) -> User:
        """The actor's user, made when missing."""
        person = Person.objects.get(id=actor.person_id)
        found = User.objects.filter(person=person).first()
        return found or create_user(
            username=f"user{next(_names)}", password=PASSWORD, person=person, by=SYSTEM, at=self.county.at
        )

    def client(self, actor: Actor) -> Client:
        """A client signed in as the actor."""
        client = Client()
        client.force_login(self.user(actor), backend="fangwei.accounts.backend.PasswordBackend")
        session = client.session
        session["post"] = str(actor.post_id)
        session.save()
        return client

    def act(self, actor: Actor, case: Case, verb: str, surface: str = "desk", **data: Any) -> Any:
        """Send a verb's form as it stands on the page, with the version the reader saw."""
        given = {"if_version": str(Case.objects.get(id=case.id).version), **data}
        return self.client(actor).post(f"/{surface}/cases/{case.id}/acts/{verb}/", given)


def photo(name: str = "现场.png", colour: int = 0) -> SimpleUploadedFile:
    """A small photo as a browser sends it."""
    file = BytesIO()
    Image.new("RGB", (8, 8), (colour % 256, 40, 7)).save(file, "PNG")
    return SimpleUploadedFile(name, file.getvalue(), content_type="image/png")
