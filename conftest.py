"""The strict test room: its own data folder, real database files, guarded tables, no network, GETs that only read."""

import ipaddress
import os
import re
import shutil
import socket
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client, TransactionTestCase
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis

if settings.configured:
    raise pytest.UsageError(
        "Unset DJANGO_SETTINGS_MODULE: the tests choose their own data folder before settings load."
    )

HOME = Path(tempfile.mkdtemp(prefix="fangwei-test-"))
os.environ.update(FANGWEI_HOME=str(HOME), DJANGO_SETTINGS_MODULE="fangwei.settings")
for name in ("FANGWEI_DEMO", "FANGWEI_DEBUG", "FANGWEI_LANG"):
    os.environ.pop(name, None)
database = settings.DATABASES["default"]
# Left in place it would load the settings of xdist's workers before they have a folder of their own.
del os.environ["DJANGO_SETTINGS_MODULE"]

if database["ENGINE"].endswith("sqlite3"):
    # A file, not memory: threads get connections of their own and locks are real. No disk is waited for.
    database.setdefault("TEST", {})["NAME"] = str(HOME / "test.sqlite3")
    database["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
else:
    database["CONN_MAX_AGE"] = 0
settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# A busy machine is no defect of ours: examples are counted, not timed.
hypothesis.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis.load_profile("house")


def pytest_unconfigure() -> None:
    shutil.rmtree(HOME, ignore_errors=True)


# ---- append-only guards --------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Make the test database as pytest-django does, then guard it as `fangwei setup` does."""
    from fangwei.ledger import guards

    connection = connections["default"]
    with django_db_blocker.unblock():
        if "ledger_fact" in connection.introspection.table_names():  # else a migration is being rewritten just now
            guards.install(connection)


_flush = TransactionTestCase._fixture_teardown


def _flush_under_guards(case: TransactionTestCase) -> None:
    """Empty the database after a test with real transactions, which the append-only guards would refuse."""
    from fangwei.ledger import guards

    connection = connections["default"]
    guarded = not guards.missing(connection)
    if guarded:
        guards.remove(connection)
    try:
        _flush(case)
    finally:
        if guarded:
            guards.install(connection)


TransactionTestCase._fixture_teardown = _flush_under_guards


@pytest.fixture(autouse=True)
def _own_ledger(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give each test a store of signed checkpoints of its own: the last test's log is rolled back, its store is not."""
    monkeypatch.setattr(settings, "FANGWEI_LEDGER", HOME / "ledgers" / uuid4().hex)


# ---- GETs only read ------------------------------------------------------------------------------------------------

WRITES = re.compile(
    r'\s*(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|UPDATE|DELETE\s+FROM|REPLACE\s+INTO|TRUNCATE(?:\s+TABLE)?)\s+"?(\w+)', re.I
)
_request = Client.request


@pytest.fixture(autouse=True)
def _gets_only_read(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse each write that a GET of the test client makes, except to the session and what the test names."""
    marker = request.node.get_closest_marker("get_may_write")
    allowed = {"django_session", *(marker.args if marker else ())}

    def refuse(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        written = WRITES.match(sql)
        if written and written[1] not in allowed:
            raise AssertionError(f"a GET wrote to {written[1]}: {sql[:200]}")
        return execute(sql, params, many, context)

    def guarded(client: Client, **environ: Any) -> Any:
        if environ.get("REQUEST_METHOD") not in {"GET", "HEAD"}:
            return _request(client, **environ)
        with connections["default"].execute_wrapper(refuse):
            return _request(client, **environ)

    monkeypatch.setattr(Client, "request", guarded)


# ---- no network ----------------------------------------------------------------------------------------------------


def _is_local(address: Any) -> bool:
    if not isinstance(address, tuple):
        return True
    host = address[0]
    if host in {"", "localhost"}:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> Iterator[None]:
    """Refuse each connection that leaves this machine."""
    with pytest.MonkeyPatch.context() as patch:
        for method in ("connect", "connect_ex"):
            real = getattr(socket.socket, method)

            def guarded(self: socket.socket, address: Any, real: Callable[..., Any] = real) -> Any:
                if not _is_local(address):
                    raise AssertionError(f"a test reached for the network: {address!r}")
                return real(self, address)

            patch.setattr(socket.socket, method, guarded)
        yield


# ---- the shared sample data ----------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of sample data beside the repository, chosen by FANGWEI_SHARED; without it the test skips, loudly."""
    folder = Path(os.environ.get("FANGWEI_SHARED", Path(__file__).resolve().parent.parent / "shared"))
    if not (folder / "data").is_dir():
        pytest.skip(f"no sample data at {folder}: set FANGWEI_SHARED")
    return folder
