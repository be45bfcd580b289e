"""A case bound on the command line; templates taken out, checked, and refused by the name of the wrong field."""

import json
from pathlib import Path
from typing import Any

import docx
import pytest
from click.testing import CliRunner, Result
from django.conf import settings

from fangwei.cli import main
from fangwei.hazards.tests.factories import County
from fangwei.hazards.tests.papers import graded, issued

pytestmark = pytest.mark.django_db


def run(*words: Any) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def test_a_case_is_bound_into_one_pdf(tmp_path: Path) -> None:
    county = County()
    order = issued(county, *graded(county, "通道堵塞"))
    out = tmp_path / "案卷.pdf"
    done = run("export", "case", order.number, "--file", out, "--json")
    assert done.exit_code == 0, done.output
    assert json.loads(done.output)["case"] == order.number
    assert out.read_bytes().startswith(b"%PDF-")
    assert run("export", "case", "ZG000000-2026-000001", "--file", out).exit_code == 2
    assert run("export", "case", order.number, "--file", tmp_path / "no" / "x.pdf").exit_code == 2


def test_templates_are_taken_out_and_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "templates"
    monkeypatch.setattr(settings, "FANGWEI_TEMPLATES", own)
    assert run("documents", "check").exit_code == 0
    taken = run("documents", "templates", "--out", own, "--json")
    assert "order" in json.loads(taken.output)["written"]
    assert json.loads(run("documents", "templates", "--out", own, "--json").output)["written"] == []
    done = run("documents", "check", "--json")
    assert done.exit_code == 0, done.output
    assert set(json.loads(done.output)["templates"].values()) == {""}
    paper = docx.Document(str(own / "order.docx"))
    paper.paragraphs[1].text = "{{ 没有的字段 }}"
    paper.save(str(own / "order.docx"))
    (own / "unheard_of.docx").write_bytes(b"PK")
    wrong = run("documents", "check")
    assert wrong.exit_code == 1
    assert "没有的字段" in wrong.output
    assert "unheard_of.docx" in wrong.output
