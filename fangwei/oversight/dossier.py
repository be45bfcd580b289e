"""What stands in a yearly duty file: whose, which post, what it answered for, what it owed and did, and a mark of its facts.

It is drawn up from facts, never written by hand, so that the same facts give the same file, and other facts another.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

from fangwei.duty.queries import Share, answers_for
from fangwei.engines.calendar import SHANGHAI
from fangwei.ledger.models import Fact
from fangwei.oversight.performance import ABOUT_ONESELF, performance
from fangwei.oversight.quarters import Span, quarters_of, year_span
from fangwei.register.models import Person, Post, Tenure

FORMAT = "fangwei/duty-file/1"
MOST_DUTIES = 300


def tenures_in(person: Person, post: Post, span: Span) -> list[Tenure]:
    """Return the tenures of a person in a post that touch a span, in their order."""
    rows = Tenure.objects.filter(person=person, post=post, start__lte=span.last).order_by("start", "id")
    return [one for one in rows if one.end is None or one.end > span.first]


def held_span(tenures: list[Tenure], span: Span) -> Span:
    """Return the days of a span from the first day in office to the last."""
    ends = [one.end for one in tenures]
    last = span.last if None in ends else min(span.last, max(end for end in ends if end) - timedelta(days=1))
    first = max(span.first, min(one.start for one in tenures))
    return Span(first, max(first, last))


def content_of(person: Person, post: Post, year: int, *, at: datetime) -> dict[str, Any]:
    """Return what a duty file says, as it is at an instant; plain values without floats, so that it has one hash."""
    today = at.astimezone(SHANGHAI).date()
    tenures = tenures_in(person, post, year_span(year))
    held = held_span(tenures, year_span(year)).until(today)
    duties = answers_for(post.id, held.last, limit=MOST_DUTIES)
    body = post.body
    spans = [(quarter.name, _within(quarter, held)) for quarter in quarters_of(year)]
    return {
        "format": FORMAT,
        "year": year,
        "from": held.first.isoformat(),
        "until": held.last.isoformat(),
        "person": {"id": str(person.id), "name": person.name},
        "post": {
            "id": str(post.id),
            "name": post.name,
            "role": post.role,
            "organization": body.name if body else "",
            "territory": body.territory_code if body else "",
        },
        "tenures": [_tenure(one) for one in tenures],
        "duties": {
            "pairs": duties.pairs,
            "listed": [_duty(one) for one in duties.shares],
            "complete": duties.following is None,
        },
        "quarters": [
            {"quarter": name, **performance(post.id, span, known=at).as_json()}
            for name, span in spans
            if span is not None
        ],
        "year_total": performance(post.id, held, known=at).as_json(),
        "facts": _facts(person, post, held),
    }


def _duty(one: Share) -> dict[str, Any]:
    # What lies open in an answer changes by the day and is nobody's duty list.
    return {name: value for name, value in asdict(one).items() if name != "open"}


def _within(quarter: Span, held: Span) -> Span | None:
    first, last = max(quarter.first, held.first), min(quarter.last, held.last)
    return Span(first, last) if first <= last else None


def _tenure(one: Tenure) -> dict[str, Any]:
    return {
        "start": one.start.isoformat(),
        "end": one.end.isoformat() if one.end else None,
        "acting": one.acting,
        "recorded_at": one.recorded_at.isoformat(timespec="seconds"),
    }


def _facts(person: Person, post: Post, held: Span) -> dict[str, Any]:
    """Return how many facts the person made from the post and one hash over their leaves in the ledger."""
    made = Fact.objects.filter(acting_post=post.id, actor=person.id, at__gte=held.begins, at__lt=held.ends)
    leaves = sorted(
        bytes(leaf).hex() for leaf in made.exclude(subject_kind__in=ABOUT_ONESELF).values_list("leaf_hash", flat=True)
    )
    return {"count": len(leaves), "sha256": hashlib.sha256("\n".join(leaves).encode()).hexdigest()}


def sha256_of(content: Mapping[str, Any]) -> str:
    """Return the hash of a content in its canonical form: keys sorted, no spaces, UTF-8."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def until_of(content: Mapping[str, Any]) -> date:
    """Return the last day that a content speaks of."""
    return date.fromisoformat(str(content["until"]))
