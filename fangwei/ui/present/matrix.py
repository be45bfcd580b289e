"""The matrix of responsibility: trades or divisions against dangers, with its empty, double and stale cells."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from fangwei.casework.queries import visible
from fangwei.duty.models import Gap
from fangwei.duty.queries import Cause, Cell, causes, matrix, said_of
from fangwei.oversight.models import BlindSpot
from fangwei.register.law import book
from fangwei.register.queries import names_of
from fangwei.ui.parts import ChipView, Choice, Column, EmptyView, FieldView, LinesView, ListView, Row
from fangwei.ui.parts.matrix import MatrixCell, MatrixRow, MatrixView
from fangwei.ui.present.asked import Asked
from fangwei.ui.present.links import case_href
from fangwei.ui.present.reasons import domain_names, lang

SHOWN = 40


@dataclass(frozen=True, slots=True)
class Asking:
    """What the matrix is asked for: a territory within the reader's own, rows by trade or by division, one danger."""

    own: str
    territory: str
    by: str
    domain: str

    @classmethod
    def read(cls, request: Asked) -> "Asking":
        """Read the question from an address; a territory out of reach is the reader's own."""
        own = request.actor.territory_code
        wanted = request.GET.get("territory", "")
        territory = wanted if wanted.isdecimal() and wanted.startswith(own) and len(wanted) <= 9 else own
        by = "division" if request.GET.get("by") == "division" else "trade"
        return cls(own, territory, by, request.GET.get("domain", ""))

    def address(self, **other: str) -> str:
        """Return the address of the same question with something changed."""
        said = {"territory": self.territory, "by": self.by, "domain": self.domain} | other
        return reverse("desk:matrix") + "?" + urlencode({name: value for name, value in said.items() if value})


def matrix_page(request: Asked) -> dict[str, Any]:
    """Return the context of the matrix: the question, the table, and what has to be repaired below it."""
    asking, on = Asking.read(request), request.today
    cells = matrix(asking.territory, on)
    names = domain_names(on)
    domains = [code for code in names if any(cell.domain == code for cell in cells)]
    # Of one danger: which causes touch it is known only once all are.
    found = causes(asking.territory, on=on, limit=None if asking.domain else SHOWN)
    repairs = [one for one in found if not asking.domain or asking.domain in one.domains]
    return {
        "fields": _fields(asking),
        "matrix": MatrixView(
            caption=_("Who answers: matrix"),
            corner=_("Division") if asking.by == "division" else _("Trade"),
            columns=[(code, names[code]) for code in domains],
            rows=_rows(cells, asking),
        ),
        "repairs": _repairs(repairs[:SHOWN], request, asking, names),
        "address": reverse("desk:matrix"),
    }


def _fields(asking: Asking) -> list[FieldView]:
    steps = list(dict.fromkeys((asking.own, *_chain(asking))))
    said = names_of(steps)
    where = [Choice(value=code, label=said.get(code, code)) for code in steps]
    rows = [Choice(value="trade", label=_("by trade")), Choice(value="division", label=_("by division"))]
    return [
        FieldView(name="territory", label=_("Division"), kind="select", value=asking.territory, choices=where),
        FieldView(name="by", label=_("Rows of the matrix"), kind="select", value=asking.by, choices=rows),
    ]


def _chain(asking: Asking) -> list[str]:
    return [asking.territory[:size] for size in (2, 4, 6, 9) if len(asking.own) <= size <= len(asking.territory)]


def _rows(cells: Iterable[Cell], asking: Asking) -> list[MatrixRow]:
    grouped: dict[str, dict[str, Counter[str]]] = {}
    for cell in cells:
        key = cell.territory if asking.by == "division" else cell.trade
        grouped.setdefault(key, {}).setdefault(cell.domain, Counter()).update(cell.states)
    said = names_of(grouped) if asking.by == "division" else {key: _trade(key) for key in grouped}
    return [
        MatrixRow(
            label=said.get(key, key) or _("no division"),
            href=asking.address(territory=key, domain="") if _leads_deeper(key, asking) else "",
            cells={domain: _cell(states, domain, asking) for domain, states in grouped[key].items()},
        )
        for key in sorted(grouped)
    ]


def _leads_deeper(key: str, asking: Asking) -> bool:
    return asking.by == "division" and len(asking.territory) < len(key) <= 9


def _trade(code: str) -> str:
    industry = book().industry(code) if code else None
    if industry is None:
        return code or _("places of no trade")
    return f"{code} {industry.name.en if lang() == 'en' else industry.name.zh}"


def _cell(states: Counter[str], domain: str, asking: Asking) -> MatrixCell:
    cell = Cell(asking.territory, "", domain, states)
    marks = [
        ChipView(text % {"n": number}, "strong" if strong else "plain")
        for number, text, strong in (
            (cell.empty, _("empty %(n)s"), True),
            (cell.double, _("double %(n)s"), True),
            (cell.stale, _("stale %(n)s"), True),
            (cell.unreachable, _("without contact %(n)s"), True),
            (cell.presumed, _("presumed %(n)s"), False),
        )
        if number
    ]
    current = domain == asking.domain
    return MatrixCell(count=cell.pairs, marks=marks, href=asking.address(domain=domain) + "#repairs", current=current)


def _repairs(found: list[Cause], request: Asked, asking: Asking, names: Mapping[str, str]) -> ListView:
    said = said_of(found, request.today)
    cases = _cases(found, request)
    where = names_of({cause.territory for cause in found})
    return ListView(
        caption=_("What has to be repaired"),
        columns=[
            Column(key="what", label=_("What has to be repaired"), width="wide", on_phone="title"),
            Column(key="where", label=_("Division"), width="fit"),
            Column(key="dangers", label=_("Dangers"), on_phone="line"),
            Column(key="pairs", label=_("Pairs"), kind="number", width="fit"),
        ],
        rows=[
            Row(
                key=f"{cause.kind}-{cause.key}",
                href=cases.get((cause.kind, cause.key), ""),
                cells={
                    "what": LinesView(str(Gap(cause.kind).label), said[cause.kind, cause.key]),
                    "where": where.get(cause.territory, cause.territory),
                    "dangers": "、".join(names.get(one, one) for one in sorted(cause.domains))
                    if lang() == "zh"
                    else ", ".join(names.get(one, one) for one in sorted(cause.domains)),
                    "pairs": cause.pairs,
                },
            )
            for cause in found
        ],
        empty=EmptyView(title=_("Nothing lies open here."), how=_("Each pair of place and danger has one lead.")),
        clear=asking.address(domain="") if asking.domain else "",
    )


def _cases(found: list[Cause], request: Asked) -> dict[tuple[str, str], str]:
    spots = BlindSpot.objects.filter(
        case__in=visible(request.actor).filter(kind="blind_spot", is_open=True), cause__in={one.key for one in found}
    )
    rows = spots.order_by("case_id").values_list("gap", "cause", "case_id")
    return {(gap, key): case_href("desk", case_id) for gap, key, case_id in rows}
