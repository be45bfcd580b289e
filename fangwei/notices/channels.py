"""The channels of this deployment: what `keys/notices.toml` in the data folder switches on, with the secrets it takes."""

import tomllib
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings

from fangwei.gateways.chat import BASES, ChatServer
from fangwei.gateways.mail import MailServer

FILE = "notices.toml"


class NoticesUnreadable(Exception):
    """The file of the channels cannot be read; what it says never appears in the message."""

    code = "notices_unreadable"


@dataclass(frozen=True, slots=True)
class Channels:
    """What is set up: the address of the system for links, the mail server, the chats."""

    address: str = ""
    mail: MailServer | None = None
    chats: dict[str, ChatServer] = field(default_factory=dict)

    @property
    def on(self) -> tuple[str, ...]:
        """The names of the channels that are switched on, in the order of the screen."""
        return (("mail",) if self.mail else ()) + tuple(name for name in BASES if name in self.chats)


def read_channels() -> Channels:
    """Return what the file says, nothing where there is none. Raises: NoticesUnreadable."""
    path = settings.FANGWEI_KEYS / FILE
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
        mail = MailServer(**said["mail"]) if "mail" in said else None
        chats = {name: ChatServer(name, **_known(said[name])) for name in BASES if name in said}
    except FileNotFoundError:
        return Channels()
    except (OSError, ValueError, TypeError) as problem:
        raise NoticesUnreadable(type(problem).__name__) from None
    return Channels(str(said.get("address", "")).rstrip("/"), mail, chats)


def _known(said: Any) -> dict[str, Any]:
    return {"base": str(said["base"])} if isinstance(said, dict) and said.get("base") else {}


def channels_on() -> tuple[str, ...]:
    """Return the channels that are switched on; none while the file cannot be read, which `fangwei doctor` says."""
    try:
        return read_channels().on
    except NoticesUnreadable:
        return ()
