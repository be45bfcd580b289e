"""What tests need of a register: a county with its bodies, made through the verbs as anybody else would."""

from datetime import UTC, date, datetime
from itertools import count

from fangwei.engines.codes import make_uscc
from fangwei.register import actions
from fangwei.register.models import (
    Enterprise,
    Level,
    Organization,
    Person,
    Place,
    Post,
    Site,
    Tenure,
    Territory,
    TerritoryKind,
)

AT = datetime(2025, 3, 20, 1, 0, tzinfo=UTC)
DAY = date(2025, 3, 20)
COUNTY = "411681"
TOWNSHIP = "411681100"
ZONE = "411671"
_serial = count(1)


class _System:
    """Nobody in person: what set-up does by itself."""

    person_id = None
    post_id = None
    organization_id = None


SYSTEM = _System()

_DIVISIONS = {
    "41": ("河南省", Level.PROVINCE),
    "4116": ("周口市", Level.PREFECTURE),
    COUNTY: ("项城市", Level.COUNTY),
    "411681001": ("花园街道", Level.TOWNSHIP),
    TOWNSHIP: ("南顿镇", Level.TOWNSHIP),
    "411681101": ("孙店镇", Level.TOWNSHIP),
    "411624": ("沈丘县", Level.COUNTY),
    ZONE: ("周口临港开发区", Level.COUNTY),
    "419001": ("济源市", Level.COUNTY),
}


def territories() -> dict[str, Territory]:
    """Some divisions of one province with their real codes: a county with three townships, a neighbour, a zone, Jiyuan."""
    lengths = [2, 4, 6, 9]
    for code, (name, level) in _DIVISIONS.items():
        above = lengths.index(len(code)) - 1
        parent = "41" if code == "419001" else code[: lengths[above]] if above >= 0 else ""
        kind = TerritoryKind.ZONE if code == ZONE else TerritoryKind.GOVERNMENT
        Territory.objects.get_or_create(
            code=code, defaults={"name": name, "level": level, "parent_code": parent, "kind": kind}
        )
    return Territory.objects.in_bulk()


def organization(kind: str = "emergency", territory_code: str = COUNTY, name: str = "") -> Organization:
    """A body with its duty post; the divisions are made when they are missing."""
    territories()
    name = name or f"{_DIVISIONS.get(territory_code, ('某地', ''))[0]}{kind}"
    return actions.establish_organization(name=name, kind=kind, territory_code=territory_code, by=SYSTEM, at=AT)


def post(role: str = "inspector", of: Organization | Enterprise | None = None, name: str = "") -> Post:
    """A seat in an organization, or in an enterprise."""
    body = of or organization()
    return actions.establish_post(
        name=name or f"岗位{next(_serial)}",
        role=role,
        organization=body if isinstance(body, Organization) else None,
        enterprise=body if isinstance(body, Enterprise) else None,
        by=SYSTEM,
        at=AT,
    )


def person(name: str = "", phone: str = "") -> Person:
    """A person, by default without personal data."""
    return actions.register_person(name=name or f"人员{next(_serial)}", phone=phone, by=SYSTEM, at=AT)


def tenure(held: Post | None = None, who: Person | None = None, start: date = date(2024, 1, 1)) -> Tenure:
    """A person in office since the beginning of last year."""
    return actions.appoint(person=who or person(), post=held or post(), start=start, by=SYSTEM, at=AT)


def duty_holder(body: Organization) -> Tenure:
    """Somebody in the duty post of a body."""
    return tenure(Post.objects.get(organization=body, is_duty_post=True))


def enterprise(name: str = "", uscc: str | None = None) -> Enterprise:
    """A firm with a valid credit code."""
    serial = next(_serial)
    code = make_uscc(COUNTY, serial) if uscc is None else uscc
    return actions.register_enterprise(
        name=name or f"项城市第{serial}化工有限公司", uscc=code, territory_code=COUNTY, by=SYSTEM, at=AT
    )


def site(firm: Enterprise | None = None, territory_code: str = TOWNSHIP, industry_code: str = "2614") -> Site:
    """A firm's place of work in a township of the county."""
    territories()
    return actions.register_site(
        enterprise=firm or enterprise(),
        territory_code=territory_code,
        address=f"工业路{next(_serial)}号",
        industry_code=industry_code,
        by=SYSTEM,
        at=AT,
    )


def place(kind: str = "road", territory_code: str = TOWNSHIP, keeper_name: str = "") -> Place:
    """A place that is no enterprise's site."""
    territories()
    name = f"场所{next(_serial)}"
    return actions.register_place(
        kind=kind, name=name, territory_code=territory_code, keeper_name=keeper_name, by=SYSTEM, at=AT
    )
