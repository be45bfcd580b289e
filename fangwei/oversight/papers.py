"""The papers of oversight as official documents: their text is the letter's, which the law data gives."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from fangwei.casework.models import Case
from fangwei.documents.kinds import DocumentKind
from fangwei.documents.layout import BODY, PLAIN, SIGNED, Each, Line, Pairs, Sides
from fangwei.documents.queries.material import Values, day_of, last_day, moment_of, sentence
from fangwei.ledger.queries import Told
from fangwei.oversight.lifecycle import INTERVIEW
from fangwei.oversight.models import Form


def _letter(case: Case, told: Told | None, at: datetime) -> Values:
    letter = case.letter
    text = str((told.data or {}).get("text") or letter.text) if told is not None else letter.text
    head, *lines = text.split("\n")
    law = lines.pop().removeprefix("依据：") if lines and lines[-1].startswith("依据：") else ""
    body = "\n".join(lines)
    reply = case.clocks.filter(name="reply", ended_at__isnull=True).first()
    # The text of the law data names the unit first; on the paper the addressee has a line of its own.
    unit, _colon, rest = body.partition("：")
    owner = letter.about.owner_post.organization
    named = owner is not None and unit == owner.name and bool(rest)
    return {
        "主送": letter.addressee.name if letter.addressee is not None else unit,
        "正文": [{"段": part} for part in (rest if named else body).split("\n") if part.strip()],
        "法律依据": law,
        "所涉案件": letter.about.number or "",
        "逾期日数": letter.days,
        "应办结日": last_day(letter.clock.due_at),
        "回复期限": last_day(reply.due_at) if reply is not None else "",
        **({"标题": head} if head else {}),
    }


def _minutes(case: Case, told: Told | None, at: datetime) -> Values:
    said = told.data or {} if told is not None else {}
    letter = case.letter
    return {
        "主送": letter.addressee.name if letter.addressee is not None else "",
        "约谈时间": moment_of(told.fact.at) if told is not None else day_of(at),
        "参加人员": str(said.get("attended") or ""),
        "纪要": [
            {"段": sentence(part)} for part in str(said.get("record") or letter.record).split("\n") if part.strip()
        ],
        "所涉案件": letter.about.number or "",
    }


def _of(form: str) -> Any:
    def applies(case: Case, told: Told | None) -> bool:
        return bool(case.letter.form == form)

    return applies


_BODY = (
    Line("{{ 主送 }}：", PLAIN),
    Each("正文", "{{ r.段 }}", BODY),
    Line("依据：{{ 法律依据 }}。", BODY, when="法律依据"),
)
_MINUTES = (
    Pairs(
        (
            ("被约谈单位", "{{ 主送 }}"),
            ("约谈时间", "{{ 约谈时间 }}"),
            ("参加人员", "{{ 参加人员 }}"),
            ("所涉案件", "{{ 所涉案件 }}"),
        )
    ),
    Line("约谈内容：", PLAIN),
    Each("纪要", "{{ r.段 }}", BODY),
    Line("被约谈单位应当按约谈要求整改，并书面报告结果。"),
)
_BOTH_SIGN = Sides(
    left=(Each("执法人员", "约谈人：{{ r.姓名 }}\n签　名：＿＿＿＿＿＿＿＿＿＿", SIGNED),),
    right=(Line("被约谈人：＿＿＿＿＿＿＿＿\n签　　名：＿＿＿＿＿＿＿＿\n日　　期：＿＿＿＿＿＿＿＿", SIGNED),),
)
_FORMS = (
    (Form.REMINDER, "提示函", _("Reminder"), "提函"),
    (Form.URGING, "督办函", _("Urging letter"), "督函"),
    (Form.WARNING, "警示函", _("Warning letter"), "警函"),
    (Form.INTERVIEW, "约谈通知书", _("Notice of interview"), "约谈"),
    (Form.CIRCULAR, "通报", _("Circular"), "通报"),
    (Form.CLUE, "问题线索移交书", _("Clue handed over"), "线移"),
    (Form.REFERRAL, "移送执法函", _("Referral to enforcement"), "移函"),
)
PAPERS = (
    *(
        DocumentKind(
            f"letter_{form.value}", "letter", title, label, mark, _BODY, _letter, ("issue_letter",), applies=_of(form.value),
            signs=None,
        )
        for form, title, label, mark in _FORMS
    ),
    DocumentKind(
        "interview_minutes", "letter", "约谈纪要", _("Minutes of an interview"), "约纪", _MINUTES, _minutes,
        ("hold_interview",), applies=_of(INTERVIEW), signs=_BOTH_SIGN,
    ),
)  # fmt: skip
