"""Why the register refuses: every error says what is wrong, and what to do."""

from django.utils.translation import gettext_lazy as _

from fangwei.register.coded import Coded

MESSAGES = {
    "name_missing": _("The name is missing."),
    "uscc_length": _("The unified social credit code “{given}” does not have 18 signs."),
    "uscc_characters": _(
        "The unified social credit code “{given}” has a sign that no such code contains (I, O, S, V, Z)."
    ),
    "uscc_check_digit": _(
        "The check sign of the unified social credit code “{given}” is wrong; compare with the licence."
    ),
    "uscc_duplicate": _("The unified social credit code “{given}” is registered for “{name}” already."),
    "territory_unknown": _("There is no administrative division “{given}”."),
    "point_implausible": _("The point {lat}, {lon} does not lie in China."),
    "post_taken": _("“{post}” is held by {holder}; end that tenure first, or appoint as acting."),
    "post_closed": _("“{post}” does not exist on {day}."),
    "duty_post_needed": _(
        "“{post}” is the post to which the cases of “{name}” come; make another its duty post first, or close the body."
    ),
    "nothing_changed": _("Nothing was changed. Change something, or leave the page."),
    "already_appointed": _("{holder} holds “{post}” already."),
    "tenure_ended": _("This tenure has ended already, on {day}."),
    "end_before_start": _("The end {end} lies before the beginning {start}."),
    "identity_duplicate": _("A person with this identity number is registered already."),
    "organization_duplicate": _("“{name}” is already the body of this kind in this territory."),
    "not_a_task_force": _("“{name}” is not a task force."),
    "one_body": _("A post belongs to an organization or to an enterprise, to exactly one of them."),
    "landlord_is_tenant": _("An enterprise cannot be its own landlord."),
    "lease_in_circle": _("This lease would make a chain that comes back to the same site."),
    "nothing_to_merge": _("Name at least one old and one new administrative division."),
    "divisions_unreadable": _("The folder {folder} holds no readable table of administrative divisions."),
    "class_missing": _("Give the class of “{name}” in GB 18218 (J1 … W11): the table names no β for it."),
    "substance_unknown": _("“{given}” is neither in the table of substances nor a class of GB 18218."),
    "quantity_invalid": _("The quantity of “{name}” must be a number of tonnes, zero or more."),
    "exposed_invalid": _("The number of people exposed must be zero or more."),
    "kind_unknown": _("“{given}” is not a known kind."),
}


class RegisterRefused(Coded):
    """The register refuses a change; `code` names the reason and `params` what was given."""

    messages = MESSAGES
