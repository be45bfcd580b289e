"""A paper of no kind in particular, for what all papers share."""

from typing import Any

from fangwei.documents.layout import HEAD, PARTY_SIGNS, REMEDIES, SEALED, Block, Grid, Line

BLOCKS: tuple[Block, ...] = (
    *HEAD,
    Line("{{ 单位名称 }}：", "文书单行"),
    Grid("事项", ("序号", "事项"), ("{{ r.序号 }}", "{{ r.内容 }}"), (1.2, 14.0)),
    REMEDIES,
    PARTY_SIGNS,
    *SEALED,
)


def content(*items: str, **more: Any) -> dict[str, Any]:
    """What a paper says, with these items."""
    return {
        "机关": "瀍河区应急管理局",
        "标题": "测试文书",
        "文号": "（瀍河）应急测〔2026〕1号",
        "日期": "2026年3月2日",
        "单位名称": "渑池县浉河化工有限公司",
        "事项": [{"序号": number, "内容": text} for number, text in enumerate(items, start=1)],
        "救济": "",
        "执法人员": [{"姓名": "陈渑生", "证号": "豫P16010001"}, {"姓名": "郏晓瀍", "证号": ""}],
        "代表": "田军",
        "拒签": False,
        "见证人": "",
    } | more
