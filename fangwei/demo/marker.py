"""Whether the county is there already: one fact says so, and a file of the data folder keeps what a visitor must know."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from django.conf import settings

from fangwei.accounts.actor import Actor
from fangwei.ledger.actions import append
from fangwei.ledger.queries import history
from fangwei.register.author import told

_SUBJECT = uuid5(NAMESPACE_OID, "fangwei:demo")
MARKER = "demo"
"""The file that switches demo mode on: its presence in the data folder is what the settings look for."""


def recorded_fill() -> dict[str, Any] | None:
    """Return with what the demo was filled, None when it was not."""
    facts = history(_SUBJECT, limit=1)
    return dict(facts[0].data or {}) if facts else None


def record_fill(*, data: dict[str, Any], at: datetime) -> None:
    """Tell the ledger that everything here is invented."""
    append([told("demo", _SUBJECT, "fill", data, territory="", by=Actor.system(), at=at)], fresh=True)


def marker_path() -> Path:
    """Return where the marker stands."""
    return Path(settings.FANGWEI_HOME) / MARKER


def write_marker(password: str) -> None:
    """Switch demo mode on and keep the password of the offered users, readable by the folder's owner alone."""
    path = marker_path()
    path.write_text(json.dumps({"password": password}) + "\n", encoding="utf-8")
    path.chmod(0o600)


def kept_password() -> str:
    """Return the password of the offered users, empty when the marker is gone or was made by hand."""
    try:
        return str(json.loads(marker_path().read_text(encoding="utf-8")).get("password", ""))
    except (OSError, ValueError, AttributeError):
        return ""
