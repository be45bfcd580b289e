"""Why a sheet or one of its rows is refused or doubted: what is wrong, and what to do."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from fangwei.register.refusals import MESSAGES as OF_THE_REGISTER

FILES = {
    "file_too_large": _("The file has {size_mb} MB; at most {limit_mb} MB are accepted. Split it into several files."),
    "not_a_spreadsheet": _(
        "“{file}” is not a spreadsheet that can be read. Open it in your office program and save it as .xlsx."
    ),
    "zip_bomb": _("The file would unpack to an unreasonable size and is refused. Save it anew as .xlsx."),
    "encrypted": _("“{file}” is protected by a password. Remove the password and import it again."),
    "empty": _("“{file}” holds no rows."),
    "no_header": _("No header row was found. The sheet needs a row of column heads, among them: {wanted}."),
    "column_missing": _("The sheet “{sheet}” lacks the column {columns}. Its heads are: {given}."),
    "sheet_unknown": _("There is no such worksheet. The file has: {sheets}."),
    "territory_needed": _(
        "Neither title nor addresses say which county the sheet is of. Name the county or its code (--territory)."
    ),
    "file_missing": _("There is no file “{file}”."),
    "not_yours": _("“{given}” is not within the territory for which you act."),
    "other_kind": _("This is a register sheet of another kind: {title}. Import it as “{name}”."),
    "not_your_office": _("Only the office of the work-safety committee brings or takes this sheet."),
    "author_needed": _("This sheet is brought by an officer in the name of a body; say in whose name (--by)."),
    "format_unknown": _("“{given}” must end in .xlsx or .csv."),
    "column_unknown": _("A register sheet of this kind has no column “{given}”."),
}
ROWS = {
    "description_missing": _("What was found is not described."),
    "site_unknown": _("No site with this code or name is registered: “{given}”. Import the site first."),
    "site_ambiguous": _(
        "Several sites are called “{given}”; give the unified social credit code or the site's own name."
    ),
    "date_unreadable": _("“{given}” is not a date that can be read; write it like 2025-03-10."),
    "found_date_missing": _("The date on which the hazard was found is missing."),
    "rectified_before_found": _("Rectified on {rectified}, before it was found on {found}; one of the dates is wrong."),
    "grade_unknown": _("The grade “{given}” is neither general nor major."),
    "coordinates_swapped": _("Longitude and latitude stood crossed and were put right."),
    "coordinates_missing": _("No coordinates: located by its township until somebody places it on the map."),
    "coordinates_implausible": _("The coordinates “{given}” do not lie in China and were left out."),
    "industry_unknown": _("“{given}” is not an industry code of GB/T 4754."),
    "township_missing": _("The township is not given; located by its county until somebody names it."),
    "number_unreadable": _("“{given}” is not a number and was left out."),
    "tick_unreadable": _("“{given}” is neither yes nor no and was left out."),
    "phone_odd": _("“{given}” does not look like a telephone number; it is kept as given."),
    "deadline_missing": _("No deadline is given: no clock runs for the enterprise until an officer sets one."),
    "deadline_unreadable": _(
        "The deadline “{given}” is no date: no clock runs for the enterprise until an officer sets one."
    ),
    "deadline_before_found": _("The deadline lies before the day the hazard was found."),
    "closed_without_verification": _("Called closed, but nobody verified it: it awaits verification."),
    "verified_by_the_rectifier": _(
        "Called closed, but verified by the person who rectified it: it awaits verification."
    ),
    "verified_before_rectified": _("Called closed, but verified before it was rectified: it awaits verification."),
    "rectified_date_missing": _("Closed without the date on which it was rectified."),
    "closing_unclear": _("“{given}” does not say whether the hazard is closed; it stands as not closed."),
    "grade_assumed": _("The sheet has no column for the grade: taken as general until an officer grades it."),
    "funds_unreadable": _("The funds “{given}” are no amount and were left out."),
    "site_name_differs": _("The code belongs to “{registered}”, the sheet says “{given}”; the code was believed."),
    "uscc_differs": _("The code “{given}” is not the one registered for this name; the name was believed."),
    "case_moved_on": _(
        "The case has moved on in the system since it was imported; what the sheet says was not applied."
    ),
    "organization_missing": _("The row names no body."),
    "organization_kind_unknown": _("The name “{given}” does not say what kind of body it is; name its kind."),
    "organization_kind_assumed": _(
        "The name “{given}” does not say its line of supervision: taken as another department."
    ),
    "role_unknown": _("“{given}” is no role that a post can have."),
    "post_missing": _("“{given}” stands without a post; name the post held."),
    "person_same_name": _(
        "A person called “{given}” is registered in another body; taken as somebody else. Give the telephone if it is the same."
    ),
    "start_differs": _(
        "“{given}” is registered in this post since {registered}, the sheet says {said}; kept as registered."
    ),
    "end_differs": _(
        "The tenure of “{given}” is registered to end on {registered}, the sheet says {said}; kept as registered."
    ),
    "role_differs": _("“{given}” is registered with another role; kept as registered."),
    "charge_unknown": _("“{given}” is no line of supervision; this charge was left out."),
    "charge_not_of_a_leader": _("“{given}” is no leader's post: a charge was left out."),
    "task_force_unknown": _("No task force “{given}” is registered; the secondment was left out."),
    "duty_post_missing": _("No post of “{given}” is marked as the one its cases come to; they come to “{post}”."),
    "not_in_sheet": _(
        "{holder} holds “{post}” of “{given}” and is not in the sheet; a tenure ends only by a row that says so."
    ),
    "nothing_to_close": _("“{given}” is not registered, so it cannot be closed; compare the name with the register."),
    "post_ambiguous": _("Several posts are called “{given}”; name the holder of the one that is closed."),
    "closed_otherwise": _(
        "“{given}” is registered as closed on {registered}, the sheet says {said}; kept as registered."
    ),
    "body_closed": _("“{given}” was closed on {day}; this row was left out."),
    "former_unknown": _(
        "No body “{given}” is registered under its former name; the new name was taken as another body."
    ),
    "two_bodies": _("“{given}” and “{former}” are both registered; close one of them, or correct the name."),
    "problem_missing": _("What is wrong is not described."),
    "body_missing": _("The row names no body that answers."),
    "body_unknown": _("“{given}” is not registered among the bodies that your office inspects; compare the name."),
    "body_ambiguous": _("Several bodies may be meant by “{given}”: {names}. Give the whole name."),
    "body_without_post": _("“{given}” has no post to which its cases come; establish one first."),
    "list_untitled": _("Neither the sheet's title nor a column says what the list is called."),
    "list_of_other_days": _(
        "A list called “{title}” is of {began} to {ended}; give the new one a title of its own, or correct the day."
    ),
    "inspected_in_future": _("The day of the inspection, {given}, lies in the future."),
    "inspection_unknown": _("“{given}” is no kind of inspection: assessment, unannounced or special."),
    "inspection_assumed": _("Neither title nor a column says how was inspected: taken as open and covert visits."),
    "hazard_unknown": _("No hazard {given} can be read by your office; the problem stands without it."),
    "problem_repeated": _("The same problem of the same body stands in the list already."),
    "not_handed_over": _("It could not be handed over: {why}"),
    "repeated": _("The same hazard stands in the sheet twice; it was imported once."),
}


class SheetRefused(Exception):
    """A sheet as a whole is refused; `code` names the reason and `params` what its words need."""

    def __init__(self, code: str, params: Mapping[str, Any] | None = None) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = dict(params or {})

    @property
    def message(self) -> str:
        """The reason in the reader's language."""
        return reason(self.code, self.params)

    def __str__(self) -> str:
        return self.message


def reason(code: str, params: Mapping[str, Any]) -> str:
    """A reason in words, in the language in force; a code without words is shown as it is."""
    words = ROWS.get(code) or FILES.get(code) or OF_THE_REGISTER.get(code)
    if words is None:
        return code
    filled = {name: ", ".join(map(str, value)) if isinstance(value, list) else value for name, value in params.items()}
    return str(words).format_map(defaultdict(str, filled))
