"""Blind spots, letters and listed problems as cases, duty files, and since when oversight has looked."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from fangwei.casework.models import Case, RunningClock
from fangwei.duty.models import Gap
from fangwei.register.models import Organization, Person, Post


class BlindSpot(models.Model):
    """One cause why pairs of place and danger are not answered; one-to-one with its case, which outlives each repair.

    `pairs` is how many lie open because of it now; which ones is asked of duty. A cause that comes back reopens its case.
    """

    case = models.OneToOneField(Case, on_delete=models.CASCADE, primary_key=True, related_name="blind_spot")
    gap = models.CharField(_("blind spot"), max_length=24, choices=Gap.choices)
    cause = models.CharField(_("cause"), max_length=120)
    about = models.CharField(_("about"), max_length=120, blank=True)
    pairs = models.PositiveIntegerField(_("pairs"), default=0)
    times = models.PositiveSmallIntegerField(_("times found"), default=1)
    assigned_post = models.ForeignKey(
        Post, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("who repairs it")
    )

    class Meta:
        verbose_name = _("blind spot")
        constraints = [
            models.UniqueConstraint(fields=["gap", "cause"], name="blind_spot_one_case_a_cause"),
            models.CheckConstraint(condition=~Q(cause=""), name="blind_spot_has_a_cause"),
        ]
        indexes = [models.Index(fields=["gap", "pairs"], name="blind_spot_by_kind")]

    def __str__(self) -> str:
        return f"{self.gap} {self.cause}"


class Form(models.TextChoices):
    """The papers of oversight, in the order of the ladder."""

    REFERRAL = "referral", _("Referral to enforcement")
    REMINDER = "reminder", _("Reminder")
    URGING = "urging", _("Urging letter")
    WARNING = "warning", _("Warning letter")
    INTERVIEW = "interview", _("Admonishing interview")
    CIRCULAR = "circular", _("Circular")
    CLUE = "clue", _("Clue handed over")


class Letter(models.Model):
    """One step of oversight over one overdue clock: a paper that the committee office issues and its addressee answers.

    `text` is the paper as issued; `answer` what came back. A clue's inquiry stays outside: its receipt and result are noted.
    """

    case = models.OneToOneField(Case, on_delete=models.CASCADE, primary_key=True, related_name="letter")
    form = models.CharField(_("form"), max_length=12, choices=Form.choices)
    about = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="letters", verbose_name=_("overdue case"))
    clock = models.ForeignKey(RunningClock, on_delete=models.PROTECT, related_name="+", verbose_name=_("overdue clock"))
    days = models.PositiveIntegerField(_("days overdue"))
    addressee = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("addressee")
    )
    text = models.TextField(_("text"), blank=True)
    record = models.TextField(_("record of the interview"), blank=True)
    answer = models.TextField(_("answer"), blank=True)
    meet_on = models.DateField(_("day of the interview"), null=True)
    meet_at = models.CharField(_("place of the interview"), max_length=120, blank=True)
    issued_at = models.DateTimeField(_("issued at"), null=True)
    answered_at = models.DateTimeField(_("answered at"), null=True)
    published_at = models.DateTimeField(_("published at"), null=True)

    class Meta:
        verbose_name = _("letter")
        constraints = [
            models.UniqueConstraint(fields=["clock", "form"], name="letter_once_a_clock"),
            models.CheckConstraint(condition=Q(issued_at=None) | ~Q(text=""), name="letter_issued_has_its_text"),
            models.CheckConstraint(
                condition=Q(answered_at=None) | Q(issued_at__isnull=False), name="letter_answered_after_its_issue"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.about_id}"


class ClueBundle(models.Model):
    """What was handed over with a clue: one file that holds the case's facts, evidence, letters and proofs, kept by its hash.

    `sha256` is that of the file as it was handed over, which the ledger was told; after a lawful erasure what is kept has another.
    """

    id = models.UUIDField(primary_key=True)
    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="bundles")
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    size = models.PositiveBigIntegerField(_("bytes"))
    files = models.PositiveIntegerField(_("files"))
    facts = models.PositiveIntegerField(_("facts"))
    made_at = models.DateTimeField(_("made at"))
    made_by = models.UUIDField(_("made by"), null=True)
    kept_sha256 = models.CharField(_("SHA-256 of what is kept"), max_length=64, blank=True, default="")
    redacted_at = models.DateTimeField(_("rewritten after an erasure"), null=True)

    class Meta:
        verbose_name = _("clue’s bundle")
        constraints = [
            models.CheckConstraint(condition=Q(size__gt=0, files__gt=0), name="clue_bundle_holds_something"),
            models.CheckConstraint(
                condition=Q(kept_sha256="", redacted_at=None) | ~Q(kept_sha256="") & Q(redacted_at__isnull=False),
                name="clue_bundle_rewritten_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.sha256

    @property
    def content(self) -> str:
        """The hash under which the file is kept."""
        return self.kept_sha256 or self.sha256


class InspectionType(models.TextChoices):
    """How a committee inspects those below it."""

    ASSESSMENT = "assessment", _("Assessment inspection")
    UNANNOUNCED = "unannounced", _("Open and covert visits")
    SPECIAL = "special", _("Special inspection")


class ProblemList(models.Model):
    """One document of an inspection: what a higher committee office found wrong at the bodies below it.

    `territory` is what was inspected; `inspecting` the office that verifies and closes; each line is a case of its own.
    """

    id = models.UUIDField(primary_key=True)
    title = models.CharField(_("title"), max_length=120)
    inspection = models.CharField(_("kind of inspection"), max_length=12, choices=InspectionType.choices)
    team = models.CharField(_("inspection team"), max_length=200)
    began_on = models.DateField(_("began on"))
    ended_on = models.DateField(_("ended on"))
    territory = models.CharField(_("territory"), max_length=12)
    inspecting = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", verbose_name=_("inspecting body")
    )
    declared_at = models.DateTimeField(_("declared at"))
    declared_by = models.UUIDField(_("declared by"), null=True)
    published_at = models.DateTimeField(_("published at"), null=True)

    class Meta:
        verbose_name = _("problem list")
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="problem_list_has_a_title"),
            models.CheckConstraint(
                condition=Q(ended_on__gte=models.F("began_on")), name="problem_list_ends_after_it_began"
            ),
        ]
        indexes = [
            models.Index(fields=["territory", "id"], name="problem_list_by_territory"),
            models.Index(fields=["inspecting", "id"], name="problem_list_by_office"),
        ]

    def __str__(self) -> str:
        return self.title


class InspectionProblem(models.Model):
    """One problem of a list; one-to-one with its case, whose owner is the post of the body that answers for it.

    The hazard from which it was seen, where there is one, is the case's origin.
    """

    case = models.OneToOneField(Case, on_delete=models.CASCADE, primary_key=True, related_name="problem")
    listed_in = models.ForeignKey(
        ProblemList, on_delete=models.PROTECT, related_name="problems", verbose_name=_("problem list")
    )
    line = models.PositiveSmallIntegerField(_("line"))
    description = models.TextField(_("what is wrong"))
    requirement = models.TextField(_("what is asked for"), blank=True)
    measures = models.TextField(_("measures"), blank=True)
    responsible = models.CharField(_("person in charge"), max_length=80, blank=True)
    committed_on = models.DateField(_("committed to"), null=True)
    result = models.TextField(_("what was done"), blank=True)
    verifier_person = models.UUIDField(_("who verified"), null=True)

    class Meta:
        verbose_name = _("problem of an inspection")
        constraints = [
            models.UniqueConstraint(fields=["listed_in", "line"], name="problem_once_a_line"),
            models.CheckConstraint(condition=~Q(description=""), name="problem_says_what_is_wrong"),
        ]

    def __str__(self) -> str:
        return f"{self.line} {self.description[:40]}"


class DutyFile(models.Model):
    """One edition of a person's duty file for a year in a post: frozen, signed by the holder, countersigned by another.

    `content` never changes after it was drawn up and `sha256` is that of its canonical form, which the ledger was told; what
    happened or was corrected afterwards makes the next edition. Law: rules on the responsibility of local leaders (2018).
    """

    id = models.UUIDField(primary_key=True)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="duty_files", verbose_name=_("post"))
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="duty_files", verbose_name=_("person"))
    territory = models.CharField(_("territory"), max_length=12)
    year = models.PositiveSmallIntegerField(_("year"))
    edition = models.PositiveSmallIntegerField(_("edition"))
    until = models.DateField(_("up to"))
    content = models.JSONField(_("content"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    drawn_up_at = models.DateTimeField(_("drawn up at"))
    drawn_up_by = models.UUIDField(_("drawn up by"), null=True)
    signed_at = models.DateTimeField(_("signed at"), null=True)
    statement = models.TextField(_("statement"), blank=True)
    countersigned_at = models.DateTimeField(_("countersigned at"), null=True)
    countersigned_by = models.UUIDField(_("countersigned by"), null=True)
    review = models.TextField(_("review"), blank=True)

    class Meta:
        verbose_name = _("duty file")
        constraints = [
            models.UniqueConstraint(fields=["person", "post", "year", "edition"], name="duty_file_edition_once"),
            models.CheckConstraint(condition=Q(edition__gte=1), name="duty_file_counts_from_one"),
            models.CheckConstraint(
                condition=Q(countersigned_at=None) | Q(signed_at__isnull=False), name="duty_file_signed_first"
            ),
            models.CheckConstraint(
                condition=Q(countersigned_at=None, countersigned_by=None)
                | Q(countersigned_at__isnull=False, countersigned_by__isnull=False) & ~Q(countersigned_by=F("person")),
                name="duty_file_countersigned_by_another",
            ),
        ]
        indexes = [
            models.Index(
                fields=["territory", "signed_at"], condition=Q(countersigned_at=None), name="duty_file_to_countersign"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}-{self.edition} {self.person_id}"


class Watch(models.Model):
    """Whether something happened since oversight looked last, and on which day that was."""

    day = models.DateField(_("day"))
    stale = models.BooleanField(_("something happened since"), default=False)
    resolved_at = models.DateTimeField(_("duty resolved at"), null=True)

    class Meta:
        verbose_name = _("watch")

    def __str__(self) -> str:
        return self.day.isoformat()
