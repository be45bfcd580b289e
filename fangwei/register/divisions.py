"""The folder of administrative divisions as shipped: one table, who answers to whom, what changed. Reads files only."""

import csv
import hashlib
import io
import lzma
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Self

from fangwei.engines.codes import parent_of
from fangwei.register.refusals import RegisterRefused

TABLES = "divisions-*.csv.xz"
JURISDICTIONS = "jurisdictions.toml"
CHANGES = "changes.toml"


@dataclass(frozen=True, slots=True)
class Succession:
    """One division followed another on a day; `status` says whether that was checked against the official text."""

    old: str
    old_name: str
    new: str
    on: date
    status: str


@dataclass(frozen=True, slots=True)
class DivisionFolder:
    """What a folder of divisions says: names by code, the zones' pattern, groupings and whom they answer to."""

    table: str
    names: Mapping[str, str]
    zone: re.Pattern[str]
    groupings: Mapping[str, str]
    citation: str
    successions: tuple[Succession, ...]
    sha256: str

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Read the newest table of a folder and the two files beside it.

        Raises: RegisterRefused `divisions_unreadable`.
        """
        try:
            table = _newest_table(folder)
            said = tomllib.loads((folder / JURISDICTIONS).read_text(encoding="utf-8"))
            changes = tomllib.loads((folder / CHANGES).read_text(encoding="utf-8"))
            return cls(
                table=table.name,
                names=_names(table),
                zone=re.compile(said["zones"]["pattern"]),
                groupings=said["groupings"],
                citation=said["citation"],
                successions=tuple(_successions(changes["succeeded"])),
                sha256=hash_of_divisions(folder),
            )
        except (OSError, ValueError, KeyError, TypeError, lzma.LZMAError, re.error):
            raise RegisterRefused("divisions_unreadable", folder=folder) from None

    def above(self, code: str) -> str:
        """Return the division a code lies below: its prefix, or whom that grouping answers to."""
        parent = parent_of(code)
        return self.groupings.get(parent, parent)


def hash_of_divisions(folder: Path) -> str:
    """Return the one hash over the files of a folder of divisions, without reading what they say."""
    whole = hashlib.sha256()
    for file in (_newest_table(folder), folder / JURISDICTIONS, folder / CHANGES):
        whole.update(hashlib.sha256(file.read_bytes()).digest())
    return whole.hexdigest()


def _newest_table(folder: Path) -> Path:
    tables = sorted(folder.glob(TABLES))
    if not tables:
        raise FileNotFoundError(folder / TABLES)
    return tables[-1]


def _names(table: Path) -> dict[str, str]:
    with lzma.open(table, "rt", encoding="utf-8", newline="") as file:
        return {row["code"]: row["name"] for row in csv.DictReader(io.StringIO(file.read()))}


def _successions(changes: list[dict[str, Any]]) -> list[Succession]:
    return [
        Succession(old, name, change["new"], change["on"], change["status"])
        for change in changes
        for old, name in change["old"].items()
    ]
