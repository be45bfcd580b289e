"""Pin the newest versions that pyproject.toml allows, with the hash of every file and no address of any index."""

import argparse
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
UV = str(Path(sys.executable).with_name("uv"))
OPTIONS = ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-header", "--quiet", "--upgrade"]
FILES = {
    "base": ["pyproject.toml"],
    "dev": ["--group", "dev", "-c", "requirements/base.txt"],
    "node": ["--group", "node"],
    "s3": ["pyproject.toml", "--extra", "s3", "-c", "requirements/base.txt"],
}


def main() -> int:
    """Write every file of requirements/ and package-lock.json; stop at the first that cannot be resolved."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    for name, sources in FILES.items():
        target = ["-o", f"requirements/{name}.txt"]
        done = subprocess.run([UV, "pip", "compile", *sources, *OPTIONS, *target], cwd=ROOT, check=False)
        if done.returncode:
            return done.returncode
    return subprocess.run(
        ["npm", "install", "--package-lock-only", "--ignore-scripts"], cwd=ROOT, check=False
    ).returncode


if __name__ == "__main__":
    sys.exit(main())
