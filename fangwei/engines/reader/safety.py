"""What is looked at before a stranger's file is opened: its size, its kind and what it would unpack to."""

import copy
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from fangwei.engines.reader.errors import SheetError

Format = Literal["xlsx", "xlsb", "ods", "xls", "csv"]
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CHUNK = 1 << 16
_MARKUP = (b"<!doctype", b"<html", b"<?xml", b"<table", b"<meta", b"%pdf", b"{\\rtf")


@dataclass(frozen=True)
class Limits:
    """How much of a file is accepted: bytes on disk, bytes unpacked, entries, and how tightly it may be packed.

    A workbook of 100,000 rows is about 7 MB packed and 110 MB unpacked, a ratio of 16; empty styled rows reach 100.
    """

    file_bytes: int = 50 * 1024 * 1024
    unpacked_bytes: int = 640 * 1024 * 1024
    entries: int = 2000
    ratio: int = 200
    ratio_from: int = 8 * 1024 * 1024


DEFAULT_LIMITS = Limits()


def check_file(path: Path, limits: Limits = DEFAULT_LIMITS) -> Format:
    """Which kind of sheet a file is, once it is known to be safe to open; its name plays no part.

    Raises: SheetError `file_too_large`, `empty`, `not_a_spreadsheet`, `zip_bomb`, `encrypted`.
    """
    size = path.stat().st_size
    if size > limits.file_bytes:
        raise SheetError(
            "file_too_large", {"size_mb": round(size / 1048576, 1), "limit_mb": limits.file_bytes // 1048576}
        )
    if size == 0:
        raise SheetError("empty", {"file": path.name})
    with path.open("rb") as stream:
        head = stream.read(4096)
    if head.startswith(b"PK"):
        return _check_zip(path, limits)
    if head.startswith(_OLE):
        return _check_ole(path)
    _check_plain_text(head, path)
    return "csv"


def _check_plain_text(head: bytes, path: Path) -> None:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(_MARKUP):
        raise SheetError("not_a_spreadsheet", {"file": path.name, "kind": "markup"})
    if not head.startswith((b"\xff\xfe", b"\xfe\xff")) and any(byte < 9 or 13 < byte < 32 for byte in head):
        raise SheetError("not_a_spreadsheet", {"file": path.name, "kind": "binary"})


def _check_ole(path: Path) -> Format:
    data = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise SheetError("encrypted", {"file": path.name})
    if not any(name.encode("utf-16-le") in data for name in ("Workbook", "Book")):
        raise SheetError("not_a_spreadsheet", {"file": path.name, "kind": "ole"})
    return "xls"


def _check_zip(path: Path, limits: Limits) -> Format:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            _check_directory(entries, path.stat().st_size, limits)
            kind = _kind(archive, {entry.filename for entry in entries}, path)
            if any(entry.flag_bits & 1 for entry in entries):
                raise SheetError("encrypted", {"file": path.name})
            _check_contents(archive, entries, limits)
            return kind
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError, RuntimeError) as error:
        raise SheetError("not_a_spreadsheet", {"file": path.name, "kind": "broken"}) from error


def _check_directory(entries: list[zipfile.ZipInfo], size: int, limits: Limits) -> None:
    total = sum(entry.file_size for entry in entries)
    if len(entries) > limits.entries or total > limits.unpacked_bytes:
        raise SheetError("zip_bomb", {"entries": len(entries), "unpacked_mb": total // 1048576})
    packed = sum(entry.compress_size for entry in entries)
    if packed > size:  # entries that overlap unpack the same bytes many times
        raise SheetError("zip_bomb", {"entries": len(entries), "unpacked_mb": total // 1048576})
    for entry in entries:
        _check_ratio(entry, entry.file_size, limits)


def _check_ratio(entry: zipfile.ZipInfo, unpacked: int, limits: Limits) -> None:
    if unpacked > limits.ratio_from and unpacked > limits.ratio * max(entry.compress_size, 1):
        raise SheetError("zip_bomb", {"entries": 1, "unpacked_mb": unpacked // 1048576})


def _kind(archive: zipfile.ZipFile, names: set[str], path: Path) -> Format:
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "xl/workbook.bin" in names:
        return "xlsb"
    if "mimetype" in names and "content.xml" in names:
        with archive.open("mimetype") as stream:
            if b"opendocument.spreadsheet" in stream.read(200):
                return "ods"
    raise SheetError("not_a_spreadsheet", {"file": path.name, "kind": "zip"})


def _check_contents(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    """Unpack everything once and throw it away: a directory may lie about sizes, the deflated stream cannot."""
    total = 0
    for entry in entries:
        unlimited = copy.copy(entry)
        unlimited.file_size = limits.unpacked_bytes + 1  # read to the stream's true end, not to the declared one
        own = 0
        with archive.open(unlimited) as stream:
            while chunk := stream.read(_CHUNK):
                own += len(chunk)
                if total + own > limits.unpacked_bytes:
                    raise SheetError("zip_bomb", {"entries": len(entries), "unpacked_mb": (total + own) // 1048576})
                _check_ratio(entry, own, limits)
        total += own
