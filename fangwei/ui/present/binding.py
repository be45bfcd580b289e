"""The case file as people read it: history in words, with the cases that belong to it. Documents speak Chinese."""

from datetime import datetime

from django.utils import translation

from fangwei.accounts.actor import Actor
from fangwei.casework.models import Case
from fangwei.documents.queries import Line, bind, bound_pages
from fangwei.hazards.models import OrderItem
from fangwei.ledger.models import Fact
from fangwei.ledger.queries import Told, told
from fangwei.ui.present import words
from fangwei.ui.present.people import names_of_persons, names_of_posts

_SAID = ("note", "reason", "measures")


def case_file(case: Case, actor: Actor, *, at: datetime) -> bytes:
    """Return the case file as PDF. Raises: DocumentRefused."""
    with translation.override("zh-hans"):
        return bind(case, actor, history=_history(case), state=words.state(case.state), also=_also(case), at=at)


def case_file_pages(case: Case, actor: Actor, *, at: datetime) -> list[bytes]:
    """Return a picture of each page of the case file."""
    with translation.override("zh-hans"):
        return bound_pages(case, actor, history=_history(case), state=words.state(case.state), also=_also(case), at=at)


def _also(case: Case) -> list[Case]:
    """Return the hazards of an order, or the orders that a hazard stood on: their papers are bound together."""
    if case.kind == "order":
        return [item.hazard.case for item in case.order.items.select_related("hazard__case").order_by("id")]
    items = OrderItem.objects.filter(hazard_id=case.id, order__issued_at__isnull=False).select_related("order__case")
    return [item.order.case for item in items.order_by("id")]


def _history(case: Case) -> list[Line]:
    facts = told(Fact.objects.filter(subject_id=case.id).order_by("n"))
    persons = names_of_persons({one.fact.actor for one in facts if one.fact.actor})
    posts = names_of_posts({one.fact.acting_post for one in facts if one.fact.acting_post})
    lines = []
    for one in facts:
        post = posts.get(one.fact.acting_post, ("", "")) if one.fact.acting_post else ("", "")
        who = persons.get(one.fact.actor, "") if one.fact.actor else "系统"
        lines.append(Line(one.fact.at, _what(one), f"{who}\n{post[1]}".strip()))
    return lines


def _what(one: Told) -> str:
    what = words.happened(one.fact.verb)
    if one.data is None:
        return f"{what}\n（内容已依法删除）"
    said = [str(one.data[name]) for name in _SAID if isinstance(one.data.get(name), str) and one.data[name]]
    return "\n".join([what, *said])
