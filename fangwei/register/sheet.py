"""The register sheet of sites (企业名单) as data: its columns and the heads officials give them."""

from fangwei.engines.reader import Column, SheetSpec, words

SITES = SheetSpec(
    name="sites",
    title="重点监管企业名单",
    title_english="Register sheet of sites",
    columns=(
        Column(
            "name",
            words(
                "企业名称 单位名称 生产经营单位名称 场所名称 被监管单位 企业全称 公司名称 名称 企业 "
                "单位 经营主体名称 市场主体名称 商户名称 店铺名称 门店名称"
            ),
            english=words("Enterprise | Enterprise name | Company | Company name | Name | Site | Site name"),
            required=True,
            width=32,
        ),
        Column(
            "uscc",
            words(
                "统一社会信用代码 社会信用代码 信用代码 统一信用代码 统一社会信用代码证号 "
                "组织机构代码 营业执照号 营业执照注册号 工商注册号 机构代码"
            ),
            "code",
            words("Unified social credit code | USCC | Credit code | Registration number"),
            width=21,
        ),
        Column(
            "principal",
            words("主要负责人 法定代表人 法人代表 企业负责人 单位负责人 负责人 法人 负责人姓名 经营者"),
            english=words("Principal | Person in charge | Legal representative | Responsible person"),
            width=12,
        ),
        Column(
            "phone",
            words("联系电话 负责人电话 联系方式 电话 手机号码 手机 手机号 主要负责人联系电话 电话号码"),
            "code",
            words("Telephone | Phone | Phone number | Mobile | Contact number"),
            width=14,
        ),
        Column(
            "county",
            words("所属区县 县区 区县 县市区 所属县区 所在县区 所属县市区"),
            english=("County", "District"),
        ),
        Column(
            "town",
            words(
                "所属乡镇（街道） 所属乡镇 乡镇街道 乡镇 街道 镇街 所属街道 属地 所属镇街 所在乡镇 "
                "所在镇街 属地乡镇 监管属地 所属区域 所在街道 所属园区 街镇 乡镇办"
            ),
            english=words("Township | Town | Subdistrict | Township or subdistrict"),
        ),
        Column(
            "address",
            words("详细地址 地址 经营地址 生产经营地址 企业地址 单位地址 注册地址 住所 场所地址 经营场所 厂址 所在地"),
            english=words("Address | Full address | Street address"),
            width=34,
        ),
        Column("lon", words("经度 东经 经度坐标 企业经度"), "decimal", words("Longitude Lon Lng")),
        Column("lat", words("纬度 北纬 纬度坐标 企业纬度"), "decimal", ("Latitude", "Lat")),
        Column(
            "industry_code",
            words("行业代码 国民经济行业代码 行业分类代码 行业小类代码 行业类别代码"),
            "code",
            ("Industry code", "GB/T 4754 code"),
            width=10,
        ),
        Column(
            "industry_name",
            words("行业类别 行业名称 所属行业 行业 行业分类 国民经济行业 行业领域 所属行业领域 类别"),
            english=words("Industry | Trade | Industry name | Sector"),
            width=20,
        ),
        Column(
            "employees",
            words("从业人数 从业人员 员工人数 职工人数 从业人员数 人数 员工数 职工总数 从业人员数量 企业人数"),
            "count",
            words("Employees | Number of employees | Staff | Headcount"),
            width=10,
        ),
        Column(
            "hazardous_chemicals",
            words(
                "是否危化品企业 是否危化品 是否涉危化品 危化品企业 是否危险化学品企业 "
                "是否涉及危险化学品 涉危化品 是否使用危险化学品 危险化学品"
            ),
            "tick",
            ("Hazardous chemicals", "Hazardous chemicals enterprise"),
            width=14,
        ),
        Column("note", ("备注", "说明"), english=words("Note Notes Remarks"), width=20),
    ),
)
