"""Steps that many stories share: report, grade, order, rectify, verify, for general and for major hazards."""

from collections.abc import Generator
from datetime import datetime
from random import Random
from typing import Any
from uuid import UUID

from fangwei.accounts.actor import Actor
from fangwei.demo.findings import Finding, Grave, grave
from fangwei.demo.phrases import said
from fangwei.demo.stage import Story, Tale, expert, second
from fangwei.duty.queries import who_owns
from fangwei.hazards.criteria import criterion_known

ANY_SECTOR = "definition/3"
"""The criterion by which a hazard is major where no sector's criteria name it."""


Found = Generator[datetime, None, tuple[UUID, Finding]]
FoundMajor = Generator[datetime, None, tuple[UUID, Grave]]


def finder(tale: Tale, domain: str) -> tuple[Actor, str]:
    """Return who finds a danger of a domain here, and how: mostly the owner's inspectors, sometimes the township."""
    if tale.rng.random() < 0.25:
        return tale.rng.choice(tale.local("township_officer")), tale.rng.choice(["inspection", "tip", "campaign"])
    answer = who_owns(tale.spot.place, domain, tale.today())
    inspectors = [one for one in tale.stage.cast.officers(answer.lead.id) if one.role == "inspector"]
    people = inspectors or tale.stage.cast.officers(answer.lead.id)
    return tale.rng.choice(people), tale.rng.choice(["inspection", "inspection", "campaign", "signal"])


def reported(tale: Tale) -> tuple[UUID, Finding]:
    """Report an ordinary danger at the story's place now."""
    found = tale.finding()
    by, how = finder(tale, found.domain)
    return tale.report(found, by, how, ago=tale.rng.choice([0, 0, 0, 1])), found


def graded(tale: Tale, case: UUID) -> None:
    """Grade a hazard as general."""
    officer, _beside = tale.officers(case)
    tale.act(case, "grade", officer, grade="general", reason=said(tale.rng, "grade"))


def ordered(tale: Tale, case: UUID, measure: str, days: int) -> None:
    """Order a general hazard to be rectified within some days."""
    officer, _beside = tale.officers(case)
    tale.act(case, "order", officer, due_on=tale.day(days), measures=measure)


def submitted(tale: Tale, case: UUID, scene: str) -> None:
    """Let the enterprise or keeper hand in what it did, with a photograph."""
    by, _principal = tale.firm()
    tale.act(case, "submit", by, photos=(tale.photo(scene, by=by, safe=True),), note=said(tale.rng, "submit"))


def verified(tale: Tale, case: UUID) -> None:
    """Let an officer of the owner verify a general hazard."""
    officer, _beside = tale.officers(case)
    tale.act(case, "verify", officer, note=said(tale.rng, "verify"))


def to_ordered(tale: Tale, days: int) -> Found:
    """Bring a general hazard from being found to being ordered; the story's case and finding are what it returns."""
    case, found = reported(tale)
    yield tale.after(tale.rng.choice([1, 1, 2]))
    graded(tale, case)
    yield tale.after()
    ordered(tale, case, found.measure, days)
    return case, found


def gravest(rng: Random, dangers: tuple[str, ...]) -> Grave:
    """Return a major danger of one of the domains; the caller has seen to it that there is one."""
    found = grave(rng, dangers)
    assert found is not None, f"no major danger is known of {dangers}"
    return found


def graded_major(tale: Tale, case: UUID, found: Grave) -> None:
    """Grade a hazard as major by its criterion, or by the general definition where that one is not in force."""
    officer, _beside = tale.officers(case)
    criterion = found.criterion if criterion_known(found.criterion, tale.today()) else ANY_SECTOR
    tale.act(case, "grade", officer, grade="major", criterion=criterion, reason="符合重大事故隐患判定情形")


def major_terms(tale: Tale, found: Grave, days: int) -> dict[str, Any]:
    """Return the five settled things of a major hazard and the steps on the spot."""
    _officer, principal = tale.firm()
    return {
        "due_on": tale.day(days),
        "measures": found.measure,
        "responsible": f"{principal.person_name}（{principal.post_name}）",
        "funds_fen": found.yuan * 100,
        "contingency": found.contingency,
        "on_spot": [found.on_spot],
    }


def to_major_ordered(tale: Tale, days: int) -> FoundMajor:
    """Bring a major hazard from being found to being ordered."""
    found = gravest(tale.rng, tale.spot.dangers)
    by, how = finder(tale, found.domain)
    case = tale.report(found, by, how)
    yield tale.after()
    graded_major(tale, case, found)
    yield tale.after()
    officer, _beside = tale.officers(case)
    tale.act(case, "order", officer, **major_terms(tale, found, days))
    return case, found


def to_accepted(tale: Tale, case: UUID, found: Grave, days: int) -> Story:
    """Bring an ordered major hazard through rectification, the expert and two officers."""
    yield tale.after(days)
    submitted(tale, case, found.picture)
    yield tale.after(2)
    judge = tale.rng.choice(tale.stage.cast.experts)
    tale.act(
        case,
        "expert_accept",
        judge,
        photos=(tale.photo(found.picture, by=judge, safe=True),),
        note=said(tale.rng, "expert"),
    )
    yield tale.after(1)
    officer, beside = tale.officers(case)
    tale.act(
        case,
        "verify",
        officer,
        photos=(tale.photo(found.picture, by=officer, safe=True),),
        people=(second(beside),),
        note=said(tale.rng, "verify"),
    )


def resumed(tale: Tale, case: UUID, scene: str) -> Story:
    """Let the enterprise ask to go back to work and two officers approve."""
    yield tale.after(1)
    by, _principal = tale.firm()
    tale.act(
        case,
        "request_resumption",
        by,
        photos=(tale.photo(scene, by=by, safe=True),),
        note=said(tale.rng, "resumption"),
    )
    yield tale.after(2)
    officer, beside = tale.officers(case)
    tale.act(
        case,
        "approve_resumption",
        officer,
        photos=(tale.photo(scene, by=officer, safe=True),),
        people=(second(beside),),
        note=said(tale.rng, "approve_resumption"),
    )


def closed(tale: Tale, case: UUID) -> None:
    """Let two officers close an accepted hazard."""
    officer, beside = tale.officers(case)
    tale.act(case, "close", officer, people=(second(beside),), note=said(tale.rng, "close"))


def panel(tale: Tale, case: UUID) -> tuple[Actor, tuple[dict[str, str], ...]]:
    """Return an officer with a second officer and an expert."""
    officer, beside = tale.officers(case)
    return officer, (second(beside), expert(tale.rng.choice(tale.stage.cast.experts)))
