"""What a witness cosigns: only what continues the log it saw before."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangwei.engines import merkle

ORIGIN = "county.example/log"
LOG = merkle.signer_from_secret(merkle.make_secret(ORIGIN, merkle.LOG, bytes(32)))
LEAVES = [merkle.leaf_hash(b"%d" % i) for i in range(40)]
TILES = merkle.grow(0, lambda _level, _number: b"", LEAVES).tiles


def nodes() -> merkle.TileNodes:
    return merkle.TileNodes(lambda level, number: TILES.get((level, number), b""))


def head(size: int, leaves: list[bytes] = LEAVES) -> merkle.Checkpoint:
    return merkle.Checkpoint(ORIGIN, size, merkle.root_of_hashes(leaves[:size]))


def asked(old: int, size: int, *, signer: merkle.Signer = LOG, to: merkle.Checkpoint | None = None) -> merkle.Request:
    note = merkle.sign_note((to or head(size)).text, [signer])
    return merkle.Request(old, tuple(merkle.consistency_proof(nodes(), old, size)), note)


def status(request: merkle.Request, known: merkle.Checkpoint | None = None) -> int:
    return merkle.judge(merkle.parse_request(str(request).encode()), keys=[LOG.key], known=known).status


@given(st.integers(0, 40), st.integers(0, 40))
def test_what_continues_the_known_log_is_cosigned(one: int, other: int) -> None:
    old, size = sorted([one, other])
    assert status(asked(old, size), head(old) if old else None) == 200


def test_another_size_is_told() -> None:
    verdict = merkle.judge(asked(5, 9), keys=[LOG.key], known=head(7))
    assert (verdict.status, verdict.known, verdict.checkpoint) == (409, 7, None)
    assert status(asked(5, 9)) == 409


def test_another_history_is_refused() -> None:
    forged = [*LEAVES[:3], merkle.leaf_hash(b"doctored"), *LEAVES[4:]]
    assert status(asked(5, 9, to=head(9, forged)), head(5)) == 422
    assert status(asked(5, 5, to=head(5, forged)), head(5)) == 422, "the same size with another head"
    bogus = merkle.Request(5, (bytes(32),), asked(5, 9).note)
    assert status(bogus, head(5)) == 422
    assert status(merkle.Request(0, (bytes(32),), asked(0, 9).note)) == 422


def test_a_log_cannot_shrink() -> None:
    shrunk = merkle.Request(9, (), merkle.sign_note(head(5).text, [LOG]))
    assert status(shrunk, head(9)) == 400


def test_strangers_are_sent_away() -> None:
    stranger = merkle.signer_from_secret(merkle.make_secret("other.example", merkle.LOG, bytes(32)))
    other = merkle.Checkpoint("other.example", 5, head(5).root)
    assert status(asked(0, 5, signer=stranger, to=other)) == 404
    impostor = merkle.signer_from_secret(merkle.make_secret(ORIGIN, merkle.LOG, bytes([1]) * 32))
    assert status(asked(0, 5, signer=impostor)) == 403


@pytest.mark.parametrize(
    "crooked",
    [
        b"",
        b"old\n\n",
        b"old 05\n\nx",
        b"new 5\n\nx",
        b"old 5\nAA==\n\nx",
        b"old 5\n" + b"A" * 44 + b"\n\nx",
        b"\xff\n\n",
    ],
)
def test_crooked_requests_are_refused(crooked: bytes) -> None:
    with pytest.raises(merkle.RequestUnreadable):
        merkle.parse_request(crooked)


def test_too_many_hashes_are_refused() -> None:
    many = merkle.Request(5, (bytes(32),) * 64, asked(5, 9).note)
    with pytest.raises(merkle.RequestUnreadable):
        merkle.parse_request(str(many).encode())
