"""Word about what is no case: an import that has finished, a handover between the holders of a post."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from fangwei.accounts.queries import actors_of_person
from fangwei.casework.clocks import LOCAL
from fangwei.casework.handover.reading import turn_of
from fangwei.casework.models import Handover
from fangwei.ledger.models import Fact
from fangwei.notices.kinds import DEADLINE, TASK, WORD
from fangwei.notices.models import Notice
from fangwei.sheets.models import ImportJob

_TURNS = {Handover.State.OPEN: "handover_give", Handover.State.GIVEN: "handover_take"}


def of_import(fact: Fact, *, at: datetime) -> Iterator[Notice]:
    """Tell whoever brought a sheet that it has been taken in."""
    job = ImportJob.objects.filter(id=fact.subject_id).first()
    if job is None or job.person_id is None or job.post_id is None:
        return
    yield Notice(
        person_id=job.person_id,
        post_id=job.post_id,
        code="imported",
        group=WORD,
        params={"job": str(job.id), "imported": job.imported, "rejected": job.rejected},
        source=str(fact.id),
        created_at=at,
    )


def of_handover(fact: Fact, *, at: datetime) -> Iterator[Notice]:
    """Tell whose turn it is in a handover, the leaver of its end; whatever was told of it before is needless."""
    handover = (
        Handover.objects.select_related("post__organization", "post__enterprise").filter(id=fact.subject_id).first()
    )
    if handover is None:
        return
    facts = Fact.objects.filter(subject_id=handover.id).values_list("id", flat=True)
    earlier = Notice.objects.filter(source__in=[_source(handover.id, one) for one in facts], superseded_at__isnull=True)
    earlier.exclude(source=_source(handover.id, fact.id)).update(superseded_at=at)
    turns = [(side.person_id, side.post_id) for side in turn_of(handover, at)]
    code = _TURNS.get(Handover.State(handover.state), "")
    if handover.state == Handover.State.TAKEN:
        turns, code = [(handover.from_person_id, handover.post_id)], "handover_taken"
    for person, post in turns:
        if code and person != fact.actor and (known := _post_of(person, post, at)) is not None:
            yield Notice(
                person_id=person,
                post_id=known,
                code=code,
                group=WORD if handover.ended_at else DEADLINE if handover.escalated_at else TASK,
                params={"handover": str(handover.id)},
                due_at=None if handover.ended_at else handover.due_at,
                source=_source(handover.id, fact.id),
                created_at=at,
            )


def _source(handover: UUID, fact: UUID) -> str:
    return f"handover:{handover}:{fact}"


def _post_of(person: UUID, post: UUID, at: datetime) -> UUID | None:
    """Return the post in which a person is reached: the one that is meant if they hold it, else the first one they hold."""
    held = [one.post_id for one in actors_of_person(person, at.astimezone(LOCAL).date())]
    return post if post in held else next(iter(held), None)
