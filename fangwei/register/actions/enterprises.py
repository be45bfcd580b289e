"""Registering enterprises by their credit code, or by name until they have one."""

from datetime import datetime
from typing import Any

from django.db import transaction

from fangwei.engines.codes import check_uscc, fold
from fangwei.ledger.actions import append
from fangwei.register.author import Author, told
from fangwei.register.events import enterprise_facts
from fangwei.register.models import Enterprise
from fangwei.register.refusals import RegisterRefused
from fangwei.register.sealed import digest


@transaction.atomic
def register_enterprise(
    *,
    name: str,
    by: Author,
    at: datetime,
    uscc: str = "",
    territory_code: str = "",
    principal_name: str = "",
    principal_phone: str = "",
) -> Enterprise:
    """Register an enterprise, or return the one that has this code and this name already.

    The same code under another name is a duplicate. Raises: RegisterRefused `name_missing`, `uscc_length`,
    `uscc_characters`, `uscc_check_digit`, `uscc_duplicate`.
    """
    if not name.strip():
        raise RegisterRefused("name_missing")
    code = _checked_uscc(uscc)
    if code is not None:
        known = Enterprise.objects.filter(uscc=code).first()
        if known is not None:
            if not _same_name(known.name, name):
                raise RegisterRefused("uscc_duplicate", given=code, name=known.name)
            return known
    enterprise = Enterprise.objects.create(
        uscc=code,
        name=name.strip(),
        territory_code=territory_code,
        principal_name=principal_name,
        principal_phone=principal_phone,
        principal_phone_digest=digest(principal_phone),
    )
    append(
        [
            told(
                "enterprise",
                enterprise.id,
                "register",
                enterprise_facts(enterprise),
                territory=territory_code,
                by=by,
                at=at,
            )
        ],
        fresh=True,
    )
    return enterprise


@transaction.atomic
def correct_enterprise(
    *,
    enterprise: Enterprise,
    by: Author,
    at: datetime,
    name: str | None = None,
    uscc: str | None = None,
    principal_name: str | None = None,
    principal_phone: str | None = None,
) -> Enterprise:
    """Correct what is registered of an enterprise; what is not given stays, and a change of nothing is not told.

    Raises: RegisterRefused `name_missing`, `uscc_duplicate` and the faults of a credit code.
    """
    changed: dict[str, Any] = {}
    if name is not None and name.strip() != enterprise.name:
        if not name.strip():
            raise RegisterRefused("name_missing")
        changed["name"] = [enterprise.name, name.strip()]
        enterprise.name = name.strip()
    if uscc is not None and _checked_uscc(uscc) != enterprise.uscc:
        code = _checked_uscc(uscc)
        rival = Enterprise.objects.filter(uscc=code).exclude(pk=enterprise.pk).first() if code else None
        if rival is not None:
            raise RegisterRefused("uscc_duplicate", given=code, name=rival.name)
        changed["uscc"] = [enterprise.uscc, code]
        enterprise.uscc = code
    if principal_name is not None and principal_name != enterprise.principal_name:
        changed["principal"] = [enterprise.principal_name, principal_name]
        enterprise.principal_name = principal_name
    if principal_phone is not None and digest(principal_phone) != enterprise.principal_phone_digest:
        changed["phone_changed"] = True
        enterprise.principal_phone, enterprise.principal_phone_digest = principal_phone, digest(principal_phone)
    if changed:
        enterprise.save()
        territory = enterprise.territory_code
        append([told("enterprise", enterprise.id, "correct", changed, territory=territory, by=by, at=at)])
    return enterprise


def _checked_uscc(text: str) -> str | None:
    """Return the code in its canonical form, None for no code.

    Raises: RegisterRefused with the fault of the code.
    """
    if not text.strip():
        return None
    result = check_uscc(text)
    if result.error_code is not None:
        raise RegisterRefused(result.error_code, given=text.strip())
    return result.normalized


def _same_name(one: str, other: str) -> bool:
    """Tell whether two names differ only in width, spaces, case and the shape of brackets."""
    return fold(one) == fold(other)
