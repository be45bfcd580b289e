"""Checks that need no database: settings, keys, folders, disk, texts, evidence store, law."""

import shutil
import stat
from collections.abc import Callable, Iterator
from datetime import datetime
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import storages
from django.utils.translation import gettext as _

from fangwei.cli import language
from fangwei.cli.checks.finding import Finding, error, warning
from fangwei.cli.operate import LEDGER_KEYS, STATIC_STAMP
from fangwei.register.law import book, calendar
from fangwei.register.sealed import DIGEST_KEY, SEAL_KEY

_KEYS = ("django.key", SEAL_KEY, DIGEST_KEY, *LEDGER_KEYS)
_SCARCE = 2 * 1024**3
_FULL = 256 * 1024**2
_TRIAL = "doctor-trial"


def _settings(at: datetime) -> Iterator[Finding]:
    if settings.DEBUG:
        yield error("debug", _("FANGWEI_DEBUG is on: visitors see code and settings."), _("Unset FANGWEI_DEBUG."))
    if settings.FANGWEI_DEMO:
        hint = _("Never on a system with real data; then unset FANGWEI_DEMO and remove the file “demo”.")
        yield warning("demo", _("Demo mode is on: anyone signs in as anyone."), hint)
    if settings.TIME_ZONE != "Asia/Shanghai" or not settings.USE_TZ:
        yield error("time_zone", _("The time zone is not Asia/Shanghai: deadlines would end at the wrong hour."))
    if "*" in settings.ALLOWED_HOSTS:
        yield warning("hosts", _("FANGWEI_HOSTS allows every name."), _("Name the hosts that this server answers to."))


def _keys(at: datetime) -> Iterator[Finding]:
    folder = settings.FANGWEI_KEYS
    for name in _KEYS:
        path = folder / name
        if not path.is_file():
            told = _("The key {name} is missing.").format(name=name)
            hint = _("Restore the folder “keys” from its copy; only for a new, empty system run: fangwei setup")
            yield error("keys", told, hint)
        elif stat.S_IMODE(path.stat().st_mode) & 0o077:
            told = _("The key {name} can be read by others.").format(name=name)
            yield error("keys", told, f"chmod 600 {path}")
    if folder.is_dir() and stat.S_IMODE(folder.stat().st_mode) & 0o077:
        yield warning("keys", _("The folder of the keys can be opened by others."), f"chmod 700 {folder}")


def _disk(at: datetime) -> Iterator[Finding]:
    free = shutil.disk_usage(settings.FANGWEI_HOME).free
    told = _("{free} MB are free on the disk of the data folder.").format(free=free // 1024**2)
    hint = _("Make room before receipts can no longer be kept.")
    if free < _FULL:
        yield error("disk", told, hint)
    elif free < _SCARCE:
        yield warning("disk", told, hint)


def _evidence(at: datetime) -> Iterator[Finding]:
    store = storages["evidence"]
    try:
        name = store.save(_TRIAL, File(BytesIO(b"trial")))
        with store.open(name) as file:
            whole = file.read() == b"trial"
        store.delete(name)
    except Exception as problem:
        # A foreign store may fail in any way of its own; each of them means that photos are lost.
        told = _("Evidence cannot be stored: {problem}").format(problem=problem)
        yield error("evidence_store", told, _("Check FANGWEI_EVIDENCE_BACKEND, its options and permissions."))
        return
    if not whole:
        yield error("evidence_store", _("The evidence store gives back something else than it was given."))


def _texts(at: datetime) -> Iterator[Finding]:
    folder = settings.LOCALE_PATHS[0]
    if not (folder / "zh_Hans" / "LC_MESSAGES" / "django.mo").is_file():
        yield warning("texts", _("The Chinese texts are not compiled."), "make install")
    if not (Path(settings.STATIC_ROOT) / STATIC_STAMP).is_file():
        yield error("static", _("The pages’ files have not been collected."), _("Run: fangwei setup"))


def _law(at: datetime) -> Iterator[Finding]:
    tongue = language()
    for problem in book().problems():
        yield error("law", problem.message(tongue), problem.hint(tongue))


def _calendar(at: datetime) -> Iterator[Finding]:
    held = calendar().years
    hint = _("Load the calendar once the General Office has published it (docs/operate/install.md).")
    if at.year not in held:
        told = _("There is no working-day calendar for {year}: working days cannot be counted.")
        yield error("calendar", told.format(year=at.year), hint)
    if at.year + 1 not in held:
        told = _("There is no working-day calendar for {year} yet: periods that reach into it cannot be counted.")
        yield warning("calendar", told.format(year=at.year + 1), hint)


MACHINE_CHECKS: tuple[Callable[[datetime], Iterator[Finding]], ...] = (
    _settings,
    _keys,
    _disk,
    _evidence,
    _texts,
    _law,
    _calendar,
)
