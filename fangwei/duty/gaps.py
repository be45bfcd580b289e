"""What each kind of blind spot asks for: who repairs it and how, in words."""

from django.utils.translation import gettext_lazy as _

from fangwei.duty.models import Gap

ORDER = {kind: place for place, kind in enumerate(Gap.values)}
"""In which order a pair with several blind spots is counted: the first responsibility before the supervision."""

CERTAIN = frozenset({Gap.NO_RULE, Gap.TWO_LEADS, Gap.NO_ORGANIZATION})
"""Kinds that leave no lead at all; the others are about a lead that there is."""

REPAIRS = {
    Gap.OUTSIDE_TERRITORY: _(
        "Put the places into the division in which they lie; a merged division needs its successor."
    ),
    Gap.SUBLET_CHAIN: _("Let the last tenant agree on safety with the owner, or end the subletting."),
    Gap.LEASE_WITHOUT_AGREEMENT: _("Landlord and tenant sign a safety agreement; record its day."),
    Gap.NO_KEEPER: _("Name a keeper; until then the township keeps the place."),
    Gap.NO_RULE: _("Code the trade if it is missing, else add a row to the local table of duties."),
    Gap.TWO_LEADS: _(
        "Settle which one leads: close the double body, end one delegation, or mend the rows of the table."
    ),
    Gap.NO_ORGANIZATION: _("Register the department, or record who has jurisdiction for its line here."),
    Gap.POST_VACANT: _("Appoint somebody, at least as acting."),
    Gap.TERM_ENDED: _("Renew the appointment or appoint a successor."),
    Gap.NO_CONTACT: _("Record a telephone or an account of the holder."),
    Gap.PRESUMED: _("The committee office confirms the line of nearest business, or names another."),
    Gap.CASE_OWNER_LEFT: _("Appoint somebody to the post, or hand its cases over."),
}
