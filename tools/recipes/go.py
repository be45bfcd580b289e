"""Build the verifier of tools/recipes/verify with Debian's Go and its packaged golang.org/x/mod; print the program's path.

Go is taken from the machine when it is there, else the packages are downloaded with apt and unpacked, not installed, into
the cache folder. Where neither works the reason is printed and the exit code is 3: the caller skips, loudly.
"""

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

SOURCE = Path(__file__).resolve().parent / "verify" / "main.go"
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "fangwei"
X_MOD = Path("usr/share/gocode/src/golang.org/x/mod")


class NoGo(Exception):
    """Go cannot be had on this machine; the text says why."""


def run(*command: str, folder: Path | None = None, **environment: str) -> str:
    """Run a program and return what it printed. Raises: NoGo with its complaint."""
    try:
        done = subprocess.run(
            command, cwd=folder, env={**os.environ, **environment}, capture_output=True, text=True, timeout=300
        )
    except (OSError, subprocess.TimeoutExpired) as problem:
        raise NoGo(f"{command[0]}: {problem}") from problem
    if done.returncode:
        raise NoGo(f"{' '.join(command[:3])}: {(done.stderr or done.stdout).strip()[-300:]}")
    return done.stdout


def installed() -> tuple[Path, Path] | None:
    """Return the Go program and the folder of packaged sources of this machine, None without them."""
    program = shutil.which("go")
    return (Path(program), Path("/")) if program and (Path("/") / X_MOD).is_dir() else None


def unpacked() -> tuple[Path, Path]:
    """Return the same from Debian's packages, unpacked into the cache. Raises: NoGo."""
    root = CACHE / "debian-go"
    programs = sorted(root.glob("usr/lib/go-*/bin/go"))
    if programs and (root / X_MOD).is_dir():
        return programs[-1], root
    found = re.search(r"golang-\d+\.\d+-go", run("apt-cache", "depends", "golang-go"))
    if found is None:
        raise NoGo("Debian's lists name no Go: apt-get update")
    CACHE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CACHE) as name:
        folder = Path(name)
        version = found[0].removesuffix("-go")
        run("apt-get", "download", f"{version}-go", f"{version}-src", "golang-golang-x-mod-dev", folder=folder)
        for package in folder.glob("*.deb"):
            run("dpkg-deb", "-x", str(package), str(folder / "root"))
        shutil.rmtree(root, ignore_errors=True)
        (folder / "root").rename(root)
    return sorted(root.glob("usr/lib/go-*/bin/go"))[-1], root


def build() -> Path:
    """Return the built verifier. Raises: NoGo."""
    stamp = hashlib.sha256(SOURCE.read_bytes()).hexdigest()[:16]
    program = CACHE / f"verify-{stamp}"
    if not program.exists():
        go, root = installed() or unpacked()
        beside = program.with_suffix(f".{os.getpid()}")
        # Debian's packages carry no modules' files: the old way of finding sources, and no network.
        environment = {
            "GO111MODULE": "off",
            "GOPATH": str(root / "usr/share/gocode"),
            "GOCACHE": str(CACHE / "go-build"),
        }
        if root != Path("/"):
            environment["GOROOT"] = str(go.parent.parent)
        CACHE.mkdir(parents=True, exist_ok=True)
        run(str(go), "build", "-o", str(beside), str(SOURCE), **environment)
        beside.replace(program)
    return program


def main() -> int:
    """Build and print the path."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    try:
        print(build())
    except NoGo as problem:
        print(f"SKIPPED: Go's reference library could not be used: {problem}", file=sys.stderr)
        return 3
    return 0


if __name__ == "__main__":
    sys.exit(main())
