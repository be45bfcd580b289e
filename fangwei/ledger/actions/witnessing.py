"""Asking witnesses to cosign the newest head: over the network, or by a file carried to them and back.

No transaction is open while a witness is waited for.
"""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.db import transaction

from fangwei.engines import merkle
from fangwei.gateways import witness as network
from fangwei.gateways.witness import Reply
from fangwei.ledger.actions.marking import mark_gaps_between
from fangwei.ledger.highest import Highest, locked
from fangwei.ledger.models import Checkpoint, Cosignature
from fangwei.ledger.queries.log import newest_checkpoint, nodes, note_of, published_checkpoint
from fangwei.ledger.refusals import LedgerRefused
from fangwei.ledger.signing import policy, signers


@dataclass(frozen=True, slots=True)
class Witnessed:
    """What became of one witness: signed, waiting (there is no address), unreachable, refused or ahead of our log."""

    name: str
    outcome: str
    size: int = 0


def _name_of(key: merkle.Key) -> str:
    """Return the name under which a witness's signatures are kept: its own, and which of its keys."""
    return f"{key.name}+{key.id.hex()}"


def collect_cosignatures(*, at: datetime) -> list[Witnessed]:
    """Ask every witness of the policy that has not signed the newest head, and publish the head once enough have.

    A witness that has seen more of our log than we have is believed when it shows our own signature: the store of the
    highest checkpoint learns it, and from then on nothing is signed.
    """
    head = newest_checkpoint()
    rules = policy() if head is not None else None
    # A head that the store outside the database does not know yet may still be lost: nobody is shown it.
    if head is None or rules is None or not rules.witnesses or Highest(settings.FANGWEI_LEDGER).known != head.note:
        return []
    present = set(Cosignature.objects.filter(size=head.size).values_list("witness", flat=True))
    missing = [one for one in rules.witnesses if _name_of(one.key) not in present]
    asked = {one: _request(head, _last_size(one.key, head)) for one in missing if one.url}
    with ThreadPoolExecutor(max(len(asked), 1)) as pool:
        replies = dict(
            zip(asked, pool.map(lambda one: network.add_checkpoint(one.url, str(asked[one])), asked), strict=True)
        )
    told = [Witnessed(one.name, "waiting") for one in missing if not one.url]
    told += [_settle(one, reply, head, at) for one, reply in replies.items()]
    _publish_if_witnessed(head, at)
    return told


def _request(head: Checkpoint, old: int) -> merkle.Request:
    proof = merkle.consistency_proof(nodes(max(old - 1, 0), size=head.size), old, head.size)
    return merkle.Request(old, tuple(proof), merkle.parse_note(head.note))


def _last_size(key: merkle.Key, head: Checkpoint) -> int:
    known = Cosignature.objects.filter(witness=_name_of(key), size__lte=head.size).order_by("-size")
    return known.values_list("size", flat=True).first() or 0


def _settle(one: merkle.Party, reply: Reply, head: Checkpoint, at: datetime) -> Witnessed:
    if reply.status == 409:
        size = _size_in(reply)
        if size is not None and size > head.size:
            _believe_witness_ahead(one)
            return Witnessed(one.name, "ahead", size)
        if size is not None:
            reply = network.add_checkpoint(one.url, str(_request(head, size)))
    if reply.status == 200:
        return Witnessed(one.name, "signed" if _keep(reply.body, head, [one], at) else "refused", head.size)
    return Witnessed(one.name, "refused" if reply.status in {400, 403, 404, 409, 422} else "unreachable", reply.status)


def _size_in(reply: Reply) -> int | None:
    text = reply.body.decode("ascii", "replace").strip()
    return int(text) if reply.kind == merkle.SIZE_TYPE and text.isdigit() else None


def _believe_witness_ahead(one: merkle.Party) -> None:
    keys = [own.key for own in signers()]
    reply = network.last_cosigned(one.url, keys[0].name)
    try:
        note = merkle.parse_note(reply.body)
        merkle.check_note(note, keys)
        seen = merkle.parse_checkpoint(note.text)
    except (merkle.NoteUnreadable, merkle.NoteUntrusted):
        return
    with locked(settings.FANGWEI_LEDGER) as highest:
        known = merkle.parse_checkpoint(merkle.parse_note(highest.known).text).size if highest.known else 0
        if seen.size > known:
            ours = [one for one in note.signatures if (one.name, one.key_id) in {(key.name, key.id) for key in keys}]
            highest.advance(str(merkle.Note(note.text, tuple(ours))))


def _keep(body: bytes, head: Checkpoint, witnesses: Iterable[merkle.Party], at: datetime) -> list[str]:
    """Store the true signatures among these lines and return whose they are."""
    try:
        lines = merkle.parse_cosignatures(body)
    except merkle.NoteUnreadable:
        return []
    kept = []
    text = merkle.parse_note(head.note).text
    for line in lines:
        for one in witnesses:
            if (line.name, line.key_id) != (one.key.name, one.key.id):
                continue
            try:
                seen = one.key.check(text, line.body)
            except merkle.NoteUntrusted:
                continue
            Cosignature.objects.get_or_create(
                size=head.size,
                witness=_name_of(one.key),
                defaults={
                    "line": str(line).rstrip("\n"),
                    "seen_at": datetime.fromtimestamp(seen or 0, UTC),
                    "received_at": at,
                },
            )
            kept.append(one.name)
    return kept


def _publish_if_witnessed(head: Checkpoint, at: datetime) -> None:
    try:
        merkle.trust(note_of(head), policy())
    except merkle.QuorumMissing:
        return
    before = published_checkpoint()
    with transaction.atomic():
        if Checkpoint.objects.filter(size=head.size, published_at__isnull=True).update(published_at=at):
            mark_gaps_between(start=before.size if before is not None else 0, end=head.size, seen=at)


def request_by_file(*, witness: str) -> merkle.Request:
    """Return the request to carry to the witness of this name, who has no network. Raises: LedgerRefused."""
    head = newest_checkpoint()
    party = next((one for one in policy().witnesses if one.name == witness), None)
    if head is None or party is None:
        raise LedgerRefused("witness_unknown", name=witness)
    return _request(head, _last_size(party.key, head))


def accept_cosignatures(data: bytes, *, at: datetime) -> list[str]:
    """Store signatures that a witness's file brings back, whichever head they are for, and return whose they are.

    Raises: LedgerRefused when none of them is a witness's signature over a head of ours.
    """
    kept: list[str] = []
    for head in Checkpoint.objects.order_by("-size")[:1000]:
        kept = _keep(data, head, policy().witnesses, at)
        if kept:
            _publish_if_witnessed(head, at)
            return kept
    raise LedgerRefused("cosignature_false")
