"""The database's own guards: facts and the log are append-only, payloads leave only under a logged erasure.

Re-installed by `fangwei setup` after every migration, because a SQLite table rebuild drops triggers without a word. They are
defence in depth: whoever owns the database can drop them, which is what the log is for.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

_MESSAGE = "append-only: facts are never changed or deleted"
_GUARDS = {
    "guard_fact_update": ("ledger_fact", "UPDATE", ""),
    "guard_fact_delete": ("ledger_fact", "DELETE", ""),
    "guard_payload_update": ("ledger_factpayload", "UPDATE", ""),
    "guard_payload_delete": (
        "ledger_factpayload",
        "DELETE",
        "NOT EXISTS (SELECT 1 FROM ledger_erasure WHERE fact_id = OLD.fact_id)",
    ),
    "guard_erasure_update": ("ledger_erasure", "UPDATE", ""),
    "guard_erasure_delete": ("ledger_erasure", "DELETE", ""),
    "guard_entry_update": ("ledger_logentry", "UPDATE", ""),
    "guard_entry_delete": ("ledger_logentry", "DELETE", ""),
    "guard_checkpoint_delete": ("ledger_checkpoint", "DELETE", ""),
    "guard_timegap_update": ("ledger_timegap", "UPDATE", ""),
    "guard_timegap_delete": ("ledger_timegap", "DELETE", ""),
    "guard_cosignature_update": ("ledger_cosignature", "UPDATE", ""),
    "guard_cosignature_delete": ("ledger_cosignature", "DELETE", ""),
}
_TABLES = tuple(dict.fromkeys(table for table, _event, _when in _GUARDS.values()))


def _sqlite_statements() -> list[str]:
    return [
        f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE {event} ON {table} "
        + (f"WHEN {when} " if when else "")
        + f"BEGIN SELECT RAISE(ABORT, '{_MESSAGE}'); END"
        for name, (table, event, when) in _GUARDS.items()
    ]


def _postgresql_statements() -> list[str]:
    function = (
        "CREATE OR REPLACE FUNCTION ledger_refuse() RETURNS trigger AS $$ "
        f"BEGIN RAISE EXCEPTION '{_MESSAGE}' USING ERRCODE = 'restrict_violation'; END $$ LANGUAGE plpgsql"
    )
    # A subquery is not allowed in a trigger's WHEN, so the payload's guard looks the licence up itself.
    licence = (
        "CREATE OR REPLACE FUNCTION ledger_refuse_unlicensed() RETURNS trigger AS $$ BEGIN "
        "IF NOT EXISTS (SELECT 1 FROM ledger_erasure WHERE fact_id = OLD.fact_id) THEN "
        f"RAISE EXCEPTION '{_MESSAGE}' USING ERRCODE = 'restrict_violation'; END IF; RETURN OLD; END $$ LANGUAGE plpgsql"
    )
    statements = [function, licence]
    for name, (table, event, when) in _GUARDS.items():
        refuse = "ledger_refuse_unlicensed" if when else "ledger_refuse"
        statements.append(
            f"CREATE OR REPLACE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {refuse}()"
        )
    statements += [
        f"CREATE OR REPLACE TRIGGER guard_{table}_truncate BEFORE TRUNCATE ON {table} EXECUTE FUNCTION ledger_refuse()"
        for table in _TABLES
    ]
    return statements


def install(connection: BaseDatabaseWrapper) -> None:
    """Install every guard on this database; harmless when they are there already."""
    statements = _sqlite_statements() if connection.vendor == "sqlite" else _postgresql_statements()
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Remove every guard: for the emptying of a test database, and for nothing else."""
    with connection.cursor() as cursor:
        for name, (table, _event, _when) in _GUARDS.items():
            suffix = "" if connection.vendor == "sqlite" else f" ON {table}"
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{suffix}")
        if connection.vendor != "sqlite":
            for table in _TABLES:
                cursor.execute(f"DROP TRIGGER IF EXISTS guard_{table}_truncate ON {table}")


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the names of guards that are not installed, for the doctor and the tests."""
    expected = set(_GUARDS)
    if connection.vendor == "sqlite":
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    else:
        query = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
        expected |= {f"guard_{table}_truncate" for table in _TABLES}
    with connection.cursor() as cursor:
        cursor.execute(query)
        found = {row[0] for row in cursor.fetchall()}
    return sorted(expected - found)
