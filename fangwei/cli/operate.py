"""`fangwei setup`: everything a deployment needs before it can serve; safe to repeat, to interrupt and to run twice at once."""

import fcntl
import hashlib
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from fangwei.cli import json_option, language, refuse, say, speak, start_django

start_django()

from django.conf import settings  # noqa: E402 Django is loaded above
from django.contrib.staticfiles.finders import get_finders  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import DatabaseError, connection  # noqa: E402
from django.db.migrations.executor import MigrationExecutor  # noqa: E402
from django.utils.translation import gettext as _  # noqa: E402

from fangwei.accounts.actor import Actor  # noqa: E402
from fangwei.ledger import guards, highest  # noqa: E402
from fangwei.ledger.signing import create_key  # noqa: E402
from fangwei.register.actions.law_record import record_bundle  # noqa: E402
from fangwei.register.actions.territories import load_divisions  # noqa: E402
from fangwei.register.divisions import hash_of_divisions  # noqa: E402
from fangwei.register.law import book  # noqa: E402
from fangwei.register.models import Territory  # noqa: E402
from fangwei.register.queries.law_record import recorded_bundle, recorded_divisions  # noqa: E402
from fangwei.register.sealed import create_keys  # noqa: E402
from fangwei.settings.keys import read_or_make  # noqa: E402

LEDGER_KEYS = ("pseudonym.key", "sampling.key")
STATIC_STAMP = ".collected"


@dataclass(frozen=True, slots=True)
class Done:
    """What one step of the set-up found or did: `changed` says whether anything is different now."""

    step: str
    changed: bool
    detail: str


class CannotSetUp(Exception):
    """The set-up cannot go on before somebody mends something outside; carries code, message and hint."""

    def __init__(self, code: str, message: str, hint: str) -> None:
        super().__init__(message)
        self.code, self.message, self.hint = code, message, hint


@click.command()
@json_option
def command(as_json: bool) -> None:
    """准备数据库、区划、法规和密钥；不启动服务，可重复运行。 / Prepare database, divisions, law and keys; no server, repeatable."""
    speak()
    begun = time.monotonic()
    try:
        with _alone():
            done = [step() for step in STEPS]
    except CannotSetUp as problem:
        refuse(as_json, problem.code, problem.message, problem.hint)
    seconds = round(time.monotonic() - begun, 1)
    result = {
        "home": str(settings.FANGWEI_HOME),
        "database": connection.vendor,
        "changed": any(one.changed for one in done),
        "steps": [asdict(one) for one in done],
        "law": book().bundle_hash,
        "seconds": seconds,
    }
    say(as_json, result, _told(done, seconds))


def _told(done: list[Done], seconds: float) -> str:
    lines = [f"{'+' if one.changed else '='} {one.detail}" for one in done]
    return "\n".join([*lines, _("Ready after {seconds} s. Next: fangwei up").format(seconds=seconds)])


@contextmanager
def _alone() -> Iterator[None]:
    """Let one set-up at a time work on a data folder; the second one waits."""
    settings.FANGWEI_HOME.mkdir(parents=True, exist_ok=True)
    with (settings.FANGWEI_HOME / "setup.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _folders() -> Done:
    """Make the data folder's parts; what holds personal data is for its owner alone."""
    made = []
    wanted = {settings.FANGWEI_HOME: 0o750, settings.FANGWEI_KEYS: 0o700, settings.FANGWEI_HOME / "law": 0o750}
    wanted[settings.FANGWEI_LEDGER] = 0o750
    if location := settings.STORAGES["evidence"]["OPTIONS"].get("location"):
        wanted[Path(location)] = 0o700
    for folder, mode in wanted.items():
        if not folder.is_dir():
            folder.mkdir(parents=True, mode=mode)
            made.append(folder.name)
    return Done("folders", bool(made), _("Data folder: {home}").format(home=settings.FANGWEI_HOME))


def _keys() -> Done:
    before = {path.name for path in settings.FANGWEI_KEYS.glob("*.key")}
    create_keys(settings.FANGWEI_KEYS)
    for name in LEDGER_KEYS:
        read_or_make(settings.FANGWEI_KEYS / name, create=True)
    # A log that was signed already keeps its key: another one would be another log.
    if not settings.FANGWEI_LEDGER_SIGNER and not (settings.FANGWEI_LEDGER / highest.FILE).exists():
        create_key(settings.FANGWEI_KEYS, name=settings.FANGWEI_LEDGER_NAME)
    present = {path.name for path in settings.FANGWEI_KEYS.glob("*.key")}
    made = len(present - before)
    told = _("Keys: {made} made, {kept} kept. Copy the folder “keys” to a safe place, apart from the database.")
    return Done("keys", made > 0, told.format(made=made, kept=len(before)))


def _database() -> Done:
    try:
        connection.ensure_connection()
    except DatabaseError as problem:
        raise unreachable(problem) from problem
    if connection.vendor == "postgresql":
        _check_encoding()
    executor = MigrationExecutor(connection)
    pending = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if pending:
        try:
            call_command("migrate", verbosity=0, interactive=False)
        except DatabaseError as problem:
            raise CannotSetUp(
                "migration_failed",
                _("The tables could not be brought up to date: {problem}").format(problem=_first_line(problem)),
                _("Restore the backup taken before this upgrade, or ask for help with this message."),
            ) from problem
    told = _("Database: {vendor}, {pending} migrations applied now.")
    return Done("database", pending > 0, told.format(vendor=connection.vendor, pending=pending))


def unreachable(problem: Exception) -> CannotSetUp:
    """Return why the database cannot be used, without the password that the address may hold."""
    named = settings.DATABASES["default"]
    where = f"{named.get('HOST') or 'localhost'}/{named['NAME']}" if connection.vendor != "sqlite" else named["NAME"]
    return CannotSetUp(
        "database_unreachable",
        _("The database {where} cannot be reached: {problem}").format(where=where, problem=_first_line(problem)),
        _("Start it or create it (docs/operate/install.md shows how), or correct DATABASE_URL."),
    )


def _first_line(problem: Exception) -> str:
    return (str(problem).strip().splitlines() or [type(problem).__name__])[0]


def _check_encoding() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_encoding")
        encoding = cursor.fetchone()[0]
    if encoding != "UTF8":
        raise CannotSetUp(
            "database_encoding",
            _("The database’s encoding is {encoding}; Chinese needs UTF8.").format(encoding=encoding),
            "createdb --encoding=UTF8 --locale=C.UTF-8 --template=template0 NAME",
        )


def _guards() -> Done:
    absent = guards.missing(connection)
    if absent:
        guards.install(connection)
    told = _("Append-only guards: {count} put in place.") if absent else _("Append-only guards: all in place.")
    return Done("guards", bool(absent), told.format(count=len(absent)))


def _divisions() -> Done:
    folder = settings.ROOT / "law" / "divisions"
    count = Territory.objects.count()
    changed = not count or recorded_divisions() != hash_of_divisions(folder)
    if changed:
        load_divisions(folder, by=Actor.system(), at=datetime.now(UTC))
        count = Territory.objects.count()
    return Done("divisions", changed, _("Administrative divisions: {count}").format(count=count))


def _law() -> Done:
    bundle = book().bundle_hash
    changed = recorded_bundle() != bundle
    if changed:
        problems = book().problems()
        if problems:
            tongue = language()
            raise CannotSetUp("law_refused", problems[0].message(tongue), problems[0].hint(tongue))
        overlays = sorted(path.name for path in (settings.FANGWEI_HOME / "law").glob("*") if path.is_dir())
        record_bundle(bundle=bundle, overlays=overlays, by=Actor.system(), at=datetime.now(UTC))
    told = _("Law: {rules} rules, bundle {bundle}").format(rules=len(book().rules()), bundle=bundle[:12])
    return Done("law", changed, told)


def static_fingerprint() -> str:
    """Return a hash that changes whenever a file that the pages need has changed."""
    seen = hashlib.sha256()
    files: dict[str, Any] = {}
    for finder in get_finders():
        for name, storage in finder.list([]):
            files.setdefault(name, storage)
    for name in sorted(files):
        stat = Path(files[name].path(name)).stat()
        seen.update(f"{name} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return seen.hexdigest()


def _static() -> Done:
    stamp = Path(settings.STATIC_ROOT) / STATIC_STAMP
    wanted = static_fingerprint()
    changed = not stamp.exists() or stamp.read_text(encoding="ascii") != wanted
    if changed:
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        stamp.write_text(wanted, encoding="ascii")
    told = _("Pages’ files: collected.") if changed else _("Pages’ files: up to date.")
    return Done("static", changed, told)


STEPS: tuple[Callable[[], Done], ...] = (_folders, _keys, _database, _guards, _divisions, _law, _static)
