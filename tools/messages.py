"""Compile and check the Chinese texts with Babel, where no GNU gettext is installed.

Each area keeps its translations in `fangwei/locale/parts/<area>.po`. `compile` merges them into the one catalogue that
Django loads; `check` says which text in Python or in a template has no Chinese, loses a placeholder, or has two
translations; `list AREA` prints the missing entries of one folder, ready to be filled in.
"""

import argparse
import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "fangwei"
PARTS = PACKAGE / "locale" / "parts"
TARGET = PACKAGE / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.mo"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
STRING = r"""u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
CALL = re.compile(rf"\b(n?p?gettext|_)\(({STRING}(?:,\s*{STRING})*)")
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w*)[^{}]*\}")

Text = tuple[str, str]
"""A context, empty for most texts, and the English text."""


def texts_in_python(file: Path) -> Iterator[Text]:
    """Yield every text that a Python file hands to gettext."""
    with file.open("rb") as source:
        for _line, message, _comments, context in extract("python", source, keywords=KEYWORDS):
            yield context or "", message if isinstance(message, str) else message[0]


def texts_in_template(file: Path) -> Iterator[Text]:
    """Yield every text that a template translates, as Django itself would look it up."""
    for call in CALL.finditer(templatize(file.read_text(encoding="utf-8"))):
        words = ast.literal_eval(f"({call[2]},)")
        yield (words[0], words[1]) if "p" in call[1].removesuffix("gettext") else ("", words[0])


def texts_of_the_code(folder: Path = PACKAGE) -> dict[Text, str]:
    """Return every text under `folder` that needs a translation, with the file that says it first."""
    found: dict[Text, str] = {}
    for file in sorted(folder.rglob("*")):
        if "tests" in file.parts or "static" in file.parts or "migrations" in file.parts:
            continue
        if file.suffix == ".py":
            texts = texts_in_python(file)
        elif "templates" in file.parts and file.suffix in {".html", ".txt"}:
            texts = texts_in_template(file)
        else:
            continue
        for text in texts:
            if text[1]:
                found.setdefault(text, str(file.relative_to(ROOT)))
    return found


def merged() -> tuple[Catalog, list[str]]:
    """Return all parts as one catalogue, and a line for every text that two parts translate differently."""
    whole, disputes = Catalog(locale="zh_Hans", domain="django", charset="utf-8"), []
    for part in sorted(PARTS.glob("*.po")):
        with part.open("rb") as source:
            try:
                catalogue = read_po(source, locale="zh_Hans", abort_invalid=True)
            except PoFileError as error:
                disputes.append(f"{part.relative_to(ROOT)}: not a readable catalogue: {error}")
                continue
        for message in catalogue:
            if not message.id or not message.string:
                continue
            former = whole.get(message.id, context=message.context)
            if former is not None and former.string and former.string != message.string:
                disputes.append(f"{part.name}: {message.id!r} is {message.string!r} here, {former.string!r} elsewhere")
                continue
            # Chinese has one plural form; a plain string would be written as a text without one.
            whole.add(message.id, message.string, context=message.context)
    return whole, disputes


def compile_catalogue() -> list[str]:
    """Write the catalogue that Django loads, and return the disputes met on the way."""
    catalogue, disputes = merged()
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    fresh = TARGET.with_suffix(".new")
    with fresh.open("wb") as target:
        write_mo(target, catalogue)
    fresh.replace(TARGET)
    return disputes


def placeholders(text: str) -> set[str]:
    """Return the names that are filled in when the text is shown."""
    return {first or second for first, second in PLACEHOLDER.findall(text)}


def missing(folder: Path = PACKAGE) -> dict[Text, str]:
    """Return the texts under `folder` that have no Chinese, with the file that says each."""
    catalogue, _disputes = merged()
    translated = {
        (message.context or "", message.id if isinstance(message.id, str) else message.id[0]) for message in catalogue
    }
    return {text: place for text, place in texts_of_the_code(folder).items() if text not in translated}


def faults() -> list[str]:
    """Return a line for every text without Chinese, every dispute and every lost placeholder."""
    catalogue, lines = merged()
    lines += [f"{place}: no Chinese for {text!r}" for (_context, text), place in missing().items()]
    for message in catalogue:
        source = message.id if isinstance(message.id, str) else message.id[-1]
        strings = [message.string] if isinstance(message.string, str) else list(message.string)
        lines += [
            f"{source!r}: the Chinese fills in {sorted(placeholders(string))}, the English {sorted(placeholders(source))}"
            for string in strings
            if source and placeholders(string) != placeholders(source)
        ]
    return lines


def main() -> int:
    """Carry out the task that the command line names; return 1 when something is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("task", choices=["compile", "check", "list"])
    parser.add_argument("folder", nargs="?", type=Path, default=PACKAGE, help="for `list`: a folder of fangwei/")
    asked = parser.parse_args()
    if asked.task == "compile":
        for line in compile_catalogue():
            print(f"WARNING: {line}", file=sys.stderr)
        return 0
    if asked.task == "list":
        for (context, text), place in missing(asked.folder.resolve()).items():
            quoted = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
            print(f"#: {place}" + (f'\nmsgctxt "{context}"' if context else "") + f'\nmsgid "{quoted}"\nmsgstr ""\n')
        return 0
    lines = faults()
    print("\n".join(lines) if lines else "Every text has its Chinese.")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
