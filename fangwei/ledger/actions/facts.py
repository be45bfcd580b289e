"""Appending facts: the only writer of facts, payloads, outbox and queues."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.conf import settings
from django.db import connection
from uuid_utils.compat import uuid7

from fangwei.engines import merkle
from fangwei.ledger.commitments import committed_fields, instant
from fangwei.ledger.consumers import interested
from fangwei.ledger.events import JSON, NewFact
from fangwei.ledger.models import Fact, FactPayload, OutboxRow, QueueRow
from fangwei.ledger.pseudonyms import pseudonym_key
from fangwei.ledger.rows import Part, insert
from fangwei.ledger.writes import Writes

_FACT = tuple(field.name for field in Fact._meta.concrete_fields)


class AppendOutsideTransaction(RuntimeError):
    """A fact may only be appended inside the transaction of the change that it records."""


def _heads(subjects: Iterable[UUID]) -> dict[UUID, tuple[int, bytes]]:
    heads: dict[UUID, tuple[int, bytes]] = {}
    wanted = list(subjects)
    if len(wanted) == 1:  # an act: only the last link of its chain, however long that is
        last = Fact.objects.filter(subject_id=wanted[0]).order_by("-n").values_list("n", "leaf_hash").first()
        return {wanted[0]: (last[0], bytes(last[1]))} if last else {}
    for start in range(0, len(wanted), 500):
        rows = (
            Fact.objects.filter(subject_id__in=wanted[start : start + 500])
            .order_by("subject_id", "n")
            .values_list("subject_id", "n", "leaf_hash")
        )
        heads.update({subject: (n, bytes(leaf)) for subject, n, leaf in rows})
    return heads


def append(
    facts: Sequence[NewFact],
    *,
    fresh: bool = False,
    heads: Mapping[UUID, tuple[int, bytes]] | None = None,
    writes: Writes | None = None,
) -> list[Fact]:
    """Append facts inside the caller's transaction, with payload, final log entry and the consumers' queue rows.

    `fresh` promises that every subject is new, and `heads` brings the last number and leaf hash of every subject that is not:
    both spare the look-up of the chain. With `writes` all is put down there, for the caller to send.

    Raises: AppendOutsideTransaction, IntegrityError when another transaction appended to the same subject meanwhile (the
    caller's act then did not happen).
    """
    if not connection.in_atomic_block:
        raise AppendOutsideTransaction
    if heads is None:
        heads = {} if fresh else _heads({new.subject_id for new in facts})
    heads = dict(heads)
    key = pseudonym_key(settings.FANGWEI_KEYS)
    rows: list[Fact] = []
    payloads: list[tuple[UUID, bytes, dict[str, JSON]]] = []
    outbox: list[tuple[UUID, str, bytes]] = []
    queue: list[tuple[str, UUID, str, UUID]] = []
    for new in facts:
        n, prev = heads.get(new.subject_id, (0, b""))
        fact_id = new.id or uuid7()
        seed = secrets.token_bytes(32)
        kind = f"{new.subject_kind}.{new.verb}"
        leaf = merkle.entry(
            kind=kind,
            org=new.territory,
            obj=merkle.pseudonym(key, new.subject_kind, new.subject_id.bytes),
            n=n + 1,
            prev=prev.hex(),
            at=instant(new.at),
            c=merkle.commitment(seed, committed_fields(new, fact_id, new.data)).hex(),
        )
        head = merkle.leaf_hash(leaf)
        heads[new.subject_id] = (n + 1, head)
        rows.append(
            Fact(
                id=fact_id,
                subject_kind=new.subject_kind,
                subject_id=new.subject_id,
                n=n + 1,
                verb=new.verb,
                actor=new.actor,
                acting_post=new.acting_post,
                authority=new.authority,
                participants=[dict(who) for who in new.participants],
                at=new.at,
                received_at=new.received_at,
                channel=new.channel,
                schema=new.schema,
                territory=new.territory,
                cause=new.cause,
                digest=new.digest,
                leaf_hash=head,
            )
        )
        payloads.append((fact_id, seed, dict(new.data)))
        outbox.append((fact_id, kind, leaf))
        queue += [(name, fact_id, new.subject_kind, new.subject_id) for name in interested(new.subject_kind)]
    parts: list[Part] = [
        (Fact, _FACT, [[getattr(row, name) for name in _FACT] for row in rows]),
        (FactPayload, ("fact_id", "seed", "data"), payloads),
        (OutboxRow, ("fact_id", "kind", "leaf"), outbox),
        (QueueRow, ("consumer", "fact_id", "subject_kind", "subject_id"), queue),
    ]
    if writes is not None:
        writes.insert(parts)
    else:
        for part in parts:
            insert(*part)
    return rows
