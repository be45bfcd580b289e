"""Tree hashes, field commitments and entries of the log, against a second definition written down from the RFC."""

import hashlib
import json
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fangwei.engines import merkle

json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
seeds = st.binary(min_size=32, max_size=32)


def defined_root(leaves: list[bytes]) -> bytes:
    """RFC 6962, section 2.1, as it is written: split at the largest power of two below n."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return hashlib.sha256(b"\x01" + defined_root(leaves[:k]) + defined_root(leaves[k:])).digest()


def entry(**changed: object) -> bytes:
    given = {
        "kind": "hazard.report",
        "org": "411681100",
        "obj": "0" * 32,
        "n": 1,
        "prev": "",
        "at": "2026-03-02T01:00:00.000Z",
        "c": "a" * 64,
    } | changed
    return merkle.entry(**given)  # type: ignore[arg-type]


@pytest.mark.parametrize("size", [0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 100, 255, 256, 257])
def test_the_root_equals_the_definition_at_every_edge(size: int) -> None:
    leaves = [number.to_bytes(4, "big") for number in range(size)]
    assert merkle.root_of_hashes([merkle.leaf_hash(leaf) for leaf in leaves]) == defined_root(leaves)


@settings(max_examples=40)
@given(st.integers(0, 600), st.integers(0, 2**32))
def test_the_root_equals_the_definition_at_any_size(size: int, seed: int) -> None:
    draw = Random(seed)
    leaves = [draw.randbytes(draw.randrange(0, 40)) for _leaf in range(size)]
    assert merkle.root_of_hashes([merkle.leaf_hash(leaf) for leaf in leaves]) == defined_root(leaves)


def test_a_leaf_is_never_taken_for_a_node() -> None:
    left, right = b"l" * 32, b"r" * 32
    assert merkle.leaf_hash(b"\x01" + left + right) != merkle.node_hash(left, right)


@given(
    st.integers(1, 10**9),
    st.booleans(),
    st.sampled_from(["hazard.report", "hazard.request_extension", "sheet_export.export", "person.appoint"]),
    st.sampled_from(["", "41", "4116", "411681", "411681100", "411681100201"]),
)
def test_every_entry_is_canonical_and_of_one_length(n: int, first: bool, kind: str, org: str) -> None:
    line = entry(n=n, kind=kind, org=org, prev="" if first else "b" * 64)
    assert len(line) == merkle.ENTRY_LENGTH == 384
    told = json.loads(line)
    assert line == json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    assert (told["n"], told["k"], told["org"], told["v"]) == (n, kind, org, 1)
    assert set(told) == {"at", "c", "k", "n", "obj", "org", "pad", "prev", "v"}
    assert set(told["pad"]) <= {"0"}


def test_an_entry_too_long_for_its_class_is_refused() -> None:
    with pytest.raises(merkle.EntryTooLong):
        entry(kind="hazard." + "x" * 200, prev="b" * 64)


@given(seeds, st.dictionaries(st.text(min_size=1, max_size=12), json_values, min_size=1, max_size=6))
def test_one_field_can_be_opened_without_the_others(seed: bytes, fields: dict[str, object]) -> None:
    commitment = merkle.commitment(seed, fields)
    opened = sorted(fields)[0]
    # Whoever is shown one field gets its salt and its value, and of the others the leaf hashes only.
    blind = {
        name: merkle.leaf_hash(merkle.field_commitment(seed, name, fields[name])) for name in fields if name != opened
    }
    salt = merkle.salt_of(seed, opened)
    said = hashlib.sha256(
        b"fangwei/c/v1\x00" + salt + opened.encode() + b"\x00" + merkle.canonical(fields[opened])
    ).digest()
    hashes = {**blind, opened: merkle.leaf_hash(said)}
    assert merkle.root_of_hashes([hashes[name] for name in sorted(fields)]) == commitment


@given(seeds, seeds, json_values)
def test_a_commitment_says_nothing_without_its_seed(one: bytes, other: bytes, value: object) -> None:
    assert (merkle.commitment(one, {"x": value}) == merkle.commitment(other, {"x": value})) == (one == other)


@given(seeds, st.integers(0, 10**6), st.integers(0, 10**6))
def test_another_value_is_another_commitment(seed: bytes, one: int, other: int) -> None:
    same = merkle.commitment(seed, {"a": one, "b": 1}) == merkle.commitment(seed, {"a": other, "b": 1})
    assert same == (one == other)


def test_salts_differ_by_field_and_names_by_key() -> None:
    seed = b"s" * 32
    assert merkle.salt_of(seed, "a") != merkle.salt_of(seed, "b")
    assert merkle.pseudonym(b"k", "hazard", b"1") != merkle.pseudonym(b"j", "hazard", b"1")
    assert merkle.pseudonym(b"k", "hazard", b"1") != merkle.pseudonym(b"k", "order", b"1")


@given(json_values)
def test_canonical_text_reads_back(value: object) -> None:
    assert json.loads(merkle.canonical(value)) == value


def test_what_has_no_canonical_form_is_refused() -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        merkle.canonical({"x": float("nan")})
