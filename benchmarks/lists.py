"""Opening a list and a place's file among few and among very many hazards: `python -m benchmarks.lists [SIZE…]`.

The hazards of three sizes lie in a province: six in ten in one county, the rest over seventeen prefectures; three in ten are
open, one in a hundred is major. Each reader opens the list, its second page, the newest first, the major ones, and the file
of a place, the whole page as the server makes it; `….query` is the reading of a list alone, `pace` a fixed piece of Python that
tells a fast hour of the machine from a slow one. `slowest_ratio` sets the slow end among most against that among fewest.
"""

import gc
import json
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from benchmarks.measure import circumstances, milliseconds, with_postgresql
from benchmarks.sheets_county import fresh_home

SIZES = (10_000, 100_000, 1_000_000)
WARM, TURNS = 5, 41
PLACES = 200
"""Places a county has here; the first of them holds a hundredth of everything, as a park or a mine does."""


def run(*sizes: int) -> dict[str, Any]:
    """Fill up to each size and open everything as each reader."""
    fresh_home()
    from django.conf import settings
    from django.core.management import call_command

    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("collectstatic", interactive=False, verbosity=0)
    province = Province()
    measured: dict[str, dict[str, Any]] = {}
    filled = 0
    for size in sizes or SIZES:
        start = time.perf_counter()
        province.fill(filled + 1, size)
        filled = size
        measured[str(size)] = {"seconds_to_fill": round(time.perf_counter() - start, 1)} | province.measure()
    few, most = (list(measured.values())[place] for place in (0, -1))
    return {
        "benchmark": "lists",
        **circumstances(),
        "hazards": measured,
        "slowest_ratio": {
            name: round(most[name]["p95_ms"] / few[name]["p95_ms"], 2) for name in few if name != "seconds_to_fill"
        },
    }


class Province:
    """The readers, the places, and whatever hazards were filled in."""

    def __init__(self) -> None:
        from fangwei.cli.collector import settle
        from fangwei.duty.actions.classes import rebuild
        from fangwei.hazards.tests.factories import NOW, County, duty_actor, member
        from fangwei.ledger.consumers import drain
        from fangwei.register.models import Level, Territory
        from fangwei.register.tests import factories as register

        self.county = county = County()
        for city in range(1, 18):
            _division(f"41{city:02}", Level.PREFECTURE, "41")
            for number in range(1, 9):
                _division(f"41{city:02}{number:02}", Level.COUNTY, f"41{city:02}")
        for number in range(100, 120):
            _division(f"411681{number}", Level.TOWNSHIP, "411681")
        assert Territory.objects.count() > 160
        self.sites = [county.site, *_sites(county.site, PLACES - 1)]
        province = register.organization("committee_office", "41")
        self.readers = {
            "county_department": county.officer,
            "county_office": county.office_duty,
            "township": county.township_officer,
            "city_office": county.city_duty,
            "province_office": duty_actor(province),
            "province_department": member(register.organization("emergency", "41"), "regulator"),
            "enterprise": county.safety,
            "auditor": member(register.organization("discipline"), "auditor"),
        }
        self.clients = {name: _client(actor, name) for name, actor in self.readers.items()}
        # As on a system that runs: what changed in the register is digested, and the collector is set as `fangwei up` sets it.
        rebuild(at=NOW)
        drain(at=NOW)
        gc.collect()
        settle()

    def fill(self, first: int, last: int) -> None:
        """Insert hazards by one statement a table, the large indexes taken away meanwhile."""
        from django.db import connection

        from fangwei.casework.models import CaseScope

        indexes = CaseScope._meta.indexes
        with connection.schema_editor() as editor:
            for index in indexes:
                editor.remove_index(CaseScope, index)
        _insert(self, first, last)
        with connection.schema_editor() as editor:
            for index in indexes:
                editor.add_index(CaseScope, index)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")

    def measure(self) -> dict[str, Any]:
        """Open everything by turns, round after round, and return the durations by what was opened."""
        from fangwei.casework.lists import walk
        from fangwei.ui.present.keyset import page_of_walk

        opened: dict[str, Callable[[], Any]] = {"pace": lambda: sum(n * n for n in range(100_000))}
        told: dict[str, dict[str, Any]] = {}
        for name, actor in self.readers.items():
            client = self.clients[name]
            address = "/enterprise/hazards/" if name == "enterprise" else "/desk/hazards/"
            shown = _ok(client.get(address))
            opened[f"{name}.list"] = _open(client, address)
            opened[f"{name}.list.query"] = lambda a=actor: page_of_walk(a, (walk(a, kinds=("hazard",)),), "")
            told[f"{name}.list"] = {"rows": shown.count("data-row")}
            if second := _next(shown):
                opened[f"{name}.second_page"] = _open(client, address + second)
            opened[f"{name}.newest"] = _open(client, f"{address}?sort=newest")
            opened[f"{name}.major"] = _open(client, f"{address}?grade=major")
            if name != "enterprise":
                opened[f"{name}.overdue"] = _open(client, f"{address}?need=overdue")
                opened[f"{name}.desk"] = _open(client, "/desk/")
        for name, site in (("crowded_place", self.sites[0]), ("place", self.sites[7])):
            opened[f"{name}.file"] = _open(self.clients["county_department"], f"/desk/places/{site.place_id}/")
        found = {name: durations | told.get(name, {}) for name, durations in _timed(opened).items()}
        for name in found:
            if name.endswith((".list", ".desk", ".file")):
                found[name]["statements"] = _statements(opened[name])
        return found


def _sites(like: Any, number: int) -> list[Any]:
    """Return further sites with a firm each, in the county's townships by turns."""
    from copy import copy

    from uuid_utils.compat import uuid7

    from fangwei.engines.codes import make_uscc
    from fangwei.register.models import Enterprise, Place, Site

    firms, places, sites = [], [], []
    for n in range(number):
        firm, place, site = copy(like.enterprise), copy(like.place), copy(like)
        firm.pk, firm.name, firm.uscc = uuid7(), f"项城市第{n}有限公司", make_uscc("411681", 5000 + n)
        place.pk, place.name, place.territory_code = uuid7(), firm.name, f"411681{100 + n % 20}"
        site.place_id, site.enterprise_id = place.pk, firm.pk
        firms.append(firm)
        places.append(place)
        sites.append(site)
    for model, made in ((Enterprise, firms), (Place, places), (Site, sites)):
        model.objects.bulk_create(made)
    return sites


def _division(code: str, level: str, above: str) -> None:
    from fangwei.register.models import Territory

    Territory.objects.get_or_create(code=code, defaults={"name": f"区划{code}", "level": level, "parent_code": above})


def _client(actor: Any, name: str) -> Any:
    from django.test import Client

    from fangwei.accounts.actions import create_user, note_sign_in
    from fangwei.hazards.tests.factories import NOW
    from fangwei.register.models import Person
    from fangwei.register.tests.factories import SYSTEM
    from fangwei.surfaces.entrance import middleware

    middleware.clock = lambda: NOW
    person = Person.objects.get(id=actor.person_id)
    user = create_user(username=name.replace("_", "-"), password="mountain-river-9", person=person, by=SYSTEM, at=NOW)
    client = Client()
    client.force_login(user, backend="fangwei.accounts.backend.PasswordBackend")
    session = client.session
    session["post"] = str(actor.post_id)
    session.save()
    note_sign_in(user=user, session_key=session.session_key, address="", device="", at=NOW)
    return client


def _ok(answer: Any) -> str:
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def _next(shown: str) -> str:
    before, _rel, _after = shown.partition('rel="next"')
    return before.rpartition('href="')[2].rpartition('"')[0].replace("&amp;", "&") if _rel else ""


def _open(client: Any, address: str) -> Callable[[], str]:
    return lambda: _ok(client.get(address))


def _timed(opened: dict[str, Callable[[], Any]]) -> dict[str, dict[str, Any]]:
    """Return how long each took: all by turns, so that a slow moment of the machine does not fall on one alone."""
    times: dict[str, list[float]] = {name: [] for name in opened}
    for turn in range(WARM + TURNS):
        for name, one in opened.items():
            start = time.perf_counter()
            one()
            if turn >= WARM:
                times[name].append(time.perf_counter() - start)
    return {name: milliseconds(durations) for name, durations in times.items()}


def _statements(opened: Callable[[], Any]) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        opened()
    return len(asked)


def _insert(province: Province, first: int, last: int) -> None:
    """Insert cases and their scope rows, counted from a serial, each by one statement."""
    from django.db import connection

    from fangwei.hazards.tests.factories import NOW

    sqlite = connection.vendor == "sqlite"
    county = province.county

    def stored(days: int) -> str:
        return f"'{connection.ops.adapt_datetimefield_value(NOW + timedelta(days=days))}'"

    def key(uuid: Any) -> str:
        return f"'{uuid.hex}'" if sqlite else f"'{uuid}'::uuid"

    def pick(count: str, values: list[str]) -> str:
        cases = " ".join(f"WHEN {place} THEN {value}" for place, value in enumerate(values))
        return f"CASE {count} {cases} END"

    serial = (
        f"(WITH RECURSIVE s(n) AS (SELECT {first} UNION ALL SELECT n + 1 FROM s WHERE n < {last}) SELECT n FROM s)"
        if sqlite
        else f"(SELECT generate_series({first}::bigint, {last}::bigint) AS n)"
    )
    moment = (
        (lambda base, hours: f"strftime('%Y-%m-%d %H:%M:%S', {base}, ({hours}) || ' hours')")
        if sqlite
        else (lambda base, hours: f"({base}::timestamptz + ({hours}) * interval '1 hour')")
    )
    pad = (lambda text: f"printf('%02d', {text})") if sqlite else (lambda text: f"lpad(({text})::text, 2, '0')")
    identity = "printf('%032x', n + 4294967296)" if sqlite else "lpad(to_hex(n + 4294967296), 32, '0')::uuid"
    text = (lambda one: f"CAST({one} AS text)") if sqlite else (lambda one: f"({one})::text")
    number = "((n * 7919) % 1000)"
    state = (
        f"CASE WHEN {number} < 700 THEN 'closed' WHEN {number} < 900 THEN 'ordered' WHEN {number} < 940 THEN 'submitted'"
        f" WHEN {number} < 980 THEN 'registered' WHEN {number} < 995 THEN 'graded' ELSE 'disputed' END"
    )
    ended = f"{number} < 700"
    here = "n % 10 < 6"
    places = [key(site.place_id) for site in province.sites]
    place = f"CASE WHEN n % 100 = 1 THEN {places[0]} ELSE {pick(f'((n / 10) % {PLACES})', places)} END"
    territory = (
        f"CASE WHEN {here} THEN '411681' || {text('100 + (n / 10) % 20')}"
        f" ELSE '41' || {pad('1 + (n / 10) % 17')} || {pad('1 + (n / 170) % 8')} || '100' END"
    )
    owners = [key(actor.post_id) for actor in (county.owner, county.owner, county.housing_duty, county.market_duty)]
    owner = pick("((n / 3) % 4)", owners)
    opened = moment(stored(-400), "n % 9000")
    due = moment(stored(-40), "(n * 31) % 4000")
    no, yes = ("0", "1") if sqlite else ("false", "true")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO casework_case (id, kind, number, state, version, is_open, title, severity, place_id, territory,"
            " owner_post_id, owned_since, origin_kind, provenance, inherited, opened_at, last_at, due_at, closed_at)"
            f" SELECT {identity}, 'hazard', 'YH' || {text('n')}, {state}, 3,"
            f" CASE WHEN {ended} THEN {no} ELSE {yes} END, '第' || {text('n')} || '号配电箱未接地且私拉乱接电线',"
            f" CASE WHEN (n / 10) % 100 = 3 THEN 2 ELSE 1 END, {place}, {territory}, {owner}, {opened}, '', 'acted', {no},"
            f" {opened}, {opened}, CASE WHEN {ended} OR {number} >= 980 THEN NULL ELSE {due} END,"
            f" CASE WHEN {ended} THEN {opened} END FROM {serial} serial"
        )
        _insert_scopes(cursor, sqlite, first, last)


def _insert_nouns(cursor: Any, low: str, high: str) -> None:
    """Write the hazards of the cases, all else as a fresh one has it."""
    from django.db import connection

    from fangwei.hazards.models import Hazard
    from fangwei.hazards.tests.factories import TODAY

    told = {
        "case_id": "c.id",
        "description": "c.title",
        "grade": "CASE c.severity WHEN 2 THEN 'major' ELSE 'general' END",
        "category": "'general'",
        "criterion": "CASE c.severity WHEN 2 THEN 'chem17/4' ELSE '' END",
    }
    plain = Hazard(found_on=TODAY, how_found="inspection")
    columns, picked, given = [], [], []
    for field in Hazard._meta.concrete_fields:
        columns.append(str(field.column))
        picked.append(told.get(field.attname, "%s"))
        if field.attname not in told:
            given.append(field.get_db_prep_save(getattr(plain, field.attname), connection))
    cursor.execute(
        f"INSERT INTO hazards_hazard ({', '.join(columns)}) SELECT {', '.join(picked)} FROM casework_case c"
        f" WHERE c.id BETWEEN {low} AND {high}",
        given,
    )


def _insert_scopes(cursor: Any, sqlite: bool, first: int, last: int) -> None:
    """Write the rows that the capability writes: all levels of whoever reads everything, of two lines, the unit, the firm."""
    low, high = (f"'{one + 2**32:032x}'" if sqlite else f"'{one + 2**32:032x}'::uuid" for one in (first, last))
    seconds = (
        (lambda one: f"CAST(strftime('%s', {one}) AS INTEGER)")
        if sqlite
        else (lambda one: f"floor(extract(epoch FROM {one}))::bigint")
    )
    _insert_nouns(cursor, low, high)
    hyphens = ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))

    def written(one: str) -> str:
        if not sqlite:
            return f"({one})::text"
        return " || '-' || ".join(f"substr({one}, {start}, {size})" for start, size in hyphens)

    rows = [("'*'", "c.territory"), ("'*'", "substr(c.territory, 1, 6)"), ("'*'", "substr(c.territory, 1, 4)")]
    for line in ("o.kind", "'fire'", "'industry'"):
        rows += [(line, "substr(c.territory, 1, 6)"), (line, "substr(c.territory, 1, 4)")]
    rows += [(f"'unit:' || {written('o.id')}", "''"), (f"'enterprise:' || {written('s.enterprise_id')}", "''")]
    for audience, territory in rows:
        cursor.execute(
            "INSERT INTO casework_casescope (case_id, audience, territory, shelf, severity, rank)"
            f" SELECT c.id, {audience}, {territory}, c.kind || '.' || c.state, c.severity,"
            f" CASE WHEN c.closed_at IS NOT NULL THEN 100000000000 - {seconds('c.closed_at')}"
            f" WHEN c.due_at IS NOT NULL THEN {seconds('c.due_at')} ELSE 100000000000 - {seconds('c.opened_at')} END"
            " FROM casework_case c JOIN register_post p ON p.id = c.owner_post_id"
            " JOIN register_organization o ON o.id = p.organization_id JOIN register_site s ON s.place_id = c.place_id"
            f" WHERE c.id BETWEEN {low} AND {high}"
        )


if __name__ == "__main__":
    words = sys.argv[1:]
    print(json.dumps(with_postgresql("benchmarks.lists", run(*map(int, words)), *words)))
