"""Letters as a kind of case: who gets them, what stands in them, what an answer changes."""

from datetime import datetime
from uuid import UUID

from fangwei.accounts.actor import Actor
from fangwei.accounts.queries import EVERY_AUDIENCE
from fangwei.casework.asides import carry_out_aside
from fangwei.casework.clocks import LOCAL, due_by_rule
from fangwei.casework.events import Act, Effects, Step
from fangwei.casework.kinds import Kind, Opening
from fangwei.casework.models import Case, RunningClock
from fangwei.casework.refusals import refuse
from fangwei.engines.calendar import last_day_of
from fangwei.oversight.lifecycle import INTERVIEW, LETTER
from fangwei.oversight.models import Form, Letter
from fangwei.register.actions import ensure_committee_office
from fangwei.register.law import book
from fangwei.register.models import Organization, OrganizationKind
from fangwei.register.queries import department_of, duty_post_of, office_of

FORMS = "oversight.forms"


def _prepare(act: Act, by: Actor, at: datetime) -> Opening:
    about = Case.objects.get(id=UUID(str(act.data["about"])))
    county = about.territory[:6]
    office = office_of(about.territory, at.astimezone(LOCAL).date())
    office = office or ensure_committee_office(territory_code=county, by=by, at=at)
    post = duty_post_of(office.id)
    if post is None:
        raise refuse("nothing_to_do")
    return Opening(
        place_id=about.place_id,
        territory=about.territory,
        owner_post_id=post.id,
        title=str(act.data["title"]),
        severity=about.severity,
        origin_kind=about.kind,
        origin_id=about.id,
    )


def _create(step: Step) -> Effects:
    data = step.act.data
    about = Case.objects.select_related("owner_post__organization").get(id=UUID(str(data["about"])))
    addressee = _addressee(str(data["form"]), about, step)
    Letter.objects.create(
        case=step.case,
        form=data["form"],
        about=about,
        clock_id=data["clock"],
        days=data["days"],
        addressee=addressee,
    )
    return Effects(said={"addressee": addressee.name if addressee else ""})


def _addressee(form: str, about: Case, step: Step) -> Organization | None:
    """Return who gets a letter: a clue goes to discipline inspection, all others to the unit that answers for the case."""
    if form == Form.CLUE:
        return department_of(OrganizationKind.DISCIPLINE, about.territory, step.at.astimezone(LOCAL).date())
    return about.owner_post.organization


def _carry_out(step: Step) -> Effects:
    aside = carry_out_aside(step)
    if aside is not None:
        return aside
    letter = Letter.objects.select_related("about__place", "clock", "addressee").get(case_id=step.case.id)
    said: dict[str, object] = {}
    match step.act.verb:
        case "issue_letter":
            letter.text, letter.issued_at = written(letter, step.at), step.at
            said["text"] = letter.text
        case "hold_interview":
            letter.record = f"{step.act.data['attended']}：{step.act.data['record']}"
        case "answer" | "record_answer":
            letter.answer, letter.answered_at = step.act.data["note"], step.at
        case "reject_answer":
            letter.answered_at = None
    letter.save()
    return Effects(said=said)


def written(letter: Letter, at: datetime) -> str:
    """Return the paper's text by the law data, with its lawful working days filled in. Documents speak Chinese."""
    day = at.astimezone(LOCAL).date()
    about = letter.about
    row = next(row for row in book().value(FORMS, day, about.territory).value if row["id"] == letter.form)
    reply = ""
    if letter.form != INTERVIEW:
        due = due_by_rule(f"oversight.reply.{letter.form}", at, about.territory)
        reply = last_day_of(due).strftime("%Y年%m月%d日")
    unit = about.owner_post.organization
    text = str(row["text"]).format(
        unit=unit.name if unit else about.owner_post.name,
        number=about.number or "",
        place=about.place.name if about.place else "",
        clock=_clock_word(letter.clock),
        due=last_day_of(letter.clock.due_at).strftime("%Y年%m月%d日"),
        days=letter.days,
        reply=reply,
    )
    return f"{row['zh']}\n{text}\n依据：{row['law']}"


def _clock_word(clock: RunningClock) -> str:
    words = {"rectify": "整改", "grade": "定级", "order": "下达整改指令", "verify": "复查", "lookback": "回头看"}
    return words.get(clock.name, clock.name)


def _truths(case: Case, at: datetime) -> set[str]:
    return {case.letter.form}


def _relations(case: Case, actor: Actor) -> set[str]:
    addressee = case.letter.addressee_id
    return {"addressee"} if addressee is not None and addressee == actor.organization_id else set()


def _scopes(case: Case) -> set[tuple[str, str]]:
    addressee = case.letter.addressee
    wanted = {(OrganizationKind.COMMITTEE_OFFICE.value, case.territory)}
    if case.letter.form != Form.CLUE:
        wanted.add((EVERY_AUDIENCE, case.territory))
    if addressee is not None:
        wanted.add((addressee.kind, addressee.territory_code))
    return wanted


LETTER_KIND = Kind(
    lifecycle=LETTER,
    prefix="DB",
    truths=_truths,
    extra_relations=_relations,
    opening_truths=lambda data, actor: set(),
    prepare=_prepare,
    create=_create,
    carry_out=_carry_out,
    scopes=_scopes,
    after=lambda step: [],
)
