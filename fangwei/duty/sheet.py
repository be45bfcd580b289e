"""The organization chart as a sheet (机构人员名册): its columns, and what the words in its cells mean.

Officials write a body by its name, a seat by its title and a leader's charge in words; a cell that says it outright wins.
"""

import re

from fangwei.engines.reader import Column, SheetSpec, words
from fangwei.register.models import OrganizationKind, Role

Kind = OrganizationKind

KIND_WORDS = {str(kind.value): kind for kind in Kind} | {
    word: kind
    for kind, listed in {
        Kind.PARTY_COMMITTEE: "党委 县委 市委 区委 党委机关",
        Kind.GOVERNMENT: "政府 人民政府",
        Kind.COMMITTEE: "安委会",
        Kind.COMMITTEE_OFFICE: "安委办 安委会办公室",
        Kind.TOWNSHIP: "乡镇 街道 乡镇街道 乡镇(街道)",
        Kind.ZONE: "开发区 园区 功能区",
        Kind.TASK_FORCE: "专班 工作专班 临时机构",
        Kind.VILLAGE_COMMITTEE: "村 社区 村委会 居委会 村(社区)",
        Kind.EMERGENCY: "应急管理 应急",
        Kind.MINE_SAFETY: "矿山安全 煤炭",
        Kind.HOUSING: "住房城乡建设 住建",
        Kind.TRANSPORT: "交通运输 交通",
        Kind.FIRE: "消防救援 消防",
        Kind.MARKET: "市场监管",
        Kind.POLICE: "公安",
        Kind.WATER: "水利",
        Kind.ENERGY: "能源 发展改革 发改",
        Kind.INDUSTRY: "工业和信息化 工信",
        Kind.CULTURE_TOURISM: "文化旅游 文旅",
        Kind.EDUCATION: "教育",
        Kind.CIVIL_AFFAIRS: "民政",
        Kind.HEALTH: "卫生健康 卫健",
        Kind.COMMERCE: "商务",
        Kind.AGRICULTURE: "农业农村 农业",
        Kind.FORESTRY: "林业草原 林业 林草",
        Kind.NATURAL_RESOURCES: "自然资源",
        Kind.ECOLOGY: "生态环境 环保",
        Kind.URBAN_MANAGEMENT: "城市管理 城管",
        Kind.DISCIPLINE: "纪检监察 纪委",
        Kind.OTHER_DEPARTMENT: "其他部门 其他",
    }.items()
    for word in listed.split()
}
"""What officials write in the column of the kind."""

_NAMED = tuple(
    (re.compile(pattern), kind)
    for pattern, kind in (
        (r"安全生产委员会办公室|安委会?办", Kind.COMMITTEE_OFFICE),
        (r"安全生产委员会|安委会", Kind.COMMITTEE),
        (r"专班|工作组|指挥部", Kind.TASK_FORCE),
        (r"村民委员会|居民委员会|村委会|居委会|社区$", Kind.VILLAGE_COMMITTEE),
        (r"纪律检查|监察委|纪委|监委", Kind.DISCIPLINE),
        (r"^中共.+(委员会|工委)$|党工委$|党委$|[省市县区镇乡]委$", Kind.PARTY_COMMITTEE),
        (r"开发区|高新区|产业集聚区|工业园|管委会|管理委员会$", Kind.ZONE),
        (r"[镇乡]人民政府$|[镇乡]政府$|街道办事处$|街道办$|街道$|[镇乡]$", Kind.TOWNSHIP),
        (r"人民政府$|[省市县区]政府$", Kind.GOVERNMENT),
        (r"应急", Kind.EMERGENCY),
        (r"矿山|煤矿|煤炭", Kind.MINE_SAFETY),
        (r"住房|住建|城乡建设|建设局", Kind.HOUSING),
        (r"交通运输|交通局", Kind.TRANSPORT),
        (r"消防", Kind.FIRE),
        (r"市场监", Kind.MARKET),
        (r"公安|交警|派出所", Kind.POLICE),
        (r"水利|水务", Kind.WATER),
        (r"能源|发展和?改革|发改", Kind.ENERGY),
        (r"工业和信息|工信", Kind.INDUSTRY),
        (r"文化|文旅|文广|旅游", Kind.CULTURE_TOURISM),
        (r"教育|教体", Kind.EDUCATION),
        (r"民政", Kind.CIVIL_AFFAIRS),
        (r"卫生|卫健", Kind.HEALTH),
        (r"商务", Kind.COMMERCE),
        (r"农业|农村", Kind.AGRICULTURE),
        (r"林业|林草|林局", Kind.FORESTRY),
        (r"自然资源|国土", Kind.NATURAL_RESOURCES),
        (r"生态环境|环境保护|环保", Kind.ECOLOGY),
        (r"城市管理|城管|综合执法", Kind.URBAN_MANAGEMENT),
    )
)
_SOME_BODY = re.compile(r"(局|委员会|委|中心|办公室|院|处|队|站|公司|社|银行|集团)$")

_ALL_SAFETY = frozenset({"安全生产", "安全", "全面工作", "安全生产工作", "worksafety", "safety"})
_SPLIT = re.compile(r"[、,，;；/|\n]+")
_ENDING = re.compile(r"(行业领域|行业|领域|系统|方面|工作|安全|等)+$")

_HEAD = re.compile(r"(?<!副)(书记|县长|市长|区长|省长|镇长|乡长|局长|主任|大队长|支队长|队长|处长|厅长)$")
_DEPUTY = re.compile(r"副|常委|分管|党组成员|班子成员")
_ENFORCES = re.compile(r"执法|监督员|检查员|监察员|巡查")

ROLE_WORDS = {str(role.value): role for role in Role} | {
    "网格员": Role.GRID_WORKER,
    "乡镇监管": Role.TOWNSHIP_OFFICER,
    "乡镇干部": Role.TOWNSHIP_OFFICER,
    "执法": Role.INSPECTOR,
    "执法人员": Role.INSPECTOR,
    "监管": Role.REGULATOR,
    "监管人员": Role.REGULATOR,
    "安委办": Role.COMMITTEE_OFFICE,
    "领导": Role.LEADER,
    "领导干部": Role.LEADER,
    "纪检监察": Role.AUDITOR,
    "专家": Role.EXPERT,
}


def kind_named(name: str) -> tuple[OrganizationKind | None, bool]:
    """Return the kind that a body's name says, and whether it is only assumed; None where nothing can be read off it."""
    for pattern, kind in _NAMED:
        if pattern.search(name):
            return kind, False
    return (Kind.OTHER_DEPARTMENT, True) if _SOME_BODY.search(name) else (None, True)


def role_of(kind: str, post: str) -> Role:
    """Return the role that a seat's title in a body of this kind means."""
    leads = bool(_HEAD.search(post) or _DEPUTY.search(post))
    match kind:
        case Kind.PARTY_COMMITTEE | Kind.GOVERNMENT | Kind.COMMITTEE:
            return Role.LEADER
        case Kind.DISCIPLINE:
            return Role.AUDITOR
        case Kind.VILLAGE_COMMITTEE:
            return Role.GRID_WORKER
        case Kind.COMMITTEE_OFFICE:
            return Role.LEADER if leads else Role.COMMITTEE_OFFICE
        case Kind.TOWNSHIP | Kind.ZONE:
            return Role.LEADER if leads else Role.GRID_WORKER if "网格" in post else Role.TOWNSHIP_OFFICER
    if leads:
        return Role.LEADER
    return Role.EXPERT if "专家" in post else Role.INSPECTOR if _ENFORCES.search(post) else Role.REGULATOR


def rank_of(role: str, post: str) -> int:
    """Return a leader's rank as the title says it: the head before the deputies, the standing one before the others."""
    if role != Role.LEADER:
        return 10
    if _DEPUTY.search(post):
        return 80 if "常务" in post or "常委" in post else 50
    return 100 if "书记" in post else 95 if _HEAD.search(post) else 40


def charge_of(cell: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the lines that a cell of charges names, "" for work safety as a whole, and the words nobody understands."""
    lines: list[str] = []
    strange: list[str] = []
    for part in filter(None, (word.strip() for word in _SPLIT.split(cell))):
        plain = "".join(part.split()).lower()
        if plain in _ALL_SAFETY:
            lines.append("")
            continue
        kind = KIND_WORDS.get(plain) or KIND_WORDS.get(_ENDING.sub("", plain)) or kind_named(plain)[0]
        if kind is None or kind == Kind.OTHER_DEPARTMENT:
            strange.append(part)
        else:
            lines.append(str(kind.value))
    return tuple(dict.fromkeys(lines)), tuple(strange)


CHART = SheetSpec(
    name="organizations",
    title="机构人员名册",
    title_english="Organization chart",
    columns=(
        Column(
            "organization",
            words("单位名称 单位 部门名称 部门 机构名称 机构 工作单位 所在单位 单位（部门）"),
            english=words("Organization | Organisation | Body | Department | Unit"),
            required=True,
            width=28,
        ),
        Column(
            "kind",
            words("单位类别 单位类型 机构类别 机构类型 机构性质 条线"),
            "choice",
            words("Kind of body | Kind | Line"),
            fault="kind_unknown",
            choices={word.lower(): str(kind.value) for word, kind in KIND_WORDS.items()},
            width=14,
        ),
        Column(
            "territory",
            words("行政区划 所属区划 区划 所属乡镇 所属县区 所属区县 属地 乡镇街道 辖区"),
            english=words("Division | Territory | County | Township"),
        ),
        Column(
            "parent", words("上级单位 上级部门 主管单位 主管部门"), english=words("Superior | Parent body"), width=24
        ),
        Column(
            "formerly",
            words("原单位名称 曾用名 原名称 原机构名称 更名前名称 更名前"),
            english=words("Formerly | Former name | Renamed from"),
            width=20,
        ),
        Column(
            "post",
            words("岗位名称 岗位 职务 职位 岗位（职务） 职务名称 现任职务"),
            english=words("Post | Position | Title"),
            width=18,
        ),
        Column(
            "role",
            words("岗位类别 岗位角色 角色 人员类别"),
            "choice",
            words("Role"),
            fault="role_unknown",
            choices={word.lower(): str(role.value) for word, role in ROLE_WORDS.items()},
        ),
        Column(
            "duty_post",
            words("是否承办岗 承办岗 是否责任岗 责任岗 联络岗"),
            "tick",
            words("Duty post | Takes the cases"),
            width=10,
        ),
        Column(
            "person", words("姓名 人员姓名 任职人员 人员 责任人"), english=words("Name | Person | Holder"), width=10
        ),
        Column(
            "phone",
            words("联系电话 电话 手机 手机号 手机号码 联系方式 办公电话"),
            "code",
            words("Telephone | Phone | Mobile"),
            width=14,
        ),
        Column(
            "start",
            words("任职起 任职时间 任职日期 任职起始 任职起止起 任职起始时间 任职自 到任时间 起始时间 开始时间"),
            "date",
            words("From | Since | In office since"),
            width=12,
        ),
        Column(
            "end",
            words("任职止 免职时间 任职截止 任职起止止 任职截止时间 任职至 离任时间 终止时间 结束时间 任期届满"),
            "date",
            words("Until | To | In office until"),
            width=12,
        ),
        Column(
            "acting",
            words("是否代理 代理 是否主持工作 主持工作"),
            "tick",
            words("Acting"),
            width=8,
        ),
        Column(
            "charge",
            words("分管领域 分管 分管行业 分管工作 分管部门 分管行业领域 分管联系部门"),
            english=words("Portfolio | In charge of | Charge"),
            width=24,
        ),
        Column(
            "seconded",
            words("借调至 抽调至 借调单位 抽调专班 借调 专班"),
            english=words("Seconded to | Task force"),
            width=18,
        ),
        Column(
            "seconded_until",
            words("借调止 抽调止 借调至何时 借调截止 借调期满"),
            "date",
            words("Seconded until"),
            width=12,
        ),
        Column(
            "abolished",
            words("撤销时间 撤销日期 撤销 裁撤时间 撤并时间 机构撤销时间 岗位撤销时间"),
            "date",
            words("Abolished on | Closed on | Abolished"),
            width=12,
        ),
        Column("note", ("备注", "说明"), english=words("Note Notes Remarks"), width=16),
    ),
)
