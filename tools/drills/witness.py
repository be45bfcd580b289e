"""A witness and a receipt verifier written by others, against our log: Debian's litewitness and spicy.

Each line that is printed is one thing they accepted or refused as the protocol says; exit code 1 at the first that differs.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tools.drills.kill import start_django
from tools.recipes.go import NoGo, build
from tools.recipes.torchwood import fetch

NAME = "witness.example/w"


def expect(what: str, found: Any, wanted: Any) -> None:
    """Say what was found; end the drill when it is not what the protocol says."""
    print(f"{'ok' if found == wanted else 'FAILED'}: {what}: {found}")
    if found != wanted:
        sys.exit(1)


@contextmanager
def litewitness(programs: Path, folder: Path, origin: str, key: str) -> Iterator[tuple[str, str]]:
    """Run Debian's witness for one log; yield its address and its verifier key."""
    agent_socket = folder / "agent"
    subprocess.run(["ssh-keygen", "-qt", "ed25519", "-N", "", "-f", folder / "key"], check=True)
    agent = subprocess.Popen(["ssh-agent", "-D", "-a", agent_socket], stdout=subprocess.DEVNULL)
    server = None
    try:
        while not agent_socket.exists():
            time.sleep(0.05)
        environment = {**os.environ, "SSH_AUTH_SOCK": str(agent_socket)}
        subprocess.run(["ssh-add", "-q", folder / "key"], env=environment, check=True)
        database = ["-db", folder / "w.db"]
        control = [programs / "witnessctl"]
        subprocess.run([*control, "add-log", *database, "-origin", origin], check=True, capture_output=True)
        subprocess.run(
            [*control, "add-key", *database, "-origin", origin, "-key", key], check=True, capture_output=True
        )
        shown = subprocess.run(["ssh-keygen", "-lf", folder / "key.pub"], check=True, capture_output=True, text=True)
        address = "127.0.0.1:8157"
        server = subprocess.Popen(
            [
                *(programs / "litewitness", *database, "-name", NAME, "-key", shown.stdout.split()[1]),
                *("-ssh-agent", agent_socket, "-listen", address),
            ],
            stderr=subprocess.PIPE,
            text=True,
        )
        assert server.stderr is not None
        vkey = ""
        for line in server.stderr:
            if said := re.search(r"vkey=(\S+)", line):
                vkey = said[1]
            if "listening" in line:
                break
        yield f"http://{address}", vkey
    finally:
        for process in (server, agent):
            if process is not None:
                process.terminate()
                process.wait()


def drill(programs: Path, folder: Path) -> None:
    """Have our log witnessed and a receipt checked, honestly and dishonestly."""
    start_django()
    from datetime import UTC, datetime

    from django.conf import settings

    from fangwei.engines import merkle
    from fangwei.gateways.witness import add_checkpoint
    from fangwei.ledger.actions import collect_cosignatures, integrate, publish
    from fangwei.ledger.models import LogEntry
    from fangwei.ledger.queries import newest_checkpoint, nodes, receipt
    from fangwei.ledger.signing import signers
    from fangwei.ledger.tests.factories import appended

    def fill(count: int) -> None:
        now = datetime.now(UTC)
        for _fact in range(count):
            appended(at=now, received_at=now)
        integrate(at=now)

    fill(300)
    log = signers()[0]
    origin = log.key.name
    with litewitness(programs, folder, origin, str(log.key)) as (url, vkey):
        (settings.FANGWEI_LEDGER / "policy").write_text(f"witness debian {vkey} {url}\nquorum debian\n")
        now = datetime.now(UTC)
        expect("the first head is cosigned", [one.outcome for one in collect_cosignatures(at=now)], ["signed"])
        fill(700)
        expect("growth is cosigned", [one.outcome for one in collect_cosignatures(at=now)], ["signed"])
        head = newest_checkpoint()
        assert head is not None

        def ask(old: int, size: int, root: bytes, *, signer: Any = log, proof: Any = None) -> tuple[int, str]:
            note = merkle.sign_note(merkle.Checkpoint(origin, size, root).text, [signer])
            given = merkle.consistency_proof(nodes(), min(old, size), size) if proof is None else proof
            reply = add_checkpoint(url, str(merkle.Request(old, given, note)))
            return reply.status, reply.body.decode().strip() if reply.status == 409 else ""

        root = bytes(head.root)
        expect("a wrong old size is corrected", ask(300, 1000, root), (409, "1000"))
        expect("another head of the same size is refused", ask(1000, 1000, bytes(32)), (422, ""))
        expect("a shrunk log is refused", ask(1000, 300, merkle.root_at(nodes(), 300), proof=()), (400, ""))
        fill(5)
        larger = newest_checkpoint()
        assert larger is not None
        expect("a bogus proof is refused", ask(1000, 1005, bytes(larger.root), proof=[bytes(32)]), (422, ""))
        doctored = [merkle.leaf_hash(bytes(row.leaf)) for row in LogEntry.objects.order_by("number")]
        doctored[400] = merkle.leaf_hash(b"doctored")
        tiles = merkle.grow(0, lambda *_: b"", doctored)
        forged = merkle.TileNodes(lambda level, number: tiles.tiles.get((level, number), b""))
        proof = merkle.consistency_proof(forged, 1000, 1005)
        expect("a log with one doctored old entry is refused", ask(1000, 1005, tiles.root, proof=proof), (422, ""))
        impostor = merkle.signer_from_secret(merkle.make_secret(origin, merkle.LOG, bytes(32)))
        expect("a wrong key is refused", ask(1000, 1005, bytes(larger.root), signer=impostor), (403, ""))
        expect("the honest head is cosigned", [one.outcome for one in collect_cosignatures(at=now)], ["signed"])
    publish(folder / "log", at=now)
    go_checks(folder / "log")
    fact = LogEntry.objects.get(number=417)
    assert fact.fact_id is not None
    made = receipt(fact.fact_id)
    # The packaged program reads the format's first draft: no first line, and nothing carried along.
    text = str(merkle.Receipt(made.index, made.proof, made.note)).split("\n", 1)[1]
    (folder / "leaf").write_bytes(bytes(fact.leaf))
    (folder / "leaf.spicy").write_text(text)
    expect("spicy verifies the receipt", spicy(programs, str(log.key), folder / "leaf"), True)
    (folder / "leaf").write_bytes(b"another entry")
    expect("spicy verifies it for another entry", spicy(programs, str(log.key), folder / "leaf"), False)


def go_checks(folder: Path) -> None:
    """Let Go's reference library check the cosigned log, where it can be had."""
    try:
        done = subprocess.run([build(), "log", folder], capture_output=True, text=True, check=False)
    except NoGo as problem:
        print(f"SKIPPED: Go: {problem}")
        return
    expect("Go accepts the log with both signatures", "1005, 2 signatures" in done.stdout, True)


def spicy(programs: Path, key: str, leaf: Path) -> bool:
    """Tell whether Debian's receipt verifier accepts the receipt beside this entry."""
    command = [programs / "spicy-torchwood", "-verify", key, leaf]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def main() -> int:
    """Drill, or say loudly why not."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    try:
        programs = fetch()
    except NoGo as problem:
        print(f"SKIPPED: Debian's torchwood could not be used: {problem}", file=sys.stderr)
        return 0
    if shutil.which("ssh-agent") is None:
        print("SKIPPED: no ssh-agent, in which Debian's witness keeps its key", file=sys.stderr)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        drill(programs, Path(folder))
    return 0


if __name__ == "__main__":
    sys.exit(main())
