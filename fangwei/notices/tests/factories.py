"""A county whose queues are drained after each act, users with addresses, and a file of channels."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

from django.conf import settings

from fangwei.accounts.actions import create_user
from fangwei.accounts.actor import Actor
from fangwei.accounts.models import User
from fangwei.casework.models import Case
from fangwei.casework.sweep import sweep
from fangwei.gateways.fakes import FakeChat, FakeMail
from fangwei.hazards.tests import factories as hazards
from fangwei.notices.actions import Gates, Sending, keep_address, send
from fangwei.notices.channels import FILE
from fangwei.notices.models import Group, Notice
from fangwei.register.models import Person
from fangwei.register.tests.factories import SYSTEM

_names = count(1)
CHANNELS = """
address = "https://safety.example.cn"
[mail]
host = "mail.example.cn"
sender = "防微 <no-reply@example.cn>"
[dingtalk]
[feishu]
"""


def set_up_channels(monkeypatch: Any, folder: Path, text: str = CHANNELS) -> None:
    """Switch channels on in a folder of keys of the test's own, which keeps the other keys."""
    for key in settings.FANGWEI_KEYS.glob("*.key"):
        (folder / key.name).write_bytes(key.read_bytes())
    (folder / FILE).write_text(text, encoding="utf-8")
    monkeypatch.setattr(settings, "FANGWEI_KEYS", folder)


@dataclass
class Told(hazards.County):
    """The county of the hazards' tests; after each act the queue is drained, so that notices come one by one."""

    mail: FakeMail = field(default_factory=FakeMail)
    chat: FakeChat = field(default_factory=FakeChat)

    def do(self, case: Case, verb: str, by: Actor, *, photos: int = 0, **more: Any) -> Case:
        """Do one verb and drain."""
        done = super().do(case, verb, by, photos=photos, **more)
        self.drain()
        return done

    def report(self, description: str = "安全出口被货物堵塞", by: Actor | None = None, **more: Any) -> Case:
        """Report and drain."""
        done = super().report(description, by, **more)
        self.drain()
        return done

    def drain(self) -> None:
        """Drain the queues now."""
        sweep(at=self.at)

    def standing(self, who: Actor) -> list[tuple[str, str]]:
        """What stands for somebody, the oldest first, as (code, verb)."""
        rows = Notice.objects.filter(person_id=who.person_id, post_id=who.post_id, superseded_at__isnull=True)
        return list(rows.order_by("created_at", "id").values_list("code", "verb"))

    def user(self, who: Actor, language: str = "zh-hans") -> User:
        """The user of somebody, made when missing."""
        person = Person.objects.get(id=who.person_id)
        found = User.objects.filter(person=person).first()
        return found or create_user(
            username=f"told{next(_names)}",
            password="mountain-river-9",
            person=person,
            language=language,
            by=SYSTEM,
            at=self.at,
        )

    def reached(self, who: Actor, channel: str = "mail", *groups: str, language: str = "zh-hans") -> User:
        """A user with an address."""
        user = self.user(who, language)
        value = {"mail": f"{user.username}@example.cn"}.get(channel, "0123456789abcdef0123")
        keep_address(user=user, channel=channel, value=value, groups=groups or Group.values)
        return user

    def send(self, at: datetime | None = None, plan: Iterator[str] | None = None) -> Sending:
        """Send what is due through fakes."""
        if plan is not None:
            self.mail.plan = plan
        return send(at=at or self.at, gates=Gates(self.mail.send, self.chat.say))
