"""Word files: built-in templates made from a layout, templates filled in, and a filled file read back as plain blocks.

What the PDF says is read from the Word file, so both always say the same, whoever edited the template. Knows no Django.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from types import SimpleNamespace
from typing import Any

from fangwei.documents import layout
from fangwei.documents.layout import Block, Each, Grid, Line, Pairs, Sides

XIAOBIAOSONG, FANGSONG, HEITI, LATIN = "方正小标宋简体", "仿宋_GB2312", "黑体", "Times New Roman"
_MADE = (2020, 1, 1, 0, 0, 0)
_STYLES: dict[str, tuple[str, float, str, bool, float]] = {
    # name: face, size in points, alignment, first line indented, space after in points
    layout.AUTHORITY: (XIAOBIAOSONG, 18, "CENTER", False, 6),
    layout.TITLE: (XIAOBIAOSONG, 22, "CENTER", False, 6),
    layout.NUMBER: (FANGSONG, 12, "CENTER", False, 14),
    layout.HEADING: (HEITI, 14, "LEFT", False, 2),
    layout.BODY: (FANGSONG, 14, "JUSTIFY", True, 2),
    layout.PLAIN: (FANGSONG, 14, "LEFT", False, 2),
    layout.CELL: (FANGSONG, 11, "LEFT", False, 0),
    layout.SIGNED: (FANGSONG, 12, "LEFT", False, 4),
    layout.SEAL_FIRST: (FANGSONG, 14, "RIGHT", False, 0),
    layout.SEAL: (FANGSONG, 14, "RIGHT", False, 0),
    layout.SMALL: (FANGSONG, 10.5, "LEFT", False, 0),
}
_ABOVE = {layout.SEAL_FIRST: 24}  # room for the seal
_FACES = {XIAOBIAOSONG: "title", HEITI: "head"}
# Control characters break files; those that turn the direction of writing make a paper say what it does not say.
_UNSAFE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")


class TemplateFaulty(ValueError):
    """A Word template cannot be filled in; the text says why."""


@cache
def _office() -> SimpleNamespace:
    """Load the libraries of Word files when the first paper is made: they weigh more than the rest of a web worker's page."""
    import docx
    import docxtpl
    import jinja2
    from docx import oxml, shared, table
    from docx.enum.table import WD_TABLE_ALIGNMENT
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.opc.exceptions import PackageNotFoundError
    from docx.oxml.ns import qn
    from docx.text.paragraph import Paragraph
    from jinja2.sandbox import SandboxedEnvironment

    return SimpleNamespace(
        open=docx.Document,
        align=WD_ALIGN_PARAGRAPH,
        table_align=WD_TABLE_ALIGNMENT,
        element=oxml.OxmlElement,
        qn=qn,
        cm=shared.Cm,
        pt=shared.Pt,
        paragraph=Paragraph,
        table=table.Table,
        cell=table._Cell,
        missing=PackageNotFoundError,
        template=docxtpl.DocxTemplate,
        sandbox=SandboxedEnvironment,
        strict=jinja2.StrictUndefined,
        fault=jinja2.TemplateError,
    )


def plain(value: Any) -> Any:
    """Return a value as papers carry it: texts without control characters, whole numbers, lists and objects of them."""
    if isinstance(value, Mapping):
        return {str(name): plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if value is None or isinstance(value, bool | int):
        return "" if value is None else value
    text = str(value).replace("\r\n", "\n").replace("\r", "\n")
    # Half of a surrogate pair is no character; Word and the ledger refuse it.
    return _UNSAFE.sub(" ", text.encode("utf-8", "ignore").decode("utf-8"))


# -- the built-in template -------------------------------------------------------------------------------------


def build_template(blocks: Sequence[Block]) -> bytes:
    """Return a Word template of A4 with page numbers, made from a layout."""
    document = _office().open()
    _page(document)
    for name, look in _STYLES.items():
        _style(document, name, look)
    for block in blocks:
        _BUILD[type(block)](document, block)
    return _saved(document, datetime(2020, 1, 1, tzinfo=UTC))


def _page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = _office().cm(21), _office().cm(29.7)
    section.top_margin, section.bottom_margin = _office().cm(3.0), _office().cm(2.6)
    section.left_margin, section.right_margin = _office().cm(2.8), _office().cm(2.6)
    _faces(document.styles["Normal"].element.get_or_add_rPr(), FANGSONG)
    foot = section.footer.paragraphs[0]
    foot.alignment = _office().align.CENTER
    for text, field in (("第 ", "PAGE"), (" 页　共 ", "NUMPAGES"), (" 页", "")):
        foot.add_run(text)
        if field:
            _field(foot, field)


def _field(paragraph: Any, name: str) -> None:
    for tag, attribute, text in (("fldChar", "begin", ""), ("instrText", "", name), ("fldChar", "end", "")):
        mark = _office().element(f"w:{tag}")
        if attribute:
            mark.set(_office().qn("w:fldCharType"), attribute)
        else:
            mark.text = text
        paragraph.add_run()._r.append(mark)


def _faces(properties: Any, east: str) -> None:
    fonts = properties.get_or_add_rFonts()
    for name, face in (("w:ascii", LATIN), ("w:hAnsi", LATIN), ("w:eastAsia", east)):
        fonts.set(_office().qn(name), face)
    for name in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(_office().qn(name), None)


def _style(document: Any, name: str, look: tuple[str, float, str, bool, float]) -> None:
    face, size, alignment, indented, after = look
    style = document.styles.add_style(name, 1)
    style.base_style = document.styles["Normal"]
    style.font.size = _office().pt(size)
    _faces(style.element.get_or_add_rPr(), face)
    form = style.paragraph_format
    form.alignment = getattr(_office().align, alignment)
    form.space_before, form.space_after = _office().pt(_ABOVE.get(name, 0)), _office().pt(after)
    form.line_spacing = _office().pt(size * 1.75) if size < 16 else _office().pt(size * 1.5)
    if indented:
        form.first_line_indent = _office().pt(size * 2)


def _control(parent: Any, text: str) -> None:
    parent.add_paragraph(text, style=layout.SMALL)


def _line(parent: Any, block: Line) -> None:
    if block.when:
        _control(parent, f"{{%p if {block.when} %}}")
    parent.add_paragraph(block.text, style=block.style)
    if block.when:
        _control(parent, "{%p endif %}")


def _each(parent: Any, block: Each) -> None:
    _control(parent, f"{{%p for r in {block.of} %}}")
    parent.add_paragraph(block.text, style=block.style)
    _control(parent, "{%p endfor %}")


def _table(document: Any, rows: int, widths: Sequence[float], *, lines: str) -> Any:
    table = document.add_table(rows=rows, cols=len(widths))
    table.style = document.styles[lines]
    table.alignment = _office().table_align.CENTER
    table.autofit = False
    for number, width in enumerate(widths):
        table.columns[number].width = _office().cm(width)
        for cell in table.columns[number].cells:
            cell.width = _office().cm(width)
    return table


def _put(cell: Any, text: str, *, bold: bool) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.style = layout.CELL
    run = paragraph.add_run(text)
    if bold:
        run.bold = True


def _grid(document: Any, block: Grid) -> None:
    table = _table(document, 4, block.widths, lines="Table Grid")
    for number, head in enumerate(block.heads):
        _put(table.cell(0, number), head, bold=True)
        _put(table.cell(2, number), block.cells[number], bold=False)
    repeat = _office().element("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(repeat)
    _put(table.cell(1, 0), f"{{%tr for r in {block.of} %}}", bold=False)
    _put(table.cell(3, 0), "{%tr endfor %}", bold=False)
    document.add_paragraph("", style=layout.SMALL)


def _pairs(document: Any, block: Pairs) -> None:
    table = _table(document, len(block.rows), block.widths, lines="Table Grid")
    for number, (label, text) in enumerate(block.rows):
        _put(table.cell(number, 0), label, bold=False)
        _put(table.cell(number, 1), text, bold=False)
    document.add_paragraph("", style=layout.SMALL)


def _sides(document: Any, block: Sides) -> None:
    table = _table(document, 1, block.widths, lines="Normal Table")
    for number, parts in enumerate((block.left, block.right)):
        cell = table.cell(0, number)
        for part in parts:
            _BUILD[type(part)](cell, part)
        # A cell begins with an empty paragraph of its own.
        first = cell.paragraphs[0]._p
        first.getparent().remove(first)
    document.add_paragraph("", style=layout.SMALL)


_BUILD: dict[type, Any] = {Line: _line, Each: _each, Grid: _grid, Pairs: _pairs, Sides: _sides}


# -- filling a template ----------------------------------------------------------------------------------------


def fill(template: bytes, content: Mapping[str, Any], *, title: str, at: datetime) -> bytes:
    """Return the Word file of a template filled in with plain values; texts stay texts, whatever they look like.

    Raises: TemplateFaulty for a template that is damaged or asks for what there is not.
    """
    faults = (_office().fault, _office().missing, TypeError, ValueError, KeyError, SyntaxError, zipfile.BadZipFile)
    try:
        return _filled(template, content, title, at)
    except faults as error:
        raise TemplateFaulty(str(error).split("\n")[0][:200]) from error


def _filled(template: bytes, content: Mapping[str, Any], title: str, at: datetime) -> bytes:
    document = _office().template(io.BytesIO(template))
    jinja = _office().sandbox(autoescape=True, undefined=_office().strict)
    document.render(dict(content), jinja_env=jinja, autoescape=True)
    properties = document.docx.core_properties
    properties.title, properties.author = title, str(content.get("机关", ""))
    return _saved(document.docx, at)


def _saved(document: Any, at: datetime) -> bytes:
    properties = document.core_properties
    properties.created = properties.modified = at.replace(tzinfo=None, microsecond=0)
    properties.last_modified_by, properties.comments = "", ""
    raw, clean = io.BytesIO(), io.BytesIO()
    document.save(raw)
    # The same values give the same bytes: no clock in the container.
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(clean, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist(), key=lambda one: (one != "[Content_Types].xml", one)):
            target.writestr(zipfile.ZipInfo(name, _MADE), source.read(name), zipfile.ZIP_DEFLATED)
    return clean.getvalue()


# -- reading it back -------------------------------------------------------------------------------------------


def read_blocks(word: bytes) -> list[dict[str, Any]]:
    """Return the paragraphs and tables of a Word file in order, as plain objects that the printer sets."""
    document = _office().open(io.BytesIO(word))
    return _blocks(document.iter_inner_content())


def _blocks(parts: Iterable[Any]) -> list[dict[str, Any]]:
    found = []
    for part in parts:
        if isinstance(part, _office().paragraph):
            found.append(_paragraph(part))
        elif isinstance(part, _office().table):
            found.append(_read_table(part))
    return found


def _paragraph(paragraph: Any) -> dict[str, Any]:
    style: Any = paragraph.style
    first = next((run for run in paragraph.runs if run.text.strip()), None)
    size = (
        (first.font.size if first is not None else None)
        or _inherited(style, lambda one: one.font.size)
        or _office().pt(14)
    )
    aligned = paragraph.alignment
    if aligned is None:
        aligned = _inherited(style, lambda one: one.paragraph_format.alignment)
    aligned = aligned.name if aligned is not None else ""
    indent = paragraph.paragraph_format.first_line_indent
    if indent is None:
        indent = _inherited(style, lambda one: one.paragraph_format.first_line_indent)
    runs = [{"text": run.text, "bold": bool(run.bold)} for run in paragraph.runs if run.text]
    return {
        "kind": "p",
        "align": {"CENTER": "center", "RIGHT": "right"}.get(aligned, "left"),
        "justify": aligned == "JUSTIFY",
        "indent": bool(indent and indent > 0),
        "size": size.pt,
        "before": _points(paragraph, style, "space_before"),
        "after": _points(paragraph, style, "space_after"),
        "face": _FACES.get(_face(first, style), "body"),
        "runs": runs,
    }


def _points(paragraph: Any, style: Any, name: str) -> float:
    own = getattr(paragraph.paragraph_format, name)
    space = own if own is not None else _inherited(style, lambda one: getattr(one.paragraph_format, name))
    return float(min(space.pt, 60)) if space is not None else 0.0


def _inherited(style: Any, read: Any) -> Any:
    while style is not None:
        if (value := read(style)) is not None:
            return value
        style = style.base_style
    return None


def _face(run: Any, style: Any) -> str:
    def east(element: Any) -> str | None:
        properties = element.rPr
        fonts = properties.rFonts if properties is not None else None
        return fonts.get(_office().qn("w:eastAsia")) if fonts is not None else None

    own = east(run._r) if run is not None else None
    return own or _inherited(style, lambda one: east(one.element)) or ""


def _read_table(table: Any) -> dict[str, Any]:
    widths = [column.width.cm if column.width else 0.0 for column in table.columns]
    rows = [[_cell(tc, table) for tc in row._tr.tc_lst] for row in table.rows]
    heads = sum(
        1
        for row in table.rows
        if row._tr.trPr is not None and row._tr.trPr.find(_office().qn("w:tblHeader")) is not None
    )
    style: Any = table.style
    return {
        "kind": "table",
        "widths": widths,
        "rows": rows,
        "heads": heads,
        "lines": bool(style is not None and style.name == "Table Grid") or _bordered(table),
    }


def _bordered(table: Any) -> bool:
    borders = table._tbl.tblPr.find(_office().qn("w:tblBorders"))
    return borders is not None and any(side.get(_office().qn("w:val")) not in (None, "nil", "none") for side in borders)


def _cell(tc: Any, table: Any) -> dict[str, Any]:
    continued = tc.vMerge is not None and tc.vMerge != "restart"
    return {
        "span": int(tc.grid_span),
        "blocks": [] if continued else _blocks(_office().cell(tc, table).iter_inner_content()),
    }
