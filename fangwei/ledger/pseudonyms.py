"""The key that turns an object's id into its name in the log."""

from functools import cache
from pathlib import Path

from fangwei.settings.keys import read_or_make


@cache
def pseudonym_key(folder: Path) -> bytes:
    """Return the key, made on first use."""
    return read_or_make(folder / "pseudonym.key", create=True).encode()
