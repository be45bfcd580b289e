"""Handing over what a post has open, from the person who leaves it to the one who follows; both confirm."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from fangwei.casework.models.case import Case

_UNDER_WAY = Q(ended_at=None)


class Handover(models.Model):
    """One person leaves a post; its open cases are listed, the leaver confirms the list, whoever follows confirms receipt.

    The cases stay with the post all the time: a handover moves knowledge and responsibility between persons, never an
    owner. `due_at` is by when the side whose turn it is must have confirmed; from `escalated_at` on the leader of the body
    may stand in for it. `digest` is the SHA-256 of the list as it was frozen when it was given.
    """

    class State(models.TextChoices):
        OPEN = "open", _("the leaver’s turn")
        GIVEN = "given", _("the successor’s turn")
        TAKEN = "taken", _("handed over")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class Part(models.TextChoices):
        """As what somebody confirmed."""

        LEAVER = "leaver", _("leaver")
        SUCCESSOR = "successor", _("successor")
        ACTING = "acting", _("acting holder")
        LEADER = "leader", _("leader of the body")
        OFFICE = "office", _("committee office")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    post = models.ForeignKey(
        "register.Post", on_delete=models.PROTECT, related_name="handovers", verbose_name=_("post")
    )
    from_person = models.ForeignKey(
        "register.Person", on_delete=models.PROTECT, related_name="handovers_given", verbose_name=_("leaver")
    )
    to_person = models.ForeignKey(
        "register.Person",
        on_delete=models.PROTECT,
        null=True,
        related_name="handovers_taken",
        verbose_name=_("successor"),
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    leaves_on = models.DateField(_("leaves on"))
    reason = models.CharField(_("reason"), max_length=200)
    opened_at = models.DateTimeField(_("opened at"))
    opened_by = models.UUIDField(null=True)
    due_at = models.DateTimeField(_("to be confirmed by"))
    rule = models.CharField(max_length=64)
    rounds = models.PositiveSmallIntegerField(default=0)
    given_at = models.DateTimeField(_("given at"), null=True)
    given_by = models.UUIDField(null=True)
    given_as = models.CharField(max_length=10, blank=True, choices=Part.choices)
    given_note = models.TextField(blank=True)
    digest = models.CharField(max_length=64, blank=True)
    returned_at = models.DateTimeField(_("sent back at"), null=True)
    returned_by = models.UUIDField(null=True)
    escalated_at = models.DateTimeField(null=True)
    escalated_to = models.ForeignKey("register.Post", on_delete=models.PROTECT, null=True, related_name="+")
    taken_by = models.UUIDField(null=True)
    taken_as = models.CharField(max_length=10, blank=True, choices=Part.choices)
    taken_note = models.TextField(blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True)

    class Meta:
        verbose_name = _("handover")
        constraints = [
            models.UniqueConstraint(
                fields=["post", "from_person"], condition=_UNDER_WAY, name="handover_one_under_way"
            ),
            models.CheckConstraint(
                condition=Q(given_at=None, given_by=None, digest="")
                | Q(given_at__isnull=False, given_by__isnull=False) & ~Q(digest=""),
                name="handover_given_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["given", "taken"]) | Q(given_at__isnull=False),
                name="handover_given_before_taken",
            ),
            models.CheckConstraint(
                condition=Q(state="taken", taken_by__isnull=False, ended_at__isnull=False)
                | ~Q(state="taken") & Q(taken_by=None),
                name="handover_taken_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(taken_by=None) | ~Q(taken_by=F("given_by")) & ~Q(taken_by=F("from_person_id")),
                name="handover_taken_by_another",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "given"], ended_at=None)
                | Q(state__in=["taken", "withdrawn"], ended_at__isnull=False),
                name="handover_ended_has_its_instant",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=_UNDER_WAY & Q(escalated_at=None), name="handover_next"),
            models.Index(fields=["from_person", "ended_at"], name="handover_by_leaver"),
            models.Index(fields=["to_person", "ended_at"], name="handover_by_successor"),
        ]

    def __str__(self) -> str:
        return f"{self.post_id} {self.state}"


class HandoverItem(models.Model):
    """One case on a handover's list, as it stood when the list was given; `declined` says why it was sent back."""

    handover = models.ForeignKey(Handover, on_delete=models.CASCADE, related_name="items", db_index=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="handed_over")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=16)
    number = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=24)
    severity = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=500, blank=True)
    declined = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = _("case handed over")
        constraints = [models.UniqueConstraint(fields=["handover", "case"], name="handover_item_once")]
        indexes = [models.Index(fields=["handover", "position"], name="handover_item_in_order")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"
