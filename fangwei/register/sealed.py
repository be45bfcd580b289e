"""Personal data at rest: sealed with AES-256-GCM, comparable only through a keyed digest.

The keys live in the data folder, outside the database: whoever holds the database alone reads no telephone number.
A sealed text begins with the fingerprint of its key. To change keys, rename `personal-seal.key` to
`personal-seal-old-<anything>.key`: what it sealed stays readable, what is written from then on gets a new key.

Law: Personal Information Protection Law, Art. 51 (encryption and de-identification).
"""

import base64
import hashlib
import hmac
import secrets
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from fangwei.settings.keys import read_or_make

SEAL_KEY = "personal-seal.key"
RETIRED_KEYS = "personal-seal-old-*.key"
DIGEST_KEY = "personal-digest.key"
_NONCE_BYTES = 12

if TYPE_CHECKING:
    _TextField = models.TextField[str, str]
else:
    _TextField = models.TextField


class SealError(Exception):
    """A sealed value cannot be opened: its key is not in the data folder, or the value was tampered with."""

    code = "unreadable"
    message = _("A sealed value cannot be opened with the keys of this data folder. Restore the folder “keys”.")

    def __str__(self) -> str:
        return str(self.message)


def create_keys(folder: Path) -> None:
    """Make the keys where they are missing, readable by their owner alone; existing keys are never touched."""
    read_or_make(folder / SEAL_KEY, create=True)
    read_or_make(folder / DIGEST_KEY, create=True)


def seal(text: str) -> str:
    """Return the text sealed under the present key; the empty text stays empty."""
    if not text:
        return ""
    present, ciphers, _digest_key = _keys(settings.FANGWEI_KEYS)
    nonce = secrets.token_bytes(_NONCE_BYTES)
    body = nonce + ciphers[present].encrypt(nonce, text.encode(), present.encode())
    return f"{present}:{base64.urlsafe_b64encode(body).decode()}"


def unseal(sealed: str) -> str:
    """Return the text that was sealed.

    Raises: SealError when no key of this folder opens it.
    """
    if not sealed:
        return ""
    _present, ciphers, _digest_key = _keys(settings.FANGWEI_KEYS)
    fingerprint, _colon, body = sealed.partition(":")
    try:
        raw = base64.urlsafe_b64decode(body)
        return ciphers[fingerprint].decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], fingerprint.encode()).decode()
    except (KeyError, ValueError, InvalidTag):
        raise SealError from None


def digest(text: str) -> str:
    """Return the keyed digest by which equal values are found; width, spaces and hyphens do not count."""
    plain = "".join(unicodedata.normalize("NFKC", text).split()).replace("-", "").upper()
    if not plain:
        return ""
    _present, _ciphers, digest_key = _keys(settings.FANGWEI_KEYS)
    return hmac.new(digest_key, plain.encode(), hashlib.sha256).hexdigest()


@lru_cache(maxsize=8)
def _keys(folder: Path) -> tuple[str, dict[str, AESGCM], bytes]:
    create_keys(folder)
    ciphers: dict[str, AESGCM] = {}
    for path in [*folder.glob(RETIRED_KEYS), folder / SEAL_KEY]:
        key = _derive(path)
        present = hashlib.sha256(key).hexdigest()[:8]
        ciphers[present] = AESGCM(key)
    return present, ciphers, _derive(folder / DIGEST_KEY)


def _derive(path: Path) -> bytes:
    return hashlib.sha256(read_or_make(path, create=False).encode()).digest()


class SealedField(_TextField):
    """A text that is sealed on its way into the database and opened on its way out; it cannot be searched."""

    description = "Sealed personal data"

    def get_prep_value(self, value: Any) -> Any:
        return seal(str(value)) if value else ""

    def from_db_value(self, value: str | None, _expression: object, _connection: object) -> str:
        return unseal(value) if value else ""
