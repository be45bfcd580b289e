"""`fangwei lists rebuild` puts cases back on their lists."""

import json

import pytest
from click.testing import CliRunner

from fangwei.casework.models import CaseScope
from fangwei.cli.lists import command
from fangwei.hazards.tests.factories import County

pytestmark = pytest.mark.django_db


def test_cases_come_back_onto_their_lists() -> None:
    case = County().report()
    before = set(case.scopes.values_list("audience", "territory"))
    CaseScope.objects.all().delete()
    done = CliRunner().invoke(command, ["rebuild", "--json"])
    assert (done.exit_code, json.loads(done.output)) == (0, {"cases": 1})
    assert set(case.scopes.values_list("audience", "territory")) == before
