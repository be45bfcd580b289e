"""Whom a visitor of the demo county may sign in as: one entry for every kind of work, and a second person where two are needed."""

from typing import NamedTuple


class DemoRole(NamedTuple):
    """A user of the demo: name for signing in, what they are in both languages, and their role in the register."""

    username: str
    zh: str
    en: str
    role: str


ROLES: tuple[DemoRole, ...] = (
    DemoRole("inspector1", "应急管理局执法员", "Inspector, emergency bureau", "inspector"),
    DemoRole("inspector2", "应急管理局执法员（第二人）", "Inspector, emergency bureau (second officer)", "inspector"),
    DemoRole("regulator1", "应急管理局监管岗", "Regulator, emergency bureau", "regulator"),
    DemoRole("regulator2", "应急管理局危化监管岗", "Regulator for chemicals, emergency bureau", "regulator"),
    DemoRole("emergency.head", "应急管理局局长", "Head of the emergency bureau", "leader"),
    DemoRole("fire.regulator", "消防救援大队监管岗", "Regulator, fire brigade", "regulator"),
    DemoRole("fire.inspector1", "消防救援大队监督员", "Inspector, fire brigade", "inspector"),
    DemoRole(
        "housing.regulator", "住建局监管岗（燃气、施工）", "Regulator, housing bureau (gas, building)", "regulator"
    ),
    DemoRole("housing.inspector1", "住建局执法员", "Inspector, housing bureau", "inspector"),
    DemoRole("market.regulator", "市场监管局监管岗", "Regulator, market supervision", "regulator"),
    DemoRole("transport.regulator", "交通运输局监管岗", "Regulator, transport bureau", "regulator"),
    DemoRole("office1", "安委办工作人员", "Officer, safety-committee office", "committee_office"),
    DemoRole("office2", "安委办工作人员（第二人）", "Officer, safety-committee office (second)", "committee_office"),
    DemoRole("leader1", "市长", "Mayor", "leader"),
    DemoRole("leader2", "分管副市长", "Deputy mayor for safety", "leader"),
    DemoRole("secretary1", "市委书记", "Party secretary", "leader"),
    DemoRole("township1", "花园街道安全监管岗", "Township officer, Huayuan", "township_officer"),
    DemoRole("township2", "花园街道应急管理站", "Township officer, Huayuan (second)", "township_officer"),
    DemoRole("grid1", "花园街道网格员", "Grid worker, Huayuan", "grid_worker"),
    DemoRole("grid2", "花园街道网格员（第二人）", "Grid worker, Huayuan (second)", "grid_worker"),
    DemoRole("zone.officer1", "开发区管委会安全监管岗", "Officer, development zone", "township_officer"),
    DemoRole("enterprise1", "化工企业安全员", "Safety officer, chemical plant", "enterprise_safety_officer"),
    DemoRole("principal1", "化工企业主要负责人", "Principal, chemical plant", "enterprise_principal"),
    DemoRole("shop1", "三人面馆经营者", "Owner of a noodle shop with three people", "enterprise_principal"),
    DemoRole(
        "landlord1", "出租厂房业主安全员", "Safety officer, landlord of a factory block", "enterprise_safety_officer"
    ),
    DemoRole("tenant1", "承租企业安全员", "Safety officer, tenant firm", "enterprise_safety_officer"),
    DemoRole("keeper1", "坑塘管护村委会", "Village committee that keeps a pond", "grid_worker"),
    DemoRole("expert1", "专家", "Expert", "expert"),
    DemoRole("expert2", "专家（第二人）", "Expert (second)", "expert"),
    DemoRole("auditor1", "纪检监察人员", "Auditor, discipline inspection", "auditor"),
    DemoRole("auditor2", "纪检监察人员（第二人）", "Auditor, discipline inspection (second)", "auditor"),
    DemoRole("city.office1", "周口市安委办", "Safety-committee office of the city", "committee_office"),
    DemoRole("city.inspector1", "周口市应急管理局", "Emergency bureau of the city", "inspector"),
    DemoRole("province.office1", "省安委办", "Safety-committee office of the province", "committee_office"),
    DemoRole("operator", "系统运维人员", "Operator of the installation", "operator"),
)
