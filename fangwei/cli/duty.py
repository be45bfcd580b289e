"""`fangwei duty`: who answers for a place, how much is answered, what nobody answers for, and what a change would change."""

from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import click

from fangwei.cli import json_option, refuse, say, speak, start_django

start_django()

from django.conf import settings  # noqa: E402 Django is loaded above
from django.utils.translation import gettext as _  # noqa: E402

from fangwei.cli.duty_files import file_group, performance_command  # noqa: E402
from fangwei.duty.actions import catch_up  # noqa: E402
from fangwei.duty.queries import (  # noqa: E402
    Responsibility,
    answers_of,
    causes,
    changes,
    coverage,
    domain_known,
    duty_list,
    matrix,
    pairs_of,
    said_of,
    who,
)
from fangwei.engines.calendar import SHANGHAI, end_of  # noqa: E402
from fangwei.engines.codes import CodeError  # noqa: E402
from fangwei.engines.lawbook import Lawbook, LawError  # noqa: E402
from fangwei.ledger.consumers import drain  # noqa: E402
from fangwei.register.models import Place  # noqa: E402
from fangwei.register.queries import division_of  # noqa: E402

_territory = click.option(
    "--territory", default="", metavar="CODE", help="行政区划代码，默认全部。 / Division code; everything by default."
)


@click.group(
    help="谁负责：责任到岗到人、覆盖率、监管盲区、规则变化。 / Who answers: posts and holders, coverage, blind spots, "
    "changes of rules."
)
def command() -> None:
    """Hold the commands about duty."""
    speak()


@command.command("who", help="某场所某日谁负责。 / Who answers for a place on a day.")
@click.option("--place", "place_id", required=True, type=click.UUID, help="场所编号。 / Id of the place.")
@click.option("--domain", default="", help="危险领域，默认该场所全部领域。 / Domain of danger; all by default.")
@click.option("--on", "on_text", default="", metavar="DATE", help="哪一天，默认今天。 / Day, today by default.")
@click.option(
    "--as-known",
    "known_text",
    default="",
    metavar="DATE",
    help="按该日终了时所知。 / By what was known at that day’s end.",
)
@json_option
def who_answers(place_id: UUID, domain: str, on_text: str, known_text: str, as_json: bool) -> None:
    """Say who answers for one place; exit 1 where a pair lies open."""
    place = Place.objects.select_related("site__enterprise", "keeper_organization").filter(pk=place_id).first()
    if place is None:
        refuse(as_json, "place_unknown", _("There is no place {id}.").format(id=place_id))
    day = _day(on_text, as_json) if on_text else _today()
    known = end_of(_day(known_text, as_json)) if known_text else None
    if domain and not domain_known(domain, day):
        refuse(as_json, "domain_unknown", _("“{domain}” is no domain of danger.").format(domain=domain[:40]))
    try:
        found = [who(place, domain, day, known)] if domain else answers_of(place, day, known)
    except LawError as problem:
        refuse(as_json, problem.code, str(problem))
    say(as_json, {"answers": [one.as_json() for one in found]}, "\n\n".join(_told(one) for one in found))
    _end(any(one.gaps for one in found))


@command.command("coverage", help="有多少场所×领域已有人负责。 / How many pairs of place and danger are answered.")
@_territory
@json_option
def show_coverage(territory: str, as_json: bool) -> None:
    """Print the sums of a territory; exit 1 while something is not answered."""
    code = _code(territory, as_json)
    _refresh()
    found = coverage(code, on=_today())
    lines = [_("{answered} of {pairs} pairs are answered.").format(answered=found.answered, pairs=found.pairs)]
    lines += [f"{pairs:>8}  {kind}" for kind, pairs in found.blind_spots.items()]
    say(as_json, found.as_json(), "\n".join(lines))
    _end(bool(found.blind_spots))


@command.command("blind-spots", help="监管盲区，一因一条。 / Blind spots, one entry a cause.")
@_territory
@click.option(
    "--pairs", "wanted", type=click.IntRange(min=0), default=0, help="每条列出的场所数。 / Pairs to list of each."
)
@json_option
def blind_spots(territory: str, wanted: int, as_json: bool) -> None:
    """List what has to be repaired; exit 1 while there is anything."""
    code, today = _code(territory, as_json), _today()
    _refresh()
    found = causes(code, on=today)
    said = said_of(found, today)
    listed = []
    for cause in found:
        pairs = pairs_of(cause.kind, cause.key, on=today, limit=wanted) if wanted else []
        more = {"listed": [{"place": str(place), "domain": domain} for place, domain in pairs]} if wanted else {}
        listed.append(cause.as_json() | {"says": said[cause.kind, cause.key]} | more)
    sums: dict[str, int] = {}
    for cause in found:
        sums[cause.kind] = sums.get(cause.kind, 0) + cause.counted
    lines = [
        f"{one['pairs']:>8}  {one['label']}  {one['territory']}  {one['says']}\n{'':10}{one['repair']}"
        for one in listed
    ]
    say(as_json, {"blind_spots": sums, "causes": listed}, "\n".join(lines))
    _end(bool(found))


@command.command("list", help="岗位职责清单。 / A post’s list of duties.")
@click.option("--post", "post_id", required=True, type=click.UUID, help="岗位编号。 / Id of the post.")
@json_option
def duties(post_id: UUID, as_json: bool) -> None:
    """Print what a post answers for, most places first."""
    _refresh()
    found = duty_list(post_id, _today())
    lines = [f"{one.places:>8}  {one.domain} {one.trade}  [{one.rule}] {one.citation}" for one in found]
    say(as_json, {"duties": [asdict(one) for one in found]}, "\n".join(lines))


@command.command("matrix", help="区划×行业×领域的责任矩阵。 / Matrix of territory, trade and domain.")
@_territory
@json_option
def show_matrix(territory: str, as_json: bool) -> None:
    """Print the cells, those that lie open with the kind; exit 1 while any does."""
    code = _code(territory, as_json)
    _refresh()
    cells = matrix(code, _today())
    lines = [
        f"{cell.territory} {cell.trade or '--'} {cell.domain}  "
        + " ".join(f"{state or '✓'}={pairs}" for state, pairs in sorted(cell.states.items()))
        for cell in cells
    ]
    say(as_json, {"cells": [cell.as_json() for cell in cells]}, "\n".join(lines))
    _end(any(state for cell in cells for state in cell.states))


@command.command(
    "diff", help="两个日期或两套规则之间，哪些场所的负责单位会变。 / Whose answers change between days or rule sets."
)
@_territory
@click.option(
    "--from", "from_text", default="", metavar="DATE", help="起始日，默认今天。 / First day, today by default."
)
@click.option("--to", "to_text", default="", metavar="DATE", help="对比日，默认今天。 / Other day, today by default.")
@click.option(
    "--law",
    "folder",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default=None,
    help="另一套地方规则所在文件夹。 / Folder of local rules to try.",
)
@json_option
def diff(territory: str, from_text: str, to_text: str, folder: Path | None, as_json: bool) -> None:
    """Print every class whose answer differs; exit 1 if any does."""
    code = _code(territory, as_json)
    before = _day(from_text, as_json) if from_text else _today()
    after = _day(to_text, as_json) if to_text else _today()
    try:
        law = Lawbook.load([*(path for path in settings.FANGWEI_LAW if path.is_dir()), folder]) if folder else None
        found = list(changes(code, before=before, after=after, law_after=law))
    except LawError as problem:
        refuse(as_json, problem.code, str(problem))
    lines = [
        f"{one.places:>8}  {one.key.territory_code} {one.key.trade} {one.key.traits} {one.domain}: {one.before} → {one.after}"
        for one in found
    ]
    pairs = sum(one.places for one in found)
    say(as_json, {"pairs": pairs, "changes": [one.as_json() for one in found]}, "\n".join(lines))
    _end(bool(found))


command.add_command(performance_command)
command.add_command(file_group)


def _refresh() -> None:
    """Take in what waits, so that what was imported a moment ago counts."""
    now = datetime.now(UTC)
    catch_up(at=now)
    drain(at=now)


def _told(one: Responsibility) -> str:
    lines = [f"{one.place.name} · {one.domain} · {one.on.isoformat()}"]
    for part in [*([one.lead] if one.lead else []), *one.parts]:
        holders = "、".join(holder.name for holder in part.holders) or "—"
        lines.append(f"  {part.title}: {part.organization} {part.post} {holders}  [{part.rule}] {part.citation}")
    lines += [f"  ! {gap['label']}" for gap in one.as_json()["gaps"]]
    return "\n".join(lines)


def _end(finding: bool) -> None:
    if finding:
        raise SystemExit(1)


def _today() -> date:
    return datetime.now(SHANGHAI).date()


def _code(text: str, as_json: bool) -> str:
    if not text.strip():
        return ""
    try:
        found = division_of(text)
    except CodeError:
        found = None
    if found is None:
        refuse(
            as_json, "territory_unknown", _("There is no administrative division “{given}”.").format(given=text[:40])
        )
    return found.code


def _day(text: str, as_json: bool) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        told = _("“{text}” is not a day.").format(text=text[:40])
        refuse(as_json, "day_unreadable", told, _("Write it like 2026-03-01."))
