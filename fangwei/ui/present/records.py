"""What records are called that are no cases, and what happened to them: of which the ledger tells as of cases."""

from django.utils.translation import gettext_lazy as _

from fangwei.ui.present import words

KINDS = {
    "place": _("Place"),
    "enterprise": _("Enterprise"),
    "installation": _("Major hazard installation"),
    "person": _("Person"),
    "organization": _("Organization"),
    "post": _("Post"),
    "tenure": _("Appointment"),
    "secondment": _("Secondment"),
    "jurisdiction": _("Jurisdiction"),
    "territory": _("Division"),
    "duty": _("Confirmed duty"),
    "portfolio": _("Leader’s portfolio"),
    "law": _("Law in force"),
    "sheet_import": _("Imported sheet"),
    "sheet_export": _("Sheet taken out"),
    "column_matching": _("Matched columns"),
    "user": _("User"),
    "api_token": _("Access token"),
    "document": _("Paper"),
    "handover": _("Handover of a post"),
    "problem_list": _("List of problems"),
    "divisions": _("Divisions of the country"),
    "internal_reward": _("Internal reward"),
    "erasure": _("Lawful erasure"),
    "ledger": _("The log itself"),
    "demo": _("Demonstration"),
}

HAPPENED = {
    "place.register": _("Registered"),
    "place.update": _("Changed in the register"),
    "place.move": _("Moved"),
    "place.close": _("Taken off the register"),
    "place.lease": _("Let"),
    "place.agree": _("Safety agreement recorded"),
    "place.keeper": _("Keeper changed"),
    "enterprise.register": _("Registered"),
    "enterprise.correct": _("Changed in the register"),
    "installation.declare": _("Declared"),
    "installation.withdraw": _("Withdrawn"),
    "person.register": _("Registered"),
    "person.telephone": _("Telephone changed"),
    "organization.establish": _("Established"),
    "organization.confirm": _("Confirmed"),
    "organization.below": _("Put below another"),
    "organization.close": _("Closed down"),
    "organization.rename": _("Renamed"),
    "post.establish": _("Established"),
    "post.amend": _("Amended"),
    "post.duty": _("Made the duty post"),
    "post.close": _("Closed down"),
    "tenure.appoint": _("Appointed"),
    "tenure.end": _("Office ended"),
    "secondment.second": _("Lent to a task force"),
    "jurisdiction.grant": _("Granted"),
    "jurisdiction.end": _("Ended"),
    "territory.merge": _("Merged"),
    "duty.confirm": _("Confirmed"),
    "duty.withdraw": _("Withdrawn"),
    "portfolio.give": _("Given"),
    "portfolio.end": _("Ended"),
    "law.load": _("Law loaded"),
    "sheet_import.begin": _("Import begun"),
    "sheet_import.finish": _("Import finished"),
    "sheet_export.export": _("Taken out"),
    "column_matching.remember": _("Remembered"),
    "user.create": _("Created"),
    "user.set_password": _("Password set"),
    "user.deactivate": _("Shut out"),
    "user.reactivate": _("Let in again"),
    "api_token.create": _("Created"),
    "api_token.revoke": _("Revoked"),
    "document.draw_up": _("Paper drawn up"),
    "handover.open": _("Begun"),
    "handover.name_successor": _("Successor named"),
    "handover.give": _("Confirmed by who leaves"),
    "handover.take": _("Confirmed by who takes over"),
    "handover.decline": _("Sent back with what is wrong"),
    "handover.withdraw": _("Withdrawn"),
    "handover.escalate": _("Not confirmed in time: the leader was told"),
    "problem_list.declare": _("Handed over"),
    "problem_list.publish": _("Published"),
    "divisions.load": _("Loaded"),
    "internal_reward.record": _("Recorded"),
    "internal_reward.pay": _("Paid"),
    "internal_reward.strike": _("Struck out"),
    "erasure.ask": _("Asked for"),
    "erasure.grant": _("Granted"),
    "erasure.refuse": _("Refused"),
    "ledger.reconcile": _("Compared"),
    "demo.fill": _("Filled"),
}


def kind_name(kind: str) -> str:
    """Return what a kind of record is called; a kind that nobody has named is shown as it is."""
    return str(KINDS[kind]) if kind in KINDS else words.said(words.CHOICES, kind)


def happened_to(kind: str, verb: str) -> str:
    """Return what happened to a record of a kind."""
    named = HAPPENED.get(f"{kind}.{verb}")
    return str(named) if named else words.happened(verb)
