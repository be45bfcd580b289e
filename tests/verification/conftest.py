"""Programs written by others, built once for all tests that let them check us."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

Verify = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def go_verify() -> Verify:
    """Run Go's reference library on our files; skips, loudly, where Debian's Go cannot be had."""
    built = subprocess.run([sys.executable, "tools/recipes/go.py"], cwd=ROOT, capture_output=True, text=True)
    if built.returncode == 3:
        pytest.skip(built.stderr.strip())
    assert built.returncode == 0, built.stderr
    program = built.stdout.strip()

    def verify(*words: object) -> subprocess.CompletedProcess[str]:
        return subprocess.run([program, *map(str, words)], capture_output=True, text=True, timeout=120)

    return verify
