"""Why a step of a handover is refused: what is wrong, and what to do."""

from django.utils.translation import gettext_lazy as _

from fangwei.register.coded import Coded

MESSAGES = {
    "not_yours_to_open": _("Only the holder of this post, or whoever staffs its body, opens its handover."),
    "not_held": _("{person} does not hold “{post}” on this day, so there is nothing to hand over."),
    "under_way": _("A handover of “{post}” by {person} is under way already; go on with that one."),
    "reason_missing": _("Say why; it stays with the handover."),
    "ended": _("This handover has ended already."),
    "not_your_turn": _("It is not your turn: {who} must confirm first."),
    "not_yours_to_give": _("Only {person} confirms this list; once the time has passed, the leader of the body may."),
    "not_yours_to_take": _("Only {who} confirms receipt of this list."),
    "list_changed": _("The list has changed meanwhile. Read it again, then confirm."),
    "note_missing": _("You confirm for somebody else: say in the note what you know of it, and why they do not."),
    "own_word": _("Nobody's word alone: who gave the list does not confirm its receipt."),
    "nothing_declined": _("Write beside at least one case what is missing, then send the list back."),
    "successor_is_leaver": _("{person} is the one who leaves; name somebody else."),
    "successor_holds_not": _("{person} neither holds “{post}” nor stands in for it; appoint them first."),
    "not_yours_to_close": _("Only whoever staffs this body closes its posts."),
    "own_post": _("Nobody's word alone: somebody else closes a post that you hold."),
    "handover_first": _(
        "{person} is still handing “{post}” over. Let both sides confirm, or withdraw that handover; then close the post."
    ),
    "heir_missing": _("Choose the post that takes over what “{post}” has open. If there is none, establish it first."),
    "in_charge_of_installation": _(
        "“{post}” is named in charge of the major hazard installation “{name}”. Declare that unit with another post first."
    ),
    "not_yours_to_name": _("Only whoever staffs this body names the successor."),
}


class HandoverRefused(Coded):
    """A step of a handover is refused; `code` names the reason and `params` what was given."""

    messages = MESSAGES
