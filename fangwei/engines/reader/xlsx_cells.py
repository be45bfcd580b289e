"""Which numbers of a workbook are days, and which days they are."""

import datetime as dt
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

# Formats 14-22 are days in every language; 27-36 and 50-58 are the East Asian ones.
_BUILT_IN = frozenset({*range(14, 18), 22, *range(27, 32), 36, *range(50, 55), 57, 58})
_QUIET = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.')


@dataclass(frozen=True)
class DateStyles:
    """The cell styles of one workbook that show a number as a day, and the year its days count from."""

    styles: frozenset[str]
    epoch_1904: bool

    @classmethod
    def of(cls, elements: Iterable[tuple[str, dict[str, str]]], epoch_1904: bool) -> "DateStyles":
        """Read off the start tags of a workbook's styles."""
        formats: dict[str, str] = {}
        styles: list[str] = []
        inside, index = False, 0
        for tag, attributes in elements:
            if tag == "numFmt":
                formats[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
            elif tag in ("cellXfs", "cellStyles", "dxfs"):
                inside = tag == "cellXfs"
            elif tag == "xf" and inside:
                if _shows_a_day(attributes.get("numFmtId", "0"), formats):
                    styles.append(str(index))
                index += 1
        return cls(frozenset(styles), epoch_1904)

    def is_date(self, style: str) -> bool:
        """Whether a style shows a day."""
        return style in self.styles


def _shows_a_day(number: str, formats: dict[str, str]) -> bool:
    if number in formats:
        shown = _QUIET.sub("", formats[number]).lower().split(";")[0]
        return "y" in shown or "d" in shown or ("年" in formats[number] and "e" in shown)
    return number.isdecimal() and int(number) in _BUILT_IN


def day_of_serial(number: float, epoch_1904: bool) -> dt.date | dt.datetime | float:
    """The day a serial number stands for; with its time when it has one; the number itself when no day can be."""
    if not math.isfinite(number) or not 1 <= number < 2957003:
        return number
    start = dt.date(1904, 1, 1) if epoch_1904 else dt.date(1899, 12, 30)
    day = dt.datetime.combine(start + dt.timedelta(days=int(number)), dt.time.min)
    moment = day + dt.timedelta(seconds=round((number - int(number)) * 86400))
    return moment.date() if moment.time() == dt.time.min else moment
