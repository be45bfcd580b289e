"""What a post answers for: what it leads, where it assists, and what a leader has in charge, a page at a time."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Case, F, Func, IntegerField, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Substr

from fangwei.duty.models import DutyTally, Portfolio
from fangwei.duty.queries.posts import duty_posts_amiss
from fangwei.duty.queries.sums import COUNTY, sums_within, unanswered, within
from fangwei.duty.tables import duty_table
from fangwei.engines.codes import LEVELS
from fangwei.engines.lawbook import LawError
from fangwei.register.law import book
from fangwei.register.models import Jurisdiction, JurisdictionKind, Organization, Post, Role, Territory, TerritoryKind
from fangwei.register.queries import Directory

LEAD, ASSIST, CHARGE = "lead", "assist", "charge"
PARTS = (LEAD, CHARGE, ASSIST)
Key = tuple[str, int, str, str, str, str]
_GIVEN = (JurisdictionKind.DELEGATED, JurisdictionKind.VERTICAL)
_NAMED = ("domain", "division", "cell", "rule", "status")


@dataclass(frozen=True, slots=True)
class Share:
    """One line of what a post answers for: its part, the danger, the trade's division, where, how many pairs, by which rule.

    `part` is "lead", "charge" (a leader's) or "assist". `open` are the pairs among them with a blind spot in their answer.
    """

    part: str
    domain: str
    trade: str
    territory: str
    pairs: int
    open: int
    rule: str
    status: str
    citation: str

    @property
    def key(self) -> Key:
        """What the next page goes on after."""
        return self.part, self.pairs, self.domain, self.trade, self.territory, self.rule


@dataclass(frozen=True, slots=True)
class PostAnswers:
    """A page of what a post answers for, with the sums of each part on the first; `following` is the key to go on after."""

    shares: list[Share]
    pairs: dict[str, int]
    open: dict[str, int]
    following: Key | None

    def as_json(self) -> dict[str, Any]:
        """Return the page as the command line and the API give it."""
        shares = [asdict(share) for share in self.shares]
        return {"shares": shares, "pairs": self.pairs, "open": self.open, "following": self.following}


def answers_for(post_id: UUID, on: date, *, limit: int = 50, after: Key | None = None) -> PostAnswers:
    """Return what a post answers for, at most `limit` lines after the key of the last one seen.

    Lines stand by part (lead, charge, assist), those with most pairs first. A leader of a province sees
    them by city, everybody else by county. What a leader has in charge follows from the portfolios; the first post of a party
    committee, a government or a township has charge of everything.

    Law: Work Safety Law, Arts. 5, 9, 10 and 17; the duties of leaders in `duty.leaders`.
    """
    post = Post.objects.select_related("organization").filter(pk=post_id).first()
    if post is None or post.organization is None:
        return PostAnswers([], {}, {}, None)
    shares: list[Share] = []
    pairs: dict[str, int] = {}
    waiting: dict[str, int] = {}
    amiss = unanswered(duty_posts_amiss(on))
    for part, rows, deep in _parts(post, post.organization, on):
        rows = rows.annotate(waits=Case(When(amiss, then=F("pairs")), default=Value(0), output_field=IntegerField()))
        wanted = limit + 1 - len(shares)
        if after is None:
            found, pairs[part], waiting[part] = _first_page(part, rows, deep, on, max(wanted, 1))
            shares += found[: max(wanted, 0)]
        elif wanted > 0 and PARTS.index(part) >= PARTS.index(after[0]):
            shares += _page(part, rows, deep, on, after if after[0] == part else None, wanted)
    following = shares[limit - 1].key if len(shares) > limit else None
    return PostAnswers(
        shares[:limit],
        {part: number for part, number in pairs.items() if number},
        {part: number for part, number in waiting.items() if number},
        following,
    )


def _parts(post: Post, body: Organization, on: date) -> Iterator[tuple[str, QuerySet[Any, Any], int]]:
    """Yield each part that the post may have with its sums and the length of the codes they are shown by."""
    yield LEAD, DutyTally.objects.filter(lead_post=post).order_by(), COUNTY
    charge = _in_charge(post, body, on)
    if charge is not None:
        below = next((length for length in LEVELS if length > len(body.territory_code)), COUNTY)
        yield CHARGE, sums_within(body.territory_code).filter(charge), min(below, COUNTY)
    if post.is_duty_post and post.role != Role.LEADER:
        yield ASSIST, DutyTally.objects.filter(_assisted(body, on)).order_by(), COUNTY


def _in_charge(post: Post, body: Organization, on: date) -> Q | None:
    """Return what a leader has in charge within the territory, None for whoever is no leader."""
    if post.role != Role.LEADER:
        return None
    lines = set(Portfolio.objects.on(on).filter(post=post).values_list("line", flat=True))
    first = Post.objects.on(on).filter(organization=body, role=Role.LEADER).order_by("-rank", "id").first()
    if "" in lines or (first == post and body.kind in _led(on, body.territory_code)):
        return Q()
    return Q(lead_kind__in=lines) if lines else None


def _led(on: date, territory_code: str) -> set[str]:
    """Return the kinds of body whose first post has charge of everything."""
    try:
        rows = book().value("duty.leaders", on, territory_code).value
    except LawError:
        return set()
    return {str(row["body"]) for row in rows if row["who"] == "main"}


def _assisted(body: Organization, on: date) -> Q:
    """Return the answers by rules that name the body's line as assisting, where this body is the one of its line."""
    found = Q(pk__in=[])
    counties = _counties(body, on)
    directory = Directory.load(counties, on)
    by_rules: dict[tuple[str, ...], list[str]] = {}
    replaced: dict[tuple[str, ...], tuple[str, ...]] = {}
    for county in sorted(counties):
        department = directory.department(body.kind, county)
        if department is None or department.id != body.id:
            continue
        table = duty_table(on, county)
        rules, settled = [], []
        for source, listed in (("duty.first", table.first.listed()), ("duty.nearest", table.nearest.listed())):
            rules += [f"{source}#{row['id']}" for row in listed if body.kind in (row.get("assisting") or ())]
            settled += [
                f"{source}#{row['id']}" for row in listed if row["lead"] == body.kind and source != "duty.first"
            ]
        by_rules.setdefault(tuple(rules), []).append(county)
        replaced[tuple(rules)] = tuple(settled)
    for names, codes in by_rules.items():
        # Whoever leads does not assist; whom the committee office did not choose of the nearest business does.
        found |= Q(county__in=codes, rule__in=[*names, *replaced[names]]) & ~Q(lead_kind=body.kind)
    return found


def _counties(body: Organization, on: date) -> set[str]:
    """Return the counties in which a body may be the department of its line."""
    code = body.territory_code
    given = Jurisdiction.objects.on(on).filter(organization=body, kind__in=_GIVEN)
    ranges = {one for one in given.values_list("territory_code", flat=True) if len(one) <= COUNTY}
    reached = Q(pk__in=[])
    for one in ranges:
        reached |= within(one, "county")
    own = {code[:COUNTY] if len(code) >= COUNTY else f"{code}00"}
    zones = Territory.objects.on(on).filter(kind=TerritoryKind.ZONE, parent_code=code).values_list("code", flat=True)
    return own | set(zones) | set(DutyTally.objects.filter(reached).values_list("county", flat=True).distinct())


class _OverAll(Func):
    """The sum over all groups of what each group sums, so that the rows are read once."""

    function = "SUM"
    template = "%(function)s(%(expressions)s) OVER ()"
    output_field = IntegerField()


def _first_page(part: str, rows: QuerySet[Any, Any], deep: int, on: date, wanted: int) -> tuple[list[Share], int, int]:
    """Return the first lines, and how many pairs all lines have and how many of these wait for an answer."""
    summed = _grouped(rows, deep).annotate(all_pairs=_OverAll(Sum("pairs")), all_waits=_OverAll(Sum("waits")))
    found = list(summed.order_by("-n", *_NAMED)[:wanted])
    pairs, waits = (int(number) for number in found[0][-2:]) if found else (0, 0)
    return [_share(part, on, *row[:-2]) for row in found], pairs, waits


def _grouped(rows: QuerySet[Any, Any], deep: int) -> QuerySet[Any, Any]:
    named = rows.annotate(cell=Substr("county", 1, deep)).values_list(*_NAMED)
    grouped: QuerySet[Any, Any] = named.annotate(n=Sum("pairs"), w=Sum("waits"))
    return grouped


def _page(part: str, rows: QuerySet[Any, Any], deep: int, on: date, after: Key | None, wanted: int) -> Iterator[Share]:
    grouped = _grouped(rows, deep)
    if after is not None:
        _part, pairs, *rest = after
        further = Q(pk__in=[])
        for name, value in reversed(list(zip(_NAMED[:4], rest, strict=True))):
            further = Q(**{f"{name}__gt": value}) | Q(**{name: value}) & further
        grouped = grouped.filter(Q(n__lt=pairs) | Q(n=pairs) & further)
    for row in grouped.order_by("-n", *_NAMED)[:wanted]:
        yield _share(part, on, *row)


def _share(
    part: str, on: date, domain: str, trade: str, where: str, rule: str, status: str, pairs: int, waits: int
) -> Share:
    return Share(part, domain, trade, where, pairs, waits, rule, status, _citation(rule, where, on))


def _citation(rule: str, territory_code: str, on: date) -> str:
    source, _sharp, id_ = rule.partition("#")
    table = duty_table(on, territory_code)
    rows, otherwise = (
        (table.nearest, table.nearest_citation) if source == "duty.nearest" else (table.first, table.citation)
    )
    return next((str(row.get("citation") or otherwise) for row in rows.listed() if str(row["id"]) == id_), otherwise)
