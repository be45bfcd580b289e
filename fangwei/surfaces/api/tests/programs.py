"""Programs in a small county: each comes with the token of one of its people, at the county's own time."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.test import Client
from uuid_utils.compat import uuid7

from fangwei.accounts.actions import create_token
from fangwei.accounts.actor import Actor
from fangwei.accounts.queries import TOKEN_SCOPES
from fangwei.register.tests.factories import SYSTEM
from fangwei.ui.tests.visiting import Visit


class Programs:
    """A program for each actor, and the acts that it sends."""

    def __init__(self, visit: Visit) -> None:
        self.visit, self.county = visit, visit.county
        self._secrets: dict[tuple[UUID | None, tuple[str, ...]], str] = {}

    def secret(self, actor: Actor, scopes: tuple[str, ...] = TOKEN_SCOPES) -> str:
        """The actor's token, made when missing."""
        key = (actor.post_id, scopes)
        if key not in self._secrets:
            assert actor.post_id
            _token, self._secrets[key] = create_token(
                user=self.visit.user(actor),
                post_id=actor.post_id,
                name="数据交换",
                scopes=scopes,
                expires_at=self.county.at + timedelta(days=30),
                by=SYSTEM,
                at=self.county.at,
            )
        return self._secrets[key]

    def client(self, actor: Actor, scopes: tuple[str, ...] = TOKEN_SCOPES, language: str = "en") -> Client:
        """A client that sends the actor's token."""
        headers = {"Authorization": f"Bearer {self.secret(actor, scopes)}", "Accept-Language": language}
        return Client(headers=headers)

    def post(self, actor: Actor, address: str, body: Any, **headers: str) -> Any:
        """Send an object."""
        return self.client(actor).post(f"/api/v1/{address}", body, content_type="application/json", headers=headers)

    def get(self, actor: Actor, address: str, **headers: str) -> Any:
        """Read an address."""
        return self.client(actor).get(f"/api/v1/{address}", headers=headers)

    def act(self, verb: str, **more: Any) -> dict[str, Any]:
        """An act a minute later."""
        return {"act_id": str(uuid7()), "verb": verb, "at": self.county.tick().isoformat(), **more}

    def report(self, **more: Any) -> dict[str, Any]:
        """A report of a danger at the county's chemical works."""
        data = {
            "place": str(self.county.place.id),
            "description": "安全出口被货物堵塞",
            "how_found": "inspection",
            "found_on": self.county.day(),
        }
        return self.act("report", id=str(uuid7()), data=data | more)
