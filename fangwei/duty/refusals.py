"""Why duty refuses: every error says what is wrong, and what to do."""

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "not_the_office": _("Only the committee office of this territory or of one above it settles who leads."),
    "row_unknown": _("“{row}” is no row of the table of nearest business on this day."),
    "line_unknown": _("“{line}” is no line of supervision."),
    "reason_missing": _("Say why."),
    "not_a_leader": _("“{post}” is no leader’s post."),
    "confirmed_already": _("This row is settled here already; withdraw that first."),
}


class DutyRefused(Exception):
    """Duty refuses a change; `code` names the reason and `params` what was given."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params

    def __str__(self) -> str:
        return str(MESSAGES[self.code]).format(**self.params)
