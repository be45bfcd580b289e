"""Run a command against a throw-away PostgreSQL made of Debian's programs, on a free loopback port.

Everything lives in one temporary folder and is gone afterwards. PostgreSQL refuses to run as root, so root hands it to
the unprivileged user `postgres`, else `nobody`. Without the programs the command is skipped, loudly; with a
PostgreSQL DATABASE_URL in the environment, that server is used instead.
"""

import argparse
import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def say(text: str) -> None:
    """Tell the person at the terminal what is happening now."""
    print(text, file=sys.stderr, flush=True)


def programs() -> Path | None:
    """Return the folder of the newest PostgreSQL server on this machine, None without one."""
    homes = [path for path in Path("/usr/lib/postgresql").glob("*/bin") if (path / "initdb").exists()]
    if homes:
        return max(homes, key=lambda path: float(path.parent.name))
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def unprivileged() -> dict[str, object]:
    """Return the process arguments that drop root's rights; nothing when we are not root."""
    if os.name == "nt" or os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    return {}


def free_port() -> int:
    """Return a loopback port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """Run a PostgreSQL inside `folder` for the length of the block; yield its address for DATABASE_URL."""
    binaries = programs()
    assert binaries is not None
    rights = unprivileged()
    if rights:
        os.chown(folder, int(str(rights["user"])), int(str(rights["group"])))
    data, port = folder / "data", free_port()
    common = {"cwd": folder, "stdin": subprocess.DEVNULL, "env": {"PATH": os.defpath, "LANG": "C.UTF-8"}, **rights}
    make = ["initdb", "-D", str(data), "-U", "fangwei", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "-N"]
    subprocess.run([str(binaries / make[0]), *make[1:]], check=True, stdout=subprocess.DEVNULL, **common)
    settings = {
        "port": port,
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": folder,
        "fsync": "off",
        "synchronous_commit": "off",
        "full_page_writes": "off",
        "max_connections": 60,
        "shared_buffers": "128MB",
    }
    flags = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [str(binaries / "postgres"), "-D", str(data), *flags], stdout=log, stderr=subprocess.STDOUT, **common
        )
    try:
        wait_until_ready(binaries, port, process, folder / "log")
        yield f"postgresql://fangwei@127.0.0.1:{port}/postgres"
    finally:
        process.terminate()
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_until_ready(binaries: Path, port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until the server answers.

    Raises: RuntimeError with the end of its log when it dies or takes more than half a minute.
    """
    ask = [str(binaries / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port)]
    for _ in range(300):
        if subprocess.run(ask, check=False).returncode == 0:
            return
        if process.poll() is not None:
            break
        time.sleep(0.1)
    raise RuntimeError(f"PostgreSQL did not start: {log.read_text(errors='replace')[-2000:]}")


def main() -> int:
    """Run the command line after our own name with DATABASE_URL set."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("command", nargs=argparse.REMAINDER, help="the command to run")
    command = parser.parse_args().command
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        return subprocess.run(command, check=False).returncode
    if programs() is None:
        say("=" * 100)
        say("SKIPPED: no PostgreSQL on this machine; `apt install postgresql` to run the tests on it too.")
        say("=" * 100)
        return 0
    with tempfile.TemporaryDirectory(prefix="fangwei-pg-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)
        with server(folder) as address:
            say(f"PostgreSQL runs at {address}")
            return subprocess.run(command, env={**os.environ, "DATABASE_URL": address}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
