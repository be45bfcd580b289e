"""Notices, their way out of the house, and how each user wants to hear of things."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from fangwei.accounts.models import User
from fangwei.casework.models import Case
from fangwei.register.models import Person, Post
from fangwei.register.sealed import SealedField


class Group(models.TextChoices):
    """The groups of notices between which a user chooses the channels."""

    TASK = "task", _("What is asked of me")
    DEADLINE = "deadline", _("Deadlines")
    OVERSIGHT = "oversight", _("Oversight")
    WORD = "word", _("What became of it")


class Channel(models.TextChoices):
    """The ways out of the house; on the screen every notice stands anyway."""

    MAIL = "mail", _("Mail")
    DINGTALK = "dingtalk", _("DingTalk")
    WECOM = "wecom", _("WeCom")
    FEISHU = "feishu", _("Feishu")


class Notice(models.Model):
    """One word to one person in one post: what happened (`code`), the verb it asks for, and until when.

    The text is made when it is read, in the reader's language, from `code` and `params`, which hold no personal data.
    `source` is the fact or the step of a clock that set it off, so that nothing is told twice. A notice that no longer asks
    for anything, because the case moved on or its reader may not read it any more, is superseded and disappears.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, null=True, related_name="notices", db_index=False)
    code = models.CharField(max_length=32)
    group = models.CharField(max_length=12, choices=Group.choices)
    params = models.JSONField(default=dict)
    verb = models.CharField(max_length=48, blank=True)
    clock = models.CharField(max_length=24, blank=True)
    due_at = models.DateTimeField(null=True)
    urgent = models.BooleanField(default=False)
    source = models.CharField(max_length=96)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("notice")
        constraints = [
            models.UniqueConstraint(fields=["source", "person"], name="notice_told_once"),
            models.CheckConstraint(
                condition=Q(read_at__isnull=True) | Q(read_at__gte=models.F("created_at")),
                name="notice_read_after_told",
            ),
        ]
        indexes = [
            models.Index(
                fields=["person", "post", "created_at", "id"],
                condition=Q(read_at__isnull=True, superseded_at__isnull=True),
                name="notice_unread",
            ),
            models.Index(
                fields=["person", "post", "created_at", "id"],
                condition=Q(read_at__isnull=False, superseded_at__isnull=True),
                name="notice_read",
            ),
            models.Index(fields=["case"], condition=Q(superseded_at__isnull=True), name="notice_standing"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.verb}".strip()


class NoticePreference(models.Model):
    """When a user wants to be reached outside the system: quiet hours, and one message a day or each at once.

    Hours are local time (Beijing). `daily_at` empty means at once. What is urgent passes: a major hazard, or what is due today
    or overdue, each if the user leaves it switched on.
    """

    user = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True, related_name="notice_preference")
    quiet_from = models.PositiveSmallIntegerField(_("quiet from"), default=22)
    quiet_until = models.PositiveSmallIntegerField(_("quiet until"), default=7)
    major_passes = models.BooleanField(_("major hazards pass"), default=True)
    overdue_passes = models.BooleanField(_("what is due today or overdue passes"), default=True)
    daily_at = models.PositiveSmallIntegerField(_("one message a day at"), null=True, blank=True)

    class Meta:
        verbose_name = _("preference for notices")
        constraints = [
            models.CheckConstraint(
                condition=Q(quiet_from__lt=24, quiet_until__lt=24) & (Q(daily_at__isnull=True) | Q(daily_at__lt=24)),
                name="preference_hours_of_a_day",
            ),
        ]

    def __str__(self) -> str:
        return str(self.user_id)


class NoticeAddress(models.Model):
    """Where one channel reaches one user, sealed, and which groups of notices go there.

    For mail it is the address; for a chat it is the token of the user's own robot, `secret` what it signs with.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notice_addresses", db_index=False)
    channel = models.CharField(_("channel"), max_length=12, choices=Channel.choices)
    value = SealedField(_("address"))
    secret = SealedField(_("secret"), blank=True, default="")
    groups = models.CharField(_("groups"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("address for notices")
        constraints = [models.UniqueConstraint(fields=["user", "channel"], name="address_once_a_channel")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.channel}"

    @property
    def group_names(self) -> frozenset[str]:
        """The groups, one by one."""
        return frozenset(self.groups.split())


class Delivery(models.Model):
    """One notice on its way out by one channel; those of a user that leave together share a `batch`, which is one message.

    `next_at` is when it leaves, or is tried again; while a message is being handed over it is the end of the lease. `unsure`
    counts the tries of which nobody knows whether they arrived: after the second one nothing is sent again.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENT = "sent", _("sent")
        UNSURE = "unsure", _("perhaps sent")
        FAILED = "failed", _("given up")
        DROPPED = "dropped", _("not needed any more")

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="deliveries", db_index=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", db_index=False)
    channel = models.CharField(_("channel"), max_length=12, choices=Channel.choices)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.WAITING)
    batch = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    next_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    unsure = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=80, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("delivery")
        constraints = [
            models.UniqueConstraint(fields=["notice", "channel", "user"], name="delivery_once_a_channel"),
            models.CheckConstraint(
                condition=Q(state="waiting", next_at__isnull=False, ended_at__isnull=True)
                | (~Q(state="waiting") & Q(next_at__isnull=True, ended_at__isnull=False)),
                name="delivery_ended_with_its_instant",
            ),
        ]
        indexes = [
            models.Index(fields=["next_at", "id"], condition=Q(next_at__isnull=False), name="delivery_next"),
            models.Index(fields=["batch"], condition=Q(next_at__isnull=False), name="delivery_of_a_batch"),
            models.Index(
                fields=["state", "ended_at"], condition=Q(state__in=("failed", "unsure")), name="delivery_bad"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.state}"
