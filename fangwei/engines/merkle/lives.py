"""An object's whole history in one file, checked by strangers: entries, proofs, and the fields that the entries commit to.

The file is JSON: format, checkpoint (a signed note), vkeys, facts. Each fact has index, entry (text), proof (hex, the leaf's
sibling first) and opened: field, salt (hex) and value as the very text that was hashed, so that no reader need write JSON
the way we do.
"""

import json
from collections.abc import Mapping
from typing import Any

from fangwei.engines.merkle.copies import Fault
from fangwei.engines.merkle.entries import canonical, salt_of, sealed_field
from fangwei.engines.merkle.hashes import leaf_hash, root_of_hashes
from fangwei.engines.merkle.notes import NoteUnreadable, parse_note
from fangwei.engines.merkle.policies import Policy, trust
from fangwei.engines.merkle.proofs import inclusion_holds

LIFE = "fangwei-life@v1"


def opening(seed: bytes, fields: Mapping[str, object]) -> list[dict[str, str]]:
    """Return what opens the commitment of each field."""
    return [
        {"field": name, "salt": salt_of(seed, name).hex(), "value": canonical(fields[name]).decode()}
        for name in sorted(fields)
    ]


def closed(opened: list[dict[str, str]]) -> str:
    """Return the commitment (hex) that opened fields add up to."""
    fields = sorted(opened, key=lambda one: one["field"])
    return root_of_hashes(
        [leaf_hash(sealed_field(bytes.fromhex(one["salt"]), one["field"], one["value"].encode())) for one in fields]
    ).hex()


def check_life(told: Any, policy: Policy) -> list[Fault]:
    """Return what is wrong with an object's history; none means that it stands in the log word for word.

    Raises: NoteUnreadable when it is no such file, NoteUntrusted, QuorumMissing.
    """
    try:
        return _check_life(told, policy)
    except (KeyError, TypeError, AttributeError, ValueError) as problem:
        if type(problem) in {KeyError, TypeError, AttributeError, ValueError, json.JSONDecodeError}:
            raise NoteUnreadable("not a history") from problem
        raise


def _check_life(told: Any, policy: Policy) -> list[Fault]:
    if told["format"] != LIFE:
        raise NoteUnreadable(str(told["format"])[:40])
    head = trust(parse_note(told["checkpoint"]), policy).checkpoint
    faults = []
    before, obj = "", ""
    for place, fact in enumerate(told["facts"], 1):
        leaf = leaf_hash(fact["entry"].encode())
        entry = json.loads(fact["entry"])
        proof = [bytes.fromhex(one) for one in fact["proof"]]
        if not inclusion_holds(leaf, fact["index"], head.size, proof, head.root):
            faults.append(Fault("not_in_log", str(place)))
        if entry["n"] != place or entry["prev"] != before or (obj and entry["obj"] != obj):
            faults.append(Fault("chain_broken", str(place)))
        if fact["opened"] and closed(fact["opened"]) != entry["c"]:
            faults.append(Fault("opened_differs", str(place)))
        before, obj = leaf.hex(), entry["obj"]
    return faults
