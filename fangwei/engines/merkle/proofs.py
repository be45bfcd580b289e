"""Inclusion and consistency proofs: made from any reader of subtree hashes, checked with nothing but hashes.

Source: RFC 6962 sections 2.1.1 and 2.1.2 for making, RFC 9162 sections 2.1.3.2 and 2.1.4.2 for checking.
"""

from collections.abc import Callable, Sequence

from fangwei.engines.merkle.hashes import EMPTY_ROOT, node_hash

Nodes = Callable[[int, int], bytes]
"""(level, index) -> hash of the complete subtree over leaves index·2^level up to (index+1)·2^level."""


class ProofOutOfRange(ValueError):
    """The proof asked for does not exist: the leaf is not in the tree, or the older tree is the larger one."""


def _split(size: int) -> int:
    """Return the largest power of two below `size`, which is at least two."""
    return 1 << ((size - 1).bit_length() - 1)


def range_hash(nodes: Nodes, start: int, end: int) -> bytes:
    """Return the hash of the subtree over leaves `start` up to `end`; `start` is where RFC 6962 may split."""
    size = end - start
    if size & (size - 1) == 0:
        level = size.bit_length() - 1
        return nodes(level, start >> level)
    middle = start + _split(size)
    return node_hash(range_hash(nodes, start, middle), range_hash(nodes, middle, end))


def root_at(nodes: Nodes, size: int) -> bytes:
    """Return the tree head of the first `size` leaves."""
    return range_hash(nodes, 0, size) if size else EMPTY_ROOT


def inclusion_proof(nodes: Nodes, index: int, size: int) -> list[bytes]:
    """Return the sibling hashes from leaf `index` up to the head of the tree of `size`. Raises: ProofOutOfRange."""
    if not 0 <= index < size:
        raise ProofOutOfRange(f"leaf {index} of {size}")
    proof: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            proof.append(range_hash(nodes, middle, end))
            end = middle
        else:
            proof.append(range_hash(nodes, start, middle))
            start = middle
    return proof[::-1]


def consistency_proof(nodes: Nodes, old: int, size: int) -> list[bytes]:
    """Return the hashes that lead from the tree of `old` leaves to the tree of `size`; empty from 0 and to itself.

    Raises: ProofOutOfRange.
    """
    if not 0 <= old <= size:
        raise ProofOutOfRange(f"from {old} to {size}")
    if old in {0, size}:
        return []
    proof: list[bytes] = []
    start, end, whole = 0, size, True
    # `whole`: the old tree is still the complete left edge, whose hash the asker knows.
    while old != end:
        middle = start + _split(end - start)
        if old <= middle:
            proof.append(range_hash(nodes, middle, end))
            end = middle
        else:
            proof.append(range_hash(nodes, start, middle))
            start, whole = middle, False
    if not whole:
        proof.append(range_hash(nodes, start, end))
    return proof[::-1]


def inclusion_holds(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Tell whether `proof` shows that the leaf hash `leaf` stands at `index` of the tree of `size` with head `root`."""
    if not 0 <= index < size:
        return False
    at, last, found = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if at & 1 or at == last:
            found = node_hash(sibling, found)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            found = node_hash(found, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and found == root


def consistency_holds(old: int, old_root: bytes, size: int, root: bytes, proof: Sequence[bytes]) -> bool:
    """Tell whether `proof` shows that the tree of `size` begins with the very leaves of the tree of `old`."""
    if not 0 <= old <= size:
        return False
    if old == size:
        return not proof and old_root == root
    if old == 0:
        return not proof and old_root == EMPTY_ROOT
    path = list(proof)
    if old & (old - 1) == 0:
        path.insert(0, old_root)
    if not path:
        return False
    at, last = old - 1, size - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    first = second = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            first, second = node_hash(sibling, first), node_hash(sibling, second)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            second = node_hash(second, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and first == old_root and second == root
