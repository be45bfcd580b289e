"""The file that goes with a clue: facts, who answered, letters, evidence and proofs of one case, with the hash of each part.

It is written part by part to a stream; files of evidence pass through in pieces. Documents speak Chinese.
"""

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from html import escape
from typing import IO, Any

from fangwei.accounts.actor import Actor
from fangwei.casework.clocks import LOCAL
from fangwei.casework.evidence import open_evidence
from fangwei.casework.models import Case, Evidence
from fangwei.ledger.models import Fact
from fangwei.ledger.queries import Told, life, told
from fangwei.ledger.refusals import LedgerRefused
from fangwei.oversight.answering import Answered, answered_days
from fangwei.oversight.models import Letter
from fangwei.register.models import Person

FORMAT = "fangwei-clue-bundle/1"
PAGE = "材料说明.html"
_PIECE = 1024 * 1024
_ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "application/pdf": "pdf"}
Said = Callable[[str], str]
"""What is said of a verb that was done, in the words of the screens."""


@dataclass(slots=True)
class Bundle:
    """A bundle being written: its parts so far with their sizes and hashes."""

    archive: zipfile.ZipFile
    parts: list[dict[str, Any]] = field(default_factory=list)

    def add(self, name: str, pieces: Iterator[bytes]) -> str:
        """Write one part from its pieces and return its hash."""
        digest, size = hashlib.sha256(), 0
        with self.archive.open(name, "w", force_zip64=True) as part:
            for piece in pieces:
                digest.update(piece)
                size += len(piece)
                part.write(piece)
        self.parts.append({"name": name, "size": size, "sha256": digest.hexdigest()})
        return digest.hexdigest()

    def add_json(self, name: str, said: Any) -> None:
        """Write one part as JSON."""
        self.add(name, iter([json.dumps(said, ensure_ascii=False, indent=1, default=str).encode()]))


def write_bundle(target: IO[bytes], letter: Letter, *, said: Said, by: Actor, at: datetime) -> tuple[int, int]:
    """Write the bundle of a clue and return how many files it has and how many facts it tells."""
    about = letter.about
    facts = told(Fact.objects.filter(subject_id=about.id, received_at__lte=at).order_by("n"))
    letters = list(Letter.objects.filter(about=about).select_related("case", "addressee").order_by("case_id"))
    answered = answered_days(about, at)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        bundle = Bundle(archive)
        files = list(_add_evidence(bundle, about, letters))
        bundle.add(PAGE, iter([_page(about, facts, answered, letters, files, said, at).encode()]))
        bundle.add_json("facts.json", [_fact(one, said) for one in facts])
        bundle.add_json("answered.json", [asdict(one) for one in answered])
        bundle.add_json("letters.json", [_letter(one) for one in letters])
        unproven = [case for case in (about, *(one.case for one in letters)) if not _add_proof(bundle, case)]
        bundle.add_json("manifest.json", _manifest(bundle, about, letter, unproven, by, at))
        return len(bundle.parts), len(facts)


def _add_evidence(bundle: Bundle, about: Case, letters: list[Letter]) -> Iterator[dict[str, Any]]:
    cases = [about.id, *(letter.case_id for letter in letters)]
    kept: set[str] = set()
    for file in Evidence.objects.filter(case_id__in=cases).order_by("id").iterator(chunk_size=200):
        name = f"evidence/{file.sha256}.{_ENDINGS.get(file.media_type, 'bin')}"
        if name not in kept:
            kept.add(name)
            with open_evidence(file) as content:
                bundle.add(name, iter(lambda stream=content: stream.read(_PIECE), b""))  # type: ignore[misc]
        yield {
            "name": file.name,
            "part": name,
            "sha256": file.sha256,
            "stage": file.stage,
            "fact": file.fact_id,
            "uploaded_at": file.uploaded_at,
        }


def _add_proof(bundle: Bundle, case: Case) -> bool:
    """Add the proof of a case's whole life; say whether the log held it already."""
    try:
        bundle.add_json(f"proofs/{case.number or case.id}.json", life(case.id))
    except LedgerRefused:
        return False
    return True


def _fact(one: Told, said: Said) -> dict[str, Any]:
    fact = one.fact
    return {
        "id": fact.id,
        "n": fact.n,
        "verb": fact.verb,
        "said": said(fact.verb),
        "at": fact.at,
        "received_at": fact.received_at,
        "actor": fact.actor,
        "acting_post": fact.acting_post,
        "authority": fact.authority,
        "channel": fact.channel,
        "data": one.data,
    }


def _letter(letter: Letter) -> dict[str, Any]:
    return {
        "number": letter.case.number,
        "form": letter.form,
        "days": letter.days,
        "state": letter.case.state,
        "addressee": letter.addressee.name if letter.addressee else "",
        "issued_at": letter.issued_at,
        "text": letter.text,
        "record": letter.record,
        "answered_at": letter.answered_at,
        "answer": letter.answer,
    }


def _manifest(
    bundle: Bundle, about: Case, letter: Letter, unproven: list[Case], by: Actor, at: datetime
) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "case": about.number,
        "clue": letter.case.number,
        "made_at": at,
        "made_by": by.person_name,
        "made_for": letter.addressee.name if letter.addressee else "",
        "office": by.organization_name,
        "parts": bundle.parts,
        "not_yet_in_the_log": [case.number or str(case.id) for case in unproven],
    }


def _page(
    about: Case,
    facts: list[Told],
    answered: list[Answered],
    letters: list[Letter],
    files: list[dict[str, Any]],
    said: Said,
    at: datetime,
) -> str:
    names = dict(
        Person.objects.filter(id__in={one.fact.actor for one in facts if one.fact.actor}).values_list("id", "name")
    )
    chain = [
        (
            str(one.fact.n),
            _moment(one.fact.at),
            said(one.fact.verb),
            names.get(one.fact.actor, "系统") if one.fact.actor else "系统",
            _text(one.data),
        )
        for one in facts
    ]
    held = [(_days(one), one.organization, one.post, "、".join(one.holders) or "无人在岗") for one in answered]
    sent = [
        (
            one.case.number or "",
            one.text.split("\n")[0] or str(one.get_form_display()),
            _moment(one.issued_at),
            _moment(one.answered_at),
            one.answer,
        )
        for one in letters
    ]
    shown = [(one["name"], one["stage"], one["sha256"]) for one in files]
    return "\n".join(
        (
            '<!doctype html><html lang="zh-Hans"><meta charset="utf-8"><title>线索材料</title>',
            "<style>body{font:16px/1.7 serif;max-width:60em;margin:2em auto;padding:0 1em}table{border-collapse:collapse;"
            "width:100%}td,th{border:1px solid #999;padding:.3em .6em;text-align:left;vertical-align:top;"
            "overflow-wrap:anywhere}</style>",
            f"<h1>{escape(about.number or '')} {escape(about.title)}</h1><p>材料截至 {_moment(at)}。核查由接收单位依规进行。</p>",
            _table("一、办理经过", ("序", "时间", "事项", "经办", "内容"), chain),
            _table("二、各日由谁负责（按当日所知）", ("起止", "单位", "岗位", "在岗人"), held),
            _table("三、督查文书及回复", ("编号", "文种", "签发", "回复", "回复内容"), sent),
            _table("四、佐证文件", ("名称", "环节", "SHA-256"), shown),
            "<p>各部分的校验值见 manifest.json，留痕证明见 proofs 文件夹。</p></html>",
        )
    )


def _table(title: str, head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    top = "".join(f"<th>{one}</th>" for one in head)
    body = "".join("<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<h2>{title}</h2><table><tr>{top}</tr>{body}</table>"


def _text(data: dict[str, Any] | None) -> str:
    if data is None:
        return "（内容已依法删除）"
    wanted = ("description", "measures", "due_on", "reason", "note", "text", "record", "days")
    return "；".join(str(data[name]) for name in wanted if data.get(name))


def _moment(at: datetime | None) -> str:
    return f"{at.astimezone(LOCAL):%Y-%m-%d %H:%M}" if at else ""


def _days(one: Answered) -> str:
    since, until = (day.isoformat() if isinstance(day, date) else "" for day in (one.since, one.until))
    return since if since == until else f"{since} 至 {until}"
