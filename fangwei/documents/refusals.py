"""Why a paper is not drawn up, served, withdrawn or printed: each error says what, why and what to do."""

from django.utils.translation import gettext_lazy as lazy

from fangwei.register.coded import Coded

MESSAGES = {
    "document_unknown": lazy("There is no such document, or you may not see it."),
    "kind_unknown": lazy("This kind of document does not belong to this case."),
    "not_your_document": lazy("Only officers of {authority} may do this: it is that authority's document."),
    "no_authority": lazy("No authority answers for this case, so nobody can issue a document about it."),
    "nothing_to_document": lazy("Nothing has been done in this case that this document would record."),
    "already_drawn": lazy("This document has been drawn up already: {number}. A correction is a new edition of it."),
    "withdrawn": lazy("{number} has been withdrawn; draw up a new edition instead."),
    "reason_missing": lazy("Say why."),
    "two_officers": lazy("At least {needed} officers serve a document together ({citation}); name the second one."),
    "officer_unknown": lazy("The second officer must be another officer of the same authority, in office on that day."),
    "how_unknown": lazy("Choose how it was served."),
    "receiver_missing": lazy("Say who received it, or on whom it was to be served."),
    "witness_missing": lazy("A refusal to receive needs a witness with a name."),
    "served_too_early": lazy("It cannot have been served before it was drawn up ({drawn})."),
    "time_unreadable": lazy("The time of service cannot be read."),
    "served_in_future": lazy("The time of service lies in the future."),
    "not_served": lazy("This kind of document is kept on file and not served."),
    "template_faulty": lazy("The Word template “{file}” cannot be filled in: {why}. Mend it or take it away."),
    "no_fonts": lazy(
        "No Chinese font is installed, so no PDF can be made; the Word file is ready. The operator sets FANGWEI_FONTS."
    ),
}


class DocumentRefused(Coded):
    """Something about a document was refused and nothing was changed; `code` and `params` say why."""

    messages = MESSAGES

    @property
    def status(self) -> int:
        """The HTTP status that fits."""
        return {"document_unknown": 404, "not_your_document": 403, "already_drawn": 409, "withdrawn": 409}.get(
            self.code, 422
        )
