"""Signed notes and the keys that sign them. Source: c2sp.org/signed-note, c2sp.org/tlog-cosignature.

A note is text, a blank line, and one line a signature. A log signs the text as it stands; a witness signs it together with the
time at which it saw it.
"""

import base64
import binascii
import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

LOG = 0x01
"""Ed25519 over the note's text: how a log signs."""
WITNESS = 0x04
"""Ed25519 over a time and the note's text: how a witness cosigns."""

_DASH = "— "
_MOST_SIGNATURES = 100
_SECRET = "PRIVATE+KEY+"  # noqa: S105 the word that marks a key file, not a key


class NoteUnreadable(ValueError):
    """The bytes are no signed note, no key or no signature line."""


class NoteUntrusted(ValueError):
    """No known key signed the note, or a known key's signature is false."""


def encode(data: bytes) -> str:
    """Return standard base64 with padding."""
    return base64.b64encode(data).decode("ascii")


def decode(text: str) -> bytes:
    """Return what `text` encodes in standard base64. Raises: NoteUnreadable for any other writing of the same bytes."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as problem:
        raise NoteUnreadable(text[:80]) from problem
    if encode(data) != text:
        raise NoteUnreadable(text[:80])
    return data


def is_name(text: str) -> bool:
    """Tell whether `text` may name a key: not empty, no space of any kind, no plus sign."""
    return bool(text) and "+" not in text and not any(sign.isspace() for sign in text)


def key_id(name: str, algorithm: int, public: bytes) -> bytes:
    """Return the four bytes by which a note says which of a name's keys signed."""
    return hashlib.sha256(name.encode() + b"\n" + bytes([algorithm]) + public).digest()[:4]


def cosigned_message(time: int, text: str) -> bytes:
    """Return what a witness signs who saw the checkpoint `text` at `time` (POSIX seconds)."""
    return f"cosignature/v1\ntime {time}\n{text}".encode()


@dataclass(frozen=True, slots=True)
class Key:
    """A public key under its name: a log's or a witness's, by `algorithm`."""

    name: str
    algorithm: int
    public: bytes

    @property
    def id(self) -> bytes:
        """The four bytes that stand before this key's signatures."""
        return key_id(self.name, self.algorithm, self.public)

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{encode(bytes([self.algorithm]) + self.public)}"

    def check(self, text: str, body: bytes) -> int | None:
        """Return the time of a witness's signature, None for a log's. Raises: NoteUntrusted when the signature is false."""
        time: int | None = None
        message = text.encode()
        if self.algorithm == WITNESS:
            if len(body) != 72:
                raise NoteUntrusted(self.name)
            time, body = int.from_bytes(body[:8], "big"), body[8:]
            message = cosigned_message(time, text)
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(body, message)
        except (InvalidSignature, ValueError) as problem:
            raise NoteUntrusted(self.name) from problem
        return time


def parse_key(text: str) -> Key:
    """Return the public key written as name+id+base64. Raises: NoteUnreadable, also for algorithms we do not speak."""
    parts = text.split("+", 2)
    if len(parts) != 3 or not is_name(parts[0]):
        raise NoteUnreadable(text[:120])
    data = decode(parts[2])
    key = Key(parts[0], data[0] if data else 0, data[1:])
    if key.algorithm not in {LOG, WITNESS} or len(key.public) != 32 or key.id.hex() != parts[1]:
        raise NoteUnreadable(text[:120])
    return key


@dataclass(frozen=True, slots=True)
class Signer:
    """Something that can sign under a public key; `sign` may be a key in memory or a process elsewhere."""

    key: Key
    sign: Callable[[bytes], bytes]


def signer_from_secret(text: str) -> Signer:
    """Return the signer of a secret written as PRIVATE+KEY+name+id+base64. Raises: NoteUnreadable."""
    parts = text.removeprefix(_SECRET).split("+", 2)
    if not text.startswith(_SECRET) or len(parts) != 3:
        raise NoteUnreadable("not a secret key")
    data = decode(parts[2])
    if len(data) != 33:
        raise NoteUnreadable("not a secret key")
    private = Ed25519PrivateKey.from_private_bytes(data[1:])
    key = Key(parts[0], data[0], private.public_key().public_bytes_raw())
    if parse_key(str(key)).id.hex() != parts[1]:
        raise NoteUnreadable("the secret key's name or id was changed")
    return Signer(key, private.sign)


def make_secret(name: str, algorithm: int, seed: bytes) -> str:
    """Return the secret of 32 random bytes under a name, as one line of text. Raises: NoteUnreadable for a bad name."""
    if not is_name(name):
        raise NoteUnreadable(name)
    public = Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
    return f"{_SECRET}{name}+{key_id(name, algorithm, public).hex()}+{encode(bytes([algorithm]) + seed)}"


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line: who claims to have signed, with which key, and the bytes."""

    name: str
    key_id: bytes
    body: bytes

    def __str__(self) -> str:
        return f"{_DASH}{self.name} {encode(self.key_id + self.body)}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A text with its signatures; nothing of it is to be believed before `check_note`."""

    text: str
    signatures: tuple[Signature, ...]

    def __str__(self) -> str:
        return self.text + "\n" + "".join(str(signature) for signature in self.signatures)


def parse_signature(line: str) -> Signature:
    """Return the signature in one line without its line end. Raises: NoteUnreadable."""
    name, _, coded = line.removeprefix(_DASH).partition(" ")
    if not line.startswith(_DASH) or not is_name(name):
        raise NoteUnreadable(line[:120])
    data = decode(coded)
    if len(data) < 5:
        raise NoteUnreadable(line[:120])
    return Signature(name, data[:4], data[4:])


def parse_note(data: str | bytes) -> Note:
    """Return the note in `data`; nothing is verified. Raises: NoteUnreadable."""
    try:
        whole = data if isinstance(data, str) else data.decode()
    except UnicodeDecodeError as problem:
        raise NoteUnreadable("not UTF-8") from problem
    if any(sign < " " and sign != "\n" for sign in whole) or not whole.endswith("\n"):
        raise NoteUnreadable("control characters, or no line end")
    text, blank, block = whole.rpartition("\n\n")
    lines = block[:-1].split("\n")
    if not blank or not block or len(lines) > _MOST_SIGNATURES:
        raise NoteUnreadable("no signatures, or too many")
    return Note(text + "\n", tuple(parse_signature(line) for line in lines))


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature found true: whose, and for a witness when (POSIX seconds)."""

    key: Key
    time: int | None


def check_note(note: Note, keys: Iterable[Key]) -> list[Signed]:
    """Return the signatures of known keys, each key once. Raises: NoteUntrusted when one is false or there is none."""
    known = {(key.name, key.id): key for key in keys}
    found: dict[Key, Signed] = {}
    for signature in note.signatures:
        key = known.get((signature.name, signature.key_id))
        if key is not None and key not in found:
            found[key] = Signed(key, key.check(note.text, signature.body))
    if not found:
        raise NoteUntrusted("no known key signed")
    return list(found.values())


def sign_note(text: str, signers: Sequence[Signer]) -> Note:
    """Return `text` (which ends its last line) signed by logs' keys."""
    made = [Signature(one.key.name, one.key.id, one.sign(text.encode())) for one in signers]
    return Note(text, tuple(made))


def cosign(text: str, signer: Signer, time: int) -> Signature:
    """Return a witness's signature over the checkpoint `text` seen at `time` (POSIX seconds)."""
    body = time.to_bytes(8, "big") + signer.sign(cosigned_message(time, text))
    return Signature(signer.key.name, signer.key.id, body)
