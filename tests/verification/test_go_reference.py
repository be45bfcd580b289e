"""Go's reference library accepts our log at every awkward size, and nothing that was changed."""

import json
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from uuid_utils.compat import uuid7

from fangwei.engines import merkle
from fangwei.ledger.actions import append, integrate, publish
from fangwei.ledger.events import NewFact
from fangwei.ledger.models import LogEntry
from fangwei.ledger.queries import life, receipt
from tests.verification.conftest import Verify

pytestmark = pytest.mark.xdist_group("go")

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
ORIGIN = "county.example/log"
LOG = merkle.signer_from_secret(merkle.make_secret(ORIGIN, merkle.LOG, bytes(32)))
WITNESSES = [
    merkle.signer_from_secret(merkle.make_secret(f"witness.example/{i}", merkle.WITNESS, bytes([i + 1]) * 32))
    for i in range(2)
]
SIZES = [1, 2, 3, 255, 256, 257, 65535, 65536, 65537, 70_000]


def entry(i: int) -> bytes:
    return b"entry number %d" % i


@cache
def tree() -> tuple[dict[tuple[int, int], bytes], dict[int, bytes]]:
    """Tiles of the largest size, grown through every size, and the head at each."""
    tiles: dict[tuple[int, int], bytes] = {}
    roots: dict[int, bytes] = {}
    size = 0
    for target in SIZES:
        leaves = [merkle.leaf_hash(entry(i)) for i in range(size, target)]
        growth = merkle.grow(size, lambda level, number: tiles.get((level, number), b""), leaves)
        tiles.update(growth.tiles)
        size, roots[target] = growth.size, growth.root
    return tiles, roots


def note(size: int) -> merkle.Note:
    text = merkle.Checkpoint(ORIGIN, size, tree()[1][size]).text
    signed = merkle.sign_note(text, [LOG])
    return merkle.Note(text, (*signed.signatures, *[merkle.cosign(text, one, 1_770_000_000) for one in WITNESSES]))


def published(folder: Path, size: int) -> Path:
    tiles, _roots = tree()
    for name in merkle.names(size):
        path = folder / name.path
        path.parent.mkdir(parents=True, exist_ok=True)
        if name.level == merkle.ENTRIES:
            start = name.number * merkle.WIDTH
            path.write_bytes(merkle.encode_bundle(entry(i) for i in range(start, start + name.width)))
        else:
            path.write_bytes(tiles[name.level, name.number][: name.width * merkle.HASH_LENGTH])
    (folder / "vkeys").write_text("".join(f"{one.key}\n" for one in [LOG, *WITNESSES]))
    (folder / "checkpoint").write_text(str(note(size)))
    return folder


def nodes() -> merkle.TileNodes:
    tiles, _roots = tree()
    return merkle.TileNodes(lambda level, number: tiles.get((level, number), b""))


@pytest.mark.parametrize("size", SIZES)
def test_every_size_is_accepted(go_verify: Verify, tmp_path: Path, size: int) -> None:
    done = go_verify("log", published(tmp_path, size))
    assert done.returncode == 0, done.stdout
    assert f"{size} entries" in done.stdout and "3 signatures" in done.stdout


def test_growth_between_every_two_sizes_is_accepted(go_verify: Verify, tmp_path: Path) -> None:
    (tmp_path / "vkeys").write_text(f"{LOG.key}\n")
    for size in SIZES:
        (tmp_path / str(size)).write_text(str(note(size)))
    for old in SIZES:
        for size in [one for one in SIZES if one > old]:
            proof = merkle.consistency_proof(nodes(), old, size)
            (tmp_path / "proof").write_text("".join(f"{merkle.notes.encode(one)}\n" for one in proof))
            words = (tmp_path / str(old), tmp_path / str(size), tmp_path / "proof", tmp_path / "vkeys")
            done = go_verify("grown", *words)
            assert done.returncode == 0, (old, size, done.stdout)
    (tmp_path / "proof").write_text(f"{merkle.notes.encode(bytes(32))}\n")
    assert go_verify("grown", *words).returncode == 1


@pytest.mark.parametrize("index", [0, 255, 256, 65535, 69_999])
def test_receipts_are_accepted_for_their_entry_only(go_verify: Verify, tmp_path: Path, index: int) -> None:
    made = merkle.Receipt(index, merkle.inclusion_proof(nodes(), index, 70_000), note(70_000), b"carried along")
    (tmp_path / "a.tlog-proof").write_text(str(made))
    (tmp_path / "entry").write_bytes(entry(index))
    (tmp_path / "vkeys").write_text("".join(f"{one.key}\n" for one in [LOG, *WITNESSES]))
    words = (tmp_path / "a.tlog-proof", tmp_path / "entry", tmp_path / "vkeys")
    assert go_verify("receipt", *words).returncode == 0
    (tmp_path / "entry").write_bytes(entry(index + 1))
    assert go_verify("receipt", *words).returncode == 1


@pytest.mark.parametrize("name", ["tile/entries/101", "tile/0/101", "tile/1/000", "checkpoint"])
def test_one_flipped_bit_is_refused(go_verify: Verify, tmp_path: Path, name: str) -> None:
    folder = published(tmp_path, 70_000)
    data = bytearray((folder / name).read_bytes())
    data[len(data) // 2] ^= 1
    (folder / name).write_bytes(data)
    done = go_verify("log", folder)
    assert done.returncode == 1 and "FAIL" in done.stdout


def facts(count: int) -> Any:
    subject = uuid7()
    said = [
        {"描述": "配电箱未接地", "人数": 3, "from": "", "to": "registered"},
        {"reason": None},
        {"photos": ["a", "b"]},
    ]
    with transaction.atomic():
        return append(
            [
                NewFact("hazard", subject, f"step{n}", uuid7(), None, None, AT, AT, "web", "411681", said[n % 3])
                for n in range(count)
            ]
        )


@pytest.mark.django_db
def test_what_the_database_publishes_is_accepted(go_verify: Verify, tmp_path: Path) -> None:
    facts(300)
    integrate(at=AT, batch=7)
    publish(tmp_path / "log", at=AT)
    done = go_verify("log", tmp_path / "log")
    assert done.returncode == 0 and "300 entries" in done.stdout, done.stdout


@pytest.mark.django_db
def test_a_receipt_and_a_whole_life_are_accepted_without_our_code(go_verify: Verify, tmp_path: Path) -> None:
    said = facts(5)
    facts(9)
    publish(tmp_path / "log", at=AT)
    keys = tmp_path / "log" / "vkeys"
    (tmp_path / "r").write_text(str(receipt(said[2].id)))
    (tmp_path / "entry").write_bytes(bytes(LogEntry.objects.get(fact_id=said[2].id).leaf))
    assert go_verify("receipt", tmp_path / "r", tmp_path / "entry", keys).returncode == 0
    told = life(said[0].subject_id)
    (tmp_path / "life.json").write_text(json.dumps(told, ensure_ascii=False))
    done = go_verify("life", tmp_path / "life.json", keys)
    assert done.returncode == 0 and "5 facts" in done.stdout, done.stdout
    told["facts"][1]["opened"][0]["value"] += " "
    (tmp_path / "life.json").write_text(json.dumps(told, ensure_ascii=False))
    assert "fact 2 says something else" in go_verify("life", tmp_path / "life.json", keys).stdout
