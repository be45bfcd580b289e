"""Fetch Debian's witness and receipt verifier (package torchwood, from sid), unpacked and not installed; print their folder.

The mirror is the one that this machine's apt already uses. The package stays in the cache, because sid moves; its version and
SHA-256 are printed. Exit code 3 and a reason where it cannot be had.
"""

import argparse
import hashlib
import re
import sys
import tempfile
from pathlib import Path

from tools.recipes.go import CACHE, NoGo, run


def mirror() -> str:
    """Return the address of the Debian mirror in this machine's own sources. Raises: NoGo."""
    lines = run("apt-get", "indextargets", "--format", "$(ORIGIN) $(REPO_URI)").splitlines()
    found = [line.split()[1] for line in lines if line.startswith("Debian ") and "security" not in line]
    if not found:
        raise NoGo("no Debian mirror among this machine's sources")
    return found[0]


def fetch() -> Path:
    """Return the folder of the programs. Raises: NoGo."""
    home = CACHE / "torchwood"
    if not (home / "tree/usr/bin/litewitness").exists():
        (home / "lists/partial").mkdir(parents=True, exist_ok=True)
        (home / "cache/archives/partial").mkdir(parents=True, exist_ok=True)
        (home / "status").touch()
        (home / "sources.list").write_text(f"deb {mirror()} sid main\n")
        options = {
            "Dir::Etc::sourcelist": home / "sources.list",
            "Dir::Etc::sourceparts": "-",
            "Dir::State::lists": home / "lists",
            "Dir::Cache": home / "cache",
            "Dir::State::status": home / "status",
        }
        words = [word for name, value in options.items() for word in ("-o", f"{name}={value}")]
        run("apt-get", *words, "update")
        with tempfile.TemporaryDirectory(dir=home) as folder:
            run("apt-get", *words, "download", "torchwood", folder=Path(folder))
            package = next(Path(folder).glob("torchwood_*.deb"))
            run("dpkg-deb", "-x", str(package), str(home / "tree"))
            package.rename(home / package.name)
    package = max(home.glob("torchwood_*.deb"))
    version = re.sub(r"torchwood_(.+)_\w+\.deb", r"\1", package.name)
    print(f"torchwood {version} sha256 {hashlib.sha256(package.read_bytes()).hexdigest()}", file=sys.stderr)
    return home / "tree/usr/bin"


def main() -> int:
    """Fetch and print the folder."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    try:
        print(fetch())
    except NoGo as problem:
        print(f"SKIPPED: Debian's torchwood could not be used: {problem}", file=sys.stderr)
        return 3
    return 0


if __name__ == "__main__":
    sys.exit(main())
