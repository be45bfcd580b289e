"""What every paper shares: built-in templates, rare characters, hostile text, and a printer that reads nothing else."""

import io
import re
import zipfile
from datetime import UTC, datetime

import docx
import pytest
import typst
from django.conf import settings

from fangwei.documents.fonts import faces
from fangwei.documents.kinds import document_kinds
from fangwei.documents.numbers import number_of, short_area
from fangwei.documents.printing import SOURCES, print_pages, print_pdf
from fangwei.documents.queries import built_in
from fangwei.documents.tests.factories import BLOCKS, content
from fangwei.documents.word import build_template, fill, plain, read_blocks

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
HOSTILE = (
    '{{ 7*7 }} {% for x in y %} </w:t></w:r> <w:p> & " \' #eval("1+1") $x^2$ *粗* _斜_ @preview/a:1 \\u{41} `code` <h>'
)


def printed(word: bytes) -> dict[str, object]:
    return {"title": "测试", "author": "机关", "withdrawn": False, "blocks": read_blocks(word)}


def test_every_built_in_template_is_a_word_file_with_the_official_faces() -> None:
    for kind in document_kinds():
        template = built_in(kind).word
        with zipfile.ZipFile(io.BytesIO(template)) as file:
            styles = file.read("word/styles.xml").decode()
            assert "仿宋_GB2312" in styles
            assert "方正小标宋简体" in styles
            assert "PAGE" in "".join(file.read(name).decode() for name in file.namelist() if "footer" in name)
        assert build_template(kind.blocks) == template, "the same wording gives the same bytes"


def test_rare_characters_of_place_names_are_in_the_font() -> None:
    # PDF/A refuses a text that its font cannot show, which makes it a test of coverage.
    chosen = faces(tuple(settings.FANGWEI_FONTS))
    rare = "瀍浉郏渑浚鄢汜潢淅漯濮嵩陟沁柘睢㳇䢺𫍯𬒈"
    source = f"#set text(font: {chosen.families['body'][0]!r}, fallback: false)\n{rare}".replace("'", '"')
    made = typst.compile(
        source.encode(), font_paths=chosen.fonts, ignore_system_fonts=True, pdf_standards="a-2b", timestamp=0
    )
    assert made.startswith(b"%PDF-")
    for use in ("title", "head"):
        assert chosen.families[use]


def test_the_printer_names_no_package_and_no_file_beside_its_own() -> None:
    for source in SOURCES.glob("*.typ"):
        text = source.read_text(encoding="utf-8")
        assert "@" not in text
        assert set(re.findall(r'import "([^"]+)"', text)) <= {"blocks.typ"}
        assert not re.search(r"\b(eval|read|image|include|plugin)\(", text)


def test_plain_values_lose_what_no_paper_can_hold() -> None:
    assert plain({"a": "一\x00二\x0c三\r\n四\ud800\u202e", "b": [None, 3, True]}) == {
        "a": "一 二 三\n四 ",
        "b": ["", 3, True],
    }
    word = fill(build_template(()), {"机关": "甲"}, title="甲", at=AT)
    assert word.startswith(b"PK")


@pytest.mark.parametrize("text", [HOSTILE, "第一行\n第二行", "𠮷野家旁瀍河", "", "{{", "}}", "{%", "\\"])
def test_hostile_text_stays_text(text: str) -> None:
    word = fill(build_template(BLOCKS), content(text, "第二项"), title="测试", at=AT)
    rows = [[cell.text for cell in row.cells] for row in docx.Document(io.BytesIO(word)).tables[0].rows]
    assert rows[1:] == [["1", text], ["2", "第二项"]]
    assert print_pdf("paper.typ", printed(word), faces(()), at=AT).startswith(b"%PDF-")


def test_signers_stand_in_two_columns_and_a_refusal_names_its_witness() -> None:
    said = [
        fill(build_template(BLOCKS), one, title="测试", at=AT) for one in (content(), content(拒签=True, 见证人="甲"))
    ]
    shown = [[cell.text for cell in docx.Document(io.BytesIO(word)).tables[1].rows[0].cells] for word in said]
    assert [["陈渑生" in one[0], "田军" in one[1], "见证人" in one[1]] for one in shown] == [
        [True, True, False],
        [True, False, True],
    ]
    assert "未登记" in shown[0][0], "an officer without a certificate number is not passed over"


def test_the_same_values_give_the_same_bytes_and_pages_are_pictures() -> None:
    words = [fill(build_template(BLOCKS), content("甲"), title="测试", at=AT) for _time in range(2)]
    assert words[0] == words[1]
    papers = [print_pdf("paper.typ", printed(words[0]), faces(()), at=AT) for _time in range(2)]
    assert papers[0] == papers[1]
    long = fill(build_template(BLOCKS), content(*["一项" * 20] * 60), title="测试", at=AT)
    pages = print_pages("paper.typ", printed(long), faces(()))
    assert len(pages) > 1
    assert all(page.startswith(b"\x89PNG") for page in pages)


def test_numbers_name_area_agency_and_kind() -> None:
    assert number_of("川汇区", "emergency", "川汇区应急管理局", "责改", 2026, 3) == "（川汇）应急责改〔2026〕3号"
    assert [short_area(one) for one in ("郏县", "项城市", "南顿镇", "")] == ["郏县", "项城", "南顿", ""]
    assert "某某局" in number_of("项城市", "task_force", "某某局", "责改", 2026, 1)
