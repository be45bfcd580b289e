"""Stand-ins for the outside systems, for tests and the demo: they keep what they are given and fail as they are told to.

They are verified: the checks of `tests/verification/test_gateways.py` run against them and against real servers alike.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from fangwei.gateways.chat import ChatServer
from fangwei.gateways.mail import Letter, MailServer
from fangwei.gateways.outcome import NotSent, Unsure

OK, NOT_SENT, SENT_BUT_SILENT, LOST_AND_SILENT = "ok", "not_sent", "sent_but_silent", "lost_and_silent"


@dataclass
class _Failing:
    """What happens to the next messages, in order; once the plan is over everything works."""

    plan: Iterator[str] = field(default_factory=lambda: iter(()))

    def happens(self) -> bool:
        """Let the plan's next thing happen and say whether the message arrives. Raises: NotSent."""
        self.silent = False
        what = next(self.plan, OK)
        if what == NOT_SENT:
            raise NotSent("planned")
        self.silent = what in {SENT_BUT_SILENT, LOST_AND_SILENT}
        return what != LOST_AND_SILENT

    def answer(self) -> None:
        """Answer, or not. Raises: Unsure."""
        if self.silent:
            raise Unsure("planned")


@dataclass
class FakeMail(_Failing):
    """A mail server in memory."""

    arrived: list[Letter] = field(default_factory=list)

    def send(self, server: MailServer, letter: Letter) -> None:
        """Take a mail as `mail.send` hands it over. Raises: NotSent, Unsure."""
        if self.happens():
            self.arrived.append(letter)
        self.answer()


@dataclass
class FakeChat(_Failing):
    """A chat's server in memory; `arrived` holds (chat, token, text)."""

    arrived: list[tuple[str, str, str]] = field(default_factory=list)

    def say(self, server: ChatServer, token: str, secret: str, text: str, at: datetime) -> None:
        """Take a text as `chat.say` hands it over. Raises: NotSent, Unsure."""
        if self.happens():
            self.arrived.append((server.name, token, text))
        self.answer()
