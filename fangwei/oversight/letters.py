"""Letters as a kind of case: who gets them, what stands in them, what an answer changes."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from fangwei.accounts.actor import Actor
from fangwei.accounts.queries import EVERY_AUDIENCE
from fangwei.casework.asides import carry_out_aside
from fangwei.casework.clocks import LOCAL, due_by_rule
from fangwei.casework.events import Act, Effects, Step
from fangwei.casework.evidence import content_held
from fangwei.casework.kinds import Kind, Opening
from fangwei.casework.models import Case, RunningClock
from fangwei.casework.refusals import refuse
from fangwei.casework.scopes import audience_of_unit
from fangwei.documents.actions import follow_act
from fangwei.documents.queries.material import chinese_day
from fangwei.engines.calendar import last_day_of
from fangwei.oversight.addressing import route_of, unit_of
from fangwei.oversight.lifecycle import INTERVIEW, LETTER
from fangwei.oversight.models import ClueBundle, Form, Letter
from fangwei.register.law import book
from fangwei.register.models import Organization
from fangwei.register.queries import duty_post_of

FORMS = "oversight.forms"


def _prepare(act: Act, by: Actor, at: datetime) -> Opening:
    about = _about(act)
    route = route_of(str(act.data["form"]), about, by=by, at=at)
    return Opening(
        place_id=about.place_id,
        territory=about.territory,
        owner_post_id=route.issuer.id,
        title=str(act.data["title"]),
        severity=about.severity,
        origin_kind=about.kind,
        origin_id=about.id,
    )


def _about(act: Act) -> Case:
    return Case.objects.select_related("owner_post__organization").get(id=UUID(str(act.data["about"])))


def _create(step: Step) -> Effects:
    data, about = step.act.data, _about(step.act)
    addressee = route_of(str(data["form"]), about, by=step.by, at=step.at).addressee
    Letter.objects.create(
        case=step.case,
        form=data["form"],
        about=about,
        clock_id=data["clock"],
        days=data["days"],
        addressee=addressee,
    )
    return Effects(said={"addressee": addressee.name if addressee else ""})


def _carry_out(step: Step) -> Effects:
    aside = carry_out_aside(step)
    if aside is not None:
        return aside
    letter = Letter.objects.select_related("about__place", "clock", "addressee").get(case_id=step.case.id)
    effects, data = Effects(), step.act.data
    match step.act.verb:
        case "issue_letter":
            letter.meet_on, letter.meet_at = _meeting(data)
            letter.text, letter.issued_at = written(letter, step.at), step.at
            effects.said["text"] = letter.text
        case "hold_interview":
            letter.record = f"{data['attended']}：{data['record']}"
        case "answer" | "record_answer":
            promised = f"（{data['finish_on']}）" if data.get("finish_on") else ""
            letter.answer, letter.answered_at = f"{data['note']}{promised}", step.at
        case "receive_clue":
            letter.answer, letter.answered_at = str(data["received_by"]), step.at
        case "note_result":
            letter.record = data["note"]
        case "reject_answer":
            letter.answered_at = None
        case "publish_circular":
            letter.published_at, effects.rescope = step.at, True
        case "bundle":
            _keep_bundle(step, letter)
        case "find_poor":
            effects.then = _circular(step, letter)
    letter.save()
    return effects


def _meeting(data: Mapping[str, Any]) -> tuple[date | None, str]:
    """Return day and place of an interview; a second paper of another form has neither."""
    return (date.fromisoformat(data["meet_on"]) if data.get("meet_on") else None), str(data.get("meet_at") or "")[:120]


def _keep_bundle(step: Step, letter: Letter) -> None:
    data = step.act.data
    if not content_held(str(data["sha256"])):
        raise refuse("choice_unknown", field="sha256", value=str(data["sha256"])[:64])
    ClueBundle.objects.create(
        id=uuid7(),
        letter=letter,
        sha256=data["sha256"],
        size=data["size"],
        files=data["files"],
        facts=data["facts"],
        made_at=step.at,
        made_by=step.by.person_id,
    )


def _circular(step: Step, letter: Letter) -> list[Act]:
    """Return the circular that follows a poor result, unless the clock has brought it already."""
    if letter.clock.ended_at is not None or Letter.objects.filter(clock=letter.clock, form=Form.CIRCULAR).exists():
        return []
    day = step.at.astimezone(LOCAL).date()
    data = {
        "form": Form.CIRCULAR.value,
        "about": str(letter.about_id),
        "clock": letter.clock_id,
        "days": max(0, (day - last_day_of(letter.clock.due_at)).days),
        "title": f"{Form.CIRCULAR.label}：{letter.about.number} {letter.about.title}"[:200],
    }
    at = max(step.act.at, step.case.last_at)
    return [Act(act_id=uuid7(), case_id=uuid7(), verb="fall_due", at=at, data=data, kind="letter")]


def written(letter: Letter, at: datetime) -> str:
    """Return the paper's text by the law data, with its lawful working days filled in. Documents speak Chinese."""
    day = at.astimezone(LOCAL).date()
    about = letter.about
    row = next(row for row in book().value(FORMS, day, about.territory[:6]).value if row["id"] == letter.form)
    reply = ""
    if letter.form != INTERVIEW:
        due = due_by_rule(f"oversight.reply.{letter.form}", at, about.territory)
        reply = chinese_day(last_day_of(due))
    unit = unit_of(about)
    meeting = f"{chinese_day(letter.meet_on)}在{letter.meet_at}" if letter.meet_on else ""
    text = str(row["text"]).format(
        unit=unit.name if unit else about.owner_post.name,
        number=about.number or "",
        place=about.place.name if about.place else about.title,
        clock=_clock_word(letter.clock),
        due=chinese_day(last_day_of(letter.clock.due_at)),
        days=letter.days,
        reply=reply,
        meet=meeting,
    )
    return f"{row['zh']}\n{text}\n依据：{row['law']}"


def _clock_word(clock: RunningClock) -> str:
    words = {
        "rectify": "整改", "grade": "定级", "order": "下达整改指令", "verify": "复查", "lookback": "回头看",
        "repair": "消除监管盲区", "plan": "提交整改方案", "reply": "回复督查文书",
    }  # fmt: skip
    return words.get(clock.name, clock.name)


def _truths(case: Case, at: datetime) -> set[str]:
    letter = case.letter
    truths = {letter.form} | ({"published"} if letter.published_at else set())
    return truths | ({"bundled"} if letter.form == Form.CLUE and letter.bundles.exists() else set())


def _relations(case: Case, actor: Actor) -> set[str]:
    addressee = case.letter.addressee_id
    return {"addressee"} if addressee is not None and addressee == actor.organization_id else set()


def _scopes(case: Case) -> set[tuple[str, str]]:
    addressee = case.letter.addressee
    # A clue is read by who hands it over and who gets it, by nobody else.
    wanted = {(audience_of_unit(addressee.id), "")} if addressee is not None else set()
    if case.letter.form == Form.CLUE:
        return wanted
    wanted.add((EVERY_AUDIENCE, case.territory))
    if addressee is not None:
        wanted.add((addressee.kind, addressee.territory_code))
    if case.letter.published_at is not None:
        # A circular goes to every body of the county.
        kinds = Organization.objects.standing().filter(territory_code=case.territory[:6]).order_by()
        wanted |= {(kind, case.territory[:6]) for kind in kinds.values_list("kind", flat=True).distinct()}
    return wanted


def _holder(case: Case, holder: str) -> UUID | None:
    """Return the post that owes an answer."""
    addressee = case.letter.addressee_id
    post = duty_post_of(addressee) if holder == "addressee" and addressee is not None else None
    return post.id if post else None


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
    after=follow_act,
    holder_post=_holder,
)
