"""The book itself: folders in, answers out."""

import copy
import difflib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from fangwei.engines.lawbook import deadlines, overlays
from fangwei.engines.lawbook.calendars import YearTable, read_years
from fangwei.engines.lawbook.deadlines import Counter
from fangwei.engines.lawbook.errors import LawError
from fangwei.engines.lawbook.files import Folder, LawFile, bundle_hash, read_folder
from fangwei.engines.lawbook.industries import Industry, IndustryTable
from fangwei.engines.lawbook.inputs import read_inputs, shown_inputs
from fangwei.engines.lawbook.lookup import LookupTable, read_question
from fangwei.engines.lawbook.model import Answer, Dated, LegalPeriod, Overlay, Rule, Source, Step, Text, Value
from fangwei.engines.lawbook.schema import fold_territory, read_overlay, read_rule, read_source
from fangwei.engines.lawbook.tables import decide
from fangwei.engines.lawbook.texts import unit_word

DEADLINE = "period.deadline"


class Lawbook:
    """All rules of a deployment: the project's law and, on top of it, the overlays of territories.

    A rule's file is read when the rule is first asked for, and then kept; the book never changes once loaded.
    """

    def __init__(self, folders: Sequence[Folder]) -> None:
        self.folders = tuple(folders)
        self.bundle_hash = bundle_hash(folders)
        self._files: dict[str, dict[str, list[LawFile]]] = {"rule": {}, "overlays": {}, "source": {}, "calendar": {}}
        for folder in folders:
            for file in folder.files:
                self._files[file.head].setdefault(file.name, []).append(file)
        self._rules: dict[str, tuple[Rule, tuple[Overlay, ...]]] = {}
        self._sources: dict[str, Source] = {}

    @classmethod
    def load(cls, paths: Sequence[Path]) -> "Lawbook":
        """Read the folders, the project's law first, then bundles of overlays.

        Raises: LawError `file.missing_folder`.
        """
        return cls([read_folder(Path(path)) for path in paths])

    # -- what the book holds -------------------------------------------------------------------------------------

    def rules(self) -> list[str]:
        """The names of all rules, in order."""
        return sorted(self._files["rule"])

    def rule(self, name: str) -> Rule:
        """One rule with its history.

        Raises: LawError `law.unknown_rule` with near names, or `schema.*` when its file is refused.
        """
        return self._entry(name)[0]

    def overlays_of(self, name: str) -> tuple[Overlay, ...]:
        """What territories say about a rule, farthest first."""
        return self._entry(name)[1]

    def source(self, name: str) -> Source | None:
        """A registered source, or None."""
        if name not in self._sources:
            files = self._files["source"].get(name)
            if files is None:
                return None
            self._sources[name] = read_source(files[0].parse(), files[0].label)
        return self._sources[name]

    def _entry(self, name: str) -> tuple[Rule, tuple[Overlay, ...]]:
        entry = self._rules.get(name)
        if entry is None:
            files = self._files["rule"].get(name)
            if files is None:
                near = difflib.get_close_matches(name, [*self.rules(), DEADLINE], n=4, cutoff=0.4)
                raise LawError("law.unknown_rule", {"rule": name[:80], "near": tuple(near) or "—"})
            if len(files) > 1:
                raise LawError("file.duplicate", {"file": files[1].label, "id": name, "other": files[0].label})
            rule = read_rule(files[0].parse(), files[0].label, self.source)
            over = [
                read_overlay(file.parse(), file.label, rule, self.source)
                for file in self._files["overlays"].get(name, [])
            ]
            ordered = overlays.order(over)
            overlays.check(rule, ordered)
            entry = self._rules[name] = (rule, ordered)
        return entry

    def problems(self) -> list[LawError]:
        """Everything the schema refuses in any file; an empty list means the law is sound."""
        found = [LawError("file.no_head", {"file": label}) for folder in self.folders for label in folder.headless]
        for name in self.rules():
            found += _problem(lambda name=name: self._entry(name))
        for name, files in self._files["source"].items():
            if len(files) > 1:
                found.append(LawError("file.duplicate", {"file": files[1].label, "id": name, "other": files[0].label}))
            found += _problem(lambda name=name: self.source(name))
        for name, files in self._files["overlays"].items():
            if name not in self._files["rule"]:
                found.append(LawError("overlay.unknown_rule", {"file": files[0].label, "rule": name}))
        found += _problem(self.workdays) + _problem(lambda: self.industries)
        return found

    # -- what it answers -----------------------------------------------------------------------------------------

    def value(self, rule: str, on: date, territory: str | None = None) -> Value:
        """What a rule says on a day in a territory; the nearest level that says something is heard.

        Raises: LawError `law.unknown_rule`, `law.before_rule`, `law.not_in_force`, `law.no_value`.
        """
        entry, dated, overlay = self._dated(rule, on, territory)
        return Value(
            rule=rule,
            value=copy.deepcopy(dated.value) if isinstance(dated.value, list | dict) else dated.value,
            unit=entry.unit,
            citation=dated.citation.text.zh,
            citation_en=dated.citation.text.en,
            status=dated.status,
            since=dated.valid_from,
            until=dated.valid_to,
            last_checked=dated.last_checked,
            overlay=overlay,
            title=entry.title,
            note=dated.note or entry.note,
        )

    def period(self, rule: str, on: date, territory: str | None = None) -> LegalPeriod:
        """A period as it stands on a day, ready to be counted.

        Raises: LawError `law.not_a_period` and those of `value`.
        """
        entry, dated, _ = self._dated(rule, on, territory)
        return deadlines.period_of(entry, dated)

    def explain(
        self,
        rule: str,
        inputs: Mapping[str, object],
        on: date,
        territory: str | None = None,
        calendar: Counter | None = None,
    ) -> Answer:
        """Answer a question and say why: a table's verdict, a value, or (with `from=` and a calendar) a deadline.

        Raises: LawError `input.*`, `table.no_row` and those of `value`.
        """
        if rule == DEADLINE or ("from" in inputs and calendar is not None):
            name, start = deadlines.read_question(rule, inputs, DEADLINE)
            if calendar is None:
                raise LawError("law.missing_argument", {"name": "calendar", "example": deadlines.EXAMPLE})
            answer = self.deadline(name, start, calendar, on, territory)
            return replace(answer, inputs={"rule": name, **answer.inputs}) if rule == DEADLINE else answer
        entry, dated, overlay = self._dated(rule, on, territory)
        if entry.lookup is not None and inputs:
            return self._looked_up(entry, dated, overlay, on, read_question(entry, inputs))
        values = read_inputs(entry, inputs)
        not_given = tuple(one.name for one in entry.inputs if one.name not in values)
        steps: list[Step] = []
        value, label = dated.value, None
        if entry.kind == "table":
            value, label, steps = decide(entry, dated.value, values)
            if not_given:
                missing = tuple(one.label for one in entry.inputs if one.name in not_given)
                steps.append(Step("not_given", {"names": missing}))
        elif entry.kind == "list":
            steps.append(Step("rows", {"title": entry.title, "count": len(value), "since": dated.valid_from}))
        else:
            unit = Text(unit_word(entry.unit, "zh"), unit_word(entry.unit, "en"))
            steps.append(Step("value", {"title": entry.title, "value": value, "unit": unit, "since": dated.valid_from}))
        return self._answer(entry, dated, overlay, on, value, label, shown_inputs(values), not_given, steps)

    def _looked_up(self, entry: Rule, dated: Dated, overlay: str | None, on: date, asked: dict[str, Any]) -> Answer:
        policy = entry.lookup
        assert policy is not None
        rows = LookupTable.of(dated.value, policy.otherwise, on).find(**asked)
        if not rows:
            raise LawError("table.no_row", {"rule": entry.id})
        found = [{column: row.get(column) for column in policy.answer if column in row} for row in rows]
        same = all(one[policy.answer[0]] == found[0][policy.answer[0]] for one in found)
        row, said = rows[-1], ", ".join(f"{name}={value}" for name, value in asked.items() if value)
        if "citation" in row:
            cited = replace(dated.citation, text=Text(row["citation"], row["citation_en"]))
            dated = replace(dated, citation=cited, status=row.get("status", dated.status))
        steps = [Step("row", {"row": str(one["id"]), "conditions": (said,)}) for one in rows]
        return self._answer(entry, dated, overlay, on, found[-1] if same else found, None, asked, (), steps)

    def deadline(
        self,
        rule: str,
        start: date | datetime,
        calendar: Counter,
        on: date | None = None,
        territory: str | None = None,
    ) -> Answer:
        """The deadline of a period that starts now; `on` (by default the day of the start) chooses the law.

        Raises: LawError `law.not_a_period`, `law.time_needed`, `law.date_out_of_range` and those of `value`;
        whatever the calendar raises when it has no table for a year.
        """
        day = on or deadlines.local_day(start)
        entry, dated, overlay = self._dated(rule, day, territory)
        reckoned = deadlines.reckon(entry, dated, start, calendar)
        answer = self._answer(
            entry, dated, overlay, day, reckoned.value, None, reckoned.inputs, (), list(reckoned.steps)
        )
        return deadlines.with_instant(answer, reckoned)

    def _answer(
        self,
        entry: Rule,
        dated: Dated,
        overlay: str | None,
        on: date,
        value: Any,
        label: Any,
        inputs: Mapping[str, Any],
        not_given: tuple[str, ...],
        steps: list[Step],
    ) -> Answer:
        note = dated.note or entry.note
        steps = [
            *([Step("overlay", {"territory": overlay})] if overlay not in (None, "*") else []),
            *steps,
            *([Step("note", {"note": note})] if note is not None else []),
            Step("citation", {"citation": dated.citation.text}),
            *([Step(dated.status)] if dated.status != "confirmed" else []),
        ]
        return Answer(
            rule=entry.id,
            value=copy.deepcopy(value) if isinstance(value, list | dict) else value,
            on=on,
            unit=entry.unit,
            citation=dated.citation.text.zh,
            citation_en=dated.citation.text.en,
            status=dated.status,
            inputs=inputs,
            not_given=not_given,
            because=tuple(steps),
            title=entry.title,
            overlay=overlay,
            label=label,
            bundle_hash=self.bundle_hash,
        )

    def _dated(self, name: str, on: date, territory: str | None) -> tuple[Rule, Dated, str | None]:
        rule, over = self._entry(name)
        here = fold_territory(territory) if territory is not None else None
        heard = [
            (overlay, dated)
            for overlay in over
            if overlay.reaches(here)
            for dated in overlay.values
            if dated.covers(on)
        ]
        national = next((dated for dated in rule.values if dated.covers(on)), None)
        if rule.overlay is not None and rule.overlay.how == "add_rows" and national is not None:
            return rule, overlays.added_rows(national, heard), heard[-1][0].territory if heard else None
        if heard:
            return rule, heard[-1][1], heard[-1][0].territory
        if national is not None:
            return rule, national, None
        raise _silence(rule, [overlay for overlay in over if overlay.reaches(here)], on)

    # -- tables beside the rules ---------------------------------------------------------------------------------

    @cached_property
    def industries(self) -> IndustryTable:
        """The industry table of all folders."""
        return IndustryTable.read([path for folder in self.folders for path in folder.tables])

    def industry(self, code: str) -> Industry | None:
        """An industry by its code, with or without the section's letter; None when the table does not hold it."""
        return self.industries.find(code)

    def workdays(self) -> dict[int, YearTable]:
        """The working-day table by year, for a calendar; a year in a later folder replaces an earlier one.

        Raises: LawError `schema.*`.
        """
        years: dict[int, YearTable] = {}
        for files in self._files["calendar"].values():
            for file in files:
                years |= read_years(file.parse(), file.label)
        return years


def _problem(read: Any) -> list[LawError]:
    try:
        read()
    except LawError as problem:
        return [problem]
    return []


def _silence(rule: Rule, over: Sequence[Overlay], on: date) -> LawError:
    values = [*rule.values, *(dated for overlay in over for dated in overlay.values)]
    if not values:
        return LawError("law.no_value", {"rule": rule.id})
    earlier = [dated.valid_to for dated in values if dated.valid_to is not None and dated.valid_to < on]
    if earlier:
        return LawError("law.not_in_force", {"rule": rule.id, "on": on, "until": max(earlier)})
    return LawError("law.before_rule", {"rule": rule.id, "on": on, "since": min(d.valid_from for d in values)})
