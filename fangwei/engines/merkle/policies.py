"""Trust policies: which logs, which witnesses, and how many of them make a checkpoint believable.

Source: c2sp.org/tlog-policy.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from fangwei.engines.merkle.checkpoints import Checkpoint, parse_checkpoint
from fangwei.engines.merkle.notes import (
    LOG,
    WITNESS,
    Key,
    Note,
    NoteUnreadable,
    NoteUntrusted,
    Signed,
    check_note,
    parse_key,
)

NONE = "none"


class PolicyUnreadable(ValueError):
    """A line of the policy cannot be used; `line` counts from 1, `code` says why."""

    def __init__(self, line: int, code: str, text: str = "") -> None:
        super().__init__(f"line {line}: {code}: {text}")
        self.line, self.code, self.text = line, code, text


class QuorumMissing(ValueError):
    """The log signed, but too few of the policy's witnesses did."""

    def __init__(self, witnessed: Collection[str]) -> None:
        super().__init__(", ".join(sorted(witnessed)) or "nobody")
        self.witnessed = frozenset(witnessed)


@dataclass(frozen=True, slots=True)
class Party:
    """A log or a witness of the policy: its name within the policy, its key, where it is asked."""

    name: str
    key: Key
    url: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A group: reached once `least` of its members have witnessed."""

    name: str
    least: int
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Policy:
    """Whom to believe. `quorum` names a witness or a group, or is `none`."""

    logs: tuple[Party, ...] = ()
    witnesses: tuple[Party, ...] = ()
    groups: tuple[Group, ...] = ()
    quorum: str = NONE

    def is_met(self, witnessed: Collection[str]) -> bool:
        """Tell whether these witnesses, by their names in the policy, make the quorum."""
        reached = set(witnessed)
        for group in self.groups:
            if sum(member in reached for member in group.members) >= group.least:
                reached.add(group.name)
        return self.quorum == NONE or self.quorum in reached


@dataclass(frozen=True, slots=True)
class Trusted:
    """A checkpoint that the policy believes, and who vouched for it."""

    checkpoint: Checkpoint
    signatures: tuple[Signed, ...]

    @property
    def proven_at(self) -> int | None:
        """The earliest time (POSIX seconds) at which a witness saw it, None without witnesses."""
        return min((one.time for one in self.signatures if one.time is not None), default=None)


def trust(note: Note, policy: Policy) -> Trusted:
    """Return the checkpoint in `note` when the policy believes it.

    Raises: NoteUnreadable, NoteUntrusted when no log of the policy signed it, QuorumMissing.
    """
    checkpoint = parse_checkpoint(note.text)
    logs = [party.key for party in policy.logs if party.key.name == checkpoint.origin]
    by_key = {party.key: party.name for party in policy.witnesses}
    signed = check_note(note, [*logs, *by_key])
    if not any(one.key in logs for one in signed):
        raise NoteUntrusted(checkpoint.origin)
    witnessed = {by_key[one.key] for one in signed if one.key in by_key}
    if not policy.is_met(witnessed):
        raise QuorumMissing(witnessed)
    return Trusted(checkpoint, tuple(signed))


@dataclass(slots=True)
class _Reading:
    logs: list[Party] = field(default_factory=list)
    witnesses: list[Party] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    quorum: str | None = None
    members: set[str] = field(default_factory=set)

    def named(self) -> set[str]:
        return {one.name for one in self.witnesses} | {one.name for one in self.groups}


def parse_policy(data: str | bytes) -> Policy:
    """Return the policy written in `data`. Raises: PolicyUnreadable with the line."""
    # Names are bytes to the format; each byte above ASCII keeps its identity as an escape.
    text = data.decode("utf-8", "surrogateescape") if isinstance(data, bytes) else data
    reading = _Reading()
    number = 0
    for number, line in enumerate(text.split("\n"), 1):
        if any((sign < " " and sign != "\t") or sign == "\x7f" for sign in line):
            raise PolicyUnreadable(number, "control_character")
        words = line.replace("\t", " ").split(" ")
        words = [word for word in words if word]
        if not words or words[0].startswith("#"):
            continue
        verb = _VERBS.get(words[0])
        if verb is None:
            raise PolicyUnreadable(number, "unknown_line", words[0])
        verb(reading, number, words[1:])
    if reading.quorum is None:
        raise PolicyUnreadable(number, "quorum_missing")
    return Policy(tuple(reading.logs), tuple(reading.witnesses), tuple(reading.groups), reading.quorum)


def _key(number: int, text: str, algorithm: int, others: Iterable[Party]) -> Key:
    try:
        key = parse_key(text)
    except NoteUnreadable as problem:
        raise PolicyUnreadable(number, "key_unreadable", text[:60]) from problem
    if key.algorithm != algorithm:
        raise PolicyUnreadable(number, "key_of_wrong_kind", text[:60])
    if any(other.key.public == key.public for other in others):
        raise PolicyUnreadable(number, "key_twice", text[:60])
    return key


def _log(reading: _Reading, number: int, words: list[str]) -> None:
    if len(words) not in {1, 2}:
        raise PolicyUnreadable(number, "log_words")
    key = _key(number, words[0], LOG, reading.logs)
    reading.logs.append(Party(key.name, key, *words[1:]))


def _new_name(reading: _Reading, number: int, name: str) -> str:
    if name == NONE or name in reading.named():
        raise PolicyUnreadable(number, "name_taken", name)
    return name


def _witness(reading: _Reading, number: int, words: list[str]) -> None:
    if len(words) not in {2, 3}:
        raise PolicyUnreadable(number, "witness_words")
    name = _new_name(reading, number, words[0])
    reading.witnesses.append(Party(name, _key(number, words[1], WITNESS, reading.witnesses), *words[2:]))


def _least(number: int, word: str, count: int) -> int:
    words: Mapping[str, int] = {"any": 1, "all": count}
    if word in words:
        return words[word]
    if not (word.isascii() and word.isdigit() and not word.startswith("0") and 1 <= int(word) <= count):
        raise PolicyUnreadable(number, "threshold", word)
    return int(word)


def _group(reading: _Reading, number: int, words: list[str]) -> None:
    if len(words) < 3:
        raise PolicyUnreadable(number, "group_words")
    name, members = _new_name(reading, number, words[0]), words[2:]
    for member in members:
        if member not in reading.named():
            raise PolicyUnreadable(number, "member_unknown", member)
        if member in reading.members:
            raise PolicyUnreadable(number, "member_twice", member)
        reading.members.add(member)
    reading.groups.append(Group(name, _least(number, words[1], len(members)), tuple(members)))


def _quorum(reading: _Reading, number: int, words: list[str]) -> None:
    if len(words) != 1 or reading.quorum is not None:
        raise PolicyUnreadable(number, "quorum_twice" if reading.quorum is not None else "quorum_words")
    if words[0] != NONE and words[0] not in reading.named():
        raise PolicyUnreadable(number, "member_unknown", words[0])
    reading.quorum = words[0]


_VERBS = {"log": _log, "witness": _witness, "group": _group, "quorum": _quorum}
