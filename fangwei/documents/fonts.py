"""The fonts that papers are printed with: the deployment's own first, then the one that comes along, then the system's.

Word files name the official faces and leave them to the machine that opens them; this is about PDF only. Knows no Django.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pylopdf_fonts_zh_cn as carried

_SONG = ("Noto Serif SC", "Noto Serif CJK SC", "Source Han Serif SC", "Songti SC", "SimSun")
_PLAIN = ("Noto Sans SC", "Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Micro Hei", "SimHei")
_WANTED = {
    "title": ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "方正小标宋简体", "方正小标宋_GBK", *_SONG, *_PLAIN),
    "body": ("FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋", "STFangsong", *_SONG, *_PLAIN),
    "head": ("SimHei", "黑体", "STHeiti", *_PLAIN, *_SONG),
}


class NoChineseFont(Exception):
    """There is no font with Chinese characters, neither carried along nor on the system."""


@dataclass(frozen=True, slots=True)
class Faces:
    """Fonts ready for the printer, and the families for titles, body and headings, likeliest first."""

    fonts: Any
    families: dict[str, list[str]]


@lru_cache(maxsize=4)
def faces(folders: Sequence[str]) -> Faces:
    """Return the faces to print with; `folders` are the deployment's own. Raises: NoChineseFont."""
    import typst  # heavy: loaded with the first paper

    own = [folder for folder in folders if Path(folder).is_dir()]
    along = str(Path(carried.serif_path()).parent)
    for paths, system in (([*own, along], False), ([*own, along], True)):
        fonts = typst.Fonts(include_system_fonts=system, include_embedded_fonts=False, font_paths=paths)
        known = set(fonts.families())
        chosen = {use: [name for name in names if name in known] for use, names in _WANTED.items()}
        if all(chosen.values()):
            return Faces(fonts, chosen)
    raise NoChineseFont
