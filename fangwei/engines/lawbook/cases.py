"""Cases a lawyer can read: facts and a day on one side, the verdict on the other."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fangwei.engines.lawbook.book import Lawbook
from fangwei.engines.lawbook.deadlines import Counter
from fangwei.engines.lawbook.files import parse_mapping
from fangwei.engines.lawbook.model import plain
from fangwei.engines.lawbook.reading import Reader


@dataclass(frozen=True, slots=True)
class Case:
    """One case: a question to a rule on a day, and the verdict (or the code of the refusal) it must get."""

    rule: str
    on: Any
    given: dict[str, Any]
    territory: str | None
    verdict: Any
    refused: str | None
    boundary: str | None
    label: str


@dataclass(frozen=True, slots=True)
class CaseResult:
    """A case with what the book said; `found` is the verdict or the code of the refusal."""

    case: Case
    found: Any
    passed: bool


def read_cases(folder: Path) -> list[Case]:
    """Read all case files of a law folder.

    Raises: LawError `file.unreadable`, `schema.*`.
    """
    cases: list[Case] = []
    for path in sorted((folder / "cases").glob("*.yaml")):
        label = f"{folder.name}/cases/{path.name}"
        document = Reader(parse_mapping(path.read_bytes(), label), label)
        document.only({"title", "cases"})
        document.bilingual("title")
        for number, row in enumerate(document.rows("cases")):
            cases.append(_case(Reader(row, label, f"cases[{number}]")))
    return cases


def _case(entry: Reader) -> Case:
    entry.only({"rule", "on", "given", "territory", "verdict", "refused", "boundary", "zh", "en"})
    entry.own_text()
    if not entry.has("refused"):
        entry.need("verdict")
    return Case(
        rule=entry.text("rule"),
        on=entry.day("on"),
        given=entry.child("given").data if entry.has("given") else {},
        territory=entry.text("territory") if entry.has("territory") else None,
        verdict=entry.data.get("verdict"),
        refused=entry.text("refused") if entry.has("refused") else None,
        boundary=entry.choice("boundary", ("value", "date")) if entry.has("boundary") else None,
        label=f"{entry.file} {entry.where}",
    )


def run_cases(book: Lawbook, calendar: Counter, cases: Iterable[Case]) -> list[CaseResult]:
    """Put every case to the book."""
    return [_run(book, calendar, case) for case in cases]


def _run(book: Lawbook, calendar: Counter, case: Case) -> CaseResult:
    try:
        found = plain(book.explain(case.rule, case.given, case.on, case.territory, calendar).value)
    except Exception as refusal:
        code = getattr(refusal, "code", None)  # a calendar refuses in words of its own, with a code all the same
        if code is None:
            raise
        return CaseResult(case, code, code == case.refused)
    return CaseResult(case, found, case.refused is None and found == plain(case.verdict))


def rules_without_boundaries(book: Lawbook, cases: Sequence[Case]) -> list[str]:
    """Rules with a computation (tables and periods) that lack a boundary value or a boundary date among the cases."""
    tested = {(case.given.get("rule", case.rule), case.boundary) for case in cases}
    return [
        name
        for name in book.rules()
        if book.rule(name).kind in ("table", "period") and not {(name, "value"), (name, "date")} <= tested
    ]
