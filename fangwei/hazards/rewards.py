"""Keeping the register of internal rewards: an enterprise records, pays and strikes out its own lines, and nobody else's.

What the ledger is told holds no name: the reporter is known to the enterprise alone.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from fangwei.accounts.actor import Actor
from fangwei.casework.clocks import LOCAL
from fangwei.hazards.models import Hazard, InternalReward
from fangwei.ledger.actions import append
from fangwei.register.author import told
from fangwei.register.coded import Coded
from fangwei.register.models import Enterprise

KIND = "internal_reward"
MESSAGES = {
    "reward_not_yours": _("An enterprise keeps its own register of rewards; this one is not yours."),
    "reward_incomplete": _("Say who reported and what it was."),
    "reward_amount": _("The reward must be an amount of money above zero."),
    "reward_day_to_come": _("The day {day} lies in the future."),
    "reward_paid_before": _("Paid on {day}, but reported on {reported} only."),
    "reward_paid_already": _("This reward was paid on {day}; strike the line out if that is wrong."),
    "reward_struck": _("This line is struck out; record a new one."),
    "reward_reason_missing": _("Say why the line is struck out."),
    "reward_hazard_unknown": _("The hazard is not one of your own sites."),
}


class RewardRefused(Coded):
    """A step in the register of rewards is refused; `code` names the reason and `params` what was given."""

    messages = MESSAGES


@transaction.atomic
def record_reward(
    *,
    reporter: str,
    what: str,
    reported_on: date,
    amount_fen: int,
    by: Actor,
    at: datetime,
    hazard: Hazard | None = None,
) -> InternalReward:
    """Record a reward that the actor's enterprise gives to one of its own for reporting a danger.

    Raises: RewardRefused `reward_not_yours`, `reward_incomplete`, `reward_amount`, `reward_day_to_come`, `reward_hazard_unknown`.
    """
    enterprise = _own(by)
    if not reporter.strip() or not what.strip():
        raise RewardRefused("reward_incomplete")
    if amount_fen <= 0:
        raise RewardRefused("reward_amount")
    _not_to_come(reported_on, at)
    if hazard is not None and not _is_own(hazard, enterprise):
        raise RewardRefused("reward_hazard_unknown")
    reward = InternalReward.objects.create(
        id=uuid7(),
        enterprise=enterprise,
        hazard=hazard,
        reporter=reporter.strip(),
        what=what.strip(),
        reported_on=reported_on,
        amount_fen=amount_fen,
        recorded_at=at,
        recorded_by=by.person_id,
    )
    said = {"what": reward.what, "reported_on": reported_on.isoformat(), "amount_fen": amount_fen}
    _tell(reward, "record", said | ({"hazard": str(hazard.pk)} if hazard else {}), by=by, at=at)
    return reward


@transaction.atomic
def pay_reward(reward_id: UUID, *, paid_on: date, by: Actor, at: datetime) -> InternalReward:
    """Note the day on which a reward was paid.

    Raises: RewardRefused `reward_not_yours`, `reward_day_to_come`, `reward_paid_before`, `reward_paid_already`, `reward_struck`.
    """
    reward = _line(reward_id, by)
    _not_to_come(paid_on, at)
    if paid_on < reward.reported_on:
        raise RewardRefused("reward_paid_before", day=paid_on.isoformat(), reported=reward.reported_on.isoformat())
    if reward.paid_on is not None:
        raise RewardRefused("reward_paid_already", day=reward.paid_on.isoformat())
    reward.paid_on = paid_on
    reward.save(update_fields=["paid_on"])
    _tell(reward, "pay", {"paid_on": paid_on.isoformat(), "amount_fen": reward.amount_fen}, by=by, at=at)
    return reward


@transaction.atomic
def strike_reward(reward_id: UUID, *, reason: str, by: Actor, at: datetime) -> InternalReward:
    """Strike a mistaken line out; it stays readable with its reason.

    Raises: RewardRefused `reward_not_yours`, `reward_struck`, `reward_reason_missing`.
    """
    reward = _line(reward_id, by)
    if not reason.strip():
        raise RewardRefused("reward_reason_missing")
    reward.struck_at, reward.struck_because = at, reason.strip()
    reward.save(update_fields=["struck_at", "struck_because"])
    _tell(reward, "strike", {"reason": reward.struck_because}, by=by, at=at)
    return reward


def _own(by: Actor) -> Enterprise:
    enterprise = Enterprise.objects.filter(id=by.enterprise_id).first() if by.enterprise_id else None
    if enterprise is None:
        raise RewardRefused("reward_not_yours")
    return enterprise


def _line(reward_id: UUID, by: Actor) -> InternalReward:
    enterprise = _own(by)
    lines = InternalReward.objects.select_for_update(of=("self",)).select_related("enterprise")
    reward = lines.filter(id=reward_id, enterprise=enterprise).first()
    if reward is None:
        raise RewardRefused("reward_not_yours")
    if reward.struck_at is not None:
        raise RewardRefused("reward_struck")
    return reward


def _is_own(hazard: Hazard, enterprise: Enterprise) -> bool:
    site = getattr(hazard.case.place, "site", None)
    return site is not None and site.enterprise_id == enterprise.id


def _not_to_come(day: date, at: datetime) -> None:
    if day > at.astimezone(LOCAL).date():
        raise RewardRefused("reward_day_to_come", day=day.isoformat())


def _tell(reward: InternalReward, verb: str, said: dict[str, Any], *, by: Actor, at: datetime) -> None:
    append([told(KIND, reward.id, verb, said, territory=reward.enterprise.territory_code, by=by, at=at)])
