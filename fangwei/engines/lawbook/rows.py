"""The bands and rows of decision tables and lists: what a well-formed one looks like."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from fangwei.engines.lawbook.model import Citation, Input, Rule
from fangwei.engines.lawbook.reading import Reader

ReadCitation = Callable[[Reader], Citation]


def check_bands(entry: Reader, rule: Rule) -> list[dict[str, Any]]:
    """Threshold bands, lowest first: the first has no threshold, every later one raises each it names.

    Raises: LawError `schema.bands_not_rising` and others.
    """
    known = {one.name: one for one in rule.inputs}
    reached: dict[str, Decimal] = {}
    bands: list[dict[str, Any]] = []
    for number, row in enumerate(entry.rows("bands")):
        band = Reader(row, entry.file, entry.place(f"bands[{number}]"))
        band.only({"value", "zh", "en", "at_least"})
        value, label = band.need("value"), band.own_text()
        thresholds = _thresholds(band, known) if number or band.has("at_least") else {}
        for name, threshold in thresholds.items():
            if name in reached and threshold is not True and threshold <= reached[name]:
                raise entry.refuse("schema.bands_not_rising", "bands", band=str(value), input=name)
            if threshold is not True:
                reached[name] = threshold
        bands.append({"value": value, "label": label, "at_least": thresholds})
    return bands


def _thresholds(band: Reader, known: dict[str, Input]) -> dict[str, Any]:
    declared = band.child("at_least")
    if not declared.data:
        raise band.refuse("schema.empty", "at_least")
    thresholds: dict[str, Any] = {}
    for name in declared.data:
        if name not in known:
            raise declared.refuse("schema.unknown_key", str(name))
        if known[name].type == "yes_no":
            if declared.data[name] is not True:
                raise declared.refuse("schema.wrong_type", name, expected="true")
            thresholds[name] = True
        elif known[name].type == "choice":
            raise declared.refuse("schema.wrong_type", name, expected="count | number | yes_no")
        else:
            thresholds[name] = Decimal(declared.whole(name)) if known[name].type == "count" else declared.number(name)
    return thresholds


def check_table_rows(entry: Reader, rule: Rule) -> list[dict[str, Any]]:
    """Rows `{when: {input: choice}, value, zh, en}`; the first that matches wins.

    Raises: LawError `schema.*`.
    """
    known = {one.name: one for one in rule.inputs}
    rows: list[dict[str, Any]] = []
    for number, data in enumerate(entry.rows("rows")):
        row = Reader(data, entry.file, entry.place(f"rows[{number}]"))
        row.only({"when", "value", "zh", "en", "id"})
        when = row.child("when")
        for name, wanted in when.data.items():
            choices = wanted if isinstance(wanted, list) else [wanted]
            if name not in known:
                raise when.refuse("schema.unknown_key", str(name))
            if known[name].type == "choice" and not set(choices) <= set(known[name].choices):
                raise when.refuse("schema.wrong_type", name, expected=" | ".join(known[name].choices))
        rows.append({"when": dict(when.data), "value": row.need("value"), "label": row.own_text()})
    return rows


def check_list_rows(entry: Reader, rule: Rule, read: ReadCitation) -> list[dict[str, Any]]:
    """Rows with the fields the rule declares; a row's own citation is rendered in both languages.

    Raises: LawError `schema.*`.
    """
    required, optional = rule.row_fields or ((), ())
    rows: list[dict[str, Any]] = []
    seen: set[str] = set()
    for number, data in enumerate(entry.rows("rows")):
        row = Reader(data, entry.file, entry.place(f"rows[{number}]"))
        row.only({*required, *optional, "citation"})
        for name in required:
            row.need(name)
        _both_languages(row)
        if row.has("status"):
            row.choice("status", ("confirmed", "unconfirmed", "local"))
        result = dict(row.data)
        if row.has("citation"):
            citation = read(row.child("citation"))
            result |= {"citation": citation.text.zh, "citation_en": citation.text.en}
        if "id" in result:
            if str(result["id"]) in seen:
                raise row.refuse("schema.overlap", "id", since=str(result["id"]), other=str(result["id"]))
            seen.add(str(result["id"]))
        rows.append(result)
    return rows


def _both_languages(row: Reader) -> None:
    if "zh" in row.data or "en" in row.data:
        row.own_text()
    for name, value in row.data.items():
        if isinstance(value, dict) and ("zh" in value or "en" in value):
            row.bilingual(str(name))
