"""Make `.venv` from a bare python3: the pinned requirement files, then this project, then nothing else.

Standard library only, run by whatever `python3` the machine has. A stamp of the requirement files makes the second
run instant. Every way to fail ends in one sentence that says what to do.
"""

from __future__ import annotations  # an old Python must get as far as our one sentence

import argparse
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOWEST = (3, 11)


class CannotInstall(Exception):
    """Something is missing that only the person at the machine can supply; the text says what."""


def say(text: str) -> None:
    """Tell the person at the terminal what is happening now."""
    print(text, file=sys.stderr, flush=True)


def python_in(folder: Path) -> Path:
    """Return the interpreter of the virtual environment `folder`."""
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def works(folder: Path) -> bool:
    """Tell whether `folder` holds a virtual environment whose interpreter starts and is new enough."""
    python = python_in(folder)
    if not python.exists():
        return False
    check = f"import sys; sys.exit(sys.version_info < {LOWEST!r})"
    return subprocess.run([str(python), "-c", check], capture_output=True, check=False).returncode == 0


def make_environment(folder: Path) -> None:
    """Create the virtual environment `folder`, by venv where it is whole, else by virtualenv or uv.

    Raises: CannotInstall when none of the three is there.
    """
    if works(folder):
        return
    if folder.exists():
        shutil.rmtree(folder)
    if uv := shutil.which("uv"):
        command = [uv, "venv", "--quiet", "--python", sys.executable, str(folder)]
    elif importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip"):
        command = [sys.executable, "-m", "venv", str(folder)]
    elif virtualenv := shutil.which("virtualenv"):
        command = [virtualenv, "--quiet", "--python", sys.executable, str(folder)]
    elif importlib.util.find_spec("virtualenv"):
        command = [sys.executable, "-m", "virtualenv", "--quiet", str(folder)]
    else:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        raise CannotInstall(
            f"This python3 cannot make virtual environments: as root run `apt install python3-venv` "
            f"(or python{version}-venv), then run `make` again."
        )
    say(f"Making {folder.name} with Python {sys.version.split()[0]}.")
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode or not works(folder):
        shutil.rmtree(folder, ignore_errors=True)
        raise CannotInstall(
            f"`{' '.join(command)}` failed: {(done.stderr or done.stdout).strip()[-400:]} "
            "If it names ensurepip, run `apt install python3-venv` as root, then `make` again."
        )


def fingerprint(files: list[Path]) -> str:
    """Return one hash over the contents of `files` and the interpreter's version."""
    digest = hashlib.sha256(sys.version.encode())
    for file in files:
        digest.update(file.name.encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def install(folder: Path, requirements: list[Path], *, project: bool) -> None:
    """Install the pinned `requirements`, and the project in place, into `folder` unless its stamp says it is done.

    Raises: CannotInstall when the package index cannot be reached or a hash does not match.
    """
    stamp = folder / f".stamp-{'-'.join(file.stem for file in requirements)}"
    wanted = fingerprint([*requirements, *([ROOT / "pyproject.toml"] if project else [])])
    if stamp.exists() and stamp.read_text(encoding="ascii") == wanted:
        return
    begun = time.monotonic()
    say(f"Installing {', '.join(str(file.relative_to(ROOT)) for file in requirements)} into {folder.name}.")
    run_installer(folder, ["--require-hashes", *(word for file in requirements for word in ("-r", str(file)))])
    if project:
        run_installer(folder, ["--no-deps", "--no-build-isolation", "-e", str(ROOT)])
    stamp.write_text(wanted, encoding="ascii")
    say(f"Installed in {time.monotonic() - begun:.0f} s.")


def run_installer(folder: Path, arguments: list[str]) -> None:
    """Run uv where the machine has it, else the environment's own pip."""
    python = str(python_in(folder))
    if uv := shutil.which("uv"):
        command = [uv, "pip", "install", "--quiet", "--python", python, *arguments]
    else:
        command = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *arguments]
    done = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, text=True, capture_output=True, check=False)
    if done.returncode:
        say(done.stdout[-2000:] + done.stderr[-4000:])
        raise CannotInstall(
            "A pinned package could not be installed: check that this machine reaches its package index "
            "(its own pip configuration names it), then run `make` again."
        )


def main() -> int:
    """Read the command line, install, and turn every expected failure into one sentence."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("groups", nargs="*", default=["base"], help="names of files in requirements/, such as base dev")
    parser.add_argument("--into", default=".venv", help="the virtual environment's folder")
    parser.add_argument("--no-project", action="store_true", help="install the requirements only")
    asked = parser.parse_args()
    if sys.version_info < LOWEST:
        say(
            f"Fangwei needs Python 3.11 or newer; this is {sys.version.split()[0]}: run `make PYTHON=python3.12` or newer."
        )
        return 2
    folder = ROOT / asked.into
    try:
        make_environment(folder)
        for group in asked.groups:
            install(folder, [ROOT / "requirements" / f"{group}.txt"], project=group == "base" and not asked.no_project)
    except CannotInstall as failure:
        say(str(failure))
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
