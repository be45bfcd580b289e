"""One word for one thing: every noun and verb of the code stands in the glossary, and says what it is."""

import ast
import re

from django.apps import apps

from fangwei.settings.apps import CAPABILITIES
from tests.architecture import tree


def glossary() -> set[str]:
    """Return every name that GLOSSARY.md puts in code marks, its last part where it is dotted."""
    text = (tree.ROOT / "GLOSSARY.md").read_text(encoding="utf-8")
    marked = re.findall(r"`([^`]+)`", text)
    return {
        re.sub(r"\(.*", "", word).split(".")[-1].strip() for phrase in marked for word in re.split(r"[,、/ ]+", phrase)
    }


def test_every_noun_is_in_the_glossary() -> None:
    nouns = {model.__name__ for model in apps.get_models() if model._meta.app_config.name in CAPABILITIES}
    assert not sorted(nouns - glossary())


def test_every_verb_is_in_the_glossary() -> None:
    verbs = {f"{module.name}.{function.name}" for module, function in tree.public_actions()}
    known = glossary()
    assert not sorted(verb for verb in verbs if verb.split(".")[-1] not in known)


def test_rows_of_the_glossary_have_four_columns() -> None:
    lines = (tree.ROOT / "GLOSSARY.md").read_text(encoding="utf-8").splitlines()
    crooked = [line for line in lines if line.startswith("|") and line.replace("\\|", "").count("|") != 5]
    assert not crooked


def test_what_others_call_says_what_it_does() -> None:
    silent = []
    for module in tree.own_modules():
        read_by_others = module.name.startswith("fangwei.engines") or {"models", "actions", "queries"} & set(
            module.name.split(".")
        )
        for node in module.tree.body:
            if not isinstance(node, ast.FunctionDef | ast.ClassDef) or node.name.startswith("_") or not read_by_others:
                continue
            if isinstance(node, ast.ClassDef) and re.search(r"Choices|QuerySet", ast.unparse(node).split("\n")[0]):
                continue
            first = (ast.get_docstring(node) or "").strip().split("\n\n")[0].strip()
            if not re.search(r"[.!?:。]$", first):
                silent.append(f"{module.at(node)} {node.name}")
    assert not silent, "a full first sentence in the domain's words"


def test_every_module_says_what_it_is() -> None:
    silent = [
        module.name
        for module in tree.own_modules()
        if len(module.text.splitlines()) > 15 and not ast.get_docstring(module.tree)
    ]
    assert not silent
