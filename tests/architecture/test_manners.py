"""Habits that a reader relies on: no hidden clock, no hidden call, no import in the middle of a function."""

import ast
from collections.abc import Iterator

from tests.architecture import tree
from tests.architecture.tree import Module

CLOCKS = {
    ("timezone", "now"),
    ("timezone", "localdate"),
    ("timezone", "localtime"),
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("time", "time"),
    ("functions", "Now"),
}
SIGNALS = {"receiver", "post_save", "pre_save", "post_delete", "pre_delete", "m2m_changed", "Signal"}
STATES = {"state", "status"}


def below_surfaces() -> Iterator[Module]:
    return (module for module in tree.own_modules() if module.is_below_surfaces())


def test_no_clock_below_the_surfaces() -> None:
    clocks = []
    for module in below_surfaces():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Attribute):
                owner = ast.unparse(node.value).split(".")[-1]
                if (owner, node.attr) in CLOCKS:
                    clocks.append(f"{module.at(node)} {ast.unparse(node)}")
            if isinstance(node, ast.keyword) and node.arg in {"auto_now", "auto_now_add"}:
                clocks.append(f"{module.at(node.value)} {node.arg}")
            if isinstance(node, ast.ImportFrom) and {alias.name for alias in node.names} & {"Now", "now"}:
                clocks.append(f"{module.at(node)} imports a clock")
    assert not clocks, "at= is passed in; only surfaces and the command line read the clock, once"


def test_no_signal_receivers() -> None:
    listeners = [
        f"{module.at(node)} {alias.name}"
        for module in tree.own_modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("django")
        for alias in node.names
        if alias.name in SIGNALS or "signals" in (node.module or "")
    ]
    assert not listeners, "call the verb; nothing happens behind a save"


def test_no_imports_of_our_own_inside_functions() -> None:
    hidden = [
        f"{module.at(node)} in {function.name}()"
        for module in tree.own_modules()
        for function in tree.functions(module.tree)
        for node in ast.walk(function)
        if (isinstance(node, ast.ImportFrom) and ((node.module or "").startswith("fangwei") or node.level))
        or (isinstance(node, ast.Import) and any(alias.name.startswith("fangwei") for alias in node.names))
        # apps.ready() may import its own capability: that is where Django allows it.
        if not (module.path.name == "apps.py" and function.name == "ready")
    ]
    assert not hidden, "a ring hides in an import inside a function"


def test_no_state_is_compared_to_a_bare_string() -> None:
    bare = []
    for module in tree.own_modules():
        if module.name.startswith("fangwei.engines"):  # an engine compares words of the law's own files
            continue
        for node in ast.walk(module.tree):
            if not isinstance(node, ast.Compare):
                continue
            sides = [node.left, *node.comparators]
            names = [side.attr for side in sides if isinstance(side, ast.Attribute)]
            texts = [side for side in sides if isinstance(side, ast.Constant) and isinstance(side.value, str)]
            if STATES & set(names) and any(text.value for text in texts):
                bare.append(f"{module.at(node)} {ast.unparse(node)}")
    assert not bare, "name the state: a typing error in a string is no error at all"


def test_capabilities_send_nothing_from_models() -> None:
    senders = [
        f"{module.at(node)} {ast.unparse(node)[:60]}"
        for module in tree.own_modules()
        if "models" in module.name.split(".")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in {"send_mail", "on_commit", "post"}
    ]
    assert not senders


def test_no_scattered_debts() -> None:
    words = ("TO" + "DO", "FIX" + "ME")
    found = [
        f"{module.path.relative_to(tree.ROOT)}:{number}"
        for module in tree.modules()
        for number, line in enumerate(module.text.splitlines(), 1)
        if any(word in line for word in words)
    ]
    assert not found, "debts stand in DEBT.md, one line each"
