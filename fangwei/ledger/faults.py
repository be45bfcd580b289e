"""What each named check says when it finds something, in both languages."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from fangwei.engines.merkle import Fault

_FAULTS = {
    "chain_gap": gettext_noop("A fact is missing: {where}."),
    "row_differs": gettext_noop("{where}: what stands in it is not what its facts say."),
    "content_differs": gettext_noop("{where}: its content is not what was drawn up."),
    "entry_without_fact": gettext_noop("The fact of log entry {where} is gone."),
    "fact_differs": gettext_noop("The fact {where} no longer says what was logged."),
    "leaf_differs": gettext_noop("The log entry of {where} was changed."),
    "listed_wrongly": gettext_noop(
        "{where}: lists do not show it where it stands; `fangwei lists rebuild` puts it right."
    ),
    "logged_late": gettext_noop("Logged long after it claims to have been received: {where}."),
    "logged_twice": gettext_noop("Logged twice: {where}."),
    "not_logged": gettext_noop("The fact {where} is not in the log."),
    "owner_differs": gettext_noop("{where}: who answers for it is not what its facts say."),
    "payload_missing": gettext_noop("What the fact {where} said is gone without an erasure."),
    "payload_not_erased": gettext_noop("The fact {where} counts as erased and is still there."),
    "row_missing": gettext_noop("{where}: facts speak of it, the record is gone."),
    "row_not_erased": gettext_noop("{where}: lawfully erased, and its record holds personal data again."),
    "row_without_facts": gettext_noop("{where}: no fact speaks of this record."),
    "state_differs": gettext_noop("{where}: its state is not what its facts say."),
    "version_differs": gettext_noop("{where}: it has another number of acts than its facts."),
    "waiting_without_fact": gettext_noop("Something waits for the log that no fact told: {where}."),
    "bundle_missing": gettext_noop("The entries {where} are missing or unreadable."),
    "bundle_short": gettext_noop("Entries are missing in {where}."),
    "chain_broken": gettext_noop("Fact {where} does not follow the one before it: one was removed or put in."),
    "checkpoint_differs": gettext_noop("The checkpoint of {where} entries is not the one that was signed."),
    "checkpoint_missing": gettext_noop("There is no checkpoint at {where}."),
    "checkpoint_unreadable": gettext_noop("The checkpoint at {where} is no signed checkpoint."),
    "entry_differs": gettext_noop("Entry {where} was changed after it was logged."),
    "highest_differs": gettext_noop("The record of the highest signed checkpoint disagrees with {where} entries."),
    "history_differs": gettext_noop("This log does not continue the known checkpoint of {where} entries."),
    "no_checkpoint": gettext_noop("Nothing has been signed yet."),
    "not_in_log": gettext_noop("Fact {where} is not in the log."),
    "opened_differs": gettext_noop("Fact {where} does not say what was logged."),
    "outbox_waits": gettext_noop("Facts have been waiting for the log since {where}: is the sequencer running?"),
    "quorum_missing": gettext_noop("Too few witnesses have signed: {where}."),
    "receipt_false": gettext_noop("Entry {where} does not stand in the log at that place."),
    "root_differs": gettext_noop("The log’s {where} entries do not make the head that was signed."),
    "signature_false": gettext_noop("The signature of {where} is not the log’s."),
    "tile_differs": gettext_noop("{where} was changed."),
    "tile_missing": gettext_noop("{where} is missing."),
}


def fault_text(fault: Fault) -> str:
    """Return what is wrong, in the reader's language."""
    return _(_FAULTS[fault.code]).format(where=fault.where)
