"""`fangwei doctor`: look whether the installation is as it should be; changes nothing but a trial file it takes away again."""

import sys
from dataclasses import asdict
from datetime import UTC, datetime

import click

from fangwei.cli import json_option, say, speak, start_django

start_django()

from django.db import DatabaseError  # noqa: E402 Django is loaded above
from django.utils.translation import gettext as _  # noqa: E402

from fangwei.cli.checks.database import DATABASE_CHECKS, reachable  # noqa: E402
from fangwei.cli.checks.finding import ERROR, Finding, error  # noqa: E402
from fangwei.cli.checks.log import LOG_CHECKS  # noqa: E402
from fangwei.cli.checks.machine import MACHINE_CHECKS  # noqa: E402
from fangwei.cli.checks.outgoing import OUTGOING_CHECKS  # noqa: E402
from fangwei.cli.checks.work import WORK_CHECKS  # noqa: E402


def examine(at: datetime) -> tuple[int, list[Finding]]:
    """Return how many checks were made and what they found; without a database only those that need none are made."""
    checks = [*MACHINE_CHECKS]
    findings = list(reachable(at))
    if not findings:
        checks += [*DATABASE_CHECKS, *LOG_CHECKS, *WORK_CHECKS, *OUTGOING_CHECKS]
    for check in checks:
        try:
            findings += check(at)
        except DatabaseError as problem:
            name = check.__name__.removeprefix("_")
            told = _("The check “{name}” could not be made: {problem}")
            first = str(problem).strip().splitlines()[0]
            findings.append(error(name, told.format(name=name, problem=first), _("Run: fangwei setup")))
    return len(checks) + 1, findings


@click.command()
@json_option
def command(as_json: bool) -> None:
    """检查安装是否完好；有错误时退出码为 1。 / Check that the installation is sound; exit 1 when there is an error."""
    speak()
    count, findings = examine(datetime.now(UTC))
    sound = not any(one.severity == ERROR for one in findings)
    lines = [f"{one.mark} {one.check}: {one.message} {one.hint}".rstrip() for one in findings]
    summary = _("{count} checks, {errors} errors, {warnings} warnings.").format(
        count=count,
        errors=sum(one.severity == ERROR for one in findings),
        warnings=sum(one.severity != ERROR for one in findings),
    )
    result = {"ok": sound, "checks": count, "findings": [asdict(one) for one in findings]}
    say(as_json, result, "\n".join([*lines, summary]))
    sys.exit(0 if sound else 1)
