"""The pictures in the documents are the tables."""

import re
from pathlib import Path

import pytest

from fangwei.engines.lifecycle import Lifecycle, mermaid

PAGE = Path(__file__).resolve().parents[2] / "docs" / "algorithms" / "a-hazards-life.md"


def drawn(heading: str) -> str:
    """The diagram below a heading of the page."""
    below = PAGE.read_text(encoding="utf-8").split(f"\n## {heading}\n")[1].split("\n## ")[0]
    found = re.search(r"```mermaid\n(.*?)```", below, re.S)
    assert found
    return found[1]


@pytest.mark.parametrize("kind", ["Hazard", "Order"])
def test_a_hazards_life_is_drawn_as_the_table_has_it(kind: str) -> None:
    from fangwei.hazards.lifecycle import HAZARD, ORDER

    table: Lifecycle = {"Hazard": HAZARD, "Order": ORDER}[kind]
    assert drawn(kind) == mermaid(table), "write what engines.lifecycle.mermaid says into the page"
