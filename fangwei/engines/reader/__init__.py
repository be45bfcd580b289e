"""Reading register sheets as officials keep them: any order of columns, any way to write a date, any file they send.

A file is checked before it is opened, its header is found under titles and merged cells, and each record comes with
the sheet's row number, its cells as given, its values and its faults. Nothing here knows what a record means.
"""

from fangwei.engines.reader.errors import SheetError
from fangwei.engines.reader.header import Header, Label, fold_label
from fangwei.engines.reader.safety import DEFAULT_LIMITS, Limits, check_file
from fangwei.engines.reader.sheet import Fault, OpenSheet, Record, open_sheet
from fangwei.engines.reader.spec import Cell, Column, Kind, SheetSpec, words
from fangwei.engines.reader.values import as_text

__all__ = [
    "DEFAULT_LIMITS",
    "Cell",
    "Column",
    "Fault",
    "Header",
    "Kind",
    "Label",
    "Limits",
    "OpenSheet",
    "Record",
    "SheetError",
    "SheetSpec",
    "as_text",
    "check_file",
    "fold_label",
    "open_sheet",
    "words",
]
