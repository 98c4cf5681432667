"""The project's own source, read once: files, syntax trees, rooms."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# From the top down: each may import itself and those after it.
ROOMS = ("cms", "opendata", "search", "sitegroup", "themes")
WRITTEN_BY_HAND = (*ROOMS, "tests", "bench")
NOT_OURS = {"__pycache__", "vendor", "node_modules", "build", "locale"}


def files(*folders: str, suffixes: tuple[str, ...] = (".py",)) -> Iterator[Path]:
    """Every file of ours below some folders of the project."""
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in suffixes and not NOT_OURS & set(path.parts):
                yield path


def shown(path: Path, line: int = 0) -> str:
    """Where something is, as a terminal can open it."""
    place = path.relative_to(ROOT).as_posix()
    return f"{place}:{line}" if line else place


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def module_name(path: Path) -> str:
    """cms/pages/models/__init__.py is cms.pages.models."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method of a file."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function, from its first word to its last."""
    return (node.end_lineno or node.lineno) - node.lineno + 1
