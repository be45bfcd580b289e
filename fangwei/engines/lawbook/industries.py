"""GB/T 4754-2017 industry codes: the project's own table, read with or without the section's letter."""

import csv
import re
from dataclasses import dataclass
from pathlib import Path

from fangwei.engines.lawbook.model import Text

CODE = re.compile(r"([A-T]?)(\d{0,4})")
LEVELS = {0: "section", 2: "division", 3: "group", 4: "class"}


@dataclass(frozen=True, slots=True)
class Industry:
    """One entry of the industry standard: `code` with its letter (`C2662`), level, and names."""

    code: str
    level: str
    name: Text

    @property
    def digits(self) -> str:
        """The code as register sheets write it, without the letter."""
        return self.code[1:]


class IndustryTable:
    """The table, looked up by code with or without the letter."""

    def __init__(self, entries: list[Industry]) -> None:
        self.entries = entries
        self._by_code = {entry.code: entry for entry in entries}
        self._letter = {entry.digits: entry.code[0] for entry in entries if entry.level == "division"}

    @classmethod
    def read(cls, paths: list[Path]) -> "IndustryTable":
        """Read the tables `code,zh,en`; a later table adds to an earlier one."""
        found: dict[str, Industry] = {}
        for path in paths:
            with path.open(encoding="utf-8", newline="") as lines:
                for row in csv.DictReader(lines):
                    code = row["code"]
                    found[code] = Industry(code, LEVELS[len(code) - 1], Text(row["zh"], row["en"]))
        return cls(list(found.values()))

    def full_code(self, text: str) -> str | None:
        """The code with its section letter, or None when the text is no code or contradicts its letter."""
        match = CODE.fullmatch(text.strip().upper())
        if match is None or not match[0]:
            return None
        letter, digits = match[1], match[2]
        if not digits:
            return letter
        owner = self._letter.get(digits[:2])
        return None if owner is None or (letter and letter != owner) else owner + digits

    def find(self, text: str) -> Industry | None:
        """The entry for a code, or None when the table does not hold it."""
        code = self.full_code(text)
        return None if code is None else self._by_code.get(code)
