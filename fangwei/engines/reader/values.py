"""How officials write dates, counts, money and ticks, and what each of them means.

Every function takes one cell as the file gives it and returns the value, None for an empty cell, or raises
`Unreadable`. Nothing is guessed: a date without its year or a deadline in words is unreadable, never today.
"""

import datetime as dt
import math
import re

from fangwei.engines.reader.spec import Cell, Column, words

EMPTY_MARKS = frozenset({"", "/", "\\", "-", "--", "—", "——", "－", "无", "暂无", "n/a", "#n/a", "none", "null", "nil"})
TRUE_MARKS = frozenset({"√", "✓", "✔", "☑", "✅", "是", "有", "y", "yes", "true", "t", "1", "已", "对", "v"})
FALSE_MARKS = frozenset(
    {"×", "✗", "✘", "✕", "☐", "❌", "否", "没有", "n", "no", "false", "f", "0", "未", "不是", "非", "x"}
)
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xA0: 0x20, 0x2007: 0x20, 0x202F: 0x20}
_INVISIBLE = dict.fromkeys((0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x00AD))
_TABLE = _WIDE | _INVISIBLE
_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}

_YMD = re.compile(r"(\d{4})\s*[-./年、]\s*(\d{1,2})\s*[-./月、]\s*(\d{1,2})\s*[日号]?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_CHINESE = re.compile(
    r"([〇○零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})[日号]"
)
_CLOCK = re.compile(
    r"[T\s]*\d{1,2}\s*[:时点]\s*(\d{1,2}\s*[:分]?\s*)?(\d{1,2}(\.\d+)?\s*秒?)?\s*(Z|[+-]\d\d:?\d\d)?", re.I
)
_MONTHS = {m: i for i, m in enumerate(words("jan feb mar apr may jun jul aug sep oct nov dec"), 1)}
_DMY = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[\s-]+([a-z]{3,9})\.?,?[\s-]+(\d{4})", re.I)
_MDY = re.compile(r"([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})", re.I)
_NUMBER = re.compile(r"[-+]?(?:\d[\d,]*\.?\d*|\.\d+)")
_COUNT = re.compile(
    r"(?:约|大约|共|近|超过|逾|≈|~|>|>=|≥)?\s*(\d[\d,]*\.?\d*)\s*(万|千)?\s*(?:余|多|左右|\+)?\s*"
    r"(?:人|名|个|家|条|项|处|位|户|台|套|persons?|people|staff)?(?:余|多|左右)?",
    re.I,
)
_MONEY = re.compile(
    r"(?:约|共|近|人民币|¥|￥|RMB|CNY)?\s*(\d[\d,]*\.?\d*)\s*(亿元?|百万元?|万元?|千元?|元|圆|yuan)?(?:整|左右)?", re.I
)
_FEN = {"亿": 10_000_000_000, "百万": 100_000_000, "万": 1_000_000, "千": 100_000, "元": 100, "圆": 100, "yuan": 100}
FIRST_SERIAL, LAST_SERIAL = 18264, 73415  # 1950-01-01 .. 2100-12-31 as a spreadsheet counts days
_EPOCH = dt.date(1899, 12, 30)


class Unreadable(ValueError):
    """A cell that holds something, but not what its column asks for."""


def narrow(text: str) -> str:
    """Full-width letters, digits and signs as the narrow ones; invisible characters gone; ends stripped."""
    return text.translate(_TABLE).strip()


def as_text(cell: Cell) -> str:
    """A cell as a person reads it: 13807799334.0 is the telephone 13807799334, a date is ISO, nothing is ''."""
    if isinstance(cell, str):
        return cell.translate(_INVISIBLE).strip() if not cell.isascii() else cell.strip()
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time.min else cell.isoformat(" ")
    if isinstance(cell, dt.date | dt.time):
        return cell.isoformat()
    return str(cell)


def is_empty(text: str) -> bool:
    """Whether a text says nothing: empty, a dash, 无 and the like."""
    return not text or (len(text) < 5 and text.lower() in EMPTY_MARKS)


def read_text(cell: Cell) -> str | None:
    """Words as given, without the space around them."""
    text = as_text(cell)
    return None if is_empty(text) else text


def read_code(cell: Cell) -> str | None:
    """A code or number that is not counted with: narrow, upper case, no spaces, no decimal point."""
    text = "".join(narrow(as_text(cell)).split()).upper()
    return None if is_empty(text) else text


def read_date(cell: Cell) -> dt.date | None:
    """A day, in any of the ways officials write one. Raises: Unreadable."""
    if isinstance(cell, dt.datetime):
        return _plausible(cell.date())
    if isinstance(cell, dt.date):
        return _plausible(cell)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _date_of_number(float(cell))
    text = narrow(as_text(cell))
    if is_empty(text):
        return None
    return _date_of_text(text)


def _plausible(day: dt.date) -> dt.date:
    if not 1950 <= day.year <= 2100:
        raise Unreadable(day.isoformat())
    return day


def _day(year: int, month: int, day: int) -> dt.date:
    try:
        return _plausible(dt.date(year, month, day))
    except ValueError as error:
        raise Unreadable(f"{year}-{month}-{day}") from error


def _date_of_number(number: float) -> dt.date:
    if not math.isfinite(number):
        raise Unreadable(str(number))
    if FIRST_SERIAL <= number <= LAST_SERIAL + 1:
        return _plausible(_EPOCH + dt.timedelta(days=int(number)))
    if number.is_integer() and 19500101 <= number <= 21001231:
        return _day(int(number) // 10000, int(number) // 100 % 100, int(number) % 100)
    raise Unreadable(as_text(number))


def _date_of_text(text: str) -> dt.date:
    for ending in ("之前", "以前", "前"):
        text = text.removesuffix(ending).rstrip()
    if text.replace(".", "", 1).isdecimal() and text.count(".") < 2:
        return _date_of_number(float(text))
    found = _YMD.match(text)
    if found and (found.end() == len(text) or _CLOCK.fullmatch(text, found.end())):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    compact = _COMPACT.match(text)
    if compact and _CLOCK.fullmatch(text, compact.end()):
        return _day(int(compact[1]), int(compact[2]), int(compact[3]))
    if words := _CHINESE.fullmatch(text):
        year = int("".join(str(_DIGITS[c]) for c in words[1]))
        return _day(year, _chinese_number(words[2]), _chinese_number(words[3]))
    if (english := _DMY.fullmatch(text)) and (month := _MONTHS.get(english[2][:3].lower())):
        return _day(int(english[3]), month, int(english[1]))
    if (english := _MDY.fullmatch(text)) and (month := _MONTHS.get(english[1][:3].lower())):
        return _day(int(english[3]), month, int(english[2]))
    raise Unreadable(text)


def _chinese_number(text: str) -> int:
    total = digit = 0
    for character in text:
        if character in _UNITS:
            total, digit = total + (digit or 1) * _UNITS[character], 0
        elif character in _DIGITS:
            digit = _DIGITS[character]
        else:
            raise Unreadable(text)
    return total + digit


def read_count(cell: Cell) -> int | None:
    """How many: 约93, 150人, 1.2万 or 三十; halves are cut. Raises: Unreadable."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _counted(float(cell), as_text(cell))
    text = narrow(as_text(cell))
    if is_empty(text):
        return None
    if found := _COUNT.fullmatch(text):
        factor = {"万": 10_000, "千": 1000}.get(found[2] or "", 1)
        return _counted(round(float(found[1].replace(",", "")) * factor, 6), text)
    return _chinese_number(text.removesuffix("人").removesuffix("名"))


def _counted(number: float, text: str) -> int:
    if not math.isfinite(number) or not 0 <= number < 1e12:
        raise Unreadable(text)
    return int(number)


def read_money(cell: Cell, unit: str | None = None) -> int | None:
    """Money in fen. `unit` (万元, 元 …) is the one the column's head names; the cell's own unit wins; else yuan.

    Raises: Unreadable.
    """
    text = narrow(as_text(cell))
    if is_empty(text):
        return None
    found = _MONEY.fullmatch(text)
    if not found:
        raise Unreadable(text)
    word = (found[2] or unit or "元").lower()
    factor = _FEN.get(word, _FEN.get(word.removesuffix("元") or "元", 100))
    fen = round(float(found[1].replace(",", "")) * factor)
    if fen >= 1 << 62:
        raise Unreadable(text)
    return fen


def read_decimal(cell: Cell) -> float | None:
    """A measured number such as a coordinate, also with its degree sign or N/E. Raises: Unreadable."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        number = float(cell)
    else:
        text = narrow(as_text(cell)).replace("°", "").strip("NnEe东经北纬 ")
        if is_empty(text):
            return None
        if not _NUMBER.fullmatch(text):
            raise Unreadable(text)
        number = float(text.replace(",", ""))
    if not math.isfinite(number):
        raise Unreadable(str(number))
    return number


def read_tick(cell: Cell) -> bool | None:
    """Yes or no: √ Y 是 or × 否. Raises: Unreadable."""
    if isinstance(cell, bool):
        return cell
    text = "".join(narrow(as_text(cell)).split()).lower()
    if text in TRUE_MARKS:
        return True
    if text in FALSE_MARKS or text == "无":
        return False
    if is_empty(text):
        return None
    raise Unreadable(text)


def read_choice(cell: Cell, column: Column) -> str | None:
    """One of the column's words. Raises: Unreadable."""
    text = "".join(narrow(as_text(cell)).split()).lower()
    if text in column.choices:
        return column.choices[text]
    if is_empty(text):
        return None
    raise Unreadable(text)
