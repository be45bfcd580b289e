"""What committee offices and governments say about duty: who leads a new trade, which leader is in charge of a line."""

from datetime import date, datetime

from django.db import transaction

from fangwei.accounts.actor import Actor
from fangwei.duty.models import Confirmation, Portfolio
from fangwei.duty.refusals import DutyRefused
from fangwei.duty.tables import NEAREST_RULE
from fangwei.engines.calendar import SHANGHAI
from fangwei.engines.lawbook import LawError
from fangwei.ledger.actions import append
from fangwei.register.author import told
from fangwei.register.law import book
from fangwei.register.models import OrganizationKind, Post, Role


@transaction.atomic
def confirm_presumed(
    *,
    territory_code: str,
    row: str,
    reason: str,
    by: Actor,
    at: datetime,
    lead: str = "",
    valid_from: date | None = None,
) -> Confirmation:
    """Settle who leads where a row of nearest business only presumes it; another line may be named instead.

    Law: Work Safety Law, Art. 10. Raises: DutyRefused `not_the_office`, `row_unknown`, `line_unknown`, `reason_missing`,
    `confirmed_already`.
    """
    _check_office(by, territory_code)
    day = valid_from or at.astimezone(SHANGHAI).date()
    presumed = _row(row, day, territory_code)
    line = lead or presumed
    if line not in OrganizationKind.values:
        raise DutyRefused("line_unknown", line=line)
    if not reason.strip():
        raise DutyRefused("reason_missing")
    if Confirmation.objects.standing().filter(territory_code=territory_code, row=row).exists():
        raise DutyRefused("confirmed_already")
    settled = Confirmation.objects.create(
        territory_code=territory_code, row=row, lead=line, reason=reason.strip(), valid_from=day, recorded_at=at
    )
    data = {"row": row, "lead": line, "presumed": presumed, "reason": reason.strip(), "from": day.isoformat()}
    append([told("duty", settled.id, "confirm", data, territory=territory_code, by=by, at=at)], fresh=True)
    return settled


@transaction.atomic
def withdraw_confirmation(
    *, confirmation: Confirmation, on: date, reason: str, by: Actor, at: datetime
) -> Confirmation:
    """End what an office had settled from a day on; the row is presumed again.

    Raises: DutyRefused `not_the_office`, `reason_missing`.
    """
    _check_office(by, confirmation.territory_code)
    if not reason.strip():
        raise DutyRefused("reason_missing")
    confirmation.valid_to = max(on, confirmation.valid_from)
    confirmation.save(update_fields=["valid_to"])
    data = {"on": confirmation.valid_to.isoformat(), "reason": reason.strip()}
    code = confirmation.territory_code
    append([told("duty", confirmation.id, "withdraw", data, territory=code, by=by, at=at)])
    return confirmation


@transaction.atomic
def give_portfolio(*, post: Post, line: str, valid_from: date, by: Actor, at: datetime) -> Portfolio:
    """Put a leader's post in charge of a line of supervision, or with an empty line of work safety as a whole.

    Law: rules on the responsibility of local leaders (2018). Raises: DutyRefused `not_a_leader`, `line_unknown`.
    """
    if post.role != Role.LEADER or post.organization is None:
        raise DutyRefused("not_a_leader", post=post.name)
    if line and line not in OrganizationKind.values:
        raise DutyRefused("line_unknown", line=line)
    portfolio = Portfolio.objects.create(post=post, line=line, valid_from=valid_from, recorded_at=at)
    data = {"post": str(post.id), "line": line, "from": valid_from.isoformat()}
    code = post.organization.territory_code
    append([told("portfolio", portfolio.id, "give", data, territory=code, by=by, at=at)], fresh=True)
    return portfolio


@transaction.atomic
def end_portfolio(*, portfolio: Portfolio, on: date, by: Actor, at: datetime) -> Portfolio:
    """End a leader's charge of a line from a day on. What was known before stays known as before.

    Raises: DutyRefused `charge_ended`.
    """
    portfolio = (
        Portfolio.objects.select_related("post__organization").select_for_update(of=("self",)).get(pk=portfolio.pk)
    )
    if portfolio.end_recorded_at is not None:
        raise DutyRefused("charge_ended", day=portfolio.valid_to)
    portfolio.valid_to, portfolio.end_recorded_at = max(on, portfolio.valid_from), at
    portfolio.save(update_fields=["valid_to", "end_recorded_at"])
    body = portfolio.post.organization
    data = {"on": portfolio.valid_to.isoformat()}
    territory = body.territory_code if body else ""
    append([told("portfolio", portfolio.id, "end", data, territory=territory, by=by, at=at)])
    return portfolio


def _check_office(by: Actor, territory_code: str) -> None:
    own = by.organization_kind == OrganizationKind.COMMITTEE_OFFICE and territory_code.startswith(by.territory_code)
    if not own and not by.is_system:
        raise DutyRefused("not_the_office")


def _row(row: str, day: date, territory_code: str) -> str:
    try:
        rows = book().value(NEAREST_RULE, day, territory_code).value
    except LawError:
        rows = []
    found = next((one for one in rows if str(one["id"]) == row), None)
    if found is None:
        raise DutyRefused("row_unknown", row=row)
    return str(found["lead"])
