"""Why the door refuses: each error carries its code, its parameters and the law, and says in words what to do."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fangwei.engines.lifecycle import Refusal

TEXTS = {
    "verb_unknown": lazy("“%(verb)s” is not an act of this kind of case."),
    "not_from_this_state": lazy(
        "“%(verb)s” is not possible while the case is “%(state)s”; look at its present state first."
    ),
    "not_yours": lazy("This act is not yours. Who may: %(who)s."),
    "own_word": lazy("Nobody's word alone: this act is for another person or side than yours (%(barred)s)."),
    "condition": lazy("This is not possible yet: %(condition)s."),
    "field_missing": lazy("Please fill in “%(field)s”."),
    "item_incomplete": lazy("“%(title)s” (%(number)s): please fill in “%(field)s”, or take it off the order."),
    "field_bad": lazy("“%(field)s” cannot be read as %(kind)s."),
    "field_unknown": lazy("“%(field)s” is not asked for by this act."),
    "participant_missing": lazy("Somebody must take part besides you: %(role)s."),
    "participant_bad": lazy("%(role)s: %(why)s"),
    "evidence_missing": lazy("Attach at least %(needed)s photo or document as evidence."),
    "evidence_unknown": lazy("A file was not uploaded by you or is attached already; upload it again."),
    "case_unknown": lazy("There is no such case, or you may not see it."),
    "case_known": lazy("A case with this id exists already; make a new id."),
    "stale": lazy("Somebody else acted on this case meanwhile; look at it again, then decide."),
    "act_differs": lazy("This act was sent before with another content; send a new act with a new id."),
    "at_in_future": lazy("The time of the act lies in the future; check the clock of the device."),
    "at_before_last_act": lazy(
        "The act is dated before the last act on this case (%(last)s); date it when it was done."
    ),
    "kind_unknown": lazy("There is no such kind of case: %(kind)s."),
    "date_past": lazy("“%(field)s” must not lie before %(earliest)s."),
    "date_too_far": lazy("“%(field)s” must not lie after %(latest)s (%(rule)s)."),
    "place_differs": lazy("Both cases must be at the same place."),
    "choice_unknown": lazy("“%(value)s” is not known as %(field)s."),
    "calendar_missing": lazy(
        "Working days of %(year)s are not known yet; ask the operator to load that year's calendar."
    ),
    "too_often": lazy("More than %(times)s times is not allowed (%(rule)s)."),
    "on_case": lazy("This concerns case %(number)s."),
    "on_line": lazy("This concerns line %(line)s."),
    "cap_reached": lazy(
        "In %(year)s this enterprise has had or will have %(times)s daily visits of this line; the yearly cap is %(cap)s. "
        "A visit beyond it needs a cause that the law allows: a tip, a clue, a re-inspection or the enterprise's own request. "
        "A score alone is none."
    ),
    "not_certified": lazy(
        "%(name)s holds no enforcement certificate that is valid on that day. Register it or name another inspector."
    ),
    "too_few_inspectors": lazy("Name at least %(times)s inspectors with certificates."),
    "nothing_to_do": lazy("There is nothing to decide here any more."),
}


class Refused(Exception):
    """An act was refused and nothing was changed; `reasons` says why, each with code, parameters and citation."""

    def __init__(self, reasons: Iterable[Refusal]) -> None:
        self.reasons = tuple(reasons)
        super().__init__(", ".join(reason.code for reason in self.reasons))

    @property
    def code(self) -> str:
        """The first reason's code."""
        return self.reasons[0].code

    @property
    def status(self) -> int:
        """The HTTP status that fits the first reason."""
        if self.code in {"stale", "act_differs", "at_before_last_act", "case_known"}:
            return 409
        if self.code in {"not_yours", "own_word"}:
            return 403
        return 404 if self.code == "case_unknown" else 422

    def texts(self) -> list[str]:
        """Return every reason in the reader's language."""
        return [text_of(reason) for reason in self.reasons]


def refuse(code: str, citation: str = "", **params: str) -> Refused:
    """Return the error for one reason, to be raised by the caller."""
    return Refused([Refusal(code, params, citation)])


def text_of(reason: Refusal) -> str:
    """Return one reason in the reader's language, its words translated where they are words of the tables."""
    params: Mapping[str, str] = {
        name: "、".join(_word(part) for part in value.split(", ")) for name, value in reason.params.items()
    }
    return str(TEXTS[reason.code]) % params


def _word(word: str) -> str:
    # Words of the tables are short identifiers; anything else (a date, a name) is shown as it is.
    return _(word) if word.replace("_", "").replace("!", "").isascii() and word else word
