"""`fangwei law`: ask the law, see its history, check its files, load a territory's overlays. Needs no database."""

import os
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click

from fangwei.cli import json_option, language, refuse, say
from fangwei.engines.calendar import SHANGHAI, Calendar, CalendarMissing
from fangwei.engines.lawbook import (
    Answer,
    Lawbook,
    LawError,
    builtin_folder,
    check_folder,
    install,
    law_paths,
    run_cases,
)
from fangwei.engines.lawbook.cases import CaseResult, read_cases
from fangwei.engines.lawbook.deadlines import read_moment
from fangwei.engines.lawbook.model import Dated, Rule, plain

lang_option = click.option("--lang", type=click.Choice(["zh", "en"]), help="语言。 / Language.")


@click.group()
def command() -> None:
    """查询、解释、检查和装入法规数据。 / Ask, show, check and load the law data."""


@command.command()
@click.argument("rule")
@click.argument("inputs", nargs=-1, metavar="[名称=数值 name=value]...")
@click.option(
    "--on", "on_text", metavar="DATE", help="哪一天的法律，默认今天。 / The law of which day; today by default."
)
@click.option("--territory", metavar="CODE", help="行政区划代码。 / Division code.")
@json_option
@lang_option
def explain(
    rule: str, inputs: tuple[str, ...], on_text: str | None, territory: str | None, as_json: bool, lang: str | None
) -> None:
    """回答一条规则在某日的规定及其理由。 / Answer what a rule says on a day, and why.

    例 / Example: fangwei law explain accident.class deaths=3 serious_injuries=4 --on 2025-03-20
    """
    tongue = lang or language()
    try:
        book = Lawbook.load(law_paths(_home()))
        given = _pairs(inputs)
        on = _day(on_text) if on_text is not None else _default_day(given)
        answer = book.explain(rule, given, on, territory, Calendar(book.workdays()))
    except (LawError, CalendarMissing) as problem:
        refuse(as_json, problem.code, problem.message(tongue), problem.hint(tongue))
    say(as_json, answer.as_json(tongue), _told(answer, tongue))


@command.command()
@click.argument("rule", required=False)
@click.option("--list", "list_all", is_flag=True, help="列出全部规则。 / List all rules.")
@click.option("--area", metavar="AREA", help="只列一类，如 hazard。 / Only one area, such as hazard.")
@json_option
@lang_option
def show(rule: str | None, list_all: bool, area: str | None, as_json: bool, lang: str | None) -> None:
    """按日期列出一条规则的历史，或列出规则。 / Show a rule's history by date, or list the rules."""
    tongue = lang or language()
    try:
        book = Lawbook.load(law_paths(_home()))
        if rule is None or list_all or area:
            names = [name for name in book.rules() if area is None or name.split(".")[0] == area]
            rows = [_row(book.rule(name), tongue) for name in names]
            lines = "\n".join(f"{row['rule']:<44} {row['kind']:<9} {row['unit']:<13} {row['title']}" for row in rows)
            say(as_json, {"rules": rows, "bundle": book.bundle_hash}, lines)
            return
        entry = book.rule(rule)
        history = [_line(None, dated, tongue) for dated in entry.values]
        history += [_line(over.territory, dated, tongue) for over in book.overlays_of(rule) for dated in over.values]
    except LawError as problem:
        refuse(as_json, problem.code, problem.message(tongue), problem.hint(tongue))
    result = {**_row(entry, tongue), "history": sorted(history, key=lambda line: str(line["from"]))}
    say(as_json, result, _history(result, tongue))


@command.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@json_option
@lang_option
def check(folder: Path | None, as_json: bool, lang: str | None) -> None:
    """检查法规文件和案例；有问题时退出码为 1。 / Check law files and run the cases; exit 1 when something is wrong."""
    tongue = lang or language()
    try:
        book, problems = check_folder(folder or builtin_folder())
        cases = read_cases(folder or builtin_folder())
        results = [] if problems else run_cases(book, Calendar(book.workdays()), cases)
    except LawError as problem:
        if problem.code == "file.missing_folder":
            refuse(as_json, problem.code, problem.message(tongue), problem.hint(tongue))
        book, problems, results = None, [problem], []
    failed = [result for result in results if not result.passed]
    listed = [problem.as_json(tongue) for problem in problems] + [_failure(result, tongue) for result in failed]
    summary = {
        "ok": not listed,
        "rules": len(book.rules()) if book else 0,
        "cases": len(results),
        "problems": listed,
        "bundle": book.bundle_hash if book else None,
    }
    words = [f"{item['message']} {item['hint']}".strip() for item in listed]
    told = (
        "规则 {rules} 条，案例 {cases} 个，问题 {n} 个。"
        if tongue == "zh"
        else "{rules} rules, {cases} cases, {n} problems."
    )
    say(as_json, summary, "\n".join([*words, told.format(n=len(listed), **summary)]))
    if listed:
        raise SystemExit(1)


@command.command()
@click.argument("folder", type=click.Path(path_type=Path))
@json_option
@lang_option
def load(folder: Path, as_json: bool, lang: str | None) -> None:
    """校验并装入一个本地规定的文件夹。 / Check a folder of local overlays and install it."""
    tongue = lang or language()
    try:
        digest = install(folder, _home())
    except LawError as problem:
        refuse(as_json, problem.code, problem.message(tongue), problem.hint(tongue))
    name = folder.resolve().name
    told = f"已装入 {name}，法规数据哈希 {digest}" if tongue == "zh" else f"Loaded {name}; law bundle {digest}"
    say(as_json, {"loaded": name, "bundle": digest}, told)


def _home() -> Path:
    return Path(os.environ.get("FANGWEI_HOME") or ".fangwei")


def _pairs(inputs: tuple[str, ...]) -> dict[str, object]:
    """`name=value` words as a mapping.

    Raises: LawError `input.malformed`, `input.repeated`.
    """
    given: dict[str, object] = {}
    for text in inputs:
        name, sign, value = text.partition("=")
        if not sign or not name.strip():
            raise LawError("input.malformed", {"text": text[:60]})
        if name.strip() in given:
            raise LawError("input.repeated", {"name": name.strip()})
        given[name.strip()] = value.strip()
    return given


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError as problem:
        raise LawError("law.bad_date", {"text": text[:40]}) from problem


def _default_day(given: dict[str, object]) -> date:
    """A deadline asks the law of the day it starts; anything else the law of today."""
    if given.get("from"):
        start = read_moment(given["from"])
        return start.astimezone(SHANGHAI).date() if isinstance(start, datetime) else start
    return datetime.now(UTC).astimezone(SHANGHAI).date()


def _told(answer: Answer, lang: str) -> str:
    label = f" ({answer.label.render(lang)})" if answer.label else ""
    return "\n".join(
        [f"{answer.rule}: {plain(answer.value)}{label}", *(f"  - {line}" for line in answer.reasons(lang))]
    )


def _row(rule: Rule, lang: str) -> dict[str, Any]:
    return {
        "rule": rule.id,
        "kind": rule.kind,
        "unit": rule.unit,
        "title": rule.title.render(lang),
        "overlay": "none" if rule.overlay is None else f"{rule.overlay.how} ({', '.join(rule.overlay.by)})",
        "inputs": [one.name for one in rule.inputs],
    }


def _line(territory: str | None, dated: Dated, lang: str) -> dict[str, Any]:
    return {
        "from": dated.valid_from.isoformat(),
        "to": dated.valid_to.isoformat() if dated.valid_to else None,
        "territory": territory,
        "value": plain(dated.value),
        "citation": dated.citation.text.render(lang),
        "status": dated.status,
        "last_checked": dated.last_checked.isoformat(),
    }


def _history(result: dict[str, Any], lang: str) -> str:
    lines = [f"{result['rule']}  {result['title']}  [{result['kind']}, {result['unit']}]  overlay: {result['overlay']}"]
    for line in result["history"]:
        where = f" @{line['territory']}" if line["territory"] else ""
        value = line["value"]
        rows = value if isinstance(value, list) and value and isinstance(value[0], dict) else []
        shown = "" if rows else f" {value}"
        lines.append(f"  {line['from']}..{line['to'] or ''}{where}:{shown}  {line['citation']}  ({line['status']})")
        lines += [f"    - {_shown(row, lang)}" for row in rows]
    return "\n".join(lines)


def _shown(row: dict[str, Any], lang: str) -> str:
    """One band or row as a line: its words first, then what it asks for."""
    named = row.get("label") or row
    words = str(named.get(lang) or named.get("name") or "")
    marks = [*row.get("at_least", {}).items()]
    asked = [f"{name} >= {limit}" if limit is not True else name for name, limit in marks]
    asked += [f"{name} = {wanted}" for name, wanted in row.get("when", {}).items()]
    hidden = {"label", "at_least", "when", "zh", "en", "citation", "citation_en", "name"}
    rest = [f"{name}={plain(value)}" for name, value in row.items() if name not in hidden]
    return "  ".join(part for part in (words, " | ".join(asked), " ".join(rest)) if part)


def _failure(result: CaseResult, lang: str) -> dict[str, str]:
    expected = result.case.refused if result.case.refused is not None else plain(result.case.verdict)
    problem = LawError(
        "case.differs",
        {"file": result.case.label, "rule": result.case.rule, "expected": str(expected), "found": str(result.found)},
    )
    return problem.as_json(lang)
