"""The command line: one lazily loaded module a command, so that `law` starts without Django."""

import json
import os
import sys
from importlib import import_module
from typing import Any, NoReturn

import click

_COMMANDS = {
    "setup": (
        "operate",
        "准备数据库、区划、法规和密钥（不启动服务）。 / Prepare database, divisions, law and keys (no server).",
    ),
    "up": ("up", "启动服务。 / Serve."),
    "doctor": ("doctor", "检查安装是否完好。 / Check that the installation is sound."),
    "demo": ("demo", "生成演示县。 / Make the demo county."),
    "import": ("imports", "导入企业名单或隐患台账。 / Import a register sheet of sites or hazards."),
    "export": ("export", "导出台账。 / Export register sheets."),
    "documents": ("documents", "执法文书模板：取出、检查。 / Document templates: take out, check."),
    "duty": ("duty", "谁负责、覆盖率、监管盲区。 / Who answers, coverage, blind spots."),
    "law": ("law", "查询、解释、检查法规数据。 / Explain, show, check and load law data."),
    "ledger": ("ledger", "防篡改账本：发布、核验、出具证明。 / The tamper-evident ledger: publish, verify, prove."),
    "witness": ("witness", "为别的单位的账本作见证。 / Vouch for another body's log."),
    "search": ("search", "检索：查找、重建。 / Search: find by words, write the rows anew."),
    "sweep": ("sweep", "处理到期的时限、提醒和队列。 / Handle due clocks, reminders and queues."),
    "notices": ("notices", "通知：外发、查看。 / Notices: send, list."),
    "user": ("user", "管理账号。 / Manage accounts."),
    "token": ("token", "接口令牌：新建、列出、撤销。 / API tokens: make, list, revoke."),
}

json_option = click.option("--json", "as_json", is_flag=True, help="输出 JSON。 / Print JSON.")
"""Asks a command for JSON instead of words."""


class LazyGroup(click.Group):
    """A group that imports a command's module only when that command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = import_module(f"fangwei.cli.{_COMMANDS[cmd_name][0]}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing any of them."""
        with formatter.section("命令 / Commands"):
            formatter.write_dl([(name, text) for name, (_module, text) in _COMMANDS.items()])


def language() -> str:
    """Return "zh" or "en" from FANGWEI_LANG, else from the machine's LANG; Chinese when neither says English."""
    chosen = os.environ.get("FANGWEI_LANG") or os.environ.get("LANG") or ""
    return "en" if chosen.lower().startswith("en") else "zh"


def locale_name(chosen: str | None = None) -> str:
    """Return the language chosen, "zh" or "en", or else the one of `language`, as Django names it."""
    return "en" if (chosen or language()) == "en" else "zh-hans"


def speak() -> None:
    """Say everything from here on in the language of `language`; Django is loaded by then."""
    import_module("django.utils.translation").activate(locale_name())


def say(as_json: bool, result: dict[str, Any], text: str) -> None:
    """Print one result: JSON on request, else text for people."""
    click.echo(json.dumps(result, ensure_ascii=False, indent=2) if as_json else text)


def refuse(as_json: bool, code: str, message: str, hint: str = "") -> NoReturn:
    """End with exit code 2: say what is wrong and what to do."""
    if as_json:
        click.echo(json.dumps({"error": {"code": code, "message": message, "hint": hint}}, ensure_ascii=False))
    click.echo(f"{message}\n{hint}".strip(), err=True)
    sys.exit(2)


def start_django() -> None:
    """Load Django for the commands that need the database; settings that cannot be read end in one sentence."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fangwei.settings")
    chinese = language() == "zh"
    try:
        import_module("django").setup()
    except OSError as problem:
        told = f"数据文件夹无法使用：{problem}。" if chinese else f"The data folder cannot be used: {problem}."
        hint = "请检查 FANGWEI_HOME 及其权限。" if chinese else "Check FANGWEI_HOME and its permissions."
        refuse("--json" in sys.argv, "home_unusable", told, hint)
    except (ValueError, import_module("django.core.exceptions").ImproperlyConfigured) as problem:
        told = f"设置无法读取：{problem}" if chinese else f"The settings cannot be read: {problem}"
        hint = "各项设置见 docs/operate/settings.md。" if chinese else "Every setting: docs/operate/settings.md."
        refuse("--json" in sys.argv, "settings_unreadable", told, hint)


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """防微：安全生产监管的工作系统。 / Fangwei: the working system of work-safety supervision."""
