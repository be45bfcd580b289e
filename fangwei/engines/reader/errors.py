"""What can be wrong with a file or a sheet as a whole, named once so that every surface says the same."""

from collections.abc import Mapping


class SheetError(Exception):
    """A file that cannot be read as an official's sheet.

    `code` is one of `file_too_large`, `not_a_spreadsheet`, `zip_bomb`, `encrypted`, `no_header`, `column_missing`,
    `sheet_unknown`, `empty`; `params` holds the numbers and names that the words need.
    """

    def __init__(self, code: str, params: Mapping[str, object] | None = None) -> None:
        self.code = code
        self.params: dict[str, object] = dict(params or {})
        super().__init__(f"{code} {self.params}" if self.params else code)
