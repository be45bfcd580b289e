"""Setting blocks as PDF or as pictures of pages, by typst; what is shown comes as data and is never read as markup.

The sources stand in this package, name no package of the network and read no file beside them. Knows no Django.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from fangwei.documents.fonts import Faces

SOURCES = Path(__file__).with_name("typst")


def print_pdf(source: str, data: Mapping[str, Any], faces: Faces, *, at: datetime) -> bytes:
    """Return a PDF of a source with this data; the same data give the same bytes."""
    made = _compile(source, data, faces, format="pdf", timestamp=int(at.timestamp()))
    assert isinstance(made, bytes)
    return made


def print_pages(source: str, data: Mapping[str, Any], faces: Faces, *, ppi: float = 110) -> list[bytes]:
    """Return a picture (PNG) of each page."""
    made = _compile(source, data, faces, format="png", ppi=ppi)
    return [made] if isinstance(made, bytes) else list(made)


def _compile(source: str, data: Mapping[str, Any], faces: Faces, **options: Any) -> bytes | Sequence[bytes]:
    import typst  # heavy: loaded with the first paper

    sent = json.dumps({**data, "faces": faces.families}, ensure_ascii=False)
    made: bytes | Sequence[bytes] = typst.compile(
        str(SOURCES / source),
        root=str(SOURCES),
        font_paths=faces.fonts,
        ignore_system_fonts=True,
        sys_inputs={"data": sent},
        **options,
    )
    return made
