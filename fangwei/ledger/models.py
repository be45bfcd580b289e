"""Facts, their erasable payloads, the rows on their way to the log and to the consumers, and the log itself."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Fact(models.Model):
    """One thing that happened, never changed and never deleted; the only event table of the system.

    `id` is the act's own id (UUIDv7), so that an act sent twice is one fact. `at` is claimed by whoever reports,
    `received_at` is ours. No foreign keys: a fact outlives whatever it speaks of.
    """

    id = models.UUIDField(primary_key=True)
    subject_kind = models.CharField(max_length=32)
    subject_id = models.UUIDField()
    n = models.PositiveIntegerField()
    verb = models.CharField(max_length=48)
    actor = models.UUIDField(null=True)
    acting_post = models.UUIDField(null=True)
    authority = models.UUIDField(null=True)
    participants = models.JSONField(default=list)
    at = models.DateTimeField()
    received_at = models.DateTimeField()
    channel = models.CharField(max_length=16)
    schema = models.PositiveSmallIntegerField(default=1)
    territory = models.CharField(max_length=12)
    cause = models.UUIDField(null=True)
    digest = models.BinaryField(max_length=32)
    leaf_hash = models.BinaryField(max_length=32)

    class Meta:
        verbose_name = _("fact")
        constraints = [
            models.UniqueConstraint(fields=["subject_id", "n"], name="fact_once_in_its_chain"),
            models.CheckConstraint(condition=models.Q(n__gte=1), name="fact_counts_from_one"),
        ]
        indexes = [
            # What a post did in a quarter is read along it; the system itself acts from no post.
            models.Index(
                fields=["acting_post", "at"], condition=models.Q(acting_post__isnull=False), name="fact_by_post"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject_kind}.{self.verb} {self.n}"


class FactPayload(models.Model):
    """What a fact said, and the seed of its salts: apart from the fact, so that a lawful erasure can remove it."""

    fact_id = models.UUIDField(primary_key=True)
    seed = models.BinaryField(max_length=32)
    data = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("fact's payload")

    def __str__(self) -> str:
        return str(self.fact_id)


class Erasure(models.Model):
    """The licence to delete one payload: written by the logged erasure, read by the database's own guard."""

    fact_id = models.UUIDField(primary_key=True)
    by_fact = models.UUIDField()

    class Meta:
        verbose_name = _("erasure")

    def __str__(self) -> str:
        return str(self.fact_id)


class ErasureRequest(models.Model):
    """A lawful request to erase what some facts said: asked by one person, decided by another.

    With `subject_kind` and `subject_id` it asks for a whole record: all its facts, and the personal columns of its live row.
    """

    id = models.UUIDField(primary_key=True)
    facts = models.JSONField()
    subject_kind = models.CharField(max_length=32, default="", blank=True)
    subject_id = models.UUIDField(null=True)
    basis = models.CharField(max_length=200)
    requested_by = models.UUIDField()
    requested_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    granted = models.BooleanField(null=True)

    class Meta:
        verbose_name = _("request of erasure")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(decided_by=models.F("requested_by")), name="erasure_decided_by_another"
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True, decided_at__isnull=True, granted__isnull=True)
                | models.Q(decided_by__isnull=False, decided_at__isnull=False, granted__isnull=False),
                name="erasure_decided_whole",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class OutboxRow(models.Model):
    """A final log entry waiting for the sequencer, written in the transaction of its fact."""

    fact_id = models.UUIDField()
    kind = models.CharField(max_length=80)
    leaf = models.BinaryField(max_length=512)

    class Meta:
        verbose_name = _("outbox row")

    def __str__(self) -> str:
        return self.kind


class QueueRow(models.Model):
    """One fact that one consumer has still to digest; consumers drain their own rows and never read by id order."""

    consumer = models.CharField(max_length=24)
    fact_id = models.UUIDField()
    subject_kind = models.CharField(max_length=32)
    subject_id = models.UUIDField()

    class Meta:
        verbose_name = _("queue row")
        indexes = [models.Index(fields=["consumer", "id"], name="queue_by_consumer")]

    def __str__(self) -> str:
        return f"{self.consumer} {self.fact_id}"


class LogEntry(models.Model):
    """One entry of the log at its final place; `number` counts from 0 without gaps.

    `fact_id` is ours and no part of the log; it is null where a mirror gave back an entry whose fact was lost.
    """

    number = models.BigIntegerField(primary_key=True)
    fact_id = models.UUIDField(null=True, db_index=True)
    leaf = models.BinaryField(max_length=512)

    class Meta:
        verbose_name = _("log entry")
        constraints = [models.CheckConstraint(condition=models.Q(number__gte=0), name="entry_counts_from_zero")]

    def __str__(self) -> str:
        return str(self.number)


class Tile(models.Model):
    """Up to 256 neighbouring hashes of one level of the log's tree; can be computed again from the entries."""

    level = models.PositiveSmallIntegerField()
    number = models.BigIntegerField()
    data = models.BinaryField(max_length=8192)

    class Meta:
        verbose_name = _("tile")
        constraints = [models.UniqueConstraint(fields=["level", "number"], name="tile_once")]

    def __str__(self) -> str:
        return f"{self.level}/{self.number}"


class Checkpoint(models.Model):
    """The log's head at one size, signed by the log; outsiders see it once it is published.

    It is published when the store outside the database knows it and, where a policy asks for witnesses, when enough of them
    have cosigned it.
    """

    size = models.BigIntegerField(primary_key=True)
    root = models.BinaryField(max_length=32)
    note = models.TextField()
    at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("checkpoint")
        constraints = [models.CheckConstraint(condition=models.Q(size__gte=0), name="checkpoint_size_counts")]
        indexes = [models.Index(fields=["published_at", "size"], name="checkpoint_published")]

    def __str__(self) -> str:
        return str(self.size)


class Cosignature(models.Model):
    """A witness's signature over one checkpoint, as the line it sent; `seen_at` is the witness's own clock."""

    size = models.BigIntegerField()
    witness = models.CharField(max_length=200)
    line = models.TextField()
    seen_at = models.DateTimeField()
    received_at = models.DateTimeField()

    class Meta:
        verbose_name = _("cosignature")
        constraints = [models.UniqueConstraint(fields=["size", "witness"], name="cosignature_once")]

    def __str__(self) -> str:
        return f"{self.witness} {self.size}"


class Reconciliation(models.Model):
    """One comparison of live rows, facts and log: how much was compared and the first disagreements found.

    `gaps` are the gaps of times marked since the comparison before.
    """

    at = models.DateTimeField()
    facts = models.BigIntegerField()
    entries = models.BigIntegerField()
    faults = models.PositiveIntegerField()
    gaps = models.PositiveIntegerField(default=0)
    first = models.JSONField(default=list)
    fact_id = models.UUIDField()

    class Meta:
        verbose_name = _("reconciliation")
        indexes = [models.Index(fields=["at"], name="reconciliation_by_time")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d}: {self.faults}"


class TimeGap(models.Model):
    """A fact that the log or its witnesses saw later than its channel allows it to claim; marked once, for good.

    `claimed_at` and `received_at` are the fact's own, `seen_at` is when the log took it up or witnesses had vouched for it.
    """

    fact_id = models.UUIDField(unique=True)
    channel = models.CharField(max_length=16)
    territory = models.CharField(max_length=12)
    claimed_at = models.DateTimeField()
    received_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        verbose_name = _("gap of times")
        indexes = [
            models.Index(fields=["territory", "id"], name="gap_by_territory"),
            models.Index(fields=["seen_at"], name="gap_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.fact_id} {self.channel}"


class DailyCount(models.Model):
    """How many facts of a kind were received on one day (Beijing time) in one county; no lower place is told apart."""

    day = models.DateField()
    region = models.CharField(max_length=6)
    kind = models.CharField(max_length=80)
    facts = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("daily count")
        constraints = [models.UniqueConstraint(fields=["day", "region", "kind"], name="counted_once")]

    def __str__(self) -> str:
        return f"{self.day} {self.region} {self.kind}: {self.facts}"


class Counted(models.Model):
    """How far the daily counts go: the entries below `number` stand in them."""

    number = models.BigIntegerField()

    class Meta:
        verbose_name = _("end of the daily counts")

    def __str__(self) -> str:
        return str(self.number)
