"""Chinese is the source, and every word of it has its English."""

import ast
import gettext
import re
from collections.abc import Iterator

import pytest

from tests.house.source import ROOMS, ROOT, files, shown, tree

pytestmark = pytest.mark.house

CHINESE = re.compile(r"[\u4e00-\u9fff]")
CALLS = {"_", "gettext", "gettext_lazy", "ngettext", "pgettext", "gettext_noop"}
IN_TEMPLATES = re.compile(r"""\{%\s*(?:translate|trans)\s+(?:"([^"]*)"|'([^']*)')""")


def in_code() -> Iterator[tuple[str, str]]:
    """(place, text) of every string that the code hands to gettext."""
    for path in files(*ROOMS):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in CALLS:
                for argument in node.args[:2]:
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                        yield shown(path, node.lineno), argument.value


def in_templates() -> Iterator[tuple[str, str]]:
    """(place, text) of every {% translate "..." %}."""
    for path in files(*ROOMS, suffixes=(".html",)):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            for found in IN_TEMPLATES.finditer(line):
                yield shown(path, number), found[1] or found[2] or ""


def test_every_chinese_text_has_its_english() -> None:
    with (ROOT / "locale/en/LC_MESSAGES/django.mo").open("rb") as compiled:
        english = gettext.GNUTranslations(compiled)
    missing = {
        text: place
        for place, text in [*in_code(), *in_templates()]
        if CHINESE.search(text) and english.gettext(text) == text
    }
    assert missing == {}


def at_import(node: ast.AST) -> Iterator[ast.Call]:
    """The calls that run once, when the module is read."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(child, ast.Call):
            yield child
        yield from at_import(child)


def eager_names(module: ast.Module) -> set[str]:
    """What a file calls the gettext that answers at once."""
    return {
        alias.asname or alias.name
        for node in ast.walk(module)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if alias.name in ("gettext", "ngettext", "pgettext")
    }


def test_nothing_is_translated_before_anybody_reads() -> None:
    found = [
        shown(path, call.lineno)
        for path in files(*ROOMS)
        for call in at_import(tree(path))
        if ast.unparse(call.func) in eager_names(tree(path))
    ]
    assert found == []


def test_nothing_to_translate_hides_where_it_is_not_found() -> None:
    hidden = [
        shown(path, node.lineno)
        for path in files(*ROOMS)
        for text in ast.walk(tree(path))
        if isinstance(text, ast.JoinedStr)
        for node in ast.walk(text)
        if isinstance(node, ast.Call) and ast.unparse(node.func) in CALLS
    ]
    assert hidden == []
