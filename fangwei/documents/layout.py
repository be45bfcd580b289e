"""The words in which a built-in paper is laid out; the Word template that officials edit is made from them.

Texts are Word template texts: `{{ 文号 }}` is filled in. Knows neither Django nor Word.
"""

from dataclasses import dataclass

AUTHORITY, TITLE, NUMBER = "文书机关", "文书标题", "文书文号"
BODY, PLAIN, CELL, SEAL, SMALL, HEADING = "文书正文", "文书单行", "文书表格", "文书落款", "文书附注", "文书小标题"
SIGNED, SEAL_FIRST = "文书签名", "文书落款首行"


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph; with `when` only if that field is not empty."""

    text: str
    style: str = BODY
    when: str = ""


@dataclass(frozen=True, slots=True)
class Each:
    """One paragraph for each entry of the list `of`, called `r` in the text."""

    of: str
    text: str
    style: str = BODY


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with one row for each entry of the list `of`, called `r`; widths in centimetres."""

    of: str
    heads: tuple[str, ...]
    cells: tuple[str, ...]
    widths: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Pairs:
    """A table of labels and values."""

    rows: tuple[tuple[str, str], ...]
    widths: tuple[float, float] = (3.6, 12.0)


@dataclass(frozen=True, slots=True)
class Sides:
    """Two columns without lines, such as who signs on the left and who on the right."""

    left: tuple[Line | Each, ...]
    right: tuple[Line | Each, ...]
    widths: tuple[float, float] = (8.4, 7.2)


Block = Line | Each | Grid | Pairs | Sides

HEAD: tuple[Block, ...] = (
    Line("{{ 机关 }}", AUTHORITY),
    Line("{{ 标题 }}", TITLE),
    Line("{{ 文号 }}", NUMBER),
)
"""What every paper begins with."""

PARTY_SIGNS = Sides(
    left=(
        Each(
            "执法人员",
            "执法人员：{{ r.姓名 }}\n证　　号：{{ r.证号 or '未登记' }}\n签　　名：＿＿＿＿＿＿＿＿＿",
            SIGNED,
        ),
    ),
    right=(
        Line("当事人代表：{{ 代表 or '＿＿＿＿＿＿＿＿' }}\n签　　　名：＿＿＿＿＿＿＿＿", SIGNED, when="not 拒签"),
        Line("当事人拒绝签名。\n见证人：{{ 见证人 }}\n签　　　名：＿＿＿＿＿＿＿＿", SIGNED, when="拒签"),
        Line("日　　　期：＿＿＿＿＿＿＿＿", SIGNED),
    ),
)
"""Two officers on the left; on the right the representative, or the witness of a refusal."""

SEALED: tuple[Block, ...] = (
    Line("{{ 机关 }}", SEAL_FIRST),
    Line("（印章）", SEAL),
    Line("{{ 日期 }}", SEAL),
)
"""Where the seal is put: on the authority's name and the day."""

REMEDIES = Line("{{ 救济 }}", BODY, when="救济")
ANNEX: tuple[Block, ...] = (
    Line("附件：", PLAIN, when="附件"),
    Each("附件", "{{ r.序号 }}．{{ r.名称 }}（校验值 {{ r.校验值 }}）", SMALL),
)
COPIES = Line("本文书一式两份，一份交当事人，一份由{{ 机关 }}存档。案件编号：{{ 案号 }}。", SMALL)
REPLACED = Line("本文书替代{{ 替代文号 }}，原文书自本文书送达之日起停止使用。", BODY, when="替代文号")
REPLACED_WITHIN = Line("本文书替代{{ 替代文号 }}，原文书自即日起停止使用。", BODY, when="替代文号")
"""What an edition that is served on nobody says of the one before it."""
