"""Cases that have papers: an order issued to a chemical works, and one of each other act that is documented."""

from typing import Any

from fangwei.casework.models import Case
from fangwei.documents.models import Document
from fangwei.hazards import actions
from fangwei.hazards.tests.factories import County
from fangwei.register.models import Person


def second(county: County) -> dict[str, str]:
    """The second officer as a participant."""
    return {"role": "second_officer", "person": str(county.second.person_id)}


def certified(county: County) -> None:
    """Give both officers their certificates."""
    Person.objects.filter(id=county.officer.person_id).update(name="陈渑生", certificate_number="豫P16010001")
    Person.objects.filter(id=county.second.person_id).update(name="郏晓瀍", certificate_number="豫P16010002")


def graded(county: County, *descriptions: str, grade: str = "general") -> list[Case]:
    """Hazards that wait for an order."""
    found = []
    for text in descriptions:
        case = county.report(text, spot="二车间东侧")
        extra = {"criterion": "chem17/4"} if grade == "major" else {}
        found.append(county.do(case, "grade", county.officer, grade=grade, **extra))
    return found


def issued(county: County, *cases: Case, refused: bool = False, **more: Any) -> Case:
    """An order issued for these hazards, signed by the representative or refused before a witness."""
    items = [
        {"hazard": str(case.id)} | county.treatment("major" if case.severity == 2 else "general", 10 + number % 15)
        for number, case in enumerate(cases)
    ]
    drafted = actions.draft_order(place=county.place, items=items, by=county.officer, at=county.tick(), **more)
    order = Case.objects.get(id=drafted.case_id)
    named = (
        {"role": "witness", "name": "村干部甲", "note": ""} if refused else {"role": "representative", "name": "田军"}
    )
    return county.do(
        order,
        "issue",
        county.officer,
        participants=(second(county), named),
        signature="refused" if refused else "signed",
    )


def paper(case: Case, kind: str) -> Document:
    """The one standing paper of a kind of a case."""
    return Document.objects.get(case=case, kind=kind, withdrawn_at=None)
