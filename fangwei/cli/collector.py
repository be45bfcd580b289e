"""How Python's collector of garbage is set where pages are served."""

import gc

PAUSE = 10_000
"""After so many things made and kept the collector looks again; Python's own 700 take a twentieth of a page's time."""


def settle() -> None:
    """Keep the collector away from what is loaded: its marks would copy every page of memory into every worker."""
    gc.freeze()
    gc.set_threshold(PAUSE, 20, 20)
