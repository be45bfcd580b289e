"""Templates keep the strict content policy, and none lies about unused."""

import re
from pathlib import Path

import pytest

from fangwei.ui import parts

PACKAGE = Path(__file__).resolve().parents[2]
TEMPLATES = sorted(path for path in PACKAGE.rglob("templates/**/*.html"))
OWN = Path(__file__).resolve().parents[1] / "templates" / "ui"
PAGE_PIECES = {"base.html"}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_inline_style_or_script(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"<style|<[^>]*\sstyle=", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)
    assert not re.search(r"""<[^>]*\son[a-z]+\s*=|href=["']javascript:|hx-on|hx-vals=["']js:""", text)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_every_post_form_carries_the_token(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    posts = re.findall(r'<form[^>]*method="post".*?(?:</form>|$)', text, re.S)
    for form in posts:
        assert "csrf" in form, f"{path.name}: {form[:80]}"


def test_no_template_is_unused() -> None:
    sources = "\n".join(
        path.read_text(encoding="utf-8")
        for path in PACKAGE.rglob("*")
        if path.suffix in (".py", ".html") and "tests" not in path.parts
    )
    for path in OWN.glob("*.html"):
        assert f'"ui/{path.name}"' in sources, path.name


def test_every_part_has_its_template() -> None:
    for name in parts.__all__:
        template = getattr(getattr(parts, name), "template", None)
        if template:
            assert (OWN.parent / template).exists(), name
