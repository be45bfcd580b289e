"""Each paper as Word and as PDF: what it says, that it says it the same, and that hostile text stays text."""

import io
from pathlib import Path

import docx
import pytest

from fangwei.documents.actions import keep_files
from fangwei.documents.kinds import document_kinds
from fangwei.documents.queries import built_in, pages_of, pdf_of, template_of, word_of
from fangwei.documents.refusals import DocumentRefused
from fangwei.documents.word import read_blocks
from fangwei.hazards.tests.factories import County
from fangwei.hazards.tests.papers import certified, graded, issued, paper

HOSTILE = (
    '{{ 7*7 }} {% for x in y %} </w:t></w:r> <w:p> & " \' #eval("1+1") $x^2$ *粗* _斜_ @preview/a:1 \\u{41} `code` <h>'
)


def text_of(word: bytes) -> str:
    """Everything that a Word file says."""
    document = docx.Document(io.BytesIO(word))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


@pytest.mark.django_db
def test_hostile_text_is_text_in_word_and_pdf() -> None:
    county = County()
    certified(county)
    order = issued(county, *graded(county, HOSTILE), note=HOSTILE)
    document = paper(order, "order")
    word = word_of(document)
    said = text_of(word)
    assert said.count(HOSTILE) == 2, "every character stands there as it was typed"
    assert pdf_of(document).startswith(b"%PDF-")
    shown = [run["text"] for block in read_blocks(word) if block["kind"] == "p" for run in block["runs"]]
    assert HOSTILE in "".join(shown)


@pytest.mark.django_db
def test_the_same_paper_gives_the_same_bytes_kept_or_not() -> None:
    county = County()
    order = issued(county, *graded(county, "通道堵塞"))
    document = paper(order, "order")
    word, pdf = word_of(document), pdf_of(document)
    files = {row.format: row for row in keep_files(document, at=county.tick())}
    again = paper(order, "order")
    assert (word_of(again), pdf_of(again)) == (word, pdf)
    assert files["pdf"].size == len(pdf)
    assert [row.id for row in keep_files(again, at=county.tick())] == [files["docx"].id, files["pdf"].id]


@pytest.mark.django_db
def test_the_officials_own_template_wins_and_the_pdf_follows_it(tmp_path: Path, settings: object) -> None:
    settings.FANGWEI_TEMPLATES = tmp_path  # type: ignore[attr-defined]
    county = County()
    document = paper(issued(county, *graded(county, "通道堵塞")), "order")
    own = docx.Document(io.BytesIO(built_in(next(kind for kind in document_kinds() if kind.name == "order")).word))
    own.paragraphs[1].text = "本局自订格式：{{ 标题 }}（{{ 案号 }}）"
    own.save(str(tmp_path / "order.docx"))
    assert f"本局自订格式：责令限期整改指令书（{document.case.number}）" in text_of(word_of(document))
    assert pdf_of(document).startswith(b"%PDF-")
    own.paragraphs[1].text = "{{ 没有这个字段 }}"
    own.save(str(tmp_path / "order.docx"))
    with pytest.raises(DocumentRefused) as refused:
        word_of(document)
    assert refused.value.code == "template_faulty"
    assert "没有这个字段" in refused.value.message
    own.paragraphs[1].text = "{{ ''.__class__.__mro__ }}"
    own.save(str(tmp_path / "order.docx"))
    with pytest.raises(DocumentRefused):
        word_of(document)
    (tmp_path / "order.docx").write_bytes(b"not a Word file")
    with pytest.raises(DocumentRefused) as damaged:
        word_of(document)
    assert damaged.value.code == "template_faulty"


@pytest.mark.django_db
def test_pages_are_pictures() -> None:
    county = County()
    document = paper(issued(county, *graded(county, *[f"第{number}处通道堵塞" for number in range(30)])), "order")
    pages = pages_of(document)
    assert len(pages) >= 2
    assert all(page.startswith(b"\x89PNG") for page in pages)
    assert template_of(next(kind for kind in document_kinds() if kind.name == "order")).file == ""
