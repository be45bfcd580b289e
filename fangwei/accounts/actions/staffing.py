"""Staffing a body: appointing, standing in, ending a term, keeping contacts and accounts, by whoever is entitled to."""

from datetime import date, datetime

from django.db import transaction

from fangwei.accounts.actions.users import create_user, deactivate, give_one_time_password, reactivate
from fangwei.accounts.actor import Actor
from fangwei.accounts.administering import OPERATOR, may_staff_post, staffs_somebody
from fangwei.accounts.models import User
from fangwei.accounts.queries import may_change_contact, may_keep_account
from fangwei.accounts.refusals import AccountRefused
from fangwei.register import actions as register
from fangwei.register.models import Person, Post, Tenure


@transaction.atomic
def appoint_holder(
    *,
    person: Person,
    post: Post,
    start: date,
    reason: str,
    by: Actor,
    at: datetime,
    planned_end: date | None = None,
) -> Tenure:
    """Appoint the ordinary holder of a post that the actor staffs.

    Raises: AccountRefused `not_yours_to_staff`, `own_word`, `reason_missing`; RegisterRefused.
    """
    _check(person, post, reason, by)
    return register.appoint(person=person, post=post, start=start, planned_end=planned_end, reason=reason, by=by, at=at)


@transaction.atomic
def appoint_acting_holder(
    *, person: Person, post: Post, start: date, until: date | None, reason: str, by: Actor, at: datetime
) -> Tenure:
    """Let somebody stand in for the holder of a post from a day on until another.

    Raises: AccountRefused `not_yours_to_staff`, `own_word`, `reason_missing`, `acting_without_end`; RegisterRefused.
    """
    _check(person, post, reason, by)
    if until is None:
        raise AccountRefused("acting_without_end")
    return register.appoint(
        person=person, post=post, start=start, planned_end=until, acting=True, reason=reason, by=by, at=at
    )


@transaction.atomic
def end_office(*, tenure: Tenure, end: date, reason: str, by: Actor, at: datetime) -> Tenure:
    """End the term of somebody whose post the actor staffs.

    Raises: AccountRefused `not_yours_to_staff`, `own_word`, `reason_missing`; RegisterRefused.
    """
    _check(tenure.person, tenure.post, reason, by)
    return register.end_tenure(tenure=tenure, end=end, reason=reason, by=by, at=at)


@transaction.atomic
def enrol_person(*, name: str, phone: str, by: Actor, at: datetime, certificate_number: str = "") -> Person:
    """Register a person who is to hold a post. Raises: AccountRefused `nobody_to_staff`; RegisterRefused."""
    if not staffs_somebody(by):
        raise AccountRefused("nobody_to_staff")
    territory = by.territory_code
    return register.register_person(
        name=name, phone=phone, certificate_number=certificate_number, territory_code=territory, by=by, at=at
    )


@transaction.atomic
def change_contact(*, person: Person, phone: str, by: Actor, at: datetime) -> Person:
    """Record a telephone anew: one's own, or that of somebody whom the actor staffs. Raises: AccountRefused."""
    if not may_change_contact(by, person, at):
        raise AccountRefused("account_not_yours")
    return register.change_telephone(person=person, phone=phone, territory_code=by.territory_code, by=by, at=at)


@transaction.atomic
def open_account(*, person: Person, username: str, by: Actor, at: datetime) -> tuple[User, str]:
    """Make a person's account and return it with its one-time password. Raises: AccountRefused."""
    _check_account(person, by, at)
    user = create_user(username=username, password=None, person=person, by=by, at=at)
    return user, give_one_time_password(user=user, by=by, at=at)


@transaction.atomic
def reset_account(*, user: User, by: Actor, at: datetime) -> str:
    """Give somebody who cannot sign in a one-time password. Raises: AccountRefused."""
    _check_account(user.person, by, at)
    return give_one_time_password(user=user, by=by, at=at)


@transaction.atomic
def shut_account(*, user: User, reason: str, by: Actor, at: datetime) -> User:
    """Shut somebody out, with the reason. Raises: AccountRefused."""
    _check_account(user.person, by, at)
    if not reason.strip():
        raise AccountRefused("reason_missing")
    return deactivate(user=user, reason=reason.strip(), by=by, at=at)


@transaction.atomic
def reopen_account(*, user: User, reason: str, by: Actor, at: datetime) -> User:
    """Let somebody in again, with the reason. Raises: AccountRefused."""
    _check_account(user.person, by, at)
    if not reason.strip():
        raise AccountRefused("reason_missing")
    return reactivate(user=user, reason=reason.strip(), by=by, at=at)


def _check(person: Person, post: Post, reason: str, by: Actor) -> None:
    if not may_staff_post(by, post):
        raise AccountRefused("not_yours_to_staff", body=str(post.body or ""))
    if by.person_id == person.id:
        raise AccountRefused("own_word")
    if not reason.strip():
        raise AccountRefused("reason_missing")


def _check_account(person: Person | None, by: Actor, at: datetime) -> None:
    if person is not None and by.person_id == person.id:
        raise AccountRefused("own_word")
    if by.role != OPERATOR and (person is None or not may_keep_account(by, person, at)):
        raise AccountRefused("account_not_yours")
