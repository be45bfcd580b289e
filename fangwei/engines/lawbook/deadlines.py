"""From a period of the law and a start to a deadline with its reasons; the counting itself is a calendar's work."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone
from typing import Any, Protocol

from fangwei.engines.lawbook.errors import LawError
from fangwei.engines.lawbook.model import Answer, Dated, LegalPeriod, Rule, Step, Text
from fangwei.engines.lawbook.texts import MESSAGES, UNIT_WORDS

LOCAL = timezone(timedelta(hours=8), "Asia/Shanghai")
EXAMPLE = "period.deadline rule=penalty.payment from=2026-09-28"
EXACT = {name: Text(*UNIT_WORDS[name]) for name in ("minutes", "hours")}


class Reckoned(Protocol):
    """What a calendar says about one counted period."""

    @property
    def instant(self) -> datetime: ...
    @property
    def last_day(self) -> date: ...
    @property
    def skipped(self) -> tuple[date, ...]: ...
    @property
    def made_up(self) -> tuple[date, ...]: ...
    @property
    def rolled_from(self) -> date | None: ...
    @property
    def unknown_year(self) -> int | None: ...


class Counter(Protocol):
    """A calendar that can count a period."""

    def deadline(self, start: date | datetime, period: LegalPeriod) -> Reckoned:
        """Count one period."""
        ...


@dataclass(frozen=True, slots=True)
class Counted:
    """A deadline with its reasons, before it becomes an answer."""

    value: str
    inputs: Mapping[str, Any]
    steps: tuple[Step, ...]
    instant: datetime
    last_day: date


def local_day(start: date | datetime) -> date:
    """The local day of a start; a naive time of day is local time."""
    if isinstance(start, datetime):
        return start.astimezone(LOCAL).date() if start.tzinfo is not None else start.date()
    return start


def read_question(rule: str, inputs: Mapping[str, object], general: str) -> tuple[str, date | datetime]:
    """The rule and the start of a question such as `period.deadline rule=… from=…`.

    Raises: LawError `law.missing_argument`, `law.bad_date`, `input.unknown`.
    """
    known = ("rule", "from") if rule == general else ("from",)
    for name in inputs:
        if name not in known:
            raise LawError("input.unknown", {"rule": rule, "name": name[:60], "known": known})
    for name in known:
        if inputs.get(name) in (None, ""):
            raise LawError("law.missing_argument", {"name": name, "example": EXAMPLE})
    return str(inputs["rule"]) if rule == general else rule, read_moment(inputs["from"])


def read_moment(given: object) -> date | datetime:
    """A day or a moment from ISO text; a moment without an offset is local time.

    Raises: LawError `law.bad_date`.
    """
    if isinstance(given, datetime):
        return given if given.tzinfo is not None else given.replace(tzinfo=LOCAL)
    if isinstance(given, date):
        return given
    text = str(given).strip()
    try:
        if len(text) == 10:
            return date.fromisoformat(text)
        moment = datetime.fromisoformat(text)
        return moment.astimezone(LOCAL) if moment.tzinfo is not None else moment.replace(tzinfo=LOCAL)
    except (ValueError, OverflowError) as problem:
        raise LawError("law.bad_date", {"text": text[:40]}) from problem


def period_of(rule: Rule, dated: Dated) -> LegalPeriod:
    """The period a dated value states.

    Raises: LawError `law.not_a_period`.
    """
    counting = rule.counting
    if counting is None:
        raise LawError("law.not_a_period", {"rule": rule.id})
    return LegalPeriod(
        amount=dated.value,
        unit=rule.unit,
        first_day_counted=counting.first_day_counted,
        roll=counting.roll,
        end_hour=counting.end_hour,
        direction=counting.direction,
    )


def reckon(rule: Rule, dated: Dated, start: date | datetime, calendar: Counter) -> Counted:
    """Count a period from a start and put the reasons into steps.

    Raises: LawError `law.not_a_period`, `law.time_needed`, `law.date_out_of_range`.
    """
    period = period_of(rule, dated)
    exact = period.unit in EXACT
    if exact and not isinstance(start, datetime):
        raise LawError("law.time_needed", {"rule": rule.id, "unit": EXACT[period.unit], "start": start})
    moment = start.replace(tzinfo=LOCAL) if isinstance(start, datetime) and start.tzinfo is None else start
    try:
        found = calendar.deadline(moment, period)
    except OverflowError as problem:
        raise LawError("law.date_out_of_range", {"start": start}) from problem
    local = found.instant.astimezone(LOCAL)
    shown = moment.astimezone(LOCAL) if isinstance(moment, datetime) else moment
    return Counted(
        value=local.isoformat(timespec="seconds") if exact else found.last_day.isoformat(),
        inputs={"from": shown.isoformat()},
        steps=tuple(_steps(rule, dated, period, shown, found, local, exact)),
        instant=found.instant,
        last_day=found.last_day,
    )


def _steps(
    rule: Rule,
    dated: Dated,
    period: LegalPeriod,
    start: date | datetime,
    found: Reckoned,
    local: datetime,
    exact: bool,
) -> list[Step]:
    first = Text(*MESSAGES["because.first_in" if period.first_day_counted else "because.first_out"])
    steps = [
        Step(f"period_{period.unit}", {"title": rule.title, "amount": period.amount, "first": first}),
        Step("start", {"start": start, "starts": dated.starts or rule.starts}),
    ]
    if rule.counting is not None and rule.counting.citation is not None:
        steps.append(Step("counting", {"citation": rule.counting.citation.text}))
    if found.skipped:
        steps.append(Step("skipped", {"days": _spans(found.skipped)}))
    if found.made_up:
        steps.append(Step("made_up", {"days": found.made_up}))
    if found.rolled_from is not None:
        steps.append(Step("rolled", {"day": found.rolled_from, "to": found.last_day}))
    if found.unknown_year is not None:
        steps.append(Step("not_rolled", {"year": str(found.unknown_year)}))
    if exact:
        steps.append(Step("instant", {"instant": local}))
    else:
        steps.append(Step("last_day", {"day": found.last_day, "hour": str(period.end_hour)}))
    if period.direction == "ahead":
        steps.append(Step("ahead", {"day": found.last_day}))
    return steps


def _spans(days: tuple[date, ...]) -> tuple[str, ...]:
    """Runs of neighbouring days as `first..last`."""
    spans: list[list[date]] = []
    for day in days:
        if spans and day - spans[-1][-1] == timedelta(days=1):
            spans[-1].append(day)
        else:
            spans.append([day])
    return tuple(f"{span[0]}..{span[-1]}" if len(span) > 1 else str(span[0]) for span in spans)


def with_instant(answer: Answer, counted: Counted) -> Answer:
    """The answer with the exact moment it ends and the local day that moment closes."""
    return replace(answer, instant=counted.instant, last_day=counted.last_day)
