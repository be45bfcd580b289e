"""Sizes a reader can hold in the head."""

import ast
from statistics import median, quantiles

from tests.architecture import tree


def length(node: ast.AST) -> int:
    """Return how many lines a function takes, its docstring not counted: words are free."""
    assert isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    lines = (node.end_lineno or node.lineno) - node.lineno + 1
    first = node.body[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
        lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    return lines


def test_modules_stay_short() -> None:
    sizes = {module.name: len(module.text.splitlines()) for module in tree.own_modules()}
    assert not {name: size for name, size in sizes.items() if size > 500}
    assert median(size for size in sizes.values() if size > 1) <= 100


def test_test_modules_stay_readable() -> None:
    sizes = {module.name: len(module.text.splitlines()) for module in tree.modules() if module.is_test}
    assert not {name: size for name, size in sizes.items() if size > 800}


def test_functions_stay_short() -> None:
    sizes = {
        f"{module.at(function)} {function.name}": length(function)
        for module in tree.own_modules()
        for function in tree.functions(module.tree)
    }
    assert not {place: size for place, size in sizes.items() if size > 80}
    assert quantiles(sizes.values(), n=20)[-1] <= 40
