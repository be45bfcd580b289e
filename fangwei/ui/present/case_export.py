"""A list as it is seen, handed out as a table: the same rows in the same order, the same columns as plain text."""

import csv
from collections.abc import Iterator, Sequence
from datetime import date
from io import BytesIO, StringIO

import xlsxwriter
from django.utils.translation import gettext as _

from fangwei.casework.models import Case
from fangwei.register.queries import names_of
from fangwei.ui import words as ui_words
from fangwei.ui.present import words
from fangwei.ui.present.asked import Asked
from fangwei.ui.present.case_list import chosen_columns
from fangwei.ui.present.keyset import page_of_walk
from fangwei.ui.present.narrowed import Narrowed, walks_of
from fangwei.ui.present.people import owner_lines

AT_MOST = 10_000
"""How many rows are handed out at once; whoever needs more narrows the list or takes the register sheet."""

_BATCH = 500
_GRADES = ("ungraded", "general", "major")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def table_of(request: Asked, narrowed: Narrowed) -> list[list[str]]:
    """Return the heads and the rows of a list, at most `AT_MOST` of them."""
    columns = chosen_columns(narrowed, "desk")
    keys = [column.key for column in columns]
    heads = [column.label for column in columns]
    if "what" in keys:  # a line of the screen shows both; a table keeps them apart
        heads.insert(1, _("Place"))
    table = [heads]
    for cases in _batches(request, narrowed):
        table += texts_of(cases, keys, request.today)
    return table


def _batches(request: Asked, narrowed: Narrowed) -> Iterator[list[Case]]:
    walks, after, seen = walks_of(request.actor, narrowed, request.at), "", 0
    while seen < AT_MOST:
        page = page_of_walk(request.actor, walks, after, limit=min(_BATCH, AT_MOST - seen), order=narrowed.sort)
        yield page.cases
        seen, after = seen + len(page.cases), page.after
        if not after:
            return


def texts_of(cases: Sequence[Case], keys: Sequence[str], today: date) -> Iterator[list[str]]:
    """Yield what some columns of the list say of each case, as plain text; place and title apart."""
    owners = owner_lines(cases, today) if "owner" in keys else {}
    divisions = names_of({case.territory for case in cases}) if "township" in keys else {}
    for case in cases:
        owner = owners.get(case.pk)
        ends = case.closed_at or case.due_at
        said = {
            "number": case.number or "",
            "grade": words.said(words.CHOICES, _GRADES[case.severity]) if case.severity else "",
            "state": words.state(case.state),
            "owner": " ".join(part for part in (owner.organization, owner.post, owner.holder) if part) if owner else "",
            "township": divisions.get(case.territory, ""),
            "opened": ui_words.day(case.opened_at),
            "clock": ui_words.day(ends) if ends else "",
        }
        place = case.place.name if case.place else ""
        yield [part for key in keys for part in ((case.title, place) if key == "what" else (said[key],))]


def as_csv(table: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield a table line by line as a spreadsheet opens it; a text that looks like a formula is kept a text."""
    yield "\ufeff"
    for row in table:
        line = StringIO()
        csv.writer(line).writerow([f"'{text}" if text.startswith(_FORMULA) else text for text in row])
        yield line.getvalue()


def as_xlsx(table: Sequence[Sequence[str]], title: str) -> BytesIO:
    """Return a table as a workbook of one sheet, every cell a text."""
    file = BytesIO()
    book = xlsxwriter.Workbook(file, {"strings_to_formulas": False, "strings_to_urls": False})
    page, bold = book.add_worksheet(title), book.add_format({"bold": True})
    for number, row in enumerate(table):
        for place, text in enumerate(row):
            page.write_string(number, place, text, None if number else bold)
    page.freeze_panes(1, 0)
    page.set_column(0, 1, 40)
    page.set_column(2, 8, 16)
    book.close()
    file.seek(0)
    return file
