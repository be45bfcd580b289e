"""An invented county in a data folder of its own, and large sheets about it, for the import benchmarks."""

import atexit
import os
import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import xlsxwriter

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
COUNTY = "411681"


def fresh_home() -> Path:
    """Make an empty data folder and a database in it, and load Django; call it before any import of ours."""
    home = Path(tempfile.mkdtemp(prefix="fangwei-bench-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    os.environ.update(FANGWEI_HOME=str(home), DJANGO_SETTINGS_MODULE="fangwei.settings")
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from fangwei.accounts.actor import Actor
    from fangwei.ledger import guards
    from fangwei.register.actions import load_divisions

    call_command("migrate", verbosity=0)
    guards.install(connection)
    load_divisions(Path(__file__).resolve().parents[1] / "law" / "divisions", by=Actor.system(), at=AT)
    return home


def sites_sheet(path: Path, number: int) -> Path:
    """Write a register sheet of sites."""
    from fangwei.engines.codes import make_uscc

    towns = ("花园街道", "水寨街道", "南顿镇", "孙店镇", "李寨镇", "贾岭镇", "高寺镇", "新桥镇")
    trades = ("2614", "1711", "4710", "5211", "6110", "3311", "8321", "5431")
    heads = [
        "序号",
        "企业名称",
        "统一社会信用代码",
        "主要负责人",
        "联系电话",
        "所属乡镇",
        "详细地址",
        "经度",
        "纬度",
        "行业代码",
        "从业人数",
    ]
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    page = book.add_worksheet("企业名单")
    page.write_row(0, 0, ["项城市企业名单"])
    page.write_row(1, 0, heads)
    for n in range(number):
        town = towns[n % 8]
        page.write_row(n + 2, 0, [n + 1, f"项城市第{n}有限公司", make_uscc(COUNTY, n), "张某", 13800000000 + n, town])
        page.write_row(
            n + 2, 6, [f"项城市{town}{n}号", 114.8 + n % 500 / 1000, 33.3 + n % 300 / 1000, trades[n % 8], n % 300 + 1]
        )
    book.close()
    return path


def hazards_sheet(path: Path, number: int, sites: int) -> Path:
    """Write a register sheet of hazards on those sites, in every state."""
    from fangwei.engines.codes import make_uscc

    heads = [
        "序号",
        "企业名称",
        "统一社会信用代码",
        "隐患描述",
        "隐患等级",
        "排查时间",
        "发现方式",
        "检查人员",
        "整改措施",
        "整改责任人",
    ]
    heads += ["整改期限", "整改资金（万元）", "应急措施", "整改完成时间", "复查人员", "复查时间", "是否销号"]
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    page = book.add_worksheet("隐患台账")
    page.write_row(0, 0, ["项城市事故隐患排查治理台账"])
    page.write_row(1, 0, heads)
    for n in range(number):
        site, day = n % sites, n % 28 + 1
        ends = ["2025.3.20", "李四", "2025年3月28日", "是"] if n % 3 else ["", "", "", "否"]
        row = [n + 1, f"项城市第{site}有限公司", make_uscc(COUNTY, site), f"第{n}号配电箱未接地且私拉乱接电线"]
        row += [
            "重大" if n % 20 == 0 else "一般",
            f"2025.2.{day}",
            "专项检查",
            "赵一、钱二",
            "立即整改到位",
            "负责人丁",
        ]
        row += [f"2025-04-{day:02d}", 1.2, "停用并设警示", *ends]
        page.write_row(n + 2, 0, row)
    book.close()
    return path
