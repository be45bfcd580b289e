"""What a newcomer meets first: one sentence that says what to do, never a traceback."""

import importlib.util
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture import tree
from tools import bootstrap, check, messages


def test_a_busy_port_is_one_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "tools/up.py", "--port", str(port)], cwd=tree.ROOT, capture_output=True, text=True
        )
    assert done.returncode == 2
    assert done.stderr == f"Port {port} is busy: run `make up PORT={port + 1}`.\n"


def test_an_old_python_is_one_sentence(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(bootstrap, "LOWEST", (99, 0))
    monkeypatch.setattr(sys, "argv", ["bootstrap.py"])
    assert bootstrap.main() == 2
    told = capsys.readouterr().err
    assert "Python 3.11 or newer" in told
    assert told.count("\n") == 1


def test_a_missing_venv_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(sys, "argv", ["bootstrap.py", "--into", str(tmp_path / "env")])
    assert bootstrap.main() == 2
    told = capsys.readouterr().err
    assert "apt install python3-venv" in told
    assert told.count("\n") == 1


def test_bootstrap_and_front_end_need_the_standard_library_only() -> None:
    for name in ("bootstrap", "frontend", "postgres", "up", "check", "lock"):
        done = subprocess.run(
            [sys.executable, "-I", "-S", f"tools/{name}.py", "--help"], cwd=tree.ROOT, capture_output=True, text=True
        )
        assert done.returncode == 0, name


def test_lock_files_are_looked_through(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "requirements").mkdir()
    address = "https:" + "//index.example/simple"
    (tmp_path / "requirements" / "base.txt").write_text(f"--index-url {address}\n")
    monkeypatch.setattr(check, "ROOT", tmp_path)
    assert check.locks_without_addresses() == [f"requirements/base.txt:1: --index-url {address}"]


def test_texts_are_found_in_templates(tmp_path: Path) -> None:
    template = tmp_path / "page.html"
    template.write_text(
        '{% load i18n %}{% translate "One" %}{% trans "Two" context "greeting" %}{{ _("Three") }}'
        "{% blocktranslate trimmed count n=n %}\n {{ n }} day\n{% plural %} {{ n }} days{% endblocktranslate %}"
        '{% if x == _("Four") %}{% endif %}{% blocktranslate with a=b %}Left {{ a }}{% endblocktranslate %}'
    )
    assert set(messages.texts_in_template(template)) == {
        ("", "One"),
        ("greeting", "Two"),
        ("", "Three"),
        ("", "%(n)s day"),
        ("", "Four"),
        ("", "Left %(a)s"),
    }


def test_a_lost_placeholder_and_a_dispute_are_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
    (tmp_path / "a.po").write_text(
        header + 'msgid "%(n)s left"\nmsgstr "还剩"\n\nmsgid "yes"\nmsgstr "是"\n', encoding="utf-8"
    )
    (tmp_path / "b.po").write_text(header + 'msgid "yes"\nmsgstr "对"\n', encoding="utf-8")
    monkeypatch.setattr(messages, "PARTS", tmp_path)
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    monkeypatch.setattr(messages, "missing", dict)
    told = messages.faults()
    assert len(told) == 2
    assert "'对' here" in told[0]
    assert "fills in []" in told[1]
