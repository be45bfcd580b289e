"""Who answers: the frozen result of asking duty, and why nobody could."""

from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from fangwei.register.models import Organization, OrganizationKind, Post


class OwnerClass(NamedTuple):
    """What an answer depends on: the territory, the industry code (or nothing), the domain of danger, traits that count."""

    territory_code: str
    trade: str
    domain: str
    traits: tuple[str, ...] = ()


class Reason(NamedTuple):
    """One step of the way to an answer: a code and the name it speaks of."""

    code: str
    about: str = ""

    @property
    def text(self) -> str:
        """The step in the reader's language."""
        about = OrganizationKind(self.about).label if self.code == "department_missing" else self.about
        return str(REASONS[self.code]).format(about=about)


REASONS = {
    "rule": _("Rule {about} says which line of supervision leads."),
    "presumed": _("Rule {about} presumes the line by nearest business; the committee office must confirm it."),
    "confirmed": _("The committee office settled who leads here ({about})."),
    "two_rules": _("Rules equally exact name different leading lines: {about}."),
    "two_leads": _("Several bodies lead this line here: {about}."),
    "no_rule": _("No rule names a leading line for this trade and danger."),
    "department": _("{about} leads this line here."),
    "jurisdiction": _("{about} has jurisdiction here, by delegation or vertical management."),
    "department_missing": _("No department of the line “{about}” is registered here."),
    "township": _("{about} answers for its area until the department is known."),
    "office": _("{about} keeps the case until somebody takes it."),
    "placeholder": _("The committee office is a placeholder: somebody must confirm who it is."),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """Who owns a danger: the body and its post, who assists, and the rule and article that say so.

    `lead` is the body that answers, `lead_kind` the line that should by the rule; they differ where the department is
    not registered and township or committee office stand in. `assisting` are kinds of organization. `gap` is the blind spot
    that the rules and bodies leave, empty where exactly one line and one body lead.
    """

    owner_post: Post
    lead: Organization
    lead_kind: str
    assisting: tuple[str, ...]
    township: Organization | None
    rule: str
    citation: str
    status: str
    reasons: tuple[Reason, ...] = field(default_factory=tuple)
    gap: str = ""

    @property
    def stands_in(self) -> bool:
        """Whether somebody else than the line named by the rule answers for the time being."""
        return self.lead.kind != self.lead_kind


class NobodyAnswers(Exception):
    """Not even a committee office is registered for a territory; places registered by the verbs always have one."""

    code = "nobody_answers"
    message = _(
        "Nobody is registered for “{territory}”. Register its committee office, or put the place into its county."
    )

    def __init__(self, territory_code: str) -> None:
        super().__init__(territory_code)
        self.params = {"territory": territory_code}

    def __str__(self) -> str:
        return str(self.message).format(**self.params)
