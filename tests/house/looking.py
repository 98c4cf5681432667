"""Which way a file looks: everything in it that names another module."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.house.source import ROOMS, files, module_name, tree

DOTTED = re.compile(rf"({'|'.join(ROOMS)})(\.[A-Za-z_]\w*)+")
# An app's label and a model, as ForeignKey and get_model take them: media.Picture.
LABELLED = re.compile(r"([a-z_]+)\.[A-Z]\w+")


@dataclass(frozen=True)
class Look:
    """One place where a file names a module: `kind` is import, string or label."""

    path: Path
    line: int
    target: str
    kind: str


def looks(path: Path, labels: dict[str, str]) -> Iterator[Look]:
    """Imports wherever they stand, relative ones too, and names in strings.

    `labels` says which module an app's label belongs to.
    """
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Look(path, node.lineno, alias.name, "import")
        elif isinstance(node, ast.ImportFrom):
            base = absolute(path, node)
            for alias in node.names:
                yield Look(path, node.lineno, f"{base}.{alias.name}", "import")
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from _named(path, node.lineno, node.value, labels)
        elif isinstance(node, ast.Call | ast.Tuple):
            yield from _pairs(path, node, labels)


def absolute(path: Path, node: ast.ImportFrom) -> str:
    """What `from ...x import y` means in this file."""
    if not node.level:
        return node.module or ""
    package = module_name(path).split(".")
    if path.name != "__init__.py":
        package.pop()
    kept = package[: len(package) - node.level + 1]
    return ".".join([*kept, node.module] if node.module else kept)


def _named(path: Path, line: int, text: str, labels: dict[str, str]) -> Iterator[Look]:
    if DOTTED.fullmatch(text):
        yield Look(path, line, text, "string")
    elif (found := LABELLED.fullmatch(text)) and found[1] in labels:
        yield Look(path, line, labels[found[1]], "label")


def _pairs(path: Path, node: ast.Call | ast.Tuple, labels: dict[str, str]) -> Iterator[Look]:
    """get_model("pages", "Article"), and ("pages", "0001_initial") of a migration."""
    items = node.args if isinstance(node, ast.Call) else node.elts
    if isinstance(node, ast.Call) and "get_model" not in ast.unparse(node.func):
        return
    if isinstance(node, ast.Tuple) and "migrations" not in path.parts:
        return
    match items:
        case [ast.Constant(value=str(label)), ast.Constant(value=str())] if label in labels:
            yield Look(path, node.lineno, labels[label], "label")


def all_looks(labels: dict[str, str]) -> Iterator[Look]:
    """Every look of every room."""
    for path in files(*ROOMS):
        yield from looks(path, labels)
