"""The whole answer for one place and danger on a day: everybody who answers, by which rule, and who holds the post.

Two-sided time: `as_known` tells who was known to hold a post then, whatever was recorded afterwards "from an earlier day".
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import get_language

from fangwei.duty.answers import NobodyAnswers, Reason
from fangwei.duty.models import Gap, Portfolio
from fangwei.duty.placing import gaps_of
from fangwei.duty.queries.owners import answer_for, class_of, domains_of
from fangwei.duty.queries.posts import gaps_of_posts
from fangwei.duty.roster import Roster
from fangwei.duty.tables import duty_table
from fangwei.engines.codes import chain_of
from fangwei.engines.lawbook import LawError
from fangwei.register.law import book
from fangwei.register.models import MajorInstallation, Organization, OrganizationKind, Place, Post, Role, Site, Tenure
from fangwei.register.queries import duty_posts_of, holders_of

_INSTALLATION = ("main", "technical", "operating")


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who holds a post on the day, as known then."""

    name: str
    acting: bool
    since: date

    def as_json(self) -> dict[str, Any]:
        """Return the holder with ISO dates."""
        return {"name": self.name, "acting": self.acting, "since": self.since.isoformat()}


@dataclass(slots=True)
class Part:
    """One who answers: in which part, which body and post, who holds it, by which rule and article."""

    part: str
    title: str
    organization: str = ""
    organization_id: UUID | None = None
    post: str = ""
    post_id: UUID | None = None
    rule: str = ""
    citation: str = ""
    status: str = ""
    holders: list[Holder] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Return the part as the command line and the API give it."""
        return {
            "part": self.part,
            "title": self.title,
            "organization": self.organization,
            "post": self.post,
            "post_id": str(self.post_id) if self.post_id else None,
            "holders": [holder.as_json() for holder in self.holders],
            "rule": self.rule,
            "citation": self.citation,
            "status": self.status,
        }


@dataclass(slots=True)
class Responsibility:
    """Everybody who answers for a place and a domain on a day, the gravest blind spot first, the way to the lead."""

    place: Place
    domain: str
    on: date
    as_known: datetime | None
    lead: Part | None
    parts: list[Part]
    gaps: list[str]
    reasons: tuple[Reason, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the answer as the command line and the API give it."""
        return {
            "place": {"id": str(self.place.id), "name": self.place.name, "territory": self.place.territory_code},
            "domain": self.domain,
            "on": self.on.isoformat(),
            "as_known": self.as_known.isoformat() if self.as_known else None,
            "answered": not self.gaps,
            "gaps": [{"kind": gap, "label": str(Gap(gap).label)} for gap in self.gaps],
            "lead": self.lead.as_json() if self.lead else None,
            "others": [part.as_json() for part in self.parts],
            "because": [reason.text for reason in self.reasons],
        }


def who(place: Place, domain: str, on: date, as_known: datetime | None = None) -> Responsibility:
    """Return everybody who answers for a danger of a domain at a place on a day, by what was known at an instant."""
    asked = class_of(place, domain)
    roster = Roster.load({asked.territory_code}, on)
    table = duty_table(on, asked.territory_code)
    parts = _responsible(place, on)
    lead: Part | None = None
    reasons: tuple[Reason, ...] = ()
    gaps = [gap.kind for gap in gaps_of([place.id], on)]
    try:
        answer = answer_for(asked, roster, table)
    except NobodyAnswers:
        gaps.append(Gap.NO_ORGANIZATION)
    else:
        reasons = answer.reasons
        lead = Part(
            part="lead",
            title=str(answer.lead.get_kind_display()),
            organization=answer.lead.name,
            organization_id=answer.lead.id,
            post=answer.owner_post.name,
            post_id=answer.owner_post.id,
            rule=answer.rule,
            citation=answer.citation,
            status=answer.status,
        )
        gaps += _gaps_of_lead(answer.gap, answer.owner_post, on, as_known)
        parts += _assisting(answer.assisting, answer.rule, answer.citation, roster, asked.territory_code)
        parts += _local(answer.township, roster)
        parts += _leaders(asked.territory_code, answer.lead_kind, on, as_known)
    _join_holders([*([lead] if lead else []), *parts], on, as_known)
    return Responsibility(place, domain, on, as_known, lead, parts, list(dict.fromkeys(gaps)), reasons)


def answers_of(place: Place, on: date, as_known: datetime | None = None) -> list[Responsibility]:
    """Return the whole answer for every domain of danger that a place has."""
    return [who(place, domain, on, as_known) for domain in domains_of(place, on)]


def _gaps_of_lead(gap: str, post: Post, on: date, as_known: datetime | None) -> list[str]:
    if gap in (Gap.NO_RULE, Gap.TWO_LEADS, Gap.NO_ORGANIZATION):
        return [gap]
    if as_known is not None:
        held = Tenure.objects.on_as_known(on, as_known).filter(post=post).exists()
        return [*([] if held else [str(Gap.POST_VACANT)]), *([gap] if gap else [])]
    amiss = gaps_of_posts([post.id], on)
    return [*amiss.values(), *([gap] if gap else [])]


def _responsible(place: Place, on: date) -> list[Part]:
    """Return those who carry the main responsibility: of the enterprise, of the installation, or the keeper."""
    try:
        rule = book().value("duty.responsible", on)
    except LawError:
        return []
    said = {str(row["who"]): row for row in rule.value}

    def part(who_: str, organization: str, post: Post | None, name: str = "") -> Part:
        row = said[who_]
        return Part(
            part=who_,
            title=_titled(row),
            organization=organization,
            post=post.name if post else "",
            post_id=post.id if post else None,
            rule=f"duty.responsible#{row['id']}",
            citation=str(row["citation"]),
            status=str(row.get("status") or rule.status),
            holders=[Holder(name, False, on)] if name and post is None else [],
        )

    site = Site.objects.select_related("enterprise").filter(pk=place.pk).first()
    if site is None:
        keeper = place.keeper_organization
        if keeper is None:
            return [part("keeper", place.keeper_name, None)] if place.keeper_name else []
        return [part("keeper", keeper.name, duty_posts_of([keeper.id], on).get(keeper.id))]
    firm = site.enterprise
    posts = Post.objects.on(on).filter(enterprise=firm).order_by("-rank", "id")
    by_role = {post.role: post for post in reversed(posts)}
    found = [part("principal", firm.name, by_role.get(Role.ENTERPRISE_PRINCIPAL), firm.principal_name)]
    if (officer := by_role.get(Role.ENTERPRISE_SAFETY_OFFICER)) is not None:
        found.append(part("officer", firm.name, officer))
    heavy = MajorInstallation.objects.on(on).filter(site=site, level__isnull=False).order_by("level", "id")
    for unit in heavy.select_related("main_post", "technical_post", "operating_post"):
        found += [part(one, f"{firm.name} {unit.name}", getattr(unit, f"{one}_post")) for one in _INSTALLATION]
    return found


def _assisting(kinds: tuple[str, ...], rule: str, citation: str, roster: Roster, territory_code: str) -> list[Part]:
    found = []
    for kind in kinds:
        body = roster.directory.department(kind, territory_code)
        post = roster.posts.get(body.id) if body else None
        part = Part("assisting", str(OrganizationKind(kind).label), rule=rule, citation=citation)
        found.append(_of(part, body, post))
    return found


def _local(township: Organization | None, roster: Roster) -> list[Part]:
    if township is None:
        return []
    part = Part("township", str(township.get_kind_display()), rule="wsl-2021", citation="安全生产法（2021）第九条")
    return [_of(part, township, roster.posts.get(township.id))]


def _leaders(territory_code: str, line: str, on: date, as_known: datetime | None) -> list[Part]:
    try:
        rule = book().value("duty.leaders", on, territory_code)
    except LawError:
        return []
    bodies = Organization.objects.on(on).filter(territory_code__in=chain_of(territory_code)[:2])
    posts = list(
        Post.objects.on(on)
        .filter(organization__in=bodies, role=Role.LEADER)
        .select_related("organization")
        .order_by("-rank", "id")
    )
    held = Portfolio.objects.on(on) if as_known is None else Portfolio.objects.on_as_known(on, as_known)
    charges = held.filter(post__in=posts)
    lines: dict[str, set[UUID]] = {}
    for post_id, charge in charges.values_list("post_id", "line"):
        lines.setdefault(charge, set()).add(post_id)
    found = []
    for row in rule.value:
        here = [post for post in posts if post.organization is not None and post.organization.kind == row["body"]]
        wanted = lines.get(line if row["who"] == "line" else "", set())
        chosen = here[:1] if row["who"] == "main" else [post for post in here if post.id in wanted]
        name = f"duty.leaders#{row['id']}"
        part = Part("leader", _titled(row), rule=name, citation=rule.citation, status=rule.status)
        found.append(_of(part, chosen[0].organization if chosen else None, chosen[0] if chosen else None))
    return [part for part in found if part.post_id is not None]


def _titled(row: Mapping[str, Any]) -> str:
    return str(row["en" if (get_language() or "").startswith("en") else "zh"])


def _of(part: Part, body: Organization | None, post: Post | None) -> Part:
    if body is not None:
        part.organization, part.organization_id = body.name, body.id
    if post is not None:
        part.post, part.post_id = post.name, post.id
    return part


def _join_holders(parts: list[Part], on: date, as_known: datetime | None) -> None:
    held = holders_of((part.post_id for part in parts if part.post_id is not None), on, as_known)
    for part in parts:
        if part.post_id is not None:
            part.holders = [Holder(one.person.name, one.acting, one.start) for one in held.get(part.post_id, ())]
