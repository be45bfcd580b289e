"""The page that checks receipts without a network: one file, put together from its parts, allowed to run by its own hashes."""

import base64
import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, cast

from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

_PARTS = Path(__file__).resolve().parent / "offline"
_PAGE = """<!doctype html>
<html lang="zh-Hans"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Fangwei</title><style>{style}</style></head>
<body><main><p><button id="tongue" type="button">中文 / English</button></p>
<h1 data-text="title"></h1><p data-text="lead"></p>
<form id="form"><label><span data-text="file"></span><input id="file" type="file" required></label>
<label><span data-text="keys"></span><textarea id="keys" required></textarea></label>
<button data-text="run"></button></form>
<div id="result" role="status"></div></main>
<script>{check}</script><script>{page}</script></body></html>
"""


def _part(name: str) -> str:
    return (_PARTS / name).read_text(encoding="utf-8")


@cache
def offline_page() -> str:
    """Return the whole page; saved to a file it works anywhere."""
    return _PAGE.format(style=_part("check.css"), check=_part("check.js"), page=_part("page.js"))


def _allowed(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


_csp = cast(
    Callable[[Any], Any],
    csp_update(
        {
            "script-src": [_allowed(_part("check.js")), _allowed(_part("page.js"))],
            "style-src": [_allowed(_part("check.css"))],
        }
    ),
)


@_csp
@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """Give the page."""
    return HttpResponse(offline_page())
