"""What papers say that many of them say: whom they concern, who acted, by which article, which remedies the law gives."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from fangwei.casework.models import Case, Evidence
from fangwei.engines.calendar import SHANGHAI, last_day_of
from fangwei.engines.lawbook import LawError
from fangwei.engines.lawbook.texts import unit_word
from fangwei.ledger.models import Fact
from fangwei.ledger.queries import Told, told
from fangwei.register.law import book
from fangwei.register.models import Organization, Person
from fangwei.register.queries import names_of

Values = dict[str, Any]
SIGNED_FOR = "representative"
WITNESSED = "witness"


def chinese_day(day: date) -> str:
    """Return a day as papers write it: 2026年3月2日."""
    return f"{day.year}年{day.month}月{day.day}日"


def local_day(instant: datetime) -> date:
    """Return the local day of an instant."""
    return instant.astimezone(SHANGHAI).date()


def day_of(instant: datetime) -> str:
    """Return the local day of an instant, as papers write it."""
    return chinese_day(local_day(instant))


def moment_of(instant: datetime) -> str:
    """Return the local day, hour and minute of an instant, as records write it."""
    there = instant.astimezone(SHANGHAI)
    return f"{chinese_day(there.date())}{there.hour}时{there.minute:02d}分"


def last_day(due_at: datetime) -> str:
    """Return the last day of a deadline, as papers write it."""
    return chinese_day(last_day_of(due_at))


def sentence(text: str) -> str:
    """Return what somebody typed as papers write it: ended by a full stop where its writer set none."""
    said = text.strip()
    return f"{said}。" if said and said[-1] not in "。！？；…．.!?;" else said


def party(case: Case) -> Values:
    """Return whom a paper concerns: the enterprise at the place, else the place's keeper, else the place itself."""
    place = case.place
    site = getattr(place, "site", None)
    firm = site.enterprise if site is not None else None
    keeper = place.keeper_organization if place is not None else None
    name = firm.name if firm else keeper.name if keeper else place.name if place else case.title
    return {
        "单位名称": name,
        "信用代码": (firm.uscc if firm else "") or "未登记",
        "负责人": (firm.principal_name if firm else "") or "未登记",
        "场所名称": place.name if place else name,
        "场所地址": (place.address if place else "") or "未登记",
    }


def acting(done: Told | None, drawer: UUID | None) -> Values:
    """Return who took part in the act that a paper documents: officers with their certificates, the party's side, a witness."""
    if done is None:
        persons, named = [drawer], list[Any]()
    else:
        persons = [done.fact.actor, *(_person(entry) for entry in done.fact.participants if _is_officer(entry))]
        named = [entry for entry in (done.data or {}).get("participants", []) if isinstance(entry, dict)]
    known = {person.id: person for person in Person.objects.filter(id__in=[one for one in persons if one])}
    officers = [known[one] for one in dict.fromkeys(persons) if one in known]
    said = {str(entry.get("role")): str(entry.get("name", "")) for entry in named}
    refused = WITNESSED in said and SIGNED_FOR not in said
    return {
        "执法人员": [{"姓名": one.name, "证号": one.certificate_number} for one in officers],
        "代表": said.get(SIGNED_FOR, ""),
        "拒签": refused,
        "见证人": said.get(WITNESSED, ""),
    }


def last_act_of_two(subject: UUID) -> Told | None:
    """Return the last act on a case that two officers did together, for a record that documents no act of its own."""
    facts = Fact.objects.filter(subject_id=subject).order_by("-n")[:50]
    together = next((one for one in facts if any(_is_officer(entry) for entry in one.participants)), None)
    return told([together])[0] if together is not None else None


def lines_for_others(known: int, on: date, territory: str) -> list[Values]:
    """Return empty lines for the officers that the law asks for beyond those known; they are filled in by hand."""
    needed = int(book().value("enforcement.officers", on, territory[:6]).value)
    return [{"姓名": "＿＿＿＿＿＿", "证号": "＿＿＿＿＿＿"}] * max(0, needed - known)


def _is_officer(entry: dict[str, Any]) -> bool:
    return bool(entry.get("person")) and entry.get("role") == "second_officer"


def _person(entry: dict[str, Any]) -> UUID:
    return UUID(str(entry["person"]))


def annex(files: Iterable[Evidence]) -> list[Values]:
    """Return a list of files with the beginning of their hashes, by which each can be recognized."""
    return [
        {"序号": number, "名称": file.name, "校验值": file.sha256[:16]} for number, file in enumerate(files, start=1)
    ]


def evidence_of_act(done: Told | None) -> list[Values]:
    """Return the files handed in with an act."""
    if done is None:
        return []
    return annex(Evidence.objects.filter(fact_id=done.fact.id).order_by("id"))


def article(rule: str, on: date, territory: str, row: str = "") -> str:
    """Return the article that a rule cites on a day, or one of its rows; empty where the law data say nothing for that day."""
    try:
        value = book().value(rule, on, territory[:6])
    except LawError:
        return ""
    if not row:
        return value.citation
    return next((str(one.get("citation", value.citation)) for one in value.value if one["id"] == row), value.citation)


def remedies(on: date, territory: str) -> str:
    """Return what whoever disagrees may do, within which periods and where; from the law data of that day.

    Law: 行政复议法, 行政诉讼法; the periods stand in `remedy.reconsideration` and `remedy.suit`.
    """
    try:
        reconsider = book().value("remedy.reconsideration", on, territory[:6])
        suit = book().value("remedy.suit", on, territory[:6])
    except LawError:
        return "如不服本文书，可以在法律规定的期限内依法申请行政复议或者提起行政诉讼。"
    return (
        f"如不服本文书，可以自收到本文书之日起{reconsider.value}{unit_word(reconsider.unit, 'zh')}内"
        f"向{reconsideration_body(on, territory)}申请行政复议，"
        f"或者自收到本文书之日起{suit.value}{unit_word(suit.unit, 'zh')}内依法向人民法院提起行政诉讼。"
        "复议、诉讼期间，除法律另有规定外，不停止执行。"
    )


def reconsideration_body(on: date, territory: str) -> str:
    """Return who hears a reconsideration, by name: normally the government of the authority's own level."""
    try:
        who = book().value("remedy.reconsideration_body", on, territory[:6]).value
    except LawError:
        return "有权机关"
    if who != "same_level_government":
        return str(who)
    government = Organization.objects.on(on).filter(kind="government", territory_code=territory[:6]).first()
    if government is not None:
        return government.name
    name = names_of([territory[:6]]).get(territory[:6], "")
    return f"{name}人民政府" if name else "本级人民政府"
