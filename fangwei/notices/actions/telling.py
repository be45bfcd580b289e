"""Writing notices: from the facts of a batch, from the reminders of a sweep; and taking back those that nobody needs any more."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from fangwei.accounts.actor import Actor
from fangwei.casework.clocks import LOCAL
from fangwei.casework.models import Case, Reminder, RunningClock
from fangwei.casework.queries import kind_seen, may
from fangwei.ledger.models import Fact, QueueRow
from fangwei.ledger.queries import told
from fangwei.notices.actions.besides import of_handover, of_import
from fangwei.notices.actions.leaving import leave
from fangwei.notices.addressing import Addresses
from fangwei.notices.kinds import ANSWERS, DEADLINE, HANDOVER, IMPORT, LASTING, TOLD, WORD, Tell
from fangwei.notices.models import Notice

MAJOR = 2
_JOINED = ("owner_post__organization", "place__site", "place__keeper_organization")


@dataclass(slots=True)
class _Teller:
    """One batch's work: what its readers may do is asked once a case and reader."""

    at: datetime
    to: Addresses
    written: list[Notice] = field(default_factory=list)
    _verbs: dict[tuple[UUID, UUID | None, UUID | None], frozenset[str]] = field(default_factory=dict)

    def verbs(self, case: Case, reader: Actor) -> frozenset[str]:
        """Return what a reader may do with a case now."""
        key = (case.id, reader.person_id, reader.post_id)
        if key not in self._verbs:
            self._verbs[key] = frozenset(row.verb for row in may(case, reader, at=self.at).rows)
        return self._verbs[key]

    def reads(self, case: Case, reader: Actor) -> bool:
        """Say whether a reader may read a case now."""
        return kind_seen(reader, case.id) is not None

    def write(
        self, case: Case, post: UUID, source: str, *, but: UUID | None = None, told_to: set[UUID], **given: Any
    ) -> None:
        """Write one notice to each holder of a post who may read the case, once a person and source, but to one of them."""
        asks, anyway = given.pop("asks"), given.pop("anyway")
        for reader in self.to.holders(post):
            if reader.person_id is None or reader.person_id == but or reader.person_id in told_to:
                continue
            if not self.reads(case, reader):
                continue
            verb = next((verb for verb in asks if verb in self.verbs(case, reader)), "")
            if not verb and not anyway:
                continue
            told_to.add(reader.person_id)
            self.written.append(
                Notice(
                    person_id=reader.person_id,
                    post_id=post,
                    case=case,
                    verb=verb,
                    source=source,
                    created_at=self.at,
                    **given,
                )
            )

    def finish(self) -> int:
        """Store what was written, take back what it replaces, and put it on its way out; return how many are new."""
        sources = {one.source for one in self.written}
        known = set(Notice.objects.filter(source__in=sources).values_list("source", "person_id"))
        new = [one for one in self.written if (one.source, one.person_id) not in known]
        # Of several that ask the same of one person about one case the last one stands.
        fresh = list(
            {(one.case_id or one.source, one.person_id, one.post_id, one.verb or one.code): one for one in new}.values()
        )
        for one in fresh:
            if one.case_id is not None:
                _replaced(one).update(superseded_at=self.at)
        Notice.objects.bulk_create(fresh, ignore_conflicts=True)
        leave(fresh, at=self.at)
        return len(fresh)


def _replaced(one: Notice) -> Any:
    standing = Notice.objects.filter(
        case=one.case, person_id=one.person_id, post_id=one.post_id, superseded_at__isnull=True
    )
    return standing.filter(verb=one.verb) if one.verb else standing.filter(code=one.code)


def tell_of_facts(rows: Sequence[QueueRow], *, at: datetime) -> int:
    """Tell of the facts of a batch whoever they concern, take back what they made needless; return how many are new."""
    facts = list(Fact.objects.filter(id__in=[row.fact_id for row in rows]).order_by("received_at", "n", "id"))
    teller = _Teller(at, Addresses(at.astimezone(LOCAL).date()))
    # A sheet brings thousands of facts of which nobody is told one by one: what they said is not even read.
    wanted = told(one for one in facts if TOLD.get(one.subject_kind, {}).get(one.verb))
    standing = Notice.objects.filter(case_id__in={one.subject_id for one in facts}, superseded_at__isnull=True)
    touched = {one.fact.subject_id for one in wanted} | set(standing.values_list("case_id", flat=True))
    cases = Case.objects.select_related(*_JOINED).in_bulk(list(touched))
    clocks = _running(cases)
    for one in wanted:
        case = cases.get(one.fact.subject_id)
        if case is not None:
            _tell(teller, case, one.fact, one.data or {}, clocks.get(case.id, {}))
    for fact in facts:
        if fact.subject_kind == IMPORT and fact.verb == "finish":
            teller.written += of_import(fact, at=at)
        elif fact.subject_kind == HANDOVER:
            teller.written += of_handover(fact, at=at)
    _take_back(cases, clocks, {(one.subject_id, one.verb) for one in facts}, teller)
    return teller.finish()


def _running(cases: dict[UUID, Case]) -> dict[UUID, dict[str, RunningClock]]:
    found: dict[UUID, dict[str, RunningClock]] = {}
    for clock in RunningClock.objects.filter(case_id__in=list(cases), ended_at__isnull=True, paused_at__isnull=True):
        found.setdefault(clock.case_id, {})[clock.name] = clock
    return found


def _tell(teller: _Teller, case: Case, fact: Fact, said: dict[str, Any], clocks: dict[str, RunningClock]) -> None:
    stands = case.state == said.get("to", case.state)
    told_to: set[UUID] = set()
    for one in TOLD[fact.subject_kind][fact.verb]:
        if not case.is_open and one.code not in LASTING:
            continue
        anyway = one.anyway and (stands or not one.asks)
        clock = clocks.get(one.clock)
        for post in teller.to.posts(one.to, case):
            teller.write(
                case,
                post,
                str(fact.id),
                but=fact.actor,
                told_to=told_to,
                asks=one.asks,
                anyway=anyway,
                code=one.code,
                group=one.group,
                clock=one.clock if clock else "",
                due_at=clock.due_at if clock else None,
                urgent=_urgent(case, one),
                params={"state": case.state, "asks": list(one.asks)} if one.asks else {},
            )


def _urgent(case: Case, one: Tell) -> bool:
    return case.severity == MAJOR and one.group != WORD


def tell_of_reminders(reminders: Sequence[Reminder], *, at: datetime) -> int:
    """Tell of the steps of clocks that a sweep has just written; return how many notices are new."""
    teller = _Teller(at, Addresses(at.astimezone(LOCAL).date()))
    wanted = [one for one in reminders if one.clock_id is not None and one.post_id is not None]
    cases = Case.objects.select_related(*_JOINED).in_bulk([one.case_id for one in wanted])
    for one in wanted:
        _remind(teller, cases[one.case_id], one)
    return teller.finish()


def _remind(teller: _Teller, case: Case, one: Reminder) -> None:
    clock = one.clock
    if clock is None or one.post_id is None:
        return
    source = f"{one.clock_id}:{one.step}:{int(one.due_at.timestamp()) if one.due_at else ''}"
    posts = teller.to.posts("rectifier", case) if one.audience == "rectifier" else [one.post_id]
    told_to: set[UUID] = set()
    for post in posts:
        teller.write(
            case,
            post,
            source,
            told_to=told_to,
            asks=ANSWERS.get(clock.name, ()),
            anyway=True,
            code=_code(one),
            group=DEADLINE,
            clock=clock.name,
            due_at=clock.due_at,
            urgent=case.severity == MAJOR or one.days >= 0,
            params={"step": one.days},
        )


def _code(one: Reminder) -> str:
    if one.days <= 0:
        return "due_soon"
    return "overdue_below" if one.audience in {"head", "office", "leader"} else "overdue"


def _take_back(
    cases: dict[UUID, Case],
    clocks: dict[UUID, dict[str, RunningClock]],
    done: set[tuple[UUID, str]],
    teller: _Teller,
) -> None:
    """Supersede each notice about these cases that asks for nothing any more, or whose reader may not read it any more."""
    stale = []
    for one in Notice.objects.filter(case_id__in=list(cases), superseded_at__isnull=True):
        assert one.case_id is not None, "asked for by case"
        answered = any((one.case_id, verb) in done for verb in one.params.get("asks", ()))
        if answered or _is_stale(one, cases[one.case_id], clocks.get(one.case_id, {}), teller):
            stale.append(one.id)
    Notice.objects.filter(id__in=stale).update(superseded_at=teller.at)


def _is_stale(one: Notice, case: Case, clocks: dict[str, RunningClock], teller: _Teller) -> bool:
    reader = next((actor for actor in teller.to.holders(one.post_id) if actor.person_id == one.person_id), None)
    if reader is None or not teller.reads(case, reader):
        return True
    if not case.is_open:
        return one.code not in LASTING
    if one.group == DEADLINE:
        clock = clocks.get(one.clock)
        return clock is None or clock.due_at != one.due_at
    if one.verb:
        return one.verb not in teller.verbs(case, reader)
    return "state" in one.params and one.params["state"] != case.state
