"""The interface against its own description: whatever the schema allows or forbids, it answers as it says it does."""

import os
import re
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from fangwei.hazards.actions import draft_order
from fangwei.surfaces.api.tests.programs import Programs
from fangwei.wsgi import application

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
CHECKS = [
    schemathesis.checks.not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
TRIES = int(os.environ.get("FANGWEI_API_TRIES", "160"))
"""How many requests there are about, whatever the number of kinds: a run takes well under a minute."""

OWN_ANSWER = {"/api/v1/acts"}
"""Where a wrong item is no wrong request: each gets its own answer."""


def known(programs: Programs) -> dict[str, str]:
    """What exists, so that more than "not found" is met: a hazard that is being rectified, and an order being drafted."""
    county = programs.county
    case, graded = county.ordered(), county.do(county.report(), "grade", county.officer, grade="general")
    item = {"hazard": str(graded.id), "due_on": county.day(20), "measures": "清空通道"}
    order = draft_order(place=county.place, items=[item], by=county.officer, at=county.tick())
    return {
        "/hazard/{key}": str(case.id),
        "/order/{key}": str(order.case_id),
        "/places/{place_id}": str(county.place.id),
        "/law/{rule}": "accident.class",
    }


def failures(
    operation: Any, mode: GenerationMode, headers: dict[str, str], fixed: dict[str, str], examples: int
) -> set[str]:
    """Try an operation with so many made-up requests; returns what went wrong, each kind of failure once."""
    found: set[str] = set()
    wanted = {re.findall(r"{(\w+)}", path)[0]: value for path, value in fixed.items() if path in operation.path}
    more = {"path_parameters": wanted} if wanted else {}
    checks = [*CHECKS, negative_data_rejection] if operation.path not in OWN_ANSWER else CHECKS

    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode, **more))
    def attempt(case: Any) -> None:
        try:
            case.call_and_validate(headers=headers, checks=checks)
        except FailureGroup as group:
            for failure in group.exceptions:
                found.add(f"{operation.label}: {failure.title}: {str(failure)[:600]}")

    attempt()
    return found


@pytest.fixture
def same_connection() -> Iterator[None]:
    """Keep the test's own connection open between requests, as Django's test client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.get_may_write("accounts_apitoken")
@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_every_answer_is_documented(programs: Programs, same_connection: None, mode: GenerationMode) -> None:
    headers = {"Authorization": f"Bearer {programs.secret(programs.county.officer)}", "Accept-Language": "en"}
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    fixed, wrong = known(programs), set()
    operations = [found.ok() for found in schema.get_all_operations()]
    for operation in operations:
        for existing in ({}, fixed) if mode is GenerationMode.POSITIVE else (fixed,):
            wrong |= failures(operation, mode, headers, existing, max(3, TRIES // len(operations)))
    assert not wrong, "\n\n".join(sorted(wrong))
