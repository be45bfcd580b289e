"""What a cause is about, in words: the division, the line, the trade or the row of the table instead of its code."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from fangwei.duty.models import Gap
from fangwei.duty.queries.coverage import Cause
from fangwei.duty.tables import NEAREST_RULE
from fangwei.engines.lawbook import LawError
from fangwei.register.law import book
from fangwei.register.models import OrganizationKind
from fangwei.register.queries import names_of

_PLACED = frozenset({Gap.NO_KEEPER, Gap.OUTSIDE_TERRITORY})


def said_of(causes: Iterable[Cause], on: date) -> dict[tuple[str, str], str]:
    """Return in the reader's language what each cause is about, by kind and key."""
    listed = list(causes)
    names = names_of({cause.about for cause in listed if cause.kind in _PLACED})
    rows = _nearest(on)
    return {(cause.kind, cause.key): _said(cause, names, rows) for cause in listed}


def _said(cause: Cause, names: dict[str, str], rows: dict[str, str]) -> str:
    if cause.kind in _PLACED:
        return names.get(cause.about, cause.about)
    if cause.kind == Gap.PRESUMED:
        return rows.get(cause.about, cause.about)
    if cause.kind == Gap.NO_RULE:
        industry = book().industry(cause.about) if cause.about else None
        if industry is None:
            return _("trade {code}").format(code=cause.about) if cause.about else _("trade not coded")
        return industry.name.en if _english() else industry.name.zh
    line, _colon, named = cause.about.partition(":")
    if line in OrganizationKind.values:
        return " ".join([str(OrganizationKind(line).label), *named.split(":")]).strip()
    return cause.about


def _nearest(on: date) -> dict[str, str]:
    try:
        rows = book().value(NEAREST_RULE, on).value
    except LawError:
        return {}
    return {str(row["id"]): str(row["en" if _english() else "zh"]) for row in rows}


def _english() -> bool:
    return (get_language() or "").startswith("en")
