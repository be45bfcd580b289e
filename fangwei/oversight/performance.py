"""What a post owes and did in a span of time, counted from its cases, its clocks and the facts its holders made.

It costs what the post itself has: its cases by their owner, its facts by the index of acting posts; never a whole territory.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from fangwei.casework.models import Case, RunningClock, Transfer
from fangwei.ledger.models import Fact
from fangwei.ledger.queries import told
from fangwei.oversight.models import BlindSpot, Letter
from fangwei.oversight.quarters import Span
from fangwei.register.models import Post

OWED = (
    "open_at_start", "came_in", "ended", "handed_over", "open_at_end", "overdue_at_end",
    "steps_in_time", "steps_late", "steps_overdue", "rectified_in_time", "rectified_late",
    "letters_received", "letters_answered_in_time", "letters_answered_late", "letters_unanswered",
    "blind_spots_given", "blind_spots_gone",
)  # fmt: skip
"""What is counted of the post's cases and clocks, and of what came to it."""

DID: Mapping[str, frozenset[str]] = {
    "found": frozenset({"report", "self_report", "split", "declare_problem"}),
    "graded": frozenset({"grade", "upgrade", "downgrade", "decide_dispute"}),
    "ordered": frozenset({"order", "issue", "set_deadline", "stop_works"}),
    "verified": frozenset({"verify", "close", "reinspect", "look_back", "verify_problem", "close_problem"}),
    "sent_back": frozenset({"send_back", "reopen", "return_plan", "return_work"}),
    "reviewed": frozenset({"review_overdue", "review_control", "review_suspension", "confirm_baseline"}),
    "extensions_granted": frozenset({"grant_extension"}),
    "extensions_refused": frozenset({"refuse_extension"}),
    "transfers_asked": frozenset({"propose_transfer"}),
    "transfers_taken": frozenset({"accept_transfer"}),
    "transfers_refused": frozenset({"refuse_transfer"}),
    "arbitrated": frozenset({"arbitrate"}),
    "listed": frozenset({"list_supervision"}),
    "letters_issued": frozenset({"issue_letter", "hold_interview", "publish_circular"}),
    "letters_answered": frozenset({"answer"}),
    "letters_weighed": frozenset({"accept_answer", "reject_answer", "find_done", "find_poor", "follow_up"}),
    "blind_spots_assigned": frozenset({"assign"}),
    "blind_spots_repaired": frozenset({"say_repaired"}),
    "notes": frozenset({"add_note"}),
}
"""What was done, by the verbs that the ledger was told; any other verb counts as `other`."""

ABOUT_ONESELF = ("duty_file", "diligence")
"""Keeping the file of one's work is not the work: such facts are not counted."""

_SOME = 400


@dataclass(slots=True)
class Performance:
    """What one post owed and did in a span of days; `by_kind` holds every fact by kind of subject and verb."""

    post_id: UUID
    span: Span
    owed: dict[str, int] = field(default_factory=lambda: dict.fromkeys(OWED, 0))
    did: dict[str, int] = field(default_factory=lambda: dict.fromkeys((*DID, "other"), 0))
    by_kind: dict[str, dict[str, int]] = field(default_factory=dict)

    @property
    def acts(self) -> int:
        """How many facts the post's holders made."""
        return sum(self.did.values())

    def as_json(self) -> dict[str, Any]:
        """Return the counts as the command line, the file and the API give them."""
        return {
            "span": self.span.name,
            "from": self.span.first.isoformat(),
            "to": self.span.last.isoformat(),
            "owed": dict(self.owed),
            "did": dict(self.did),
            "by_kind": self.by_kind,
        }


@dataclass(frozen=True, slots=True)
class Owned:
    """One time during which a post owned a case: from an instant until another, None while it lasts."""

    case: Case
    since: datetime
    until: datetime | None

    def at(self, instant: datetime) -> bool:
        """Whether the post owned the case just then."""
        return self.since <= instant and (self.until is None or instant < self.until)


def performance(post_id: UUID, span: Span, *, known: datetime) -> Performance:
    """Return what a post owed and did in a span; `known` is the instant of asking, beyond which nothing is counted."""
    found = Performance(post_id, span)
    begins, ends = span.begins, min(span.ends, known)
    owned = owned_by({post_id}, begins, ends)
    _count_cases(found, owned, begins, ends)
    _count_clocks(found, owned, begins, ends)
    _count_letters(found, post_id, begins, ends)
    _count_blind_spots(found, post_id, begins, ends)
    verbs = {verb: name for name, listed in DID.items() for verb in listed}
    for (kind, verb), times in sorted(acts_of(post_id, begins, ends).items()):
        found.by_kind.setdefault(kind, {})[verb] = times
        found.did[verbs.get(verb, "other")] += times
    return found


def acts_of(post_id: UUID, begins: datetime, ends: datetime) -> Counter[tuple[str, str]]:
    """Return how often the holders of a post did what, by kind of subject and verb, along the index of acting posts."""
    facts = Fact.objects.filter(acting_post=post_id, at__gte=begins, at__lt=ends).exclude(
        subject_kind__in=ABOUT_ONESELF
    )
    return Counter(facts.order_by().values_list("subject_kind", "verb"))


def owned_by(posts: Iterable[UUID], begins: datetime, ends: datetime) -> list[Owned]:
    """Return the times within a span during which one of the posts owned a case, as the facts tell.

    A case that never changed hands was owned from its opening on; for the others every change of owner stands in a fact.
    """
    wanted = set(posts)
    handed = (Transfer.Outcome.ACCEPTED, Transfer.Outcome.ARBITRATED)
    # Closed cases of earlier years are left out in the database: only open ones and those that ended since are read.
    mine = Case.objects.filter(owner_post__in=wanted, opened_at__lt=ends)
    rows = {case.id: case for case in mine.filter(is_open=True)}
    rows |= {case.id: case for case in mine.filter(is_open=False, closed_at__gte=begins)}
    left = Transfer.objects.filter(from_post__in=wanted, outcome__in=handed, ended_at__gte=begins)
    for move in left.select_related("case").order_by("id"):
        rows.setdefault(move.case_id, move.case)
    moved = set()
    ids = sorted(rows)
    for start in range(0, len(ids), _SOME):
        some = Transfer.objects.filter(case_id__in=ids[start : start + _SOME], outcome__in=handed)
        moved |= set(some.values_list("case_id", flat=True))
    found = [Owned(case, case.opened_at, None) for id_, case in sorted(rows.items()) if id_ not in moved]
    for id_, changes in _changes(sorted(moved)).items():
        for place, (since, post) in enumerate(changes):
            until = changes[place + 1][0] if place + 1 < len(changes) else None
            if post in wanted and since < ends and (until is None or until >= begins):
                found.append(Owned(rows[id_], since, until))
    return found


def _changes(cases: list[UUID]) -> dict[UUID, list[tuple[datetime, UUID]]]:
    """Return who owned each case since when, in order, from what the ledger was told."""
    changes: dict[UUID, list[tuple[datetime, UUID]]] = {}
    for start in range(0, len(cases), _SOME):
        some = Fact.objects.filter(subject_id__in=cases[start : start + _SOME]).order_by("subject_id", "n")
        for one in told(some):
            if one.data and one.data.get("owner_post"):
                post = UUID(str(one.data["owner_post"]))
                listed = changes.setdefault(one.fact.subject_id, [])
                if not listed or listed[-1][1] != post:
                    listed.append((one.fact.at, post))
    return changes


def _count_cases(found: Performance, owned: Iterable[Owned], begins: datetime, ends: datetime) -> None:
    for one in owned:
        closed = one.case.closed_at
        ended = closed is not None and (one.until is None or closed < one.until) and closed < ends
        gone = one.until is not None and one.until < ends and not ended
        if closed is not None and closed < begins:
            continue
        found.owed["open_at_start" if one.since < begins else "came_in"] += 1
        found.owed["ended"] += ended
        found.owed["handed_over"] += gone
        found.owed["open_at_end"] += not ended and not gone


def _count_clocks(found: Performance, owned: Iterable[Owned], begins: datetime, ends: datetime) -> None:
    """Count the steps that were the post's own to take, and what the rectifying side did in the cases it owned."""
    times: dict[UUID, list[Owned]] = {}
    for one in owned:
        times.setdefault(one.case.id, []).append(one)
    ids = sorted(times)
    late: set[UUID] = set()
    for start in range(0, len(ids), _SOME):
        some = ids[start : start + _SOME]
        clocks = RunningClock.objects.filter(case_id__in=some, holder__in=("owner", "rectifier")).order_by("id")
        for clock in clocks:
            met = clock.outcome == RunningClock.Outcome.MET
            if clock.outcome == RunningClock.Outcome.CANCELLED:
                continue
            if clock.ended_at is not None and clock.ended_at < ends:
                if clock.ended_at >= begins and any(one.at(clock.ended_at) for one in times[clock.case_id]):
                    kind = "steps" if clock.holder == "owner" else "rectified"
                    found.owed[f"{kind}_in_time" if met else f"{kind}_late"] += 1
            elif (
                clock.due_at < ends
                and clock.paused_at is None
                and any(one.until is None or one.until >= ends for one in times[clock.case_id])
            ):
                late.add(clock.case_id)
                found.owed["steps_overdue"] += clock.holder == "owner"
    found.owed["overdue_at_end"] = len(late)


def _count_letters(found: Performance, post_id: UUID, begins: datetime, ends: datetime) -> None:
    """Count the papers that the post's body got; they are counted for whoever takes its cases and for its leaders."""
    post = Post.objects.filter(id=post_id).first()
    if post is None or post.organization_id is None or not (post.is_duty_post or post.role == "leader"):
        return
    letters = Letter.objects.filter(addressee_id=post.organization_id, issued_at__gte=begins, issued_at__lt=ends)
    for letter in letters.order_by("case_id"):
        found.owed["letters_received"] += 1
        replies = RunningClock.objects.filter(case_id=letter.case_id, name="reply").order_by("-started_at")
        due = replies.values_list("due_at", flat=True).first()
        if letter.answered_at is None or letter.answered_at >= ends:
            found.owed["letters_unanswered"] += 1
        elif due is not None and letter.answered_at > due:
            found.owed["letters_answered_late"] += 1
        else:
            found.owed["letters_answered_in_time"] += 1


def _count_blind_spots(found: Performance, post_id: UUID, begins: datetime, ends: datetime) -> None:
    spots = BlindSpot.objects.filter(assigned_post_id=post_id, case__opened_at__lt=ends).select_related("case")
    for spot in spots.order_by("case_id"):
        closed = spot.case.closed_at
        if closed is None or closed >= begins:
            found.owed["blind_spots_given"] += 1
            found.owed["blind_spots_gone"] += closed is not None and closed < ends
