"""The words of lifecycle tables as people read them: states, fields, relations, conditions, clocks and choices.

Tables speak in short identifiers; this module is the one place that says what they are called on a screen.
"""

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fangwei.casework.refusals import TEXTS
from fangwei.engines.lifecycle import Refusal
from fangwei.ui.present import verbs

Words = Mapping[str, str | Promise]

STATES = {
    "registered": _("To grade"),
    "graded": _("To order"),
    "ordered": _("Being rectified"),
    "submitted": _("To verify"),
    "accepted": _("Accepted, to close"),
    "controlled": _("Under control"),
    "suspended": _("Suspended"),
    "disputed": _("Grade disputed"),
    "referred": _("Referred"),
    "closed": _("Closed"),
    "merged": _("Merged"),
    "voided": _("Void"),
    "draft": _("Draft order"),
    "issued": _("Order in force"),
    "ended": _("Order ended"),
    "withdrawn": _("Draft dropped"),
    "new": _("Not yet registered"),
    "open": _("Lies open"),
    "assigned": _("Somebody repairs it"),
    "repaired": _("Said to be repaired"),
    "due": _("To be issued"),
    "held": _("Interview held"),
    "answered": _("Answered, to be weighed"),
    "dropped": _("Not pursued"),
    "followed": _("Plan followed up"),
    "received": _("Received, result open"),
    "handed": _("To be planned"),
    "planned": _("Being put right"),
    "verified": _("Confirmed, to close"),
    "applied": _("To be approved"),
    "approved": _("Approved"),
    "notified": _("The enterprise is told"),
    "entered": _("On site"),
    "inspected": _("Visit done"),
    "called_off": _("Called off"),
    "turned_down": _("Not approved"),
    "not_admitted": _("Entry was refused"),
}

FIELDS = {
    "place": _("Place"),
    "description": _("What is dangerous"),
    "category": _("Domain"),
    "spot": _("Exact spot"),
    "how_found": _("How it was found"),
    "found_on": _("Found on"),
    "origin_kind": _("Origin"),
    "origin_id": _("Origin case"),
    "grade": _("Grade"),
    "criterion": _("Criterion"),
    "reason": _("Reason"),
    "note": _("What you found or did"),
    "due_on": _("To be removed by"),
    "measures": _("Measures"),
    "responsible": _("Person in charge"),
    "funds_fen": _("Money set aside"),
    "contingency": _("Emergency plan"),
    "on_spot": _("Measures on the spot"),
    "measure": _("Measure"),
    "scope": _("What is stopped"),
    "interim": _("Interim measures"),
    "review_on": _("Review on"),
    "cause": _("Cause"),
    "to_unit": _("Enforcement unit"),
    "articles": _("Articles broken"),
    "into": _("Case to merge into"),
    "parts": _("One hazard a line"),
    "to_post": _("Post to take it"),
    "until": _("Asked until"),
    "level": _("Level"),
    "items": _("Items"),
    "results": _("Results"),
    "signature": _("Signature"),
    "hazard": _("Hazard on the order"),
    "result": _("Result of the item"),
    "parent": _("Parent case"),
    "merged": _("Merged case"),
    "gap": _("Kind of blind spot"),
    "key": _("What causes it"),
    "territory": _("Division"),
    "title": _("Title"),
    "about": _("About"),
    "pairs": _("Pairs that lie open"),
    "repair": _("Suggested repair"),
    "form": _("Kind of paper"),
    "clock": _("Overdue clock"),
    "days": _("Days overdue"),
    "attended": _("Who attended"),
    "record": _("Record of the interview"),
    "meet_on": _("Day of the interview"),
    "meet_at": _("Place of the interview"),
    "finish_on": _("To be finished by"),
    "follow_on": _("Look again on"),
    "received_by": _("Who received it"),
    "where": _("Where it is published"),
    "sha256": _("Hash of the bundle"),
    "size": _("Bytes"),
    "files": _("Files"),
    "facts": _("Facts"),
    "list": _("Problem list"),
    "line": _("Line"),
    "requirement": _("What is asked for"),
    "evidence": _("Photos and documents"),
    "second_officer": _("Second officer"),
    "expert": _("Expert"),
    "representative": _("Representative who signed"),
    "witness": _("Witness of the refusal"),
    "type": _("Type of visit"),
    "trigger": _("Cause of the visit"),
    "of_order": _("Order to be looked at again"),
    "basis": _("Paper or clue it rests on"),
    "matters": _("What will be checked"),
    "planned_on": _("Planned for"),
    "unannounced": _("Unannounced"),
    "inspectors": _("Inspectors"),
    "leaves": _("Who leaves the visit"),
    "comes": _("Who comes instead"),
    "checked": _("What was checked and seen"),
    "findings": _("Hazards found, one a line"),
}

RELATIONS = {
    "owner": _("the post that answers"),
    "owner_unit": _("the unit that answers"),
    "owner_officer": _("officers of the unit that answers"),
    "owner_leader": _("leader of the unit that answers"),
    "officer": _("officers in this territory"),
    "office": _("the committee office"),
    "upper_office": _("the committee office above"),
    "upper": _("the level above"),
    "township": _("township officers"),
    "grid": _("grid workers"),
    "local": _("township staff"),
    "expert": _("an expert"),
    "government": _("the government's leader"),
    "leader": _("a leader"),
    "enterprise": _("the enterprise"),
    "keeper": _("the keeper of the place"),
    "rectifying_side": _("the side that rectifies"),
    "rectifier_person": _("who handed in the rectification"),
    "verifier_person": _("who verified"),
    "proposed_owner": _("the post it is offered to"),
    "extension_asker": _("who asked for more time"),
    "proposer": _("who proposed it"),
    "lister": _("the body that listed it"),
    "assignee": _("the post that repairs it"),
    "addressee": _("the addressee"),
    "on_visit": _("the inspectors on the visit"),
    "applicant": _("who applied for it"),
    "inspecting_side": _("the side that inspected"),
    "system": _("the system"),
    "person": _("a person in office"),
    "named": _("a person with name"),
    "committee_office": _("somebody of the committee office"),
}

CONDITIONS = {
    "inherited": _("the case came from a sheet and is not confirmed"),
    "transfer_pending": _("a handover is pending"),
    "in_arbitration": _("the handover was refused and waits for a decision"),
    "extension_pending": _("more time has been asked for"),
    "listed": _("it is under listed supervision"),
    "delistable": _("it has been accepted"),
    "rectify_running": _("a rectification deadline runs"),
    "in_time": _("the deadline has not passed"),
    "in_time_or_reviewed": _("the deadline has not passed or the overdue hazard was checked"),
    "expired": _("the deadline has passed"),
    "general": _("it is a general hazard"),
    "major": _("it is a major hazard"),
    "graded_once": _("it has been graded"),
    "self_found": _("the enterprise found it itself"),
    "small_place": _("the place is small"),
    "ownerless": _("nobody keeps the place"),
    "works_stopped": _("works are stopped"),
    "resumption_requested": _("resumption was asked for"),
    "evidence_held": _("evidence of the rectification is held"),
    "expert_accepted": _("an expert has accepted it"),
    "sampled": _("it was drawn for a look-back"),
    "not_plain": _("it is listed or works are stopped"),
    "downgrade_proposed": _("a downgrade was proposed"),
    "void_proposed": _("voiding was proposed"),
    "claims_general": _("it is reported as general"),
    "into_major": _("the other case is major too"),
    "items_open": _("items are open"),
    "interview": _("it is an interview"),
    "clue": _("it is a clue"),
    "circular": _("it is a circular"),
    "bundled": _("the bundle of evidence has been made"),
    "published": _("it has been published"),
    "inspects": _("the list is of your own office"),
    "may_be_inspected": _("the body lies below the inspecting office"),
    "body_may_inspect": _("a body that may inspect enterprises (a coordination body may not as such)"),
    "inspection_delegated": _("the inspection of enterprises is delegated to the township"),
    "line_answers_here": _("your line of supervision has a duty at this place"),
    "trigger_fits_type": _("the cause is one that the law knows for this type of visit"),
    "unannounced": _("the visit is unannounced"),
    "again": _("an order is looked at again"),
    "entry_confirmed": _("the entry has been confirmed"),
    "exit_confirmed": _("the exit has been confirmed"),
}

NOT_CONDITIONS = {
    "transfer_pending": _("no handover is pending"),
    "in_arbitration": _("no arbitration is pending"),
    "extension_pending": _("no request for more time is pending"),
    "listed": _("it is not under listed supervision"),
    "rectify_running": _("no rectification deadline runs"),
    "works_stopped": _("works are not stopped (resumption must be approved first)"),
    "resumption_requested": _("no resumption is asked for"),
    "expert_accepted": _("no expert has accepted it yet"),
    "downgrade_proposed": _("no downgrade is proposed"),
    "void_proposed": _("no voiding is proposed"),
    "major": _("it is not a major hazard"),
    "published": _("it has not been published yet"),
    "entry_confirmed": _("the entry has not been confirmed yet"),
    "exit_confirmed": _("the exit has not been confirmed yet"),
}

CLOCKS = {
    "grade": _("To be graded"),
    "order": _("To be ordered"),
    "rectify": _("To be rectified"),
    "verify": _("To be verified"),
    "dispute": _("Dispute to be decided"),
    "accept": _("Handover to be answered"),
    "arbitration": _("Owner to be decided"),
    "extension": _("Extension to be decided"),
    "resumption": _("Resumption to be decided"),
    "control": _("Control to be reviewed"),
    "suspension": _("Suspension to be reviewed"),
    "referral": _("Referral to be followed up"),
    "lookback": _("To be looked back at"),
    "repair": _("To be repaired"),
    "issue": _("To be issued"),
    "reply": _("To be answered"),
    "meet": _("Interview to be held"),
    "follow": _("To be looked at again"),
    "plan": _("Plan to be handed in"),
    "check": _("To be verified"),
    "close": _("To be closed"),
    "approve": _("To be approved"),
    "visit": _("To be carried out"),
}

CHOICES = {
    "blind_spot": _("Blind spot of responsibility"),
    "letter": _("Paper of oversight"),
    "problem": _("Problem of an inspection"),
    "visit": _("Visit"),
    "daily": _("Daily visit"),
    "special": _("Special visit"),
    "individual": _("Visit for one matter"),
    "plan": _("Yearly inspection plan"),
    "own_request": _("The enterprise’s own request"),
    "superior": _("Superior’s instruction"),
    "handed_over": _("Clue passed on"),
    "monitoring": _("Clue from monitoring data"),
    "reinspection": _("Re-inspection of an order"),
    "not_on_visit": _("is not on this visit"),
    "general": _("General hazard"),
    "major": _("Major hazard"),
    "inspection": _("Inspection"),
    "self_check": _("Own check"),
    "grid": _("Grid round"),
    "tip": _("Tip from the public"),
    "signal": _("Signal from another department"),
    "accident": _("Accident"),
    "campaign": _("Campaign"),
    "expert": _("Expert’s examination"),
    "other": _("Another way"),
    "stop": _("Work stopped"),
    "evacuate": _("People moved out"),
    "seal": _("Sealed off"),
    "none_needed": _("None needed"),
    "stopped": _("Production stopped"),
    "bankrupt": _("Bankrupt"),
    "absconded": _("Owner gone"),
    "disaster": _("Struck by disaster"),
    "county": _("County level"),
    "city": _("City level"),
    "province": _("Province level"),
    "signed": _("Signed by the representative"),
    "refused": _("Refused to sign"),
    "pass": _("Removed"),
    "fail": _("Not removed, send back"),
    "text": _("a text"),
    "line": _("a line of text"),
    "choice": _("one of the choices"),
    "date": _("a date"),
    "yes": _("yes or no"),
    "post": _("a post"),
    "case": _("a case"),
    "place": _("a place of the register"),
    "number": _("a number"),
    "list": _("a list"),
    "point": _("a point on the map"),
    "instant": _("a date and time with its offset"),
    "uuid7": _("a UUIDv7"),
    "name_missing": _("the name is missing"),
    "person_missing": _("choose a person"),
    "same_person": _("must be somebody else"),
    "not_in_office": _("holds no such office here now"),
    "hazard": _("Hazard"),
    "order": _("Order"),
    "found_on": _("the day it was found"),
    "rectify": _("the running deadline"),
}

_OF_PARAMETER: dict[str, Words] = {
    "verb": verbs.LABELS,
    "state": STATES,
    "states": STATES,
    "field": FIELDS,
    "who": RELATIONS,
    "barred": RELATIONS,
    "role": FIELDS,
    "side": RELATIONS,
    "kind": CHOICES,
    "why": CHOICES,
    "rule": CHOICES,
}


def said(words: Words, raw: str) -> str:
    """Return what a table's word is called; a word that nobody has named is shown as it is."""
    return str(words.get(raw, raw))


def verb(raw: str) -> str:
    """Return what the button of a verb says."""
    return said(verbs.LABELS, raw)


def happened(raw: str) -> str:
    """Return what a timeline says of a verb that was done."""
    return said(verbs.HAPPENED, raw)


def state(raw: str) -> str:
    """Return the name of a state."""
    return said(STATES, raw)


def condition(raw: str) -> str:
    """Return a condition in words; "!x" is the condition that x does not hold."""
    if not raw.startswith("!"):
        return said(CONDITIONS, raw)
    named = NOT_CONDITIONS.get(raw[1:])
    return str(named) if named else str(_("not: %(condition)s")) % {"condition": said(CONDITIONS, raw[1:])}


def listing(texts: Iterable[str]) -> str:
    """Join names as the reader's language does."""
    return str(_(", ")).join(texts)


def relations(raws: Iterable[str]) -> str:
    """Return who may, in words."""
    return listing(said(RELATIONS, raw) for raw in raws)


def reason(refusal: Refusal) -> str:
    """Return one reason of a refusal with every word of the tables in the reader's language, and the article behind it."""
    params = {name: _parameter(name, value) for name, value in refusal.params.items()}
    text = str(TEXTS[refusal.code]) % params
    return str(_("%(text)s (%(law)s)")) % {"text": text, "law": law(refusal.citation)} if refusal.citation else text


def law(citation: str) -> str:
    """Return a citation as the tables carry it; the house's own rules are said in the reader's language."""
    return str(_("House rule: nobody's word alone")) if citation.startswith("house rule") else citation


def _parameter(name: str, value: str) -> str:
    if name == "condition":
        return condition(value)
    words = _OF_PARAMETER.get(name)
    return listing(said(words, part) for part in value.split(", ")) if words else value
