"""The page for checking without a network agrees with our own checks and with what others can compute."""

import hashlib
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.test import Client

from fangwei.engines import merkle
from fangwei.ledger.actions import integrate
from fangwei.ledger.queries import life, receipt
from fangwei.ledger.signing import policy_text, signers
from fangwei.ledger.tests.factories import AT, appended

SCRIPT = Path(__file__).resolve().parents[1] / "offline" / "check.js"


def node(program: str, *words: str) -> Any:
    """Run a piece of JavaScript after the page's own; skips, loudly, without Node."""
    if shutil.which("node") is None:
        pytest.skip("no Node: the offline page's arithmetic is not checked here")
    ledger = f"new Function({json.dumps(SCRIPT.read_text(encoding='utf-8') + '; return ledger')})()"
    text = f"const ledger = {ledger}; const words = process.argv.slice(1); {program}"
    done = subprocess.run(["node", "-e", text, *words], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def checked(text: str, keys: str) -> Any:
    program = """
      try { const found = ledger.check(words[0], words[1]);
        console.log(JSON.stringify({faults: found.faults, size: found.head.size, seen: found.head.seen})) }
      catch (problem) { console.log(JSON.stringify({error: problem.message})) }"""
    return node(program, text, keys)


def test_its_hashes_are_the_hashes() -> None:
    texts = [b"x" * length for length in (0, 1, 55, 56, 63, 64, 65, 111, 112, 127, 128, 129, 1000)]
    program = """console.log(JSON.stringify(JSON.parse(words[0]).map((n) => {
      const data = new Uint8Array(n).fill(120); return [ledger.hex(ledger.sha256(data)), ledger.hex(ledger.sha512(data))] })))"""
    found = node(program, json.dumps([len(text) for text in texts]))
    assert found == [[hashlib.sha256(text).hexdigest(), hashlib.sha512(text).hexdigest()] for text in texts]


def test_its_signatures_are_the_signatures() -> None:
    cases = []
    for number in range(12):
        key = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"%d" % number).digest())
        message = os.urandom(number * 13)
        signature = bytearray(key.sign(message))
        if number % 3 == 1:
            signature[number] ^= 1
        if number % 3 == 2:
            message += b"!"
        cases.append([key.public_key().public_bytes_raw().hex(), message.hex(), signature.hex(), number % 3 == 0])
    program = """const un = (text) => Uint8Array.from(text.match(/../g) || [], (pair) => parseInt(pair, 16));
      console.log(JSON.stringify(JSON.parse(words[0]).map(([k, m, s]) => ledger.signed(un(k), un(m), un(s)))))"""
    assert node(program, json.dumps(cases)) == [case[3] for case in cases]


@pytest.mark.django_db
def test_it_believes_true_receipts_and_lives_and_nothing_else() -> None:
    first = appended(data={"描述": "配电箱未接地", "z": [1, "二"], "a": None})
    for verb in ("order", "submit", "close"):
        appended(first.subject_id, verb=verb)
    for _fact in range(20):
        appended()
    integrate(at=AT)
    keys = policy_text()
    made = receipt(first.id)
    assert checked(str(made), keys) == {"faults": [], "size": 24, "seen": []}
    moved = merkle.Receipt(made.index + 1, made.proof, made.note, made.extra)
    assert checked(str(moved), keys)["faults"] == [["not_in_log", 1]]
    bent = str(made).replace("\n24\n", "\n25\n")
    assert checked(bent, keys) == {"error": "signature"}
    stranger = merkle.signer_from_secret(merkle.make_secret(signers()[0].key.name, merkle.LOG, bytes(32)))
    assert checked(str(made), str(stranger.key)) == {"error": "signature"}
    told = life(first.subject_id)
    assert checked(json.dumps(told), keys)["faults"] == []
    told["facts"][1]["opened"][1]["value"] += " "
    del told["facts"][2]
    found = checked(json.dumps(told), keys)["faults"]
    assert ["opened_differs", 2] in found and ["chain_broken", 3] in found


def test_it_counts_witnesses_as_the_policy_says() -> None:
    log = merkle.signer_from_secret(merkle.make_secret("o.example", merkle.LOG, bytes(32)))
    witnesses = [
        merkle.signer_from_secret(merkle.make_secret(f"w{n}.example", merkle.WITNESS, bytes([n]) * 32))
        for n in (1, 2, 3)
    ]
    text = merkle.Checkpoint("o.example", 1, merkle.leaf_hash(b"{}")).text
    lines = [f"log {log.key}", *[f"witness w{n} {one.key}" for n, one in enumerate(witnesses)]]
    keys = "\n".join([*lines, "group two 2 w0 w1 w2", "quorum two"])
    for present, outcome in [([0, 2], None), ([1], "quorum"), ([], "quorum")]:
        signed = merkle.sign_note(text, [log]).signatures
        note = merkle.Note(text, (*signed, *[merkle.cosign(text, witnesses[n], 1_770_000_000 + n) for n in present]))
        found = checked(str(merkle.Receipt(0, (), note, b"{}")), keys)
        assert found.get("error") == outcome
        if outcome is None:
            assert found["seen"] == [{"as": f"w{n}", "time": 1_770_000_000 + n} for n in present]


@pytest.mark.urls("fangwei.surfaces.audit.tests.addresses")
def test_the_page_is_one_file_that_asks_for_nothing(client: Client) -> None:
    answer = client.get("/ledger/check")
    page = answer.content.decode()
    assert answer.status_code == 200
    for outside in ("http:", "https:", "src=", "href=", "fetch(", "import ", "XMLHttpRequest"):
        assert outside not in page
    assert "'sha256-" in answer["Content-Security-Policy"]
