"""Build the front end with the machine's Node, or with one from the pinned requirement file; do without if neither.

Standard library only. The pages work without the bundles, so a machine that reaches no JavaScript registry gets a
warning, not a failure.
"""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOWEST_NODE = 20
STAMP = ROOT / "node_modules" / ".stamp-fangwei"
BUNDLES = ROOT / "fangwei" / "ui" / "static" / "dist"


class NoNode(Exception):
    """No Node of a usable age is here and none could be installed."""


def say(text: str) -> None:
    """Tell the person at the terminal what is happening now."""
    print(text, file=sys.stderr, flush=True)


def age_of(node: str) -> int:
    """Return Node's major version, 0 when it does not start."""
    done = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    number = done.stdout.strip().lstrip("v").split(".")[0]
    return int(number) if done.returncode == 0 and number.isdigit() else 0


def node_folder() -> str | None:
    """Return the folder that holds `node` and `npm`, None when both are on the PATH already.

    Raises: NoNode when there is no Node of a usable age and none can be installed.
    """
    if (node := shutil.which("node")) and shutil.which("npm") and age_of(node) >= LOWEST_NODE:
        return None
    folder = ROOT / ".venv-node" / "bin"
    if not (folder / "npm").exists():
        say(f"No Node {LOWEST_NODE} on this machine: installing one into .venv-node.")
        command = [sys.executable, str(ROOT / "tools" / "bootstrap.py"), "node", "--into", ".venv-node", "--no-project"]
        if subprocess.run(command, check=False).returncode:
            raise NoNode
    return str(folder)


def fingerprint(files: list[Path]) -> str:
    """Return one hash over the names and contents of `files`."""
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(str(file.relative_to(ROOT)).encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def sources() -> list[Path]:
    """Return every file that the bundles are made of."""
    frontend = [file for file in (ROOT / "frontend").rglob("*") if file.is_file()]
    return [*frontend, ROOT / "package-lock.json"]


def run(command: list[str], environment: dict[str, str]) -> bool:
    """Run `command` quietly in the project's folder; on failure print what it said."""
    done = subprocess.run(
        command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if done.returncode:
        say((done.stdout + done.stderr)[-3000:])
    return done.returncode == 0


def packages_ready(environment: dict[str, str]) -> bool:
    """Install exactly what package-lock.json pins, unless that was done already."""
    wanted = fingerprint([ROOT / "package-lock.json"])
    if STAMP.exists() and STAMP.read_text(encoding="ascii") == wanted:
        return True
    say("Installing package-lock.json into node_modules.")
    if not run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], environment):
        return False
    STAMP.write_text(wanted, encoding="ascii")
    return True


def build(environment: dict[str, str]) -> bool:
    """Bundle frontend/src, unless the bundles are newer than their sources."""
    stamp = BUNDLES / ".stamp"
    wanted = fingerprint(sources())
    if stamp.exists() and stamp.read_text(encoding="ascii") == wanted:
        return True
    if not run(["node", "frontend/build.mjs"], environment):
        return False
    BUNDLES.mkdir(parents=True, exist_ok=True)
    stamp.write_text(wanted, encoding="ascii")
    say("Bundled the front end.")
    return True


def stand_in() -> None:
    """Put an empty bundle where a page asks for one, so that no page fails for want of its script."""
    BUNDLES.mkdir(parents=True, exist_ok=True)
    for entry in (ROOT / "frontend" / "src").glob("*.ts"):
        bundle = BUNDLES / f"{entry.stem}.js"
        if not bundle.exists():
            bundle.write_text("export {};\n", encoding="ascii")


def without_node(cause: str, task: str) -> int:
    """Warn that the bundles are missing and let everything else go on."""
    say(f"WARNING: {cause}; the pages work without the bundles, with more waiting. Front-end {task} SKIPPED.")
    stand_in()
    return 0


def main() -> int:
    """Build, or with `types` check the types; without Node or registry, warn and leave the pages as they are."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("task", nargs="?", choices=["build", "types"], default="build")
    task = parser.parse_args().task
    environment = dict(os.environ)
    try:
        if folder := node_folder():
            environment["PATH"] = folder + os.pathsep + environment.get("PATH", "")
    except NoNode:
        return without_node("no Node here and none to be had", task)
    if not packages_ready(environment):
        return without_node("npm could not install the pinned packages", task)
    if task == "types":
        return 0 if run(["npx", "--no-install", "tsc", "--noEmit", "-p", "frontend"], environment) else 1
    return 0 if build(environment) else 1


if __name__ == "__main__":
    sys.exit(main())
