"""What each kind of subject is found by: the words of a case and of a place."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from uuid import UUID

from fangwei.casework.kinds import all_kinds
from fangwei.casework.models import Case
from fangwei.documents.models import Document
from fangwei.register.models import Place
from fangwei.situation.words import (
    firm_token,
    initial_tokens,
    joined,
    territory_tokens,
    text_tokens,
)

PLACE = "place"
_CASE = (
    "id",
    "kind",
    "number",
    "title",
    "territory",
    "hazard__description",
    "hazard__spot",
    "place__name",
    "place__site__enterprise__name",
    "place__site__enterprise_id",
    "place__site__landlord_id",
)
_PLACE = (
    "id",
    "name",
    "address",
    "territory_code",
    "county_code",
    "keeper_name",
    "site__enterprise__name",
    "site__enterprise__uscc",
    "site__enterprise_id",
    "site__landlord_id",
    "site__industry_code",
    "site__industry_name",
)


def kinds() -> frozenset[str]:
    """Return the kinds of subject that have rows: every kind of case, and places."""
    return frozenset({PLACE, *all_kinds()})


def case_words(ids: Collection[UUID]) -> dict[tuple[str, UUID], str]:
    """Return the words of some cases, by kind and id."""
    papers: dict[UUID, list[str]] = defaultdict(list)
    for case_id, number in Document.objects.filter(case_id__in=ids).order_by("id").values_list("case_id", "number"):
        papers[case_id].append(number)
    found: dict[tuple[str, UUID], str] = {}
    for row in Case.objects.filter(id__in=ids).order_by("id").values_list(*_CASE):
        id_, kind, number, title, territory, description, spot, place, firm, firm_id, landlord_id = row
        said = dict.fromkeys(text for text in (title, description, spot, place, firm) if text)
        tokens = [*territory_tokens(territory), *_firms(firm_id, landlord_id)]
        tokens += text_tokens(number or "", *papers[id_], *_apart(said)) + initial_tokens(place or "")
        found[kind, id_] = joined(tokens)
    return found


def place_words(ids: Collection[UUID]) -> dict[tuple[str, UUID], str]:
    """Return the words of some places that are still kept, by kind and id."""
    found: dict[tuple[str, UUID], str] = {}
    for row in Place.objects.filter(id__in=ids, valid_to=None).order_by("id").values_list(*_PLACE):
        id_, name, address, territory, county, keeper, firm, uscc, firm_id, landlord_id, trade, trade_name = row
        said = dict.fromkeys(text for text in (name, address, keeper, firm, trade_name) if text)
        tokens = [*territory_tokens(territory or county), *_firms(firm_id, landlord_id)]
        tokens += text_tokens(uscc or "", trade or "", *_apart(said)) + initial_tokens(
            name, *([firm] if firm and firm != name else [])
        )
        found[PLACE, id_] = joined(tokens)
    return found


def _firms(*ids: UUID | None) -> list[str]:
    return [firm_token(one) for one in dict.fromkeys(ids) if one is not None]


def _apart(said: Iterable[str]) -> list[str]:
    """Return the texts that are not part of another: a title is often the beginning of its description."""
    texts = list(said)
    return [one for one in texts if not any(one != other and one in other for other in texts)]
