"""Citations as lawyers write them: 《title》(number)第三条, with an English gloss."""

from collections.abc import Sequence

from fangwei.engines.lawbook.model import Source, Text

DIGITS = "零一二三四五六七八九"


def cite(source: Source, article: Text | Sequence[int | str]) -> Text:
    """Render a source with an article; a local practice is no published text and gets no title marks.

    Whole numbers are articles; other marks (`5.1.1`, `表1`) stay as they are."""
    title = f"《{source.title.zh}》" if source.status != "local" else source.title.zh
    number_zh = f"（{source.number.zh}）" if source.number else ""
    number_en = f" ({source.number.en})" if source.number else ""
    if isinstance(article, Text):
        return Text(f"{title}{number_zh}{article.zh}", f"{source.title.en}{number_en}, {article.en}")
    chinese = "、".join(_article_zh(part) for part in article)
    english = ", ".join(str(part) for part in article)
    plural = "Arts." if len(article) > 1 else "Art."
    gloss = f"{plural} {english}" if all(isinstance(part, int) for part in article) else english
    return Text(f"{title}{number_zh}{chinese}", f"{source.title.en}{number_en}, {gloss}")


def _article_zh(part: int | str) -> str:
    return f"第{chinese_number(part)}条" if isinstance(part, int) else part


def chinese_number(number: int) -> str:
    """A whole number from 1 to 9999 in Chinese numerals: 85 → 八十五, 201 → 二百零一."""
    text, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit == 0:
            gap = bool(text)
            continue
        text += ("零" if gap else "") + DIGITS[digit] + name
        gap = False
    return text.removeprefix("一") if text.startswith("一十") else text
