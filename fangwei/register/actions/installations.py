"""Declaring major hazard installations, judged by GB 18218 with the working kept."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from fangwei.ledger.actions import append
from fangwei.register.author import Author, told
from fangwei.register.gb18218 import Held, Judgement, Tables, judge
from fangwei.register.models import MajorInstallation, Post, Site
from fangwei.register.models.installation import UnitKind
from fangwei.register.refusals import RegisterRefused


@transaction.atomic
def declare_installation(
    *,
    site: Site,
    name: str,
    unit_kind: str,
    held: Sequence[Held],
    exposed_people: int,
    tables: Tables,
    by: Author,
    at: datetime,
    on: date,
    bundle_hash: str = "",
    main_post: Post | None = None,
    technical_post: Post | None = None,
    operating_post: Post | None = None,
) -> MajorInstallation:
    """Judge a unit and keep judgement and working; a new declaration of the same unit ends the one before it.

    `tables` are the standard's on the day (`register.queries.gb18218_tables`).
    Law: GB 18218; SAWS Order 40, Art. 11 (judged again on change). Raises: RegisterRefused.
    """
    if not name.strip():
        raise RegisterRefused("name_missing")
    if unit_kind not in UnitKind.values:
        raise RegisterRefused("kind_unknown", given=unit_kind)
    judged = judge(held, exposed_people, tables)
    previous = MajorInstallation.objects.filter(site=site, name=name.strip(), valid_to=None).first()
    if previous is not None:
        if previous.valid_from > on:
            raise RegisterRefused("end_before_start", start=previous.valid_from, end=on)
        previous.valid_to = on
        previous.save(update_fields=["valid_to"])
    installation = MajorInstallation.objects.create(
        site=site,
        name=name.strip(),
        unit_kind=unit_kind,
        substances=[{"name": one.name, "tonnes": one.tonnes, "class": one.hazard_class} for one in held],
        exposed_people=exposed_people,
        s=judged.s,
        r=judged.r,
        alpha=judged.alpha,
        level=judged.level,
        working=judged.working(),
        bundle_hash=bundle_hash,
        main_post=main_post,
        technical_post=technical_post,
        operating_post=operating_post,
        valid_from=on,
    )
    _tell(installation, judged, by=by, at=at)
    return installation


@transaction.atomic
def withdraw_installation(
    *, installation: MajorInstallation, on: date, reason: str, by: Author, at: datetime
) -> MajorInstallation:
    """Record that a unit is no longer a major hazard installation from a day on, and why.

    Law: SAWS Order 40, Arts. 27 and 28. Raises: RegisterRefused `end_before_start`.
    """
    if on < installation.valid_from:
        raise RegisterRefused("end_before_start", start=installation.valid_from, end=on)
    installation.valid_to = on
    installation.save(update_fields=["valid_to"])
    territory = installation.site.place.territory_code
    data = {"on": on.isoformat(), "reason": reason}
    append([told("installation", installation.id, "withdraw", data, territory=territory, by=by, at=at)])
    return installation


def _tell(installation: MajorInstallation, judged: Judgement, *, by: Author, at: datetime) -> None:
    data = {
        "site": str(installation.site_id),
        "name": installation.name,
        "unit": installation.unit_kind,
        "held": installation.substances,
        "working": judged.working(),
        "level": judged.level,
    }
    territory = installation.site.place.territory_code
    append([told("installation", installation.id, "declare", data, territory=territory, by=by, at=at)], fresh=True)
