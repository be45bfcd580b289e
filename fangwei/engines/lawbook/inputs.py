"""What people type into a question, turned into checked values: counts, sums, yes or no, choices."""

import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from fangwei.engines.lawbook.errors import LawError
from fangwei.engines.lawbook.model import Input, Rule, plain

NUMBER = re.compile(r"[+-]?(\d{1,24}(\.\d{0,12})?|\.\d{1,12})([eE][+-]?\d{1,2})?")
YES, NO = {"yes", "true", "1", "y", "是", "有"}, {"no", "false", "0", "n", "否", "无"}


def read_inputs(rule: Rule, given: Mapping[str, object]) -> dict[str, Any]:
    """Check what was given against what the rule asks for; the result keeps the rule's order of inputs.

    Raises: LawError `input.*`, with the names the rule knows.
    """
    known = {one.name: one for one in rule.inputs}
    for name in given:
        if name not in known:
            raise LawError("input.unknown", {"rule": rule.id, "name": name[:60], "known": tuple(known) or "—"})
    if rule.inputs and not given:
        raise LawError("input.none", {"rule": rule.id, "known": tuple(known), "example": example(rule)})
    values = {name: read_input(one, given[name]) for name, one in known.items() if name in given}
    for one in rule.inputs:
        if (one.required or rule.needs == "all") and one.name not in values:
            raise LawError("input.required", {"rule": rule.id, "name": one.name, "example": example(rule)})
    return values


def example(rule: Rule) -> str:
    """A question someone could copy, such as `deaths=1`."""
    return " ".join(f"{one.name}={_sample(one)}" for one in rule.inputs if one.required or one is rule.inputs[0])


def _sample(one: Input) -> str:
    return {"choice": one.choices[0] if one.choices else "", "yes_no": "yes"}.get(one.type, "1")


def read_input(one: Input, given: object) -> Any:
    """One input as a Decimal, a bool, or one of its choices.

    Raises: LawError `input.*`.
    """
    text = unicodedata.normalize("NFKC", str(given)).strip()
    shown = text if len(text) <= 40 else f"{text[:40]}…"
    if one.type == "choice":
        if text not in one.choices:
            raise LawError("input.not_a_choice", {"name": one.name, "text": shown, "choices": one.choices})
        return text
    if one.type == "yes_no":
        if text.lower() not in YES | NO:
            raise LawError("input.not_yes_no", {"name": one.name, "text": shown})
        return text.lower() in YES
    if isinstance(given, bool) or NUMBER.fullmatch(text) is None:
        code = (
            "input.too_large"
            if re.fullmatch(r"\+?\d{25,}(\.\d+)?|\+?[\d.]+[eE]\+?\d{3,}", text)
            else "input.not_a_number"
        )
        raise LawError(code, {"name": one.name, "text": shown, "maximum": one.maximum})
    number = Decimal(text)
    if number < 0:
        raise LawError("input.negative", {"name": one.name, "text": shown})
    if number > one.maximum:
        raise LawError("input.too_large", {"name": one.name, "text": shown, "maximum": one.maximum})
    if one.type == "count" and number != number.to_integral_value():
        raise LawError("input.not_whole", {"name": one.name, "text": shown})
    return abs(number)


def shown_inputs(values: Mapping[str, Any]) -> dict[str, Any]:
    """The checked inputs as plain numbers, for answers."""
    return {name: plain(value) for name, value in values.items()}
