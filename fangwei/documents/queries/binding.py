"""A case bound into one file in lawful order: what was decided first, then records, service, evidence and history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fangwei.accounts.actor import Actor
from fangwei.casework.models import Case, Evidence
from fangwei.documents.kinds import document_kind
from fangwei.documents.models import Document, Service
from fangwei.documents.printing import print_pages, print_pdf
from fangwei.documents.queries import material
from fangwei.documents.queries.files import chosen_faces, paper_data, word_of
from fangwei.documents.queries.papers import documents_of
from fangwei.documents.word import plain
from fangwei.register.models import Person

_HOW = {
    "direct": "直接送达",
    "left": "留置送达",
    "post": "邮寄送达",
    "electronic": "电子送达",
    "entrusted": "委托送达",
    "public": "公告送达",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a case's history: when, what was done, by whom."""

    at: datetime
    what: str
    who: str


def bind(
    case: Case, actor: Actor, *, history: Sequence[Line], state: str, also: Sequence[Case] = (), at: datetime
) -> bytes:
    """Return the case file as PDF: of this case and, where they belong to it, of others that the actor may read.

    `history` and `state` come in words from whoever asks, for the words of verbs are not kept here. Raises: DocumentRefused.
    """
    return print_pdf("casefile.typ", _bound(case, actor, history, state, also, at), chosen_faces(), at=at)


def bound_pages(
    case: Case, actor: Actor, *, history: Sequence[Line], state: str, also: Sequence[Case] = (), at: datetime
) -> list[bytes]:
    """Return a picture of each page of the case file."""
    return print_pages("casefile.typ", _bound(case, actor, history, state, also, at), chosen_faces())


def _bound(
    case: Case, actor: Actor, history: Sequence[Line], state: str, also: Sequence[Case], at: datetime
) -> dict[str, Any]:
    cases = [case, *also]
    papers = sorted((one for each in cases for one in documents_of(each, actor)), key=_order)
    authority = case.owner_post.organization
    said = material.party(case)
    cover = [
        ("案　　号", case.number or ""),
        ("案　　由", case.title),
        ("当 事 人", f"{said['单位名称']}（{said['信用代码']}）"),
        ("场　　所", f"{said['场所名称']}（{said['场所地址']}）"),
        ("承办机关", authority.name if authority is not None else ""),
        ("登记日期", material.day_of(case.opened_at)),
        ("办结日期", material.day_of(case.closed_at) if case.closed_at else f"未办结（{state}）"),
        ("成卷日期", material.day_of(at)),
        ("归档号", ""),
        ("保管期限", ""),
    ]
    parts = [*(_paper(one) for one in papers), _served(papers), _evidence(cases), _history(history)]
    bound: dict[str, Any] = plain(
        {"title": f"案卷 {case.number}", "author": authority.name if authority is not None else "", "cover": cover}
    )
    return {**bound, "parts": parts}


def _order(document: Document) -> tuple[int, datetime, int]:
    kind = document_kind(document.kind)
    decides = kind is not None and (kind.remedies or kind.signs is None)
    return (0 if decides else 1, document.drawn_at, document.serial)


def _paper(document: Document) -> dict[str, Any]:
    withdrawn = document.withdrawn_at is not None
    return {
        "kind": "paper",
        "name": str(document.content.get("标题", "")) + ("（已撤回）" if withdrawn else ""),
        "number": document.number,
        "day": material.day_of(document.drawn_at),
        "withdrawn": withdrawn,
        "blocks": paper_data(document, word_of(document))["blocks"],
    }


def _sheet(name: str, heads: Sequence[str], widths: Sequence[int], rows: Sequence[Sequence[str]]) -> dict[str, Any]:
    listed = plain([list(row) for row in rows])
    return {
        "kind": "sheet",
        "name": name,
        "number": "",
        "day": "",
        "withdrawn": False,
        "heads": list(heads),
        "widths": list(widths),
        "rows": listed,
    }


def _served(papers: Sequence[Document]) -> dict[str, Any]:
    rows = [(paper, service) for paper in papers for service in paper.services.all()]
    rows.sort(key=lambda pair: (pair[1].served_at, pair[1].pk))
    persons = {one for _paper_, service in rows for one in service.officers}
    names = {str(person.id): person.name for person in Person.objects.filter(id__in=persons)}
    listed = [
        (
            paper.number,
            _HOW.get(service.how, service.how),
            f"{service.receiver}{f'（{service.relation}）' if service.relation else ''}",
            material.moment_of(service.served_at),
            "已签收" if service.outcome == Service.Outcome.RECEIVED else f"拒收，见证人{service.witness}",
            "、".join(names.get(one, "") for one in service.officers),
        )
        for paper, service in rows
    ]
    return _sheet("文书送达情况", ("文号", "方式", "受送达人", "时间", "结果", "送达人"), (5, 3, 4, 5, 4, 4), listed)


def _evidence(cases: Sequence[Case]) -> dict[str, Any]:
    files = Evidence.objects.filter(case__in=cases).order_by("uploaded_at", "id")
    names = {person.id: person.name for person in Person.objects.filter(id__in=files.values("uploaded_by"))}
    rows = [
        (
            str(number),
            file.name,
            material.moment_of(file.taken_at or file.uploaded_at),
            names.get(file.uploaded_by, "") if file.uploaded_by else "",
            f"{file.sha256[:32]}\n{file.sha256[32:]}",
        )
        for number, file in enumerate(files, start=1)
    ]
    return _sheet("证据清单", ("序号", "名称", "时间", "提交人", "校验值（SHA-256）"), (2, 5, 4, 3, 12), rows)


def _history(history: Sequence[Line]) -> dict[str, Any]:
    rows = [(material.moment_of(line.at), line.what, line.who) for line in history]
    return _sheet("办理经过", ("时间", "事项", "办理人"), (6, 12, 8), rows)
