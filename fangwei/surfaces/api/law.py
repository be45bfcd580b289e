"""What a rule says on a day and why: value, article, status and the steps of the reasoning."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from fangwei.engines.calendar import CalendarMissing
from fangwei.engines.lawbook import LawError
from fangwei.register.law import book, calendar
from fangwei.surfaces.api.answers import answer
from fangwei.surfaces.api.asking import caller
from fangwei.surfaces.api.listing import Read, bad, described
from fangwei.surfaces.api.problems import LANGUAGES, Problem
from fangwei.ui.present.reasons import lang

MOST_INPUTS = 30
PARAMETERS = described(
    {
        "on": ({"type": "string", "format": "date"}, _("The law of which day; today by default.")),
        "territory": ({"type": "string", "pattern": "^[0-9]{2,12}$"}, _("Whose local values count.")),
        "given": (
            {"type": "array", "items": {"type": "string", "maxLength": 120}, "maxItems": MOST_INPUTS},
            _("What is asked about, each as name=value: deaths=3."),
        ),
    }
)


def explain(request: HttpRequest, rule: str) -> HttpResponse:
    """Answer a question to the law data, as `fangwei law explain` does."""
    read = Read(request.GET, frozenset({"on", "territory"}), many=frozenset({"given"}))
    on = read.day("on") or caller(request).today
    given = _given(request.GET.getlist("given"))
    try:
        found = book().explain(rule, given, on, read.code("territory") or None, calendar())
    except (LawError, CalendarMissing) as problem:
        raise _problem(problem) from problem
    return answer(found.as_json(lang()))


def _given(texts: list[str]) -> dict[str, object]:
    given: dict[str, object] = {}
    for text in texts[: MOST_INPUTS + 1]:
        name, sign, value = text.partition("=")
        if not sign or not name or name in given or len(text) > 120 or len(texts) > MOST_INPUTS:
            raise bad("given", "name=value")
        given[name] = value
    return given


def _problem(problem: LawError | CalendarMissing) -> Problem:
    texts = {short: f"{problem.message(short)} {problem.hint(short)}".strip() for short in LANGUAGES}
    return Problem(404 if problem.code == "law.unknown_rule" else 422, problem.code, spoken=texts)
