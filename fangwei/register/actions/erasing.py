"""Emptying a person's live columns under a lawful erasure; the erasure itself is the ledger's, decided by two persons.

Law: Personal Information Protection Law, Art. 47.
"""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from fangwei.engines.calendar import SHANGHAI
from fangwei.ledger.erasers import Eraser
from fangwei.ledger.refusals import LedgerRefused
from fangwei.register.models import Person, Tenure

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
