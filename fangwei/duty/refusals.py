"""Why duty refuses: every error says what is wrong, and what to do."""

from django.utils.translation import gettext_lazy as _

from fangwei.register.coded import Coded

MESSAGES = {
    "not_the_office": _("Only the committee office of this territory or of one above it settles who leads."),
    "row_unknown": _("“{row}” is no row of the table of nearest business on this day."),
    "line_unknown": _("“{line}” is no line of supervision."),
    "reason_missing": _("Say why."),
    "not_a_leader": _("“{post}” is no leader’s post."),
    "charge_ended": _("This charge has ended already, on {day}."),
    "confirmed_already": _("This row is settled here already; withdraw that first."),
}


class DutyRefused(Coded):
    """Duty refuses a change; `code` names the reason and `params` what was given."""

    messages = MESSAGES
