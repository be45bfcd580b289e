"""The schema of law files: turns a mapping into a rule, a source or an overlay, or refuses it and says why.

Refused: a value without a citation, overlapping dates, units that do not match, an unknown source, a text in one
language only, a key nobody reads.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from fangwei.engines.lawbook.citations import cite
from fangwei.engines.lawbook.errors import LawError
from fangwei.engines.lawbook.model import (
    KINDS,
    LEVELS,
    PERIOD_UNITS,
    STATUSES,
    Citation,
    Counting,
    Dated,
    Input,
    LookupPolicy,
    Overlay,
    OverlayPolicy,
    Rule,
    Source,
)
from fangwei.engines.lawbook.reading import Reader
from fangwei.engines.lawbook.rows import check_bands, check_list_rows, check_table_rows

FindSource = Callable[[str], Source | None]

UNITS = (
    *PERIOD_UNITS, "persons", "CNY", "percent", "times", "per_year", "tonnes", "ratio", "class", "rows", "yes_no",
    "text", "number", "hectares", "metres",
)  # fmt: skip
INPUT_TYPES = ("count", "number", "yes_no", "choice")
TYPING_LIMIT = Decimal(10**15)
RULE_KEYS = {
    "rule", "kind", "title", "unit", "note", "inputs", "needs", "overlay", "counting", "starts", "row", "lookup", "values",
}  # fmt: skip
DATED_KEYS = {"from", "to", "value", "bands", "rows", "unit", "citation", "status", "last_checked", "starts", "note"}
HOW = {
    "parameter": ("stricter", "replace"),
    "period": ("stricter", "replace"),
    "table": ("replace",),
    "list": ("replace", "add_rows"),
}
CONTENT_KEYS = {"parameter": "value", "period": "value", "list": "rows", "table": "bands"}


def read_source(data: Mapping[str, Any], file: str) -> Source:
    """Read one source file.

    Raises: LawError `schema.*`.
    """
    entry = Reader(data, file)
    entry.only({"source", "title", "number", "issued", "from", "to", "status", "url", "note"})
    source = Source(
        id=entry.text("source"),
        title=entry.bilingual("title"),
        number=entry.bilingual_or_none("number"),
        issued=entry.day_or_none("issued"),
        valid_from=entry.day_or_none("from"),
        valid_to=entry.day_or_none("to"),
        status=entry.choice("status", STATUSES),
        url=entry.text("url") if entry.has("url") else None,
    )
    _order(entry, "to", source.valid_from, source.valid_to)
    return source


def read_rule(data: Mapping[str, Any], file: str, find_source: FindSource) -> Rule:
    """Read one rule file; its values come back ordered by date.

    Raises: LawError `schema.*`.
    """
    entry = Reader(data, file)
    entry.only(RULE_KEYS)
    kind = entry.choice("kind", KINDS)
    unit = entry.choice("unit", PERIOD_UNITS if kind == "period" else UNITS)
    rule = Rule(
        id=entry.text("rule"),
        kind=kind,
        unit=unit,
        title=entry.bilingual("title"),
        note=entry.bilingual_or_none("note"),
        values=(),
        overlay=_policy(entry),
        inputs=_inputs(entry) if kind == "table" else (),
        needs=entry.choice("needs", ("any", "all"), "any"),
        counting=_counting(entry, unit, find_source) if kind == "period" else None,
        starts=entry.bilingual("starts") if kind == "period" else None,
        row_fields=_row_fields(entry) if kind == "list" else None,
        file=file,
        lookup=_lookup(entry) if kind == "list" and entry.has("lookup") else None,
    )
    if entry.has("values") or rule.overlay is None:
        return replace(rule, values=dated_values(entry, rule, find_source))
    return rule


def read_overlay(data: Mapping[str, Any], file: str, rule: Rule, find_source: FindSource) -> Overlay:
    """Read one overlay file for a rule already known.

    Raises: LawError `schema.*`, or `overlay.not_allowed` when the rule may not be overlaid at that level.
    """
    entry = Reader(data, file)
    entry.only({"overlays", "territory", "unit", "values", "note"})
    territory = fold_territory(entry.text("territory"))
    overlay = Overlay(rule.id, territory, dated_values(entry, rule, find_source), file)
    if rule.overlay is None or overlay.level not in rule.overlay.by:
        raise LawError("overlay.not_allowed", {"file": file, "rule": rule.id, "level": overlay.level})
    return overlay


def fold_territory(text: str) -> str:
    """A division code as its meaning prefix: 410000 → 41, 410100 → 4101; `*` stays.

    Raises: LawError `law.bad_territory`.
    """
    code = text.strip()
    if code == "*":
        return code
    if not code.isascii() or not code.isdigit() or len(code) not in LEVELS or code.startswith("00"):
        raise LawError("law.bad_territory", {"text": text[:40]})
    if len(code) > 6 and code.endswith("000"):
        code = code[:9] if len(code) == 12 and code[6:9] != "000" else code[:6]
    while len(code) in (4, 6) and code.endswith("00"):
        code = code[:-2]
    return code


def dated_values(entry: Reader, rule: Rule, find_source: FindSource) -> tuple[Dated, ...]:
    """Read the dated values of a rule or an overlay, and check their units, citations and dates."""
    if entry.has("unit") and entry.data["unit"] != rule.unit:
        raise entry.refuse("schema.unit_mismatch", "unit", found=entry.data["unit"], expected=rule.unit)
    values = [
        _dated(Reader(row, entry.file, f"values[{number}]"), rule, find_source)
        for number, row in enumerate(entry.rows("values"))
    ]
    values.sort(key=lambda dated: dated.valid_from)
    for earlier, later in pairwise(values):
        if earlier.valid_to is None or earlier.valid_to >= later.valid_from:
            raise entry.refuse("schema.overlap", "values", since=later.valid_from, other=earlier.valid_from)
    return tuple(values)


def _dated(entry: Reader, rule: Rule, find_source: FindSource) -> Dated:
    entry.only(DATED_KEYS)
    since, until = entry.day("from"), entry.day_or_none("to")
    _order(entry, "to", since, until)
    if not entry.has("citation"):
        raise entry.refuse("schema.no_citation", "citation", since=since)
    if entry.has("unit") and entry.data["unit"] != rule.unit:
        raise entry.refuse("schema.unit_mismatch", "unit", found=entry.data["unit"], expected=rule.unit)
    return Dated(
        valid_from=since,
        valid_to=until,
        value=_content(entry, rule, find_source),
        citation=read_citation(entry.child("citation"), find_source),
        status=entry.choice("status", STATUSES),
        last_checked=entry.day("last_checked"),
        starts=entry.bilingual_or_none("starts"),
        note=entry.bilingual_or_none("note"),
    )


def _content(entry: Reader, rule: Rule, find_source: FindSource) -> Any:
    key = "rows" if rule.kind == "table" and entry.has("rows") else CONTENT_KEYS[rule.kind]
    for other in {"value", "bands", "rows"} - {key}:
        if entry.has(other):
            raise entry.refuse("schema.unknown_key", other)
    if rule.kind == "period":
        return entry.whole("value")
    if rule.kind == "parameter":
        return _scalar(entry, rule.unit)
    if rule.kind == "list":
        return check_list_rows(entry, rule, lambda row: read_citation(row, find_source))
    return check_bands(entry, rule) if key == "bands" else check_table_rows(entry, rule)


def _scalar(entry: Reader, unit: str) -> Any:
    value = entry.need("value")
    if unit in ("text", "class"):
        return entry.text("value")
    if unit == "yes_no":
        return entry.flag("value", False)
    values = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else [value]
    if not values or any(isinstance(item, bool) or not isinstance(item, int | float) for item in values):
        raise entry.refuse("schema.wrong_type", "value", expected=f"number ({unit})")
    return value


def read_citation(entry: Reader, find_source: FindSource) -> Citation:
    """Read a citation and render it; its source must be registered.

    Raises: LawError `schema.unknown_source`.
    """
    entry.only({"source", "article"})
    source_id = entry.text("source")
    source = find_source(source_id)
    if source is None:
        raise entry.refuse("schema.unknown_source", "source", source=source_id)
    article = entry.need("article")
    if isinstance(article, dict):
        return Citation(source_id, "", cite(source, entry.bilingual("article")))
    parts = article if isinstance(article, list) else [article]
    if not all(isinstance(part, int | str) and not isinstance(part, bool) for part in parts):
        raise entry.refuse("schema.wrong_type", "article", expected="article number")
    return Citation(source_id, ", ".join(map(str, parts)), cite(source, parts))


def _policy(entry: Reader) -> OverlayPolicy | None:
    if entry.data.get("overlay", "none") == "none":
        return None
    policy = entry.child("overlay")
    policy.only({"by", "how", "stricter", "min", "max"})
    how = policy.choice("how", HOW[entry.data["kind"]])
    by = policy.words("by")
    for level in by:
        if level not in LEVELS.values():
            raise policy.refuse("schema.wrong_type", "by", expected=" | ".join(LEVELS.values()))
    return OverlayPolicy(
        by=by,
        how=how,
        stricter=policy.choice("stricter", ("lower", "higher")) if how == "stricter" else None,
        minimum=policy.number("min") if policy.has("min") else None,
        maximum=policy.number("max") if policy.has("max") else None,
    )


def _inputs(entry: Reader) -> tuple[Input, ...]:
    declared = entry.child("inputs")
    inputs: list[Input] = []
    for name in declared.data:
        one = declared.child(str(name))
        one.only({"type", "unit", "zh", "en", "max", "choices", "required"})
        kind = one.choice("type", INPUT_TYPES)
        maximum = one.number("max") if one.has("max") else TYPING_LIMIT
        choices = one.words("choices") if kind == "choice" else ()
        required = one.flag("required", False)
        inputs.append(Input(str(name), kind, one.choice("unit", UNITS), one.own_text(), maximum, choices, required))
    if not inputs:
        raise entry.refuse("schema.empty", "inputs")
    return tuple(inputs)


def _counting(entry: Reader, unit: str, find_source: FindSource) -> Counting:
    counting = entry.child("counting")
    counting.only({"first_day_counted", "roll", "end_hour", "direction", "citation"})
    roll = counting.choice("roll", ("none", "next_working_day"), "none")
    if roll != "none" and unit in ("minutes", "hours", "working_days"):
        raise counting.refuse("schema.unit_mismatch", "roll", found=roll, expected=unit)
    end_hour = counting.whole("end_hour") if counting.has("end_hour") else 24
    if end_hour > 24:
        raise counting.refuse("schema.wrong_type", "end_hour", expected="0..24")
    return Counting(
        first_day_counted=counting.flag("first_day_counted", False),
        roll=roll,
        end_hour=end_hour,
        direction=counting.choice("direction", ("after", "ahead"), "after"),
        citation=read_citation(counting.child("citation"), find_source) if counting.has("citation") else None,
    )


def _row_fields(entry: Reader) -> tuple[tuple[str, ...], tuple[str, ...]]:
    row = entry.child("row")
    row.only({"required", "optional"})
    return row.words("required"), row.words("optional") if row.has("optional") else ()


def _lookup(entry: Reader) -> LookupPolicy:
    lookup = entry.child("lookup")
    lookup.only({"otherwise", "answer"})
    return LookupPolicy(lookup.text("otherwise"), lookup.words("answer"))


def _order(entry: Reader, key: str, since: date | None, until: date | None) -> None:
    if since is not None and until is not None and until < since:
        raise entry.refuse("schema.dates_reversed", key, since=since, until=until)
