"""Write law/calendar/cn-workdays.yaml from the chinesecalendar package, for the years given.

Run after the General Office has published the next year's days off and the package has them:
`python tools/calendar_table.py 2020 2027`. Nothing at run time needs the package.
"""

import sys
from datetime import UTC, date, datetime, timedelta
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path

from chinese_calendar import constants  # type: ignore[import-untyped]

TARGET = Path(__file__).resolve().parents[1] / "law" / "calendar" / "cn-workdays.yaml"
HEAD = """\
calendar: cn-workdays
title: {{zh: 全国工作日历, en: National working-day calendar}}
note:
  zh: 根据国务院办公厅每年的节假日安排通知整理；数据经 chinesecalendar 软件包({version})取得，尚未逐年与通知原文核对。
  en: Facts of the General Office's yearly notices, by way of the chinesecalendar package ({version}); not yet held
    against each notice's own text.
years:
"""


def spans(days: list[date]) -> list[str]:
    """Neighbouring days as first..last."""
    if not days:
        return []
    starts = [days[0], *(b for a, b in pairwise(days) if b - a > timedelta(days=1))]
    ends = [*(a for a, b in pairwise(days) if b - a > timedelta(days=1)), days[-1]]
    return [str(a) if a == b else f"{a}..{b}" for a, b in zip(starts, ends, strict=True)]


def year_entry(year: int, checked: date) -> str:
    """One year's entry.

    Raises: SystemExit when the package does not hold the year.
    """
    off = sorted(day for day in constants.holidays if day.year == year)
    work = sorted(day for day in constants.workdays if day.year == year)
    if not off:
        raise SystemExit(f"The chinesecalendar package has no data for {year}: upgrade it, then run this again.")
    quoted = [f'"{span}"' for span in spans(off)]
    return "\n".join(
        [
            f"  - year: {year}",
            "    notice:",
            f"      zh: 国务院办公厅关于{year}年部分节假日安排的通知",
            f"      en: General Office of the State Council, notice on the public holidays of {year}",
            "    status: unconfirmed",
            f"    last_checked: {checked}",
            f"    off: [{', '.join(quoted[:4])},",
            f"      {', '.join(quoted[4:])}]",
            f"    work: [{', '.join(chr(34) + str(day) + chr(34) for day in work)}]",
            "",
        ]
    )


def main(arguments: list[str]) -> None:
    """Write the table for the years first..last."""
    first, last = (int(text) for text in arguments)
    body = "".join(year_entry(year, datetime.now(UTC).date()) for year in range(first, last + 1))
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(HEAD.format(version=version("chinesecalendar")) + body, encoding="utf-8")
    print(f"{TARGET}: {last - first + 1} years")


if __name__ == "__main__":
    main(sys.argv[1:])
