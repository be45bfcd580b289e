"""The nouns of the lawbook: source, rule, dated value, overlay, and the answer with its reasons."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from fangwei.engines.lawbook.texts import language, render

KINDS = ("parameter", "period", "table", "list")
STATUSES = ("confirmed", "unconfirmed", "local")
PERIOD_UNITS = ("minutes", "hours", "days", "working_days", "months", "years")
LEVELS = {"*": "default", 2: "province", 4: "city", 6: "county", 9: "township", 12: "village"}


@dataclass(frozen=True, slots=True)
class Text:
    """One text in both languages."""

    zh: str
    en: str

    def render(self, lang: str) -> str:
        """The text in the language asked for (`zh` or `en`)."""
        return self.zh if language(lang) == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Source:
    """A law, decree, rule, notice or standard that values cite; `valid_to` is its last day in force."""

    id: str
    title: Text
    number: Text | None
    issued: date | None
    valid_from: date | None
    valid_to: date | None
    status: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Citation:
    """A source with the article in it, rendered once in both languages."""

    source: str
    article: str
    text: Text


@dataclass(frozen=True, slots=True)
class Dated:
    """What a rule says between two days, both included; an open end is None."""

    valid_from: date
    valid_to: date | None
    value: Any
    citation: Citation
    status: str
    last_checked: date
    starts: Text | None
    note: Text | None

    def covers(self, day: date) -> bool:
        """Whether this value is the law on that day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Input:
    """One thing a decision table asks for; `maximum` keeps typing slips out, it is no legal limit."""

    name: str
    type: str
    unit: str
    label: Text
    maximum: Decimal
    choices: tuple[str, ...]
    required: bool


@dataclass(frozen=True, slots=True)
class OverlayPolicy:
    """Who may overlay a rule, and how: `stricter`, `replace` (within bounds) or `add_rows`."""

    by: tuple[str, ...]
    how: str
    stricter: str | None
    minimum: Decimal | None
    maximum: Decimal | None


@dataclass(frozen=True, slots=True)
class Counting:
    """How the days of a period are counted; Civil Code Arts. 201 and 203 give the ordinary answer."""

    first_day_counted: bool
    roll: str
    end_hour: int
    direction: str
    citation: Citation | None


@dataclass(frozen=True, slots=True)
class LookupPolicy:
    """How a list is asked: the domain that stands for every domain, and the columns that make up an answer."""

    otherwise: str
    answer: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """One legal value with its history, exactly as one file declares it."""

    id: str
    kind: str
    unit: str
    title: Text
    note: Text | None
    values: tuple[Dated, ...]
    overlay: OverlayPolicy | None
    inputs: tuple[Input, ...]
    needs: str
    counting: Counting | None
    starts: Text | None
    row_fields: tuple[tuple[str, ...], tuple[str, ...]] | None
    file: str
    lookup: "LookupPolicy | None" = None


@dataclass(frozen=True, slots=True)
class Overlay:
    """What one territory says instead of, or on top of, a rule; `territory` is a code prefix, `*` the default."""

    rule: str
    territory: str
    values: tuple[Dated, ...]
    file: str

    @property
    def level(self) -> str:
        """The administrative level that speaks."""
        return "default" if self.territory == "*" else LEVELS.get(len(self.territory), "unknown")

    def lies_in(self, other: "Overlay") -> bool:
        """Whether the other overlay speaks for a level above this one."""
        return self.territory != other.territory and self.territory.startswith(other.territory)

    def reaches(self, territory: str | None) -> bool:
        """Whether the overlay holds in a territory; the default holds everywhere."""
        return self.territory == "*" or (territory is not None and territory.startswith(self.territory))


@dataclass(frozen=True, slots=True)
class LegalPeriod:
    """A period of the law, ready to be counted by a calendar."""

    amount: int
    unit: str
    first_day_counted: bool = False
    roll: str = "none"
    end_hour: int = 24
    direction: str = "after"


@dataclass(frozen=True, slots=True)
class Value:
    """What a rule says on a day in a territory. `citation` is Chinese, the language of documents."""

    rule: str
    value: Any
    unit: str
    citation: str
    citation_en: str
    status: str
    since: date
    until: date | None
    last_checked: date
    overlay: str | None
    title: Text
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a reasoning: a code and its parameters, said in either language."""

    code: str
    params: Mapping[str, object] = field(default_factory=dict)

    def render(self, lang: str) -> str:
        """The step as a sentence."""
        return render(f"because.{self.code}", self.params, lang)


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that can be asked why: value, article, status, the inputs, and the steps.

    For deadlines `value` is the last day (ISO text), or the instant for hours and minutes; `instant` is the moment
    after which an act is late (aware, UTC) and `last_day` the local day it falls on.
    """

    rule: str
    value: Any
    on: date
    unit: str
    citation: str
    citation_en: str
    status: str
    inputs: Mapping[str, Any]
    not_given: tuple[str, ...]
    because: tuple[Step, ...]
    title: Text
    overlay: str | None = None
    label: Text | None = None
    instant: datetime | None = None
    last_day: date | None = None
    bundle_hash: str = ""

    def reasons(self, lang: str = "zh") -> list[str]:
        """The steps as sentences in one language."""
        return [step.render(lang) for step in self.because]

    def as_json(self, lang: str = "zh") -> dict[str, Any]:
        """The answer as plain JSON values; money in yuan, instants with their offset."""
        result: dict[str, Any] = {
            "rule": self.rule,
            "value": plain(self.value),
            "on": self.on.isoformat(),
            "unit": self.unit,
            "citation": self.citation if language(lang) == "zh" else self.citation_en,
            "status": self.status,
            "inputs": plain(dict(self.inputs)),
            "not_given": list(self.not_given),
            "because": self.reasons(lang),
            "title": self.title.render(lang),
            "overlay": self.overlay,
            "bundle": self.bundle_hash,
        }
        if self.label is not None:
            result["label"] = self.label.render(lang)
        if self.instant is not None:
            result["instant"] = self.instant.isoformat()
        return result


def plain(value: Any) -> Any:
    """Turn dates and decimals inside a value into what JSON can hold."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, Text):
        return {"zh": value.zh, "en": value.en}
    return value
