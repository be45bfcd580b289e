"""Trees, tiles and proofs against a definition written a second way and against programs written by others."""

import hashlib
import random
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangwei.engines import merkle

MILLION = 1_000_000


def sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def defined_root(leaves: list[bytes]) -> bytes:
    """RFC 6962 section 2.1, word for word."""
    if not leaves:
        return sha256(b"")
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return sha256(b"\x01" + defined_root(leaves[:k]) + defined_root(leaves[k:]))


def defined_path(m: int, leaves: list[bytes]) -> list[bytes]:
    """RFC 6962 section 2.1.1, word for word."""
    if len(leaves) == 1:
        return []
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    if m < k:
        return [*defined_path(m, leaves[:k]), defined_root(leaves[k:])]
    return [*defined_path(m - k, leaves[k:]), defined_root(leaves[:k])]


def defined_subproof(m: int, leaves: list[bytes], whole: bool) -> list[bytes]:
    """RFC 6962 section 2.1.2, word for word."""
    if m == len(leaves):
        return [] if whole else [defined_root(leaves)]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    if m <= k:
        return [*defined_subproof(m, leaves[:k], whole), defined_root(leaves[k:])]
    return [*defined_subproof(m - k, leaves[k:], False), defined_root(leaves[:k])]


def leaf(i: int) -> bytes:
    return sha256(b"\x00" + b"entry %d" % i)


class Store(dict[tuple[int, int], bytes]):
    """Tiles in memory, as a database keeps them."""

    def fetch(self, level: int, number: int) -> bytes:
        return self.get((level, number), b"")


def grown(sizes: list[int]) -> tuple[Store, list[bytes]]:
    """Grow a tree to each size in turn; return its tiles and the head at each size."""
    store, size, roots = Store(), 0, []
    for target in sizes:
        growth = merkle.grow(size, store.fetch, [leaf(i) for i in range(size, target)])
        store.update(growth.tiles)
        size = growth.size
        roots.append(growth.root)
    return store, roots


@cache
def small() -> tuple[Store, list[bytes]]:
    return grown(list(range(601)))


def test_roots_of_every_size_to_600_are_the_definitions() -> None:
    leaves = [leaf(i) for i in range(600)]
    store, roots = small()
    nodes = merkle.TileNodes(store.fetch)
    for size in range(601):
        root = defined_root(leaves[:size])
        assert roots[size] == root == merkle.root_of_hashes(leaves[:size]) == merkle.root_at(nodes, size)


def test_proofs_of_every_size_to_600_are_the_definitions() -> None:
    leaves = [leaf(i) for i in range(600)]
    store, roots = small()
    nodes = merkle.TileNodes(store.fetch)
    chance = random.Random(6962)
    for size in range(1, 601):
        for index in {0, size - 1, chance.randrange(size)}:
            proof = merkle.inclusion_proof(nodes, index, size)
            assert proof == defined_path(index, leaves[:size])
            assert merkle.inclusion_holds(leaves[index], index, size, proof, roots[size])
        for old in {1, size, chance.randint(1, size)}:
            proof = merkle.consistency_proof(nodes, old, size)
            assert proof == defined_subproof(old, leaves[:size], True)
            assert merkle.consistency_holds(old, roots[old], size, roots[size], proof)


def test_trees_of_pymerkle_are_the_same() -> None:
    pymerkle = pytest.importorskip("pymerkle", reason="the oracle pymerkle is not installed")
    theirs = pymerkle.InmemoryTree(algorithm="sha256")
    store, roots = small()
    nodes = merkle.TileNodes(store.fetch)
    chance = random.Random(7)
    for size in range(1, 601):
        theirs.append_entry(b"entry %d" % (size - 1))
        assert theirs.get_root() == roots[size]
        index, old = chance.randrange(size), chance.randint(1, size)
        path = theirs.prove_inclusion(index + 1, size).serialize()["path"]
        assert sorted(path) == sorted(one.hex() for one in [leaf(index), *merkle.inclusion_proof(nodes, index, size)])
        proof = theirs.prove_consistency(old, size)
        pymerkle.verify_consistency(roots[old], roots[size], proof)


def test_sigstore_accepts_proofs_from_trees_of_up_to_a_million() -> None:
    sigstore = pytest.importorskip("sigstore._internal.merkle", reason="the oracle sigstore is not installed")
    nodes, levels = million()
    chance = random.Random(9162)
    for size in [1, 2, 3, 255, 256, 257, 65535, 65536, 65537, MILLION, *chance.choices(range(1, MILLION), k=200)]:
        index = chance.randrange(size)
        proof = merkle.inclusion_proof(nodes, index, size)
        inner, border = sigstore._decomp_inclusion_proof(index, size)
        assert len(proof) == inner + border
        found = sigstore._chain_border_right(
            sigstore._chain_inner(levels[0][index], proof[:inner], index), proof[inner:]
        )
        assert found == merkle.root_at(nodes, size) == root_of_levels(levels, size)


@cache
def million() -> tuple[merkle.TileNodes, list[list[bytes]]]:
    """A tree of a million leaves twice: in our tiles, grown in odd batches, and as plain rows of perfect subtrees."""
    levels = [[leaf(i) for i in range(MILLION)]]
    while len(levels[-1]) > 1:
        row = levels[-1]
        levels.append([sha256(b"\x01" + row[i] + row[i + 1]) for i in range(0, len(row) - 1, 2)])
    store, size, chance = Store(), 0, random.Random(1)
    while size < MILLION:
        more = min(MILLION - size, chance.choice([1, 7, 255, 256, 257, 5000, 65536, 100_000]))
        growth = merkle.grow(size, store.fetch, levels[0][size : size + more])
        store.update(growth.tiles)
        size = growth.size
        assert growth.root == root_of_levels(levels, size)
    return merkle.TileNodes(store.fetch), levels


def root_of_levels(levels: list[list[bytes]], size: int) -> bytes:
    root, start = b"", size
    for level in range(size.bit_length()):
        if size >> level & 1:
            start -= 1 << level
            peak = levels[level][start >> level]
            root = sha256(b"\x01" + peak + root) if root else peak
    return root


def test_proofs_hold_between_random_sizes_to_a_million() -> None:
    nodes, levels = million()
    chance = random.Random(11)
    for _ in range(300):
        size = chance.randint(1, MILLION)
        old = chance.randint(1, size)
        root, before = root_of_levels(levels, size), root_of_levels(levels, old)
        proof = merkle.consistency_proof(nodes, old, size)
        assert merkle.consistency_holds(old, before, size, root, proof)
        if proof:
            assert not merkle.consistency_holds(old, before, size, root, proof[:-1])
            assert not merkle.consistency_holds(old, root, size, root, proof) or before == root


@given(st.integers(1, 600), st.data())
def test_a_bent_inclusion_proof_never_holds(size: int, data: st.DataObject) -> None:
    store, roots = small()
    index = data.draw(st.integers(0, size - 1))
    proof = merkle.inclusion_proof(merkle.TileNodes(store.fetch), index, size)
    bent = data.draw(st.sampled_from(["leaf", "index", "root", "longer", "shorter", "hash"]))
    args = {"leaf": leaf(index), "index": index, "size": size, "proof": proof, "root": roots[size]}
    assert merkle.inclusion_holds(**args)
    if bent == "leaf":
        args["leaf"] = leaf(index + 1)
    elif bent == "index":
        args["index"] = data.draw(st.integers(-1, size).filter(lambda other: other != index))
    elif bent == "root":
        args["root"] = roots[size - 1]
    elif bent == "longer":
        args["proof"] = [*proof, leaf(0)]
    elif bent == "shorter" and proof:
        args["proof"] = proof[:-1]
    elif bent == "hash" and proof:
        at = data.draw(st.integers(0, len(proof) - 1))
        args["proof"] = [*proof[:at], leaf(9999), *proof[at + 1 :]]
    else:
        return
    assert not merkle.inclusion_holds(**args)


@given(st.integers(1, 600), st.data())
def test_another_history_is_never_consistent(size: int, data: st.DataObject) -> None:
    store, roots = small()
    old = data.draw(st.integers(1, size))
    proof = merkle.consistency_proof(merkle.TileNodes(store.fetch), old, size)
    assert merkle.consistency_holds(old, roots[old], size, roots[size], proof)
    assert not merkle.consistency_holds(old, leaf(1), size, roots[size], proof)
    assert not merkle.consistency_holds(old, roots[old], size, leaf(1), proof)
    assert not merkle.consistency_holds(size + 1, roots[size], size, roots[size], proof)


def test_asking_for_what_is_not_there_is_refused() -> None:
    nodes = merkle.TileNodes(small()[0].fetch)
    for index, size in [(5, 5), (-1, 5), (0, 0)]:
        with pytest.raises(merkle.ProofOutOfRange):
            merkle.inclusion_proof(nodes, index, size)
    with pytest.raises(merkle.ProofOutOfRange):
        merkle.consistency_proof(nodes, 6, 5)
    with pytest.raises(merkle.TileUnreadable):
        merkle.inclusion_proof(nodes, 0, 700)


@given(st.lists(st.integers(0, 700), min_size=1, max_size=6))
def test_batches_do_not_matter(sizes: list[int]) -> None:
    steps = sorted(sizes)
    store, roots = grown(steps)
    once, root = grown(steps[-1:])
    assert store == once
    assert roots[-1:] == root


@given(st.integers(0, 20_000_000_000), st.sampled_from([merkle.ENTRIES, 0, 1, 63]), st.integers(1, 256))
def test_names_of_tiles_read_back(number: int, level: int, width: int) -> None:
    name = merkle.TileName(level, number, width)
    assert merkle.parse_name(name.path.removeprefix("tile/")) == name


def test_names_are_written_as_outsiders_expect() -> None:
    assert merkle.TileName(0, 1234067).path == "tile/0/x001/x234/067"
    assert merkle.TileName(merkle.ENTRIES, 5, 17).path == "tile/entries/005.p/17"
    crooked = [
        "0/5",
        "00/005",
        "0/005.p/256",
        "0/005.p/0",
        "64/000",
        "0/x000/005",
        "0/005/",
        "-1/005",
        "0/1234",
        "x/001",
    ]
    for text in [*crooked, "0/000.p/07", "0/../005", "0/x001/x234/067.p/1\n"]:
        with pytest.raises(merkle.TileUnreadable):
            merkle.parse_name(text)


def test_a_tree_of_70000_has_the_tiles_that_the_specification_counts() -> None:
    found = [name for name in merkle.names(70_000) if name.level >= 0]
    full = [name for name in found if name.width == merkle.WIDTH]
    assert [(name.level, name.width) for name in found if name.width < merkle.WIDTH] == [(0, 112), (1, 17), (2, 1)]
    assert sum(name.level == 0 for name in full) == 273
    assert sum(name.level == 1 for name in full) == 1
    later = list(merkle.names(70_000, since=69_999))
    assert [(name.level, name.number, name.width) for name in later] == [(-1, 273, 112), (0, 273, 112)]
    assert not list(merkle.names(0)) and not list(merkle.names(70_000, since=70_000))


@given(st.lists(st.binary(max_size=600), max_size=20))
def test_bundles_read_back(entries: list[bytes]) -> None:
    data = merkle.encode_bundle(entries)
    assert merkle.decode_bundle(data) == entries
    if data and entries[-1]:
        with pytest.raises(merkle.TileUnreadable):
            merkle.decode_bundle(data[:-1])
