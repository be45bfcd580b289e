"""Why a change of an account, a token or an appointment is refused: each says what is wrong, and what to do."""

from django.utils.translation import gettext_lazy as _

from fangwei.register.coded import Coded

MESSAGES = {
    "username_missing": _("The user name is missing."),
    "username_taken": _("There is a user “{username}” already."),
    "user_unknown": _("There is no user “{username}”."),
    "person_has_user": _("{person} has a user already: “{username}”."),
    "person_missing": _("A user who is no operator must be a registered person."),
    "password_weak": _("This password is too weak: {why}"),
    "password_wrong": _("The present password is not right. Type it again; after several failures you have to wait."),
    "password_same": _("The new password is the present one. Choose another."),
    "password_waits": _("Too many attempts. Try again after {time}."),
    "one_time_expired": _("This one-time password has expired. Ask whoever gave it to you for another."),
    "language_unknown": _("“{given}” is not a language of the system."),
    "token_unnamed": _("Say what the token is for, so that one day you can tell whether it is still needed."),
    "token_scopeless": _("Choose at least one thing that the token may do."),
    "token_scope_unknown": _("“{given}” is nothing that a token may do; choose among: {known}."),
    "token_expires_badly": _("A token must end after today and within {days} days."),
    "token_not_your_post": _("{username} does not hold this post today; a token acts from a post that its user holds."),
    "token_revoked": _("This token has been revoked already."),
    "not_yours_to_staff": _(
        "“{body}” is not yours to staff. Its own leader or duty post may, or the committee office of its territory."
    ),
    "own_word": _("Nobody's word alone: somebody else must record this about you."),
    "reason_missing": _("Say why; it stays beside the appointment."),
    "acting_without_end": _("Say until when somebody stands in."),
    "nobody_to_staff": _("Your post staffs no body, so it registers no persons."),
    "own_post": _("Nobody's word alone: somebody else must record this about the post from which you act."),
    "duty_post_stays": _(
        "The cases of the body come to “{post}”. Let another post take them; then they no longer come here."
    ),
    "role_not_of_body": _("A post of “{body}” cannot have this role. Choose one of those that the form offers."),
    "account_not_yours": _(
        "This person's account is not yours to keep. An operator may, or whoever staffs their post."
    ),
}


class AccountRefused(Coded):
    """A change of an account is refused; `code` names the reason and `params` what was given."""

    messages = MESSAGES
