"""`fangwei up`: serve the pages and, unless told otherwise, sweep every minute."""

import fcntl
import json
import os
import socket
import sys
import threading
from importlib import import_module
from typing import Any

import click

from fangwei.cli import refuse, speak, start_django

start_django()

from django.conf import settings  # noqa: E402 Django is loaded above
from django.db import DatabaseError, connection, connections  # noqa: E402
from django.db.migrations.executor import MigrationExecutor  # noqa: E402
from django.utils.translation import gettext as _  # noqa: E402
from gunicorn.app.base import BaseApplication  # noqa: E402

from fangwei.cli import posting, sequencing  # noqa: E402
from fangwei.cli.collector import settle  # noqa: E402
from fangwei.cli.operate import unreachable  # noqa: E402
from fangwei.cli.sweep import tick  # noqa: E402

TICK_SECONDS = 60
GRACE_SECONDS = 15


@click.command()
@click.option(
    "--host", default="127.0.0.1", help="监听地址，默认只限本机。 / Address to listen on, by default loopback only."
)
@click.option("--port", type=click.IntRange(1, 65535), default=8000, help="端口。 / Port.")
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    default=None,
    help="进程数，SQLite 默认 1，PostgreSQL 默认 2。 / Processes; 1 on SQLite, 2 on PostgreSQL.",
)
@click.option("--threads", type=click.IntRange(min=1), default=8, help="每个进程的线程数。 / Threads a process.")
@click.option(
    "--no-tick",
    is_flag=True,
    help="只提供页面；定时处理另由 fangwei sweep --every 60 运行。 / Pages only; another process runs sweep --every 60.",
)
@click.option("--json", "as_json", is_flag=True, help="启动后输出一行 JSON。 / Print one line of JSON once it serves.")
def command(host: str, port: int, workers: int | None, threads: int, no_tick: bool, as_json: bool) -> None:
    """启动服务，直到按 Ctrl-C 停止。 / Serve until stopped with Ctrl-C."""
    speak()
    _check_port(host, port, as_json)
    _check_set_up(as_json)
    count = workers or (1 if connection.vendor == "sqlite" else 2)
    connections.close_all()
    options = {
        "bind": f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
        "workers": count,
        "threads": threads,
        "worker_class": "gthread",
        # Read once and shared by every worker until one of them writes there; a database connection is never shared.
        "preload_app": True,
        "pre_fork": _share_memory,
        "graceful_timeout": GRACE_SECONDS,
        "timeout": 120,
        "loglevel": "warning",
        "proc_name": "fangwei",
        # Its default would put a socket into somebody's home folder.
        "control_socket_disable": True,
        "when_ready": _Announcement(host, port, ticks=not no_tick, as_json=as_json),
    }
    if not no_tick:
        options |= {"post_worker_init": _start_ticking, "worker_exit": _stop_ticking}
    _Server(options).run()


def _share_memory(server: Any, worker: Any) -> None:
    connections.close_all()
    settle()


class _Server(BaseApplication):
    """Gunicorn with our settings and none of anybody's configuration files."""

    def __init__(self, options: dict[str, Any]) -> None:
        self._options = options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        return import_module("fangwei.wsgi").application


def _check_port(host: str, port: int, as_json: bool) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as problem:
            told = _("Port {port} on {host} cannot be used: {problem}.")
            reason = problem.strerror or str(problem)
            hint = _("Choose another one: fangwei up --port {other}").format(other=port % 65535 + 1)
            refuse(as_json, "port_busy", told.format(port=port, host=host, problem=reason), hint)


def _check_set_up(as_json: bool) -> None:
    try:
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as problem:
        refused = unreachable(problem)
        refuse(as_json, refused.code, refused.message, refused.hint)
    if pending:
        refuse(as_json, "not_set_up", _("The database has not been set up for this version."), _("Run: fangwei setup"))


class _Announcement:
    """Says where the pages are, once the socket listens."""

    def __init__(self, host: str, port: int, *, ticks: bool, as_json: bool) -> None:
        shown = f"[{host}]" if ":" in host else host
        self._url, self._ticks, self._as_json = f"http://{shown}:{port}/", ticks, as_json

    # Gunicorn counts the arguments that a hook names.
    def __call__(self, server: Any) -> None:
        if self._as_json:
            told = {"url": self._url, "pid": os.getpid(), "tick": self._ticks, "demo": settings.FANGWEI_DEMO}
            sys.stdout.write(json.dumps(told) + "\n")
        else:
            sys.stdout.write(_("Fangwei serves at {url} — stop it with Ctrl-C.").format(url=self._url) + "\n")
        sys.stdout.flush()


_stop = threading.Event()


def _start_ticking(worker: Any) -> None:
    _stop.clear()
    threading.Thread(target=_tick_alone, name="ticker", daemon=True).start()


def _tick_alone() -> None:
    """Sweep in one of the machine's processes: whoever holds the lock ticks, the others wait to take over."""
    with (settings.FANGWEI_HOME / "tick.lock").open("w") as lock:
        while not _stop.is_set():
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                _stop.wait(TICK_SECONDS)
            else:
                sequencing.start(_stop)
                posting.start(_stop)
                tick(TICK_SECONDS, _stop)


def _stop_ticking(server: Any, worker: Any) -> None:
    _stop.set()
