"""Run every benchmark, or those named, each in a process of its own so that memory is measured alone."""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def main() -> int:
    """Print each benchmark's one line of JSON; return 1 when any of them failed."""
    known = sorted(file.stem for file in HERE.glob("*.py") if "\ndef run(" in file.read_text(encoding="utf-8"))
    chosen = sys.argv[1:] or known
    if strangers := set(chosen) - set(known):
        print(f"No benchmark called {', '.join(sorted(strangers))}; there are {', '.join(known)}.", file=sys.stderr)
        return 2
    codes = [
        subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], cwd=HERE.parent, check=False).returncode
        for name in chosen
    ]
    return 1 if any(codes) else 0


if __name__ == "__main__":
    sys.exit(main())
