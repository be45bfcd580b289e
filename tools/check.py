"""Every check that needs no test database, each by name, all of them even when one fails."""

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
PYTHON = sys.executable

CHECKS: dict[str, list[str]] = {
    "format": [str(BIN / "ruff"), "format", "--check", "--quiet", "."],
    "lint": [str(BIN / "ruff"), "check", "--quiet", "."],
    "the arrow": [str(BIN / "lint-imports"), "--no-cache"],
    "types": [str(BIN / "mypy")],
    "front-end types": [PYTHON, "tools/frontend.py", "types"],
    "migrations": [PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"],
    "django": [PYTHON, "manage.py", "check", "--fail-level", "WARNING"],
    "translations": [PYTHON, "tools/messages.py", "check"],
    "law": [str(BIN / "fangwei"), "law", "check"],
}


def locks_without_addresses() -> list[str]:
    """Return each line of a pinned or set-up file that names an address; a copy must work on any site's own index."""
    names = ["requirements/*.txt", "*lock*", ".npmrc", "pyproject.toml", "package.json", "Makefile", ".ci/*"]
    files = [file for name in names for file in ROOT.glob(name) if file.is_file()]
    return [
        f"{file.relative_to(ROOT)}:{number}: {line.strip()[:100]}"
        for file in files
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if "://" in line and not re.search(r'"(url|funding)"', line)
    ]


def main() -> int:
    """Run the checks that the command line names, else all; print a line for each and the output of those that fail."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help=", ".join([*CHECKS, "lock files"]))
    chosen = parser.parse_args().names or [*CHECKS, "lock files"]
    failed = []
    with tempfile.TemporaryDirectory(prefix="fangwei-check-") as home:
        environment = {**os.environ, "FANGWEI_HOME": home, "DJANGO_SETTINGS_MODULE": "fangwei.settings"}
        environment.pop("DATABASE_URL", None)
        for name in chosen:
            begun = time.monotonic()
            if name == "lock files":
                output, bad = "\n".join(locks_without_addresses()), bool(locks_without_addresses())
            else:
                done = subprocess.run(
                    CHECKS[name], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
                )
                output, bad = done.stdout + done.stderr, done.returncode != 0
            print(f"{'FAILED' if bad else 'ok':6} {name} ({time.monotonic() - begun:.1f} s)", flush=True)
            if bad:
                failed.append(name)
                print(output.strip(), flush=True)
    print(
        f"\n{len(chosen) - len(failed)} checks passed, {len(failed)} failed{': ' + ', '.join(failed) if failed else ''}"
    )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
