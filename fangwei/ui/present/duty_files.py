"""Yearly duty files on the screen: a post's editions, those that wait to be countersigned, one edition as it was drawn up."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from fangwei.accounts.actor import Actor
from fangwei.duty.queries import Share
from fangwei.engines.codes import is_within
from fangwei.oversight.models import DutyFile
from fangwei.oversight.quarters import quarter_named
from fangwei.register.models import Person, Post
from fangwei.ui.parts import ChipView, Column, EmptyView, FactsView, FieldView, LinesView, ListView, Part, Row, TimeView
from fangwei.ui.present.duty_lines import duty_lines, performance_views, quarter_name


def may_read_file(actor: Actor, file: DutyFile) -> bool:
    """Whether an actor may read a duty file: its holder, and the committee office and the auditor of the territory."""
    if actor.person_id == file.person_id:
        return True
    return actor.role in ("committee_office", "auditor") and is_within(file.territory, actor.territory_code)


def files_of(actor: Actor, post: Post) -> ListView:
    """Return the files of a post that an actor may read, the newest year first."""
    files = DutyFile.objects.filter(post=post).select_related("person").order_by("-year", "person_id", "-edition")
    return file_list([file for file in files[:40] if may_read_file(actor, file)], _("Duty files"))


def waiting_for(actor: Actor) -> ListView:
    """Return the signed files that wait for this committee office."""
    return file_list(_to_countersign(actor)[:40], _("Duty files to countersign"))


def _to_countersign(actor: Actor) -> QuerySet[DutyFile]:
    files = DutyFile.objects.filter(
        territory__startswith=actor.territory_code, signed_at__isnull=False, countersigned_at=None
    )
    others = files.exclude(person_id=actor.person_id) if actor.person_id else files
    return others.select_related("person", "post").order_by("signed_at", "id")


def file_list(files: Sequence[DutyFile] | QuerySet[DutyFile], caption: str) -> ListView:
    """Return duty files as a list."""
    return ListView(
        caption=caption,
        columns=[
            Column(key="file", label=caption, width="wide", on_phone="title"),
            Column(key="state", label=_("State"), width="fit", on_phone="bare"),
            Column(key="at", label=_("Drawn up"), width="fit"),
        ],
        rows=[
            Row(
                key=str(file.id),
                href=reverse("desk:duty-file", args=[file.id]),
                cells={
                    "file": LinesView(file_name(file), file.person.name),
                    "state": file_chip(file),
                    "at": TimeView(file.drawn_up_at),
                },
            )
            for file in files
        ],
        empty=EmptyView(title=_("There is no duty file here yet.")),
    )


def file_name(file: DutyFile) -> str:
    """Return what an edition is called."""
    return _("%(year)s, edition %(edition)s") % {"year": file.year, "edition": file.edition}


def file_chip(file: DutyFile) -> ChipView:
    """Return how far an edition is."""
    if file.countersigned_at:
        return ChipView(_("countersigned"), "done")
    return ChipView(_("signed"), "plain") if file.signed_at else ChipView(_("to be signed"), "strong")


def file_page(actor: Actor, file: DutyFile) -> dict[str, Any]:
    """Return the context of one duty file: as it was drawn up, who signed, what may be done with it now."""
    content = file.content
    newest = not DutyFile.objects.filter(
        person=file.person_id, post=file.post_id, year=file.year, edition__gt=file.edition
    ).exists()
    office = actor.role == "committee_office" and is_within(file.territory, actor.territory_code)
    reviewer = Person.objects.filter(id=file.countersigned_by).first() if file.countersigned_by else None
    return {
        "file": file,
        "name": file_name(file),
        "chip": file_chip(file),
        "newest": newest,
        "facts": FactsView(_head(file)),
        "year_owed": performance_views(content["year_total"])[0],
        "year_did": performance_views(content["year_total"])[1],
        "quarters": [_quarter_of_file(one) for one in content["quarters"]],
        "duties": _frozen_duties(content["duties"], file.until),
        "duty_lines": len(content["duties"]["listed"]),
        "reviewer": reviewer.name if reviewer else "",
        "signs": newest and not file.signed_at and actor.person_id == file.person_id,
        "countersigns": bool(
            office and file.signed_at and not file.countersigned_at and actor.person_id != file.person_id
        ),
        "statement": FieldView(
            name="statement",
            label=_("Statement"),
            kind="textarea",
            required=False,
            help=_("In your own words, if you wish."),
        ),
        "review": FieldView(name="review", label=_("What the review found"), kind="textarea"),
    }


def _head(file: DutyFile) -> list[tuple[str, Part | str | int | None]]:
    content = file.content
    held = "; ".join(f"{one['start']} – {one['end'] or '…'}" for one in content["tenures"])
    return [
        (_("Holder"), content["person"]["name"]),
        (_("Post"), f"{content['post']['organization']} · {content['post']['name']}"),
        (_("In office"), held),
        (_("Days it speaks of"), f"{content['from']} – {content['until']}"),
        (_("Own facts in the ledger"), content["facts"]["count"]),
        (_("Drawn up"), TimeView(file.drawn_up_at)),
        (_("Hash of the content"), file.sha256),
    ]


def _quarter_of_file(one: Mapping[str, Any]) -> dict[str, Any]:
    owed, did = performance_views(one)
    return {"name": quarter_name(quarter_named(one["quarter"])), "owed": owed, "did": did}


def _frozen_duties(duties: Mapping[str, Any], on: date) -> ListView:
    return duty_lines([Share(open=0, **one) for one in duties["listed"]], on)
