"""Overlays: who may say something else, whether it is strict enough, and installing a folder of them."""

import shutil
import uuid
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from fangwei.engines.lawbook.errors import LawError
from fangwei.engines.lawbook.files import read_folder
from fangwei.engines.lawbook.model import Dated, Overlay, Rule


def order(overlays: Sequence[Overlay]) -> tuple[Overlay, ...]:
    """Farthest first: the default, then province, city, county, township."""
    return tuple(sorted(overlays, key=lambda overlay: (overlay.territory != "*", len(overlay.territory))))


def check(rule: Rule, overlays: Sequence[Overlay]) -> None:
    """Hold every overlay against the rule's policy and against the levels above it.

    Raises: LawError `overlay.*`, `file.duplicate`.
    """
    seen: dict[str, str] = {}
    for number, overlay in enumerate(overlays):
        if overlay.territory in seen:
            name = f"{rule.id} @ {overlay.territory}"
            raise LawError("file.duplicate", {"file": overlay.file, "id": name, "other": seen[overlay.territory]})
        seen[overlay.territory] = overlay.file
        above = [one for one in overlays[:number] if one.territory != "*" and overlay.lies_in(one)]
        for dated in overlay.values:
            _check_bounds(rule, overlay, dated)
            if rule.overlay is not None and rule.overlay.how == "stricter":
                _check_stricter(rule, overlay, dated, above)
            if rule.overlay is not None and rule.overlay.how == "add_rows":
                _check_new_rows(rule, overlay, dated, above)


def _check_bounds(rule: Rule, overlay: Overlay, dated: Dated) -> None:
    policy = rule.overlay
    if policy is None or isinstance(dated.value, bool) or not isinstance(dated.value, int | float):
        return
    value = Decimal(str(dated.value))
    low, high = policy.minimum, policy.maximum
    if (low is not None and value < low) or (high is not None and value > high):
        bound = f"{'' if low is None else low}..{'' if high is None else high}"
        raise LawError(
            "overlay.out_of_bounds",
            {"file": overlay.file, "rule": rule.id, "value": f"{dated.value} {rule.unit}", "bound": bound},
        )


def _check_stricter(rule: Rule, overlay: Overlay, dated: Dated, above: Sequence[Overlay]) -> None:
    lower_is_strict = rule.overlay is not None and rule.overlay.stricter == "lower"
    for territory, upper in [("CN", rule.values), *((one.territory, one.values) for one in above)]:
        for bound in upper:
            if not _meet(dated, bound) or not isinstance(bound.value, int | float):
                continue
            if dated.value > bound.value if lower_is_strict else dated.value < bound.value:
                raise LawError(
                    "overlay.not_stricter",
                    {
                        "file": overlay.file,
                        "rule": rule.id,
                        "value": f"{dated.value} {rule.unit}",
                        "bound": f"{bound.value} {rule.unit}",
                        "upper": territory,
                    },
                )


def _check_new_rows(rule: Rule, overlay: Overlay, dated: Dated, above: Sequence[Overlay]) -> None:
    uppers = [upper for values in (rule.values, *(one.values for one in above)) for upper in values]
    taken = {row["id"] for upper in uppers if _meet(dated, upper) for row in upper.value if "id" in row}
    for row in dated.value:
        if row.get("id") in taken:
            raise LawError("overlay.row_taken", {"file": overlay.file, "row": str(row["id"])})


def _meet(one: Dated, other: Dated) -> bool:
    return (one.valid_to is None or other.valid_from <= one.valid_to) and (
        other.valid_to is None or one.valid_from <= other.valid_to
    )


def added_rows(base: Dated, more: Sequence[tuple[Overlay, Dated]]) -> Dated:
    """A list with the rows that lower levels add, each marked with the territory that added it."""
    rows: list[Any] = list(base.value)
    for overlay, dated in more:
        rows += [{**row, "territory": overlay.territory} for row in dated.value]
    return replace(base, value=rows)


def copy_folder(folder: Path, home: Path, name: str) -> Path:
    """Copy a checked overlay folder into the deployment's `law` folder; the old bundle of that name is replaced.

    The copy is made beside its place and moved in, so that a reader sees the old bundle or the new one.
    Raises: LawError `overlay.name_taken`.
    """
    if not name or name.startswith(".") or Path(name).name != name:
        raise LawError("overlay.name_taken", {"name": name})
    target = home / "law" / name
    target.parent.mkdir(parents=True, exist_ok=True)
    staging = target.parent / f".{name}-{uuid.uuid4().hex}"
    staging.mkdir()
    for path in read_folder(folder).paths:
        copy = staging / path.relative_to(folder)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
    if target.exists():
        retired = target.parent / f".{name}-{uuid.uuid4().hex}"
        target.replace(retired)
        staging.replace(target)
        shutil.rmtree(retired)
    else:
        staging.replace(target)
    return target
