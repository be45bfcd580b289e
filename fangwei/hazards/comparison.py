"""Internal rewards as their facts tell them: what stands in the register against what was said when it was recorded.

Who reported is known to the enterprise alone and in no fact, so that nobody can compare it.
"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from fangwei.engines.merkle import Fault
from fangwei.hazards.models import InternalReward
from fangwei.hazards.rewards import KIND
from fangwei.ledger.models import Fact
from fangwei.ledger.queries import Told, told
from fangwei.register.models import Post

BATCH = 500


def compare_rewards() -> Iterator[Fault]:
    """Yield every line of a register of rewards that is not what its facts say, and lines that are gone."""
    last: UUID | None = None
    while True:
        rows = InternalReward.objects.order_by("id")
        rewards = list((rows.filter(id__gt=last) if last else rows)[:BATCH])
        if not rewards:
            break
        last = rewards[-1].id
        said = _said([reward.id for reward in rewards])
        for reward in rewards:
            # Work goes on meanwhile: a line that differs is read once more, alone, before it is said.
            if any(_compare(reward, said.get(reward.id, []))):
                again = InternalReward.objects.filter(id=reward.id).first()
                yield from _compare(again, _said([reward.id]).get(reward.id, [])) if again else ()
    lost = Fact.objects.filter(n=1, subject_kind=KIND).exclude(subject_id__in=InternalReward.objects.values("id"))
    for subject in lost.order_by("id").values_list("subject_id", flat=True).iterator():
        yield Fault("row_missing", f"{KIND} {subject}")


def _said(rewards: list[UUID]) -> dict[UUID, list[Told]]:
    said: dict[UUID, list[Told]] = {}
    for one in told(Fact.objects.filter(subject_id__in=rewards).order_by("subject_id", "n")):
        said.setdefault(one.fact.subject_id, []).append(one)
    return said


def _compare(reward: InternalReward, facts: list[Told]) -> Iterator[Fault]:
    where = f"{KIND} {reward.id}"
    if not facts:
        yield Fault("row_without_facts", where)
        return
    acts: dict[str, dict[str, Any]] = {one.fact.verb: one.data for one in facts if one.data is not None}
    if len(acts) < len(facts):
        return  # some of it was lawfully erased: there is nothing to compare with
    post = Post.objects.filter(id__in=[one for one in (facts[0].fact.acting_post,) if one]).first()
    if _row(reward) != _told(acts) or post is None or post.enterprise_id != reward.enterprise_id:
        yield Fault("row_differs", where)


def _row(reward: InternalReward) -> dict[str, Any]:
    return {
        "what": reward.what,
        "reported_on": reward.reported_on.isoformat(),
        "amount_fen": reward.amount_fen,
        "hazard": str(reward.hazard_id or ""),
        "paid_on": reward.paid_on.isoformat() if reward.paid_on else "",
        "struck": reward.struck_because if reward.struck_at else "",
    }


def _told(acts: dict[str, dict[str, Any]]) -> dict[str, Any]:
    first, paid, struck = acts.get("record", {}), acts.get("pay", {}), acts.get("strike", {})
    return {
        "what": first.get("what"),
        "reported_on": first.get("reported_on"),
        "amount_fen": first.get("amount_fen"),
        "hazard": str(first.get("hazard") or ""),
        "paid_on": str(paid.get("paid_on") or ""),
        "struck": str(struck.get("reason") or ""),
    }
