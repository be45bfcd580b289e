"""Which bodies the demo county has, and which posts each of them: data, read by `offices`."""

from dataclasses import dataclass

COUNTY, CITY, PROVINCE = "411681", "4116", "41"
CENTRE = COUNTY + "001"
ZONE_TOWNSHIP = COUNTY + "006"

TOWNSHIPS = {
    "001": "huayuan",
    "002": "shuizhai",
    "003": "dongfang",
    "004": "lianhua",
    "005": "qianfoge",
    "006": "guangwu",
    "100": "nandun",
    "101": "sundian",
    "102": "lizhai",
    "103": "jialing",
    "104": "gaosi",
    "105": "xinqiao",
    "106": "fuji",
    "107": "guanhui",
    "108": "dingji",
    "109": "zhengguo",
    "110": "moling",
    "111": "wangmingkou",
    "112": "fanji",
    "113": "sandian",
    "114": "yongfeng",
}
"""The ends of the townships' codes, with the word that begins their users' names."""


@dataclass(frozen=True, slots=True)
class Seat:
    """One post: its name, role, rank, the holder's user name, and whether the body's cases come to it."""

    name: str
    role: str
    username: str
    rank: int = 0
    duty: bool = False


@dataclass(frozen=True, slots=True)
class Body:
    """One body: its kind, name, territory and seats."""

    kind: str
    name: str
    territory: str
    seats: tuple[Seat, ...]


def _department(kind: str, name: str, word: str, head: str = "局长") -> Body:
    return Body(
        kind,
        name,
        COUNTY,
        (
            Seat("安全监管岗", "regulator", f"{word}.regulator", 20, duty=True),
            Seat("执法一岗", "inspector", f"{word}.inspector1", 10),
            Seat("执法二岗", "inspector", f"{word}.inspector2", 10),
            Seat(head, "leader", f"{word}.head", 60),
            Seat("分管副职", "leader", f"{word}.deputy", 50),
        ),
    )


_EMERGENCY = Body(
    "emergency",
    "项城市应急管理局",
    COUNTY,
    (
        Seat("综合监管岗", "regulator", "regulator1", 20, duty=True),
        Seat("危化监管岗", "regulator", "regulator2", 20),
        Seat("工贸监管岗", "regulator", "regulator3", 20),
        Seat("执法一岗", "inspector", "inspector1", 10),
        Seat("执法二岗", "inspector", "inspector2", 10),
        Seat("执法三岗", "inspector", "inspector3", 10),
        Seat("执法四岗", "inspector", "inspector4", 10),
        Seat("局长", "leader", "emergency.head", 60),
        Seat("分管副局长", "leader", "emergency.deputy", 50),
    ),
)


def _governing(territory: str, place: str, prefix: str, heads: tuple[str, str]) -> tuple[Body, ...]:
    """The organs above the departments: party, government, committee and its office."""
    first, second = heads
    return (
        Body(
            "party_committee",
            f"中共{place}委员会",
            territory,
            (
                Seat("分管常委", "leader", f"{prefix}secretary2", 80, duty=True),
                Seat("书记", "leader", f"{prefix}secretary1", 100),
            ),
        ),
        Body(
            "government",
            f"{place}人民政府",
            territory,
            (
                Seat(f"分管{second}", "leader", f"{prefix}leader2", 80, duty=True),
                Seat(first, "leader", f"{prefix}leader1", 100),
            ),
        ),
        Body(
            "committee_office",
            f"{place}安全生产委员会办公室",
            territory,
            (
                Seat("综合协调岗", "committee_office", f"{prefix}office1", 20, duty=True),
                Seat("督查督办岗", "committee_office", f"{prefix}office2", 20),
            ),
        ),
    )


_ABOVE = (
    Body(
        "emergency",
        "河南省应急管理厅",
        PROVINCE,
        (
            Seat("监管岗", "regulator", "province.regulator1", 20, duty=True),
            Seat("执法岗", "inspector", "province.inspector1", 10),
        ),
    ),
    Body(
        "emergency",
        "周口市应急管理局",
        CITY,
        (
            Seat("监管岗", "regulator", "city.regulator1", 20, duty=True),
            Seat("执法一岗", "inspector", "city.inspector1", 10),
            Seat("执法二岗", "inspector", "city.inspector2", 10),
            Seat("局长", "leader", "city.emergency.head", 60),
        ),
    ),
    Body(
        "fire",
        "周口市消防救援支队",
        CITY,
        (
            Seat("监管岗", "regulator", "city.fire.regulator1", 20, duty=True),
            Seat("监督员", "inspector", "city.fire.inspector1", 10),
        ),
    ),
)

BODIES: tuple[Body, ...] = (
    *_governing(PROVINCE, "河南省", "province.", ("省长", "副省长")),
    *_governing(CITY, "周口市", "city.", ("市长", "副市长")),
    *_governing(COUNTY, "项城市", "", ("市长", "副市长")),
    *_ABOVE,
    Body(
        "committee",
        "项城市安全生产委员会",
        COUNTY,
        (
            Seat("主任", "leader", "committee1", 90, duty=True),
            Seat("第一副主任", "leader", "committee2", 85),
        ),
    ),
    _EMERGENCY,
    _department("fire", "项城市消防救援大队", "fire", "大队长"),
    _department("housing", "项城市住房和城乡建设局", "housing"),
    _department("transport", "项城市交通运输局", "transport"),
    _department("market", "项城市市场监督管理局", "market"),
    _department("police", "项城市公安局", "police"),
    _department("education", "项城市教育体育局", "education"),
    _department("civil_affairs", "项城市民政局", "civil"),
    _department("commerce", "项城市商务局", "commerce"),
    _department("health", "项城市卫生健康委员会", "health", "主任"),
    _department("culture_tourism", "项城市文化广电和旅游局", "culture"),
    _department("agriculture", "项城市农业农村局", "agriculture"),
    _department("industry", "项城市工业和信息化局", "industry"),
    _department("energy", "项城市发展和改革委员会", "energy", "主任"),
    _department("water", "项城市水利局", "water"),
    _department("forestry", "项城市林业局", "forestry"),
    _department("natural_resources", "项城市自然资源局", "land"),
    _department("ecology", "项城市生态环境分局", "ecology"),
    _department("urban_management", "项城市城市管理局", "urban"),
    Body(
        "discipline",
        "项城市纪律检查委员会",
        COUNTY,
        (
            Seat("审查调查岗", "auditor", "auditor1", 20, duty=True),
            Seat("案件管理岗", "auditor", "auditor2", 20),
        ),
    ),
    Body(
        "task_force",
        "项城市安全生产专家组",
        COUNTY,
        (
            Seat("化工专家", "expert", "expert1", 10),
            Seat("消防专家", "expert", "expert2", 10),
            Seat("建筑专家", "expert", "expert3", 10),
            Seat("机电专家", "expert", "expert4", 10),
        ),
    ),
    Body(
        "zone",
        "项城市开发区管理委员会",
        ZONE_TOWNSHIP,
        (
            Seat("安全监管岗", "township_officer", "zone.officer1", 20, duty=True),
            Seat("应急管理岗", "township_officer", "zone.officer2", 20),
            Seat("网格员", "grid_worker", "zone.grid1"),
            Seat("主任", "leader", "zone.head", 50),
        ),
    ),
)


def township(code: str, name: str) -> Body:
    """Return the body of a township: two officers, two grid workers, a head; the centre's users bear short names."""
    word = TOWNSHIPS[code[6:]]
    officers, grids = (f"{word}.officer", f"{word}.grid")
    if code == CENTRE:
        officers, grids = "township", "grid"
    return Body(
        "township",
        f"{name}办事处" if name.endswith("街道") else f"{name}人民政府",
        code,
        (
            Seat("安全监管岗", "township_officer", f"{officers}1", 20, duty=True),
            Seat("应急管理站", "township_officer", f"{officers}2", 20),
            Seat("一网格网格员", "grid_worker", f"{grids}1"),
            Seat("二网格网格员", "grid_worker", f"{grids}2"),
            Seat("主任" if name.endswith("街道") else "镇长", "leader", f"{word}.head", 50),
        ),
    )
