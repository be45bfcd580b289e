"""Checks of the database itself: reachable, up to date, guarded, durable, able to hold Chinese."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from fangwei.cli.checks.finding import Finding, error, warning
from fangwei.cli.operate import unreachable
from fangwei.ledger import guards
from fangwei.register.law import book
from fangwei.register.models import Territory
from fangwei.register.queries.law_record import recorded_bundle

_LEAST_DIVISIONS = 40_000
_BIG_FILE = 4 * 1024**3
_OLDEST_POSTGRESQL = 140_000
_FULL_SYNC = 2


def reachable(at: datetime) -> Iterator[Finding]:
    """Find whether the database answers at all."""
    try:
        connection.ensure_connection()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as problem:
        refused = unreachable(problem)
        yield error("database", refused.message, refused.hint)


def _migrations(at: datetime) -> Iterator[Finding]:
    executor = MigrationExecutor(connection)
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if pending:
        told = _("{count} migrations have not been applied.").format(count=len(pending))
        yield error("migrations", told, _("Run: fangwei setup"))


def _guards(at: datetime) -> Iterator[Finding]:
    absent = guards.missing(connection)
    if absent:
        told = _("Append-only guards are missing: {names}").format(names=", ".join(absent))
        yield error("guards", told, _("Find out who removed them; then run: fangwei setup"))


def _pragma(name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {name}")
        return str(cursor.fetchone()[0])


def _sqlite(at: datetime) -> Iterator[Finding]:
    if connection.vendor != "sqlite":
        return
    if _pragma("journal_mode") not in {"wal", "memory"}:
        yield error("journal", _("SQLite does not keep a write-ahead log: readers would block writers."))
    if int(_pragma("synchronous")) < _FULL_SYNC:
        yield error("durability", _("SQLite does not wait for the disk: a power cut may lose receipts already given."))
    if int(_pragma("foreign_keys")) != 1:
        yield error("foreign_keys", _("SQLite does not check foreign keys."))
    path = Path(str(connection.settings_dict["NAME"]))
    if path.is_file() and path.stat().st_size < _BIG_FILE and _pragma("quick_check(1)") != "ok":
        yield error("damage", _("The database file is damaged."), _("Stop the server and restore the latest backup."))


def _postgresql(at: datetime) -> Iterator[Finding]:
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_encoding'), current_setting('server_version_num')::int")
        encoding, version = cursor.fetchone()
        cursor.execute(
            "SELECT datctype, datcollate FROM pg_database WHERE datname = current_database()",
        )
        kinds = cursor.fetchone()
        cursor.execute("SELECT current_setting('fsync'), current_setting('synchronous_commit')")
        durable = cursor.fetchone()
    hint = "createdb --encoding=UTF8 --locale=C.UTF-8 --template=template0 NAME"
    if encoding != "UTF8":
        yield error(
            "encoding", _("The database’s encoding is {encoding}; Chinese needs UTF8.").format(encoding=encoding), hint
        )
    if "UTF" not in kinds[0].upper():
        told = _("The database’s character type is {kind}: Chinese is not searched or sorted rightly.")
        yield error("character_type", told.format(kind=kinds[0]), hint)
    if version < _OLDEST_POSTGRESQL:
        yield warning("version", _("This PostgreSQL is older than 14."), _("Upgrade it."))
    if durable[0] != "on" or durable[1] == "off":
        yield error(
            "durability", _("PostgreSQL does not wait for the disk: a power cut may lose receipts already given.")
        )


def _divisions(at: datetime) -> Iterator[Finding]:
    count = Territory.objects.count()
    if count < _LEAST_DIVISIONS:
        told = _("Only {count} administrative divisions are registered.").format(count=count)
        yield error("divisions", told, _("Run: fangwei setup"))


def _law_recorded(at: datetime) -> Iterator[Finding]:
    if recorded_bundle() != book().bundle_hash:
        told = _("The law files have changed since they were last recorded in the ledger.")
        yield warning("law_recorded", told, _("Run: fangwei setup"))


DATABASE_CHECKS: tuple[Callable[[datetime], Iterator[Finding]], ...] = (
    _migrations,
    _guards,
    _sqlite,
    _postgresql,
    _divisions,
    _law_recorded,
)
