"""Serve Fangwei on loopback: see that the port is free, set the data folder up, fill the demo county once."""

import argparse
import hashlib
import os
import socket
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FANGWEI = str(Path(sys.executable).with_name("fangwei"))


def is_free(port: int) -> bool:
    """Tell whether nobody listens on the loopback `port`."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def stamp_of(home: Path) -> Path:
    """Return the file that says that this data folder's database already holds the demo county."""
    database = os.environ.get("DATABASE_URL", "sqlite")
    return home / f"demo-{hashlib.sha256(database.encode()).hexdigest()[:8]}.done"


def main() -> int:
    """Set up, fill and serve; return the exit code of the first step that failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--demo", type=int, choices=[0, 1], default=1)
    asked = parser.parse_args()
    if not is_free(asked.port):
        print(f"Port {asked.port} is busy: run `make up PORT={asked.port + 1}`.", file=sys.stderr)
        return 2
    home = Path(os.environ.setdefault("FANGWEI_HOME", str(ROOT / ".fangwei"))).expanduser().resolve()
    if asked.demo:
        os.environ["FANGWEI_DEMO"] = "1"
    if code := subprocess.run([FANGWEI, "setup"], check=False).returncode:
        return code
    stamp = stamp_of(home)
    if asked.demo and not stamp.exists():
        if code := subprocess.run([FANGWEI, "demo"], check=False).returncode:
            return code
        stamp.touch()
    return os.execv(FANGWEI, [FANGWEI, "up", "--port", str(asked.port)])


if __name__ == "__main__":
    sys.exit(main())
