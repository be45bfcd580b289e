"""A grammar of findings: for each domain of danger the spots, the things found there, what is wrong with them, and what helps.

Every sentence is put together from our own parts; none is taken from a real record.
"""

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True)
class Finding:
    """What somebody found: the sentence, the spot, the measure that helps, and the picture that shows it."""

    text: str
    spot: str
    measure: str
    picture: str
    domain: str


@dataclass(frozen=True, slots=True)
class Grave:
    """A danger that is major by a criterion: with its measures, emergency plan, steps on the spot and cost in yuan."""

    text: str
    spot: str
    criterion: str
    measure: str
    contingency: str
    on_spot: str
    yuan: int
    picture: str
    domain: str


@dataclass(frozen=True, slots=True)
class _Thing:
    name: str
    faults: tuple[str, ...]
    measure: str
    picture: str


def _things(lines: str) -> tuple[_Thing, ...]:
    """Read lines of `thing|fault、fault|measure|picture`."""
    things = []
    for line in lines.strip().splitlines():
        name, faults, measure, picture = line.strip().split("|")
        things.append(_Thing(name, tuple(faults.split("、")), measure, picture))
    return tuple(things)


_SPOTS = {
    "fire": "一层东侧 一层西侧 二层楼梯口 三层走廊 后门处 仓库内 员工宿舍楼 配餐间旁 疏散通道 地下一层",
    "electricity_use": "配电间 车间北墙 前厅收银处 后厨 充电区 货架后方 临时工棚 操作台下方",
    "gas": "后厨灶台旁 气瓶间 调压箱处 操作间 备餐间 炉具下方",
    "industry_and_trade": "一号车间 二号车间 三号车间 成品库 原料库 装卸区 打包工位 机修间",
    "dust": "打磨车间 砂光工段 制粉楼三层 除尘间 包装工位 开料区",
    "ammonia": "制冷机房 冷库穿堂 速冻间 储液桶区 蒸发式冷凝器平台",
    "confined_space": "污水调节池 发酵罐 腌制池 化粪池 地下管廊 筒仓 废水井",
    "hazardous_chemicals": "一号罐区 卸车区 加油区三号岛 甲类库房 中间罐区 装置二层 泵房 油罐操作井",
    "construction": "三号楼五层 基坑西侧 塔吊回转区 钢筋加工棚 外架第六步 施工电梯口 临时配电箱处",
    "smelting": "熔炼工段 浇注区 行车通道 冷却水泵房",
    "road_transport": "停车场 安检台 调度室 豫P演示车辆 车载终端平台 维修地沟",
    "special_equipment": "锅炉房 压力容器间 叉车作业区 水处理间",
    "elevator": "一号电梯 货梯机房 二号楼电梯轿厢 电梯底坑",
    "property": "消防车通道 地下车库 六号楼楼顶 二号楼架空层 小区东门",
    "education": "教学楼二层 午休室 食堂 校门口 操场看台",
    "elder_care": "护理区二层 活动室 厨房 夜间值班室 坡道入口",
    "medical": "住院部四层 氧气间 门诊大厅 病案室",
    "tourism": "游船码头 观景平台 环湖步道 游乐设备区 检票口",
    "grain_storage": "三号平房仓 提升塔 出仓口 磷化铝药品库",
    "water_works": "北岸 取水口 坝脚处 泄水闸旁 亲水台阶",
    "road_works": "弯道处 学校门前路段 桥头 平交路口",
    "general": "院内 入口处 库房 通道",
}

_THINGS = {
    "fire": _things("""
        安全出口|被货物堵塞、门向内开启、使用卷帘门代替、夜间上锁|清除堵塞物，恢复安全出口畅通并指定专人每日检查|exit
        灭火器|压力不足、超过检验期、被杂物遮挡、数量不够|更换并按规定数量配置灭火器，张贴检查卡|extinguisher
        室内消火栓|箱内缺少水带、无水压、箱门打不开|补齐水带水枪，修复供水并测试水压|hydrant
        疏散指示标志|不亮、安装位置过高、指向错误|更换疏散指示灯并逐个测试|sign
        应急照明灯|断电后不亮、电池失效|更换应急照明灯，每月做断电测试|sign
        防火门|闭门器损坏、用木楔顶住常开、门缝过大|更换闭门器，取走木楔，保持常闭|exit
        火灾自动报警主机|处于故障状态、被人为屏蔽部分点位|联系维保单位修复，解除屏蔽并留存记录|panel
        电动自行车|在楼道内停放充电、用飞线充电|移至室外集中充电点，张贴告示|wiring
    """),
    "electricity_use": _things("""
        配电箱|箱门缺失、未做接地保护、回路无标识|补装箱门，完善接地，逐路贴标|panel
        插线板|串接使用、贴近可燃物放置、外壳破损|更换为固定插座，与可燃物保持距离|wiring
        电线|私拉乱接、绝缘层老化开裂、未穿管保护|由持证电工重新敷设并穿管保护|wiring
        漏电保护器|按下测试钮不动作、未安装|更换合格的漏电保护器并做好测试记录|panel
        照明灯具|距可燃物过近、无防护罩|更换为带防护罩的灯具并调整位置|wiring
    """),
    "gas": _things("""
        燃气连接软管|老化龟裂、长度过长并穿墙、接头无管箍|更换为不锈钢波纹软管，长度不超过两米|hose
        可燃气体报警器|未通电、探头安装位置过高、已过使用年限|更换报警器并联动切断阀，做现场测试|detector
        液化气瓶|与明火同室使用、超过检验期、存放数量过多|移入独立气瓶间，退回超期气瓶|cylinder
        燃气灶具|无熄火保护装置、点火开关漏气|更换带熄火保护的灶具并做气密试验|hose
        紧急切断阀|被拆除、手柄缺失|恢复切断阀并与报警器联动|valve
        集油烟罩|油垢过厚、长期未清洗|清洗油烟罩和管道，建立清洗台账|hood
    """),
    "industry_and_trade": _things("""
        冲床|光电保护装置失效、双手按钮被短接|修复安全装置，培训操作人员，挂牌上锁检修|guard
        传送带|尾轮无防护罩、急停拉绳损坏|加装防护罩，更换急停拉绳并测试|guard
        砂轮机|防护罩缺失、托架间隙过大|补装防护罩，调整托架间隙|guard
        行车|限位器失灵、吊钩防脱钩缺失、遥控器无急停|由专业单位修复并经检验后使用|crane
        货物|堆放超高、占用通道、靠近热源|按标线重新码放，保持通道宽度|stack
        氧气瓶与乙炔瓶|间距不足五米、未固定、缺少防震圈|分开存放并固定，补齐附件|cylinder
        作业平台|临边无护栏、踏板腐蚀|加装护栏和踢脚板，更换踏板|edge
        相关方作业|未签订安全管理协议、动火未办理审批|补签协议，办理作业票，现场监护|paper
    """),
    "dust": _things("""
        除尘器|未设泄爆装置、清灰不及时、锁气卸灰装置损坏|加装泄爆装置，修复卸灰阀，建立清灰制度|dust
        车间梁架|积尘明显、无清扫记录|停机断电后采用吸尘方式清扫，建立记录|dust
        开关箱|不防爆、箱内积尘|更换为粉尘防爆型电器|panel
        作业人员|未穿防静电服、使用铁质工具|配发防静电服，更换铜质工具|guard
    """),
    "ammonia": _things("""
        氨气浓度报警仪|未校验、探头被遮挡|送检校验，调整探头位置|detector
        事故排风机|开关设在室内、不能启动|将开关移到室外，修复风机并每周试运行|panel
        安全阀|超过校验期、泄放口朝向通道|送检校验，引至安全处排放|valve
        液氨管道|保温层破损、无流向标识|修复保温，喷涂标识|valve
        空气呼吸器|压力不足、数量不够|补充气瓶压力，按规定配备并培训|extinguisher
    """),
    "confined_space": _things("""
        有限空间入口|无警示标志、未上锁、盖板破损|设置警示牌，加盖上锁，专人管理钥匙|edge
        作业审批|未做气体检测、无监护人签字|严格执行先通风再检测后作业，补齐审批单|paper
        通风设备|风管长度不足、风机损坏|更换风机风管，作业全程通风|panel
        应急装备|缺少三脚架、安全绳磨损|配齐三脚架、安全绳和呼吸器|cylinder
    """),
    "hazardous_chemicals": _things("""
        储罐液位计|显示不准、无高位报警|校准液位计，接入高位报警联锁|tank
        可燃气体探测器|超期未检、报警值设置错误|校验探测器，按规定重设报警值|detector
        卸油口|未锁闭、静电接地夹锈蚀|上锁管理，更换静电接地装置|valve
        法兰跨接线|断开、缺失|重新跨接并测试电阻|valve
        围堰|排水阀常开、有裂缝|关闭排水阀并上锁，修补裂缝|tank
        动火作业票|未分析可燃气体、时间填写不全|重新培训作业票管理，分析合格后作业|paper
        化学品|禁忌物同库存放、无安全技术说明书|分库存放，补齐说明书和标签|stack
    """),
    "construction": _things("""
        临边防护|缺失、高度不足、用绳子代替栏杆|按规定安装定型化护栏|edge
        脚手架|连墙件被拆除、脚手板未铺满、立杆悬空|停止该部位作业，恢复连墙件并重新验收|scaffold
        塔吊|吊索磨损超标、钢丝绳防脱装置缺失|更换吊索，经检验合格后使用|crane
        开关箱|一闸多机、未做重复接地|实行一机一闸一漏，重做接地|panel
        基坑边|堆载过大、无变形监测记录|移走堆载，恢复监测并每日上报|edge
        安全帽|部分工人未佩戴、下颌带未系|现场教育，班前检查，扣分处理|guard
    """),
    "smelting": _things("""
        冷却水系统|无流量监测报警、水温计损坏|加装监测报警并与断电联锁|panel
        浇注坑|底部潮湿、无防水措施|排干积水，做防渗处理，作业前检查|edge
        吊运钢丝绳|断丝超标、无检查记录|立即更换，建立班检制度|crane
    """),
    "road_transport": _things("""
        车辆动态监控|平台离线时间过长、疲劳驾驶报警未处理|逐条处理报警，专人值守平台|road
        驾驶员|安全培训学时不足、从业资格证临期|补足学时，到期前换证|paper
        车载灭火器|失效、固定不牢|更换并固定，出车前检查|extinguisher
        轮胎|花纹深度不足、有鼓包|更换轮胎，纳入例检|road
        押运人员|未携带证件、不熟悉应急处置|培训考核合格后上岗|paper
    """),
    "special_equipment": _things("""
        锅炉安全阀|超期未校验、有泄漏|送检校验，合格后安装|valve
        压力表|无检定标识、表盘破损|更换为检定合格的压力表|detector
        叉车|无定期检验合格证、驾驶员无证|停用，检验合格并持证后使用|crane
    """),
    "elevator": _things("""
        电梯|维保记录不全、紧急呼叫无人应答、层门变形|由维保单位修复，落实每日巡查|exit
        电梯机房|门未锁、堆放杂物|上锁管理，清理杂物|stack
    """),
    "property": _things("""
        消防车通道|被私家车占用、设置固定石墩|清除障碍，划线标识，专人巡查|road
        电动车库|与住宅未做防火分隔、无喷淋|做防火分隔，加装简易喷淋|wiring
        外墙面砖|空鼓脱落、未设警戒|设置警戒区，委托专业单位修复|edge
    """),
    "education": _things("""
        教学楼疏散楼梯|堆放课桌、应急灯损坏|清理课桌，更换应急灯，组织疏散演练|exit
        食堂燃气报警器|未通电、无人值守|恢复通电，纳入每日检查|detector
        校门口|无硬质隔离、车辆随意停放|设置隔离设施，与交警协作疏导|road
    """),
    "elder_care": _things("""
        护理房间|使用可燃装饰材料、床位旁私设取暖器|拆除可燃材料，收回取暖器|wiring
        夜间值班|人员不足、不会使用报警主机|增加值班人员，培训并考核|paper
        无障碍坡道|被轮椅床堵塞、扶手松动|清理并固定扶手|exit
    """),
    "medical": _things("""
        氧气汇流排间|与可燃物混放、无警示标志|清理可燃物，设置警示标志|cylinder
        病房疏散通道|加床占用、防火门常开|撤除加床，恢复防火门常闭|exit
    """),
    "tourism": _things("""
        游船|救生衣数量不足、载客超员|补足救生衣，限员登船|pond
        观景平台护栏|松动、高度不足|停用平台，加固加高护栏|edge
        游乐设备|安全带卡扣磨损、未做日检|更换卡扣，恢复运行前检查|guard
    """),
    "grain_storage": _things("""
        粮仓作业|未系安全绳入仓、无人监护|严格入仓作业审批，配备监护人|edge
        磷化铝药品库|未实行双人双锁、无通风|实行双人双锁，加装通风|stack
        提升机|无速度监测、机座积粮|加装监测装置，定期清理|dust
    """),
    "water_works": _things("""
        水边|无警示标志、护栏断裂、缺少救生设施|补设警示牌，修复护栏，配置救生圈和长杆|pond
        亲水台阶|湿滑、夜间无照明|铺设防滑条，加装照明|pond
    """),
    "road_works": _things("""
        路侧护栏|缺失、被撞变形未修复|恢复护栏，设置警示标志|road
        减速标线|磨损不清、未设置|重新施划减速标线|road
        限高架|警示标志缺失、反光膜脱落|补设标志和反光膜|road
    """),
    "general": _things("""
        安全警示标志|缺失、模糊不清|补设清晰的警示标志|sign
        隐患排查记录|不完整、签字不全|按规定逐项排查并签字|paper
        应急物资|数量不足、过期|补充更换应急物资并登记|extinguisher
    """),
}

_TAILS = ("", "，未采取临时措施", "，现场负责人不知情", "，上次检查时已提醒", "，附近有人员作业")

GRAVE = (
    Grave(
        "二号车间除尘器为干式，未采取任何控爆措施，梁架和风管内积尘厚度明显",
        "打磨车间", "industry/11.3", "停用该除尘系统，改造为带泄爆、隔爆和火花探测的除尘系统，经专业单位验收后投用",
        "停产清尘，切断电源，划定警戒区，专职人员值守", "stop", 180_000, "dust", "dust",
    ),
    Grave(
        "熔炼区冷却水系统未设监测报警，也未与熔炼设备联锁",
        "熔炼工段", "industry/4.4", "加装流量、温度、压力监测报警并与断电联锁，调试后第三方验收",
        "停炉，应急水源备用，人员撤至安全区域", "stop", 260_000, "panel", "smelting",
    ),
    Grave(
        "罐区可燃气体探测器大面积停用，防爆区域内使用非防爆电器",
        "一号罐区", "chem17/12", "恢复探测报警系统，更换防爆电器，委托机构整体检测",
        "罐区停止收付料，增设便携式检测和专人巡检", "stop", 420_000, "tank", "hazardous_chemicals",
    ),
    Grave(
        "甲类库房内氧化剂与易燃液体混存，数量超过核定储量",
        "甲类库房", "chem17/20", "立即分库转移，核减储量，重新划分储存区并设置隔离",
        "禁止一切动火和进库作业，消防力量待命", "seal", 60_000, "stack", "hazardous_chemicals",
    ),
    Grave(
        "调压后管道无超压保护装置，下游已出现多处漏气",
        "调压箱处", "gas/6", "加装超压切断和放散装置，更换漏气管段，逐户检漏",
        "关闭上游阀门，疏散下游人员，专业抢修", "evacuate", 150_000, "valve", "gas",
    ),
    Grave(
        "外脚手架多步连墙件被拆除，架体有明显外倾",
        "外架第六步", "definition/3", "停止架上作业，按专项方案加固，经专家论证后恢复",
        "疏散架体坠落半径内人员，设置警戒", "evacuate", 90_000, "scaffold", "construction",
    ),
    Grave(
        "护理区仅有一个可用出口，自动报警系统整体瘫痪，夜间只有一人值班",
        "护理区二层", "definition/3", "增设疏散楼梯，修复报警系统，增加夜班人员，老人暂时转移到一层",
        "转移不能自理老人，消防部门驻点看护", "evacuate", 350_000, "exit", "fire",
    ),
    Grave(
        "商场中庭回廊违规设置商铺，防火卷帘全部不能降落",
        "一层东侧", "definition/3", "拆除违规商铺，修复防火卷帘并联动测试",
        "相关区域停业，微型消防站二十四小时值守", "seal", 520_000, "exit", "fire",
    ),
    Grave(
        "制冷机房与包装车间之间无防火分隔，液氨储液桶安全阀失效",
        "制冷机房", "definition/3", "做防火分隔，更换安全阀，压力容器整体检验",
        "抽空储液桶，撤离包装车间人员，氨应急队伍值守", "stop", 300_000, "valve", "ammonia",
    ),
    Grave(
        "作业人员未经审批进入污水池清淤，无通风无检测无监护",
        "污水调节池", "definition/3", "停止作业，完善有限空间管理制度，全员培训考核，配齐装备",
        "撤出人员，封闭池口，专人看护", "stop", 40_000, "edge", "confined_space",
    ),
)  # fmt: skip


def finding(rng: Random, domain: str) -> Finding:
    """Compose an ordinary finding about a domain of danger."""
    known = domain if domain in _THINGS else "general"
    thing = rng.choice(_THINGS[known])
    spot = rng.choice(_SPOTS[known].split())
    fault = rng.choice(thing.faults)
    tail = rng.choices(_TAILS, weights=(8, 2, 1, 1, 1))[0]
    category = {"road_works": "road_transport"}.get(known, known)
    return Finding(f"{spot}{thing.name}{fault}{tail}", spot, thing.measure, thing.picture, category)


def grave(rng: Random, domains: tuple[str, ...]) -> Grave | None:
    """Choose a major danger that fits one of the domains, if there is one."""
    fitting = [one for one in GRAVE if one.domain in domains]
    return rng.choice(fitting) if fitting else None


GRAVE_DOMAINS = frozenset(one.domain for one in GRAVE)
PICTURES = sorted({thing.picture for things in _THINGS.values() for thing in things} | {one.picture for one in GRAVE})
