"""Why the ledger refuses to go on; each refusal says what is wrong and what to do."""

from django.utils.translation import gettext_lazy as _

_TEXTS = {
    "key_missing": (
        _("The log’s key is missing: {path}."),
        _("Put back the copy of the folder “keys”. A new key would be a new log."),
    ),
    "key_unreadable": (
        _("The log’s key cannot be read: {path}."),
        _("Put back the copy of the folder “keys”. A new key would be a new log."),
    ),
    "signer_unreachable": (
        _("The signing process at {path} does not answer."),
        _("Start it: fangwei ledger signer. Facts wait meanwhile, nothing is lost."),
    ),
    "signer_refuses": (
        _("The signing process at {path} refuses: it has signed a longer log, or another one of this length."),
        _("The database is older than the log, or its history was changed: docs/operate/ledger.md, “Restore”."),
    ),
    "log_behind": (
        _("The database holds {size} entries of the log, but {highest} were signed already: it is older than the log."),
        _(
            "It was restored from an older backup. Nothing is signed until it is mended: docs/operate/ledger.md, “Restore”."
        ),
    ),
    "log_forked": (
        _("The database’s log of {size} entries is not the one that was signed: its history was changed."),
        _("Nothing is signed. Keep the database as it is and call the auditor: docs/operate/ledger.md, “Fork”."),
    ),
    "highest_missing": (
        _("The record of the highest signed checkpoint is missing: {path}."),
        _("Put back the newest checkpoint that anybody holds: fangwei ledger recover --checkpoint FILE."),
    ),
    "highest_moved": (
        _("Another sequencer signed at the same time."),
        _("Only one machine may integrate; see docs/operate/ledger.md."),
    ),
    "tiles_broken": (
        _("The log’s tiles do not belong to its checkpoint of {size} entries."),
        _("Run: fangwei ledger verify --full; tiles are made again with fangwei ledger recover --tiles."),
    ),
    "policy_unreadable": (
        _("The witness policy {path} cannot be used: line {line}, {reason}."),
        _("The format is described in docs/operate/ledger.md."),
    ),
    "not_witnessed": (
        _("No checkpoint has been published yet: its witnesses have not signed."),
        _("Ask them: fangwei ledger witness. Without witnesses, remove the policy file."),
    ),
    "folder_of_another": (
        _("The folder {path} holds another log."),
        _("Publish into an empty folder."),
    ),
    "witness_unknown": (
        _("The policy names no witness “{name}”, or nothing has been signed yet."),
        _("Witnesses are lines of the policy file: docs/operate/ledger.md."),
    ),
    "cosignature_false": (
        _("The file holds no signature of a witness over a checkpoint of this log."),
        _("Ask the witness to sign the request again: fangwei witness sign."),
    ),
    "checkpoint_foreign": (
        _("This is no checkpoint of this log."),
        _("Take one from a published copy, a witness or a receipt."),
    ),
    "checkpoint_lower": (
        _("This checkpoint has {size} entries; one of {highest} was signed already."),
        _("Take the newest one; the record never goes back."),
    ),
    "copy_differs": (
        _("The copy’s entries do not make the head of {size} entries that was signed here."),
        _("Take another copy: fangwei ledger verify --from tells which one is sound."),
    ),
    "nothing_to_erase": (
        _("There is nothing to erase: {facts} of these facts are unknown or erased already."),
        _("Give the ids of facts as the proof of the whole life shows them."),
    ),
    "nothing_to_clear": (
        _("Records of the kind “{kind}” hold nothing that could be emptied as a whole."),
        _("Give the ids of facts instead; whole records that can be erased: person."),
    ),
    "principal_in_use": (
        _("This enterprise still runs a site: who answers for it has to be known."),
        _("Close its sites first. Of a former principal single facts are erased by their ids."),
    ),
    "keeper_in_use": (
        _("Nobody else keeps this place: who answers for it has to be known."),
        _("Name another keeper first, then ask again."),
    ),
    "record_in_use": (
        _("This person still holds a post: who answers there has to be known."),
        _("End the appointment first, then ask again."),
    ),
    "basis_missing": (
        _("The legal basis is missing."),
        _("Name the article and the file, without personal data: the request itself is logged for ever."),
    ),
    "erasure_unknown": (
        _("There is no open request of erasure “{given}”."),
        _("Open requests: fangwei ledger erasures list."),
    ),
    "erasure_same_person": (
        _("Whoever asks for an erasure cannot decide on it."),
        _("Another person decides."),
    ),
    "not_logged": (
        _("This fact is not in the published log yet."),
        _("Entries appear within seconds; with witnesses within a minute."),
    ),
    "unknown": (_("There is no fact and no case “{given}”."), _("Give the number of a case or the id of a fact.")),
}


class LedgerRefused(Exception):
    """The ledger refuses; `code` names the reason, `hint` says what to do."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code, self.params = code, params

    def __str__(self) -> str:
        return str(_TEXTS[self.code][0]).format(**self.params)

    @property
    def hint(self) -> str:
        """What to do about it."""
        return str(_TEXTS[self.code][1])
