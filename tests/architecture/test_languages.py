"""Both languages, everywhere: no text on a page that cannot be switched."""

import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture import tree
from tools import messages

HAN = re.compile(r"[\u4e00-\u9fff]")
SILENT = re.compile(
    r"\{#.*?#\}|\{%\s*comment.*?endcomment\s*%\}|<!--.*?-->|<(script|style|svg|kbd|code)\b.*?</\1>"
    r"|\{%\s*blocktrans(?:late)?\b.*?endblocktrans(?:late)?\s*%\}|\{%.*?%\}|\{\{.*?\}\}",
    re.S,
)
SPOKEN = re.compile(r'\b(?:title|alt|placeholder|aria-label|aria-description)="([^"]*)"')
QUOTED = re.compile(r'"[^"]*"')
TAG = re.compile(r"<[^>]*>", re.S)
# Names that are the same in every language.
NAMES = {
    "Fangwei",
    "English",
    "PDF",
    "CSV",
    "GCJ",
    "WGS",
    "xlsx",
    "JSON",
    "nbsp",
    "middot",
    "hellip",
    "times",
    "rarr",
    "larr",
    "ndash",
    "mdash",
}
# The switch names each language in itself.
SELF_NAMED = re.compile(r"简体中文|中文|防微")


def templates() -> Iterator[tuple[Path, str]]:
    for path in sorted(tree.PACKAGE.rglob("templates/**/*")):
        if path.is_file() and path.suffix in {".html", ".txt"}:
            yield path, path.read_text(encoding="utf-8")


def test_templates_hold_no_chinese() -> None:
    spoken = [
        f"{path.relative_to(tree.ROOT)}: {line.strip()[:60]}"
        for path, text in templates()
        for line in SELF_NAMED.sub("", re.sub(r"\{#.*?#\}", "", text)).splitlines()
        if HAN.search(line)
    ]
    assert not spoken, "English in the template, Chinese in the catalogue"


def test_templates_hold_no_text_that_is_not_translated() -> None:
    bare = []
    for path, text in templates():
        quiet = QUOTED.sub(lambda quote: quote[0].replace(">", ""), SILENT.sub(" ", text))
        words = TAG.sub(" ", quiet) + " ".join(SPOKEN.findall(quiet))
        left = set(re.findall(r"[A-Za-z]{3,}", words)) - NAMES
        # A template without a tag is a row of attributes.
        if left and path.suffix == ".html" and "<" in text:
            bare.append(f"{path.relative_to(tree.ROOT)}: {sorted(left)}")
    assert not bare


def test_every_text_has_its_chinese() -> None:
    assert not messages.faults()
