"""What becomes of each row, and of a sheet as a whole; plain values without a database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import UUID

from fangwei.sheets.refusals import reason

Verdict = Literal["imported", "updated", "unchanged", "rejected"]
VERDICTS: tuple[Verdict, ...] = ("imported", "updated", "unchanged", "rejected")
KEPT_IN_JOB = 500


@dataclass(frozen=True, slots=True)
class Doubt:
    """A reason as code and parameters, rendered in the reader's language when it is shown."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """The reason in words, in the language in force."""
        return reason(self.code, self.params)


@dataclass(frozen=True, slots=True)
class RowVerdict:
    """What became of one row: its verdict, the record it stands for, where the record stands, faults and doubts.

    A rejected row has at least one fault, the gravest first; any other row has none.
    """

    row: int
    verdict: Verdict
    subject: UUID | None = None
    standing: str = ""
    faults: Sequence[Doubt] = ()
    warnings: Sequence[Doubt] = ()

    def as_json(self) -> dict[str, Any]:
        """The row's state for `--rows`: where its case stands, or for a thing without states its verdict."""
        return {
            "row": self.row,
            "verdict": self.verdict,
            "state": self.standing or (None if self.faults else self.verdict),
            "id": str(self.subject) if self.subject else None,
            "rejected": self.faults[0].code if self.faults else None,
            "warning": self.warnings[0].code if self.warnings else None,
        }


@dataclass
class ImportResult:
    """What became of a sheet: the counts, one entry for each rejected row and for each doubt."""

    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(VERDICTS, 0))
    warnings: list[tuple[int, Doubt]] = field(default_factory=list)
    errors: list[tuple[int, Sequence[Doubt]]] = field(default_factory=list)
    error_workbook: str = ""
    territory: str = ""
    sheet: str = ""
    other_sheets: tuple[str, ...] = ()
    columns: dict[str, str] = field(default_factory=dict)
    unmatched: list[str] = field(default_factory=list)
    job: UUID | None = None

    @property
    def given(self) -> int:
        """How many records the sheet holds."""
        return sum(self.counts.values())

    def counts_with(self, verdicts: Sequence[RowVerdict]) -> dict[str, int]:
        """The counts as they will be when these rows are stored."""
        counts = dict(self.counts)
        for verdict in verdicts:
            counts[verdict.verdict] += 1
        return counts

    def add(self, verdicts: Sequence[RowVerdict]) -> None:
        """Count some more rows."""
        self.counts = self.counts_with(verdicts)
        for verdict in verdicts:
            self.warnings.extend((verdict.row, doubt) for doubt in verdict.warnings)
            if verdict.faults:
                self.errors.append((verdict.row, verdict.faults))

    def as_json(self, most: int | None = None) -> dict[str, Any]:
        """The result in the language in force; its lists cut to `most` entries when that is given."""
        errors = []
        for row, faults in self.errors[:most]:
            entry: dict[str, Any] = {"row": row, "code": faults[0].code, "message": faults[0].message}
            if len(faults) > 1:
                entry["also"] = [fault.code for fault in faults[1:]]
            errors.append(entry)
        return {
            "given": self.given,
            **self.counts,
            "warnings": [{"row": row, "code": d.code, "message": d.message} for row, d in self.warnings[:most]],
            "errors": errors,
            "error_workbook": self.error_workbook or None,
            "territory": self.territory or None,
            "sheet": self.sheet,
            "other_sheets": list(self.other_sheets),
            "columns": self.columns,
            "unmatched": self.unmatched,
            "job": str(self.job) if self.job else None,
        }
