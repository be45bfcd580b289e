"""Duty files: drawn up from facts, signed by their holder, countersigned by the committee office; a record taken away.

Law: rules on the responsibility of local party and government leaders for work safety (2018), on the yearly duty statement.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from fangwei.accounts.actor import Actor
from fangwei.engines.codes import is_within
from fangwei.ledger.actions import append
from fangwei.oversight.dossier import content_of, sha256_of, tenures_in, until_of
from fangwei.oversight.models import DutyFile
from fangwei.oversight.quarters import year_span
from fangwei.register.author import told
from fangwei.register.coded import Coded
from fangwei.register.models import OrganizationKind, Person, Post

KIND = "duty_file"
MESSAGES = {
    "not_yours": _("A duty file is signed by its holder alone."),
    "not_the_office": _("Only the holder and the committee office of this territory or above draw up a duty file."),
    "not_to_countersign": _("A duty file is countersigned by the committee office of this territory or above, not by its holder."),
    "never_held": _("{person} did not hold “{post}” in {year}."),
    "year_to_come": _("The year {year} has not begun yet."),
    "nothing_changed": _("Nothing has changed since edition {edition} was drawn up."),
    "superseded": _("Edition {edition} has been followed by a newer one; sign that one."),
    "signed_already": _("This edition has been signed already; a correction makes a new edition."),
    "not_signed": _("The holder has not signed this edition yet."),
    "countersigned_already": _("This edition has been countersigned already."),
    "review_missing": _("Say what the review found."),
}  # fmt: skip


class DutyFileRefused(Coded):
    """A step of a duty file is refused; `code` names the reason and `params` what was given."""

    messages = MESSAGES


@transaction.atomic
def draw_up_duty_file(*, person: Person, post: Post, year: int, by: Actor, at: datetime) -> DutyFile:
    """Draw up the next edition of a person's duty file for a year in a post, from the facts as they are now.

    Raises: DutyFileRefused `not_the_office`, `year_to_come`, `never_held`, `nothing_changed`.
    """
    territory = post.territory_code
    if by.person_id != person.id and not _is_office(by, territory):
        raise DutyFileRefused("not_the_office")
    if year_span(year).begins > at:
        raise DutyFileRefused("year_to_come", year=year)
    if not tenures_in(person, post, year_span(year)):
        raise DutyFileRefused("never_held", person=person.name, post=post.name, year=year)
    content = content_of(person, post, year, at=at)
    digest = sha256_of(content)
    last = DutyFile.objects.filter(person=person, post=post, year=year).order_by("-edition").first()
    if last is not None and last.sha256 == digest:
        raise DutyFileRefused("nothing_changed", edition=last.edition)
    file = DutyFile.objects.create(
        id=uuid7(),
        post=post,
        person=person,
        territory=territory,
        year=year,
        edition=last.edition + 1 if last else 1,
        until=until_of(content),
        content=content,
        sha256=digest,
        drawn_up_at=at,
        drawn_up_by=by.person_id,
    )
    _tell(file, "draw_up", {}, by=by, at=at)
    return file


@transaction.atomic
def sign_duty_file(file: DutyFile, *, statement: str = "", by: Actor, at: datetime) -> DutyFile:
    """Sign the newest edition of one's own duty file; from now on whatever changes makes a new edition.

    Raises: DutyFileRefused `not_yours`, `superseded`, `signed_already`.
    """
    if by.person_id is None or by.person_id != file.person_id:
        raise DutyFileRefused("not_yours")
    newer = DutyFile.objects.filter(person=file.person_id, post=file.post_id, year=file.year, edition__gt=file.edition)
    if newer.exists():
        raise DutyFileRefused("superseded", edition=file.edition)
    unsigned = DutyFile.objects.filter(id=file.id, signed_at=None)
    if not unsigned.update(signed_at=at, statement=statement.strip()):
        raise DutyFileRefused("signed_already")
    file.refresh_from_db()
    _tell(file, "sign", {"statement": file.statement}, by=by, at=at)
    return file


@transaction.atomic
def countersign_duty_file(file: DutyFile, *, review: str, by: Actor, at: datetime) -> DutyFile:
    """Countersign a signed edition after reviewing it; nobody countersigns their own.

    Raises: DutyFileRefused `not_to_countersign`, `not_signed`, `review_missing`, `countersigned_already`.
    """
    if not _is_office(by, file.territory) or by.person_id is None or by.person_id == file.person_id:
        raise DutyFileRefused("not_to_countersign")
    if not review.strip():
        raise DutyFileRefused("review_missing")
    if file.signed_at is None:
        raise DutyFileRefused("not_signed")
    waiting = DutyFile.objects.filter(id=file.id, signed_at__isnull=False, countersigned_at=None)
    if not waiting.update(countersigned_at=at, countersigned_by=by.person_id, review=review.strip()):
        raise DutyFileRefused("countersigned_already")
    file.refresh_from_db()
    _tell(file, "countersign", {"review": file.review}, by=by, at=at)
    return file


@transaction.atomic
def take_diligence_record(
    *, record_id: UUID, person_id: UUID, sha256: str, territory: str, about: Mapping[str, Any], by: Actor, at: datetime
) -> None:
    """Tell the ledger that a diligence record was taken away, by its hash: neither its taker nor anybody can swap it later."""
    data = {"person": str(person_id), "sha256": sha256, **about}
    append([told("diligence", record_id, "take", data, territory=territory, by=by, at=at)], fresh=True)


def _is_office(by: Actor, territory: str) -> bool:
    office = by.organization_kind == OrganizationKind.COMMITTEE_OFFICE and by.role == "committee_office"
    return by.is_system or (office and is_within(territory, by.territory_code))


def _tell(file: DutyFile, verb: str, more: Mapping[str, Any], *, by: Actor, at: datetime) -> None:
    data = {
        "person": str(file.person_id),
        "post": str(file.post_id),
        "year": file.year,
        "edition": file.edition,
        "sha256": file.sha256,
        **more,
    }
    append([told(KIND, file.id, verb, data, territory=file.territory, by=by, at=at)])
