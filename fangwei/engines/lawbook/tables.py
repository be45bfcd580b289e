"""Decision tables: the highest band any input reaches, or the first row whose conditions all hold."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from fangwei.engines.lawbook.errors import LawError
from fangwei.engines.lawbook.model import Rule, Step, Text

Verdict = tuple[Any, Text, list[Step]]


def decide(rule: Rule, content: list[dict[str, Any]], values: Mapping[str, Any]) -> Verdict:
    """The verdict of a table on checked inputs: its value, its label and the steps that led there.

    Raises: LawError `table.no_row`.
    """
    return _by_bands(rule, content, values) if "at_least" in content[0] else _by_rows(rule, content, values)


def _by_bands(rule: Rule, bands: list[dict[str, Any]], values: Mapping[str, Any]) -> Verdict:
    labels = {one.name: one.label for one in rule.inputs}
    steps: list[Step] = []
    highest = 0
    for name, value in values.items():
        reached = _reached(bands, name, value)
        highest = max(highest, reached)
        steps += _why(bands, reached, name, labels[name], value)
    band = bands[highest]
    if highest == 0:
        steps.append(Step("band_lowest", {"band": band["label"]}))
    elif len(values) > 1:
        steps.append(Step("highest", {"band": band["label"]}))
    return band["value"], band["label"], steps


def _reached(bands: list[dict[str, Any]], name: str, value: Any) -> int:
    reached = 0
    for number, band in enumerate(bands):
        threshold = band["at_least"].get(name)
        if threshold is not None and (value is True if threshold is True else value >= threshold):
            reached = number
    return reached


def _why(bands: list[dict[str, Any]], reached: int, name: str, label: Text, value: Any) -> list[Step]:
    steps: list[Step] = []
    threshold = bands[reached]["at_least"].get(name)
    if threshold is True:
        return [Step("band_yes", {"label": label, "band": bands[reached]["label"]})]
    if isinstance(threshold, Decimal):
        steps.append(
            Step("band", {"label": label, "given": value, "band": bands[reached]["label"], "threshold": threshold})
        )
    above = next((band for band in bands[reached + 1 :] if isinstance(band["at_least"].get(name), Decimal)), None)
    if above is not None:
        steps.append(
            Step(
                "band_below",
                {"label": label, "given": value, "band": above["label"], "threshold": above["at_least"][name]},
            )
        )
    return steps


def _by_rows(rule: Rule, rows: list[dict[str, Any]], values: Mapping[str, Any]) -> Verdict:
    for number, row in enumerate(rows, start=1):
        if all(_matches(wanted, values.get(name)) for name, wanted in row["when"].items()):
            conditions = tuple(f"{name}={values[name]}" for name in row["when"])
            return row["value"], row["label"], [Step("row", {"row": number, "conditions": conditions or "—"})]
    raise LawError("table.no_row", {"rule": rule.id})


def _matches(wanted: Any, value: Any) -> bool:
    return value in wanted if isinstance(wanted, list) else bool(value == wanted)
