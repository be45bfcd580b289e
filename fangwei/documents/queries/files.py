"""The files of a paper: as they were kept, else made anew from its frozen values, which gives the same bytes."""

import hashlib
import io
import re
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import Storage, storages

from fangwei.documents.fonts import Faces, NoChineseFont, faces
from fangwei.documents.kinds import DocumentKind, document_kind
from fangwei.documents.models import Document, Rendering
from fangwei.documents.printing import print_pages, print_pdf
from fangwei.documents.refusals import DocumentRefused
from fangwei.documents.word import TemplateFaulty, build_template, fill, read_blocks


@dataclass(frozen=True, slots=True)
class Template:
    """A Word template: its bytes, their hash, and the deployment's file if it is not the built-in one."""

    word: bytes
    sha256: str
    file: str = ""


def storage() -> Storage:
    """Return where files of papers are kept."""
    return storages["evidence"]


def path_of(sha256: str) -> str:
    """Return where a file of this hash is kept."""
    return f"documents/{sha256[:2]}/{sha256}"


_built: dict[str, Template] = {}


def built_in(kind: DocumentKind) -> Template:
    """Return the built-in template of a kind, made from its wording once a process."""
    if kind.name not in _built:
        word = build_template(kind.blocks)
        _built[kind.name] = Template(word, hashlib.sha256(word).hexdigest())
    return _built[kind.name]


def template_of(kind: DocumentKind) -> Template:
    """Return the template of a kind: the deployment's own `templates/<kind>.docx` if there is one, else the built-in."""
    own = Path(settings.FANGWEI_TEMPLATES) / f"{kind.name}.docx"
    if not own.is_file():
        return built_in(kind)
    word = own.read_bytes()
    return Template(word, hashlib.sha256(word).hexdigest(), own.name)


def template_faults() -> dict[str, str]:
    """Return what is wrong with each of the deployment's own templates, by file name: empty where it can be filled in.

    Each is tried with the newest paper of its kind; without one, with every field of the built-in wording left empty.
    """
    folder, found = Path(settings.FANGWEI_TEMPLATES), {}
    for own in sorted(folder.glob("*.docx")) if folder.is_dir() else []:
        kind = document_kind(own.stem)
        if kind is None:
            found[own.name] = "kind_unknown"
            continue
        newest = Document.objects.filter(kind=kind.name).order_by("-drawn_at").first()
        sample = newest.content if newest is not None else _sample(kind)
        try:
            word = fill(own.read_bytes(), sample, title=kind.title, at=datetime(2020, 1, 1, tzinfo=UTC))
            read_blocks(word)
        except TemplateFaulty as error:
            found[own.name] = str(error)
        else:
            found[own.name] = ""
    return found


def _sample(kind: DocumentKind) -> dict[str, Any]:
    """Return empty values for every field that the built-in wording names."""
    with zipfile.ZipFile(io.BytesIO(built_in(kind).word)) as file:
        text = re.sub(r"<[^>]+>", "", file.read("word/document.xml").decode())
    lists = set(re.findall(r"for r in (\w+)", text))
    names = set(re.findall(r"[\u4e00-\u9fff]+(?=\s*(?:\}\}|%\}|or\b|~))", text)) - lists
    return {**dict.fromkeys(names, ""), **{name: [] for name in lists}}


def filled(template: Template, document: Document) -> bytes:
    """Return a document's Word file by a template. Raises: DocumentRefused (template_faulty)."""
    title = f"{document.content.get('标题', '')} {document.number}".strip()
    try:
        return fill(template.word, document.content, title=title, at=document.drawn_at)
    except TemplateFaulty as error:
        raise DocumentRefused("template_faulty", file=template.file or document.kind, why=str(error)) from error


def word_of(document: Document) -> bytes:
    """Return the Word file of a document. Raises: DocumentRefused (template_faulty)."""
    return _kept(document, Rendering.Format.DOCX) or filled(_template(document), document)


def pdf_of(document: Document) -> bytes:
    """Return the PDF of a document; a withdrawn one is made anew and marked so on every page.

    Raises: DocumentRefused (template_faulty, no_fonts).
    """
    kept = None if document.withdrawn_at else _kept(document, Rendering.Format.PDF)
    return kept or print_pdf("paper.typ", paper_data(document, word_of(document)), chosen_faces(), at=document.drawn_at)


def pages_of(document: Document) -> list[bytes]:
    """Return a picture of each page. Raises: DocumentRefused (template_faulty, no_fonts)."""
    return print_pages("paper.typ", paper_data(document, word_of(document)), chosen_faces())


def paper_data(document: Document, word: bytes) -> dict[str, Any]:
    """Return what the printer needs of a document whose Word file this is. Raises: DocumentRefused (template_faulty)."""
    return {
        "title": f"{document.content.get('标题', '')} {document.number}",
        "author": str(document.content.get("机关", "")),
        "withdrawn": document.withdrawn_at is not None,
        "blocks": read_blocks(word),
    }


def chosen_faces() -> Faces:
    """Return the fonts of this deployment. Raises: DocumentRefused (no_fonts)."""
    try:
        return faces(tuple(settings.FANGWEI_FONTS))
    except NoChineseFont as error:
        raise DocumentRefused("no_fonts") from error


def _template(document: Document) -> Template:
    kind = document_kind(document.kind)
    if kind is None:
        raise DocumentRefused("kind_unknown")
    return template_of(kind)


def _kept(document: Document, form: str) -> bytes | None:
    row = next((one for one in document.files.all() if one.format == form), None)
    if row is None or not storage().exists(path_of(row.sha256)):
        return None
    with storage().open(path_of(row.sha256)) as file:
        return bytes(file.read())
