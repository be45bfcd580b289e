"""Emptying the live columns that hold a person under a lawful erasure; the erasure itself is the ledger's, decided by two.

A person as such, the principal whom an enterprise names, and the keeper whom a place names. Nobody is erased while they answer.

Law: Personal Information Protection Law, Art. 47.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from fangwei.engines.calendar import SHANGHAI
from fangwei.ledger.erasers import Eraser
from fangwei.ledger.models import Fact
from fangwei.ledger.queries import told
from fangwei.ledger.refusals import LedgerRefused
from fangwei.register.models import Enterprise, Person, Place, Tenure

ERASED = "〔已依法删除〕"
"""Stands where the name was: a person has a name, and whoever reads it shall know why there is none."""

_EMPTY = {"phone": "", "phone_digest": "", "identity_number": "", "identity_digest": "", "certificate_number": ""}


def check_erasable(person: UUID, *, at: datetime) -> None:
    """Refuse while the person holds a post: who answers for a danger has to be known. Raises: LedgerRefused."""
    if not Person.objects.filter(id=person).exists():
        raise LedgerRefused("erasure_unknown", given=person)
    if Tenure.objects.filter(person_id=person).filter(Q(end=None) | Q(end__gt=at.astimezone(SHANGHAI).date())).exists():
        raise LedgerRefused("record_in_use")


def clear_person(person: UUID) -> None:
    """Empty everything that is known of the person as a person; posts and tenures stay, without a name."""
    Person.objects.filter(id=person).update(name=ERASED, certificate_until=None, **_EMPTY)


def person_left(person: UUID) -> bool:
    """Say whether anything personal stands in the live row."""
    return Person.objects.filter(id=person).exclude(name=ERASED, certificate_until=None, **_EMPTY).exists()


PERSON_ERASER = Eraser(lambda person, at: check_erasable(person, at=at), clear_person, person_left)


_NO_PRINCIPAL = {"principal_phone": "", "principal_phone_digest": ""}


def check_principal(enterprise: UUID, *, at: datetime) -> None:
    """Refuse while the enterprise runs a site: who answers for it has to be known. Raises: LedgerRefused."""
    if not Enterprise.objects.filter(id=enterprise).exists():
        raise LedgerRefused("erasure_unknown", given=enterprise)
    if Place.objects.on(at.astimezone(SHANGHAI).date()).filter(site__enterprise_id=enterprise).exists():
        raise LedgerRefused("principal_in_use")


def clear_principal(enterprise: UUID) -> None:
    """Empty who is named as an enterprise's principal; the enterprise, its code and its sites stay."""
    Enterprise.objects.filter(id=enterprise).update(principal_name=ERASED, **_NO_PRINCIPAL)


def principal_left(enterprise: UUID) -> bool:
    """Say whether a principal is named of whom no fact speaks; whoever was lawfully registered later has a fact."""
    empty = Q(principal_name__in=("", ERASED), **_NO_PRINCIPAL)
    named = Enterprise.objects.filter(id=enterprise).exclude(empty).exists()
    return named and not _told(enterprise, names_principal)


def names_principal(data: Mapping[str, Any]) -> bool:
    """Say whether a fact of an enterprise names its principal or tells of the principal's telephone."""
    return bool(data.get("principal") or data.get("phone_given") or data.get("phone_changed"))


def check_keeper(place: UUID, *, at: datetime) -> None:
    """Refuse while a place stands whose keeper is known by name alone. Raises: LedgerRefused."""
    if not Place.objects.filter(id=place).exists():
        raise LedgerRefused("erasure_unknown", given=place)
    standing = Place.objects.on(at.astimezone(SHANGHAI).date()).filter(id=place)
    if standing.filter(keeper_organization=None).exclude(keeper_name="").exists():
        raise LedgerRefused("keeper_in_use")


def clear_keeper(place: UUID) -> None:
    """Empty the name of a place's keeper; the place and a body that keeps it stay."""
    Place.objects.filter(id=place).exclude(keeper_name="").update(keeper_name=ERASED)


def keeper_left(place: UUID) -> bool:
    """Say whether a keeper is named of whom no fact speaks."""
    named = Place.objects.filter(id=place).exclude(keeper_name__in=("", ERASED)).exists()
    return named and not _told(place, names_keeper)


def names_keeper(data: Mapping[str, Any]) -> bool:
    """Say whether a fact of a place names a keeper; a body that keeps it is told by its id, which names nobody."""
    said = data.get("keeper") or ()
    return any(one and not _is_id(str(one)) for one in ([said] if isinstance(said, str) else said))


def _is_id(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


def _told(subject: UUID, speaks: Callable[[Mapping[str, Any]], bool]) -> bool:
    return any(one.data is not None and speaks(one.data) for one in told(Fact.objects.filter(subject_id=subject)))


PRINCIPAL_ERASER = Eraser(
    lambda enterprise, at: check_principal(enterprise, at=at), clear_principal, principal_left, names_principal
)
KEEPER_ERASER = Eraser(lambda place, at: check_keeper(place, at=at), clear_keeper, keeper_left, names_keeper)
