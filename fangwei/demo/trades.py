"""The trades of the invented county: what firms do, how many there are of each, and which dangers they have."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Trade:
    """One trade: its code and name, the ending of firms' names, its share, size and dangers.

    `share` is a weight among the county's sites; `people` the range of employees; `dangers` the domains whose findings
    fit; `traits` marks of the site; `chemicals` says that hazardous chemicals are made, used or stored.
    """

    code: str
    name: str
    ending: str
    share: int
    people: tuple[int, int]
    dangers: tuple[str, ...]
    traits: tuple[str, ...] = ()
    chemicals: bool = False
    small: bool = False


TRADES = (
    Trade("H6210", "正餐服务", "餐馆", 190, (3, 30), ("gas", "fire", "electricity_use"), ("gas_use",), small=True),
    Trade("H6220", "快餐服务", "面馆", 130, (2, 6), ("gas", "fire", "electricity_use"), ("gas_use",), small=True),
    Trade("F5212", "超级市场零售", "超市", 150, (2, 60), ("fire", "electricity_use"), small=True),
    Trade("F5211", "百货零售", "百货商行", 110, (1, 20), ("fire", "electricity_use"), small=True),
    Trade("O8111", "汽车修理与维护", "汽车修理部", 90, (2, 18), ("fire", "electricity_use"), small=True),
    Trade("C1810", "服装制造", "服饰有限公司", 70, (20, 260), ("fire", "electricity_use", "industry_and_trade")),
    Trade("C1711", "棉纺纱加工", "纺织有限公司", 50, (40, 320), ("fire", "industry_and_trade")),
    Trade("C1923", "皮革制品制造", "皮革制品有限公司", 40, (20, 150), ("fire", "industry_and_trade")),
    Trade("C2110", "木质家具制造", "家具有限公司", 60, (8, 90), ("dust", "fire", "industry_and_trade"), ("dust",)),
    Trade("C2011", "锯材加工", "木业加工厂", 50, (4, 30), ("dust", "fire", "industry_and_trade"), ("dust",)),
    Trade("C1311", "谷物磨制", "面粉有限公司", 35, (12, 120), ("dust", "industry_and_trade"), ("dust",)),
    Trade("C1391", "淀粉及淀粉制品制造", "淀粉有限公司", 15, (30, 150), ("dust", "confined_space"), ("dust",)),
    Trade("C1462", "调味品制造", "调味食品有限公司", 30, (20, 200), ("confined_space", "industry_and_trade")),
    Trade(
        "C1353", "肉制品及副产品加工", "肉食有限公司", 20, (30, 180), ("ammonia", "industry_and_trade"), ("ammonia",)
    ),
    Trade("C2231", "纸和纸板容器制造", "包装有限公司", 40, (10, 90), ("fire", "industry_and_trade")),
    Trade("C2319", "包装装潢及其他印刷", "印务有限公司", 20, (10, 80), ("fire", "industry_and_trade")),
    Trade("C2614", "有机化学原料制造", "化工有限公司", 8, (60, 240), ("hazardous_chemicals",), chemicals=True),
    Trade("C2669", "其他专用化学产品制造", "新材料有限公司", 10, (30, 150), ("hazardous_chemicals",), chemicals=True),
    Trade("C2720", "化学药品制剂制造", "医药有限公司", 18, (60, 400), ("fire", "confined_space")),
    Trade("C3021", "水泥制品制造", "水泥制品有限公司", 45, (10, 80), ("industry_and_trade",)),
    Trade("C3311", "金属结构制造", "钢结构有限公司", 45, (12, 140), ("industry_and_trade",)),
    Trade("C3392", "有色金属铸造", "铸造有限公司", 10, (30, 160), ("smelting", "industry_and_trade")),
    Trade("C3670", "汽车零部件及配件制造", "汽配有限公司", 25, (30, 300), ("industry_and_trade",)),
    Trade("D4511", "天然气供应", "燃气有限公司", 3, (30, 120), ("gas",)),
    Trade("D4620", "污水处理", "水务有限公司", 4, (15, 60), ("confined_space",)),
    Trade("E4710", "住宅房屋建筑", "建筑工程有限公司", 60, (20, 260), ("construction",)),
    Trade("E5011", "公共建筑装饰和装修", "装饰工程有限公司", 35, (6, 50), ("construction", "fire")),
    Trade("F5265", "机动车燃油零售", "加油站", 45, (6, 16), ("hazardous_chemicals",), chemicals=True),
    Trade("G5421", "长途客运", "客运有限公司", 6, (40, 260), ("road_transport",)),
    Trade("G5435", "危险货物道路运输", "危货运输有限公司", 6, (20, 120), ("road_transport",)),
    Trade("G5951", "谷物仓储", "粮食储备库", 12, (15, 60), ("grain_storage", "confined_space")),
    Trade("G5930", "低温仓储", "冷链仓储有限公司", 12, (10, 60), ("ammonia",), ("ammonia",)),
    Trade("H6121", "旅馆住宿", "宾馆", 60, (6, 60), ("fire", "elevator"), ("elevator",)),
    Trade("K7020", "物业管理", "物业服务有限公司", 50, (8, 120), ("property", "elevator", "fire"), ("elevator",)),
    Trade("P8310", "学前教育", "幼儿园", 70, (8, 50), ("fire", "education")),
    Trade("P8391", "职业技能培训", "培训学校", 30, (4, 30), ("fire", "education"), ("self_built",)),
    Trade("Q8411", "综合医院", "医院", 14, (60, 600), ("fire", "medical")),
    Trade("Q8514", "老年人养护服务", "养老院", 24, (6, 60), ("fire", "elder_care")),
    Trade("R9011", "歌舞厅娱乐活动", "歌厅", 20, (6, 40), ("fire",)),
    Trade("R9013", "网吧活动", "网咖", 18, (3, 12), ("fire", "electricity_use"), small=True),
    Trade("O8051", "洗浴服务", "浴池", 26, (4, 40), ("fire", "special_equipment"), ("special_equipment",)),
    Trade("N7861", "名胜风景区管理", "景区管理有限公司", 3, (15, 80), ("tourism",)),
)

BY_CODE = {trade.code: trade for trade in TRADES}
