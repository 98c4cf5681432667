"""The documents say what the code does, and nothing else."""

import ast
import re
import tomllib
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class
from django.core.management.base import BaseCommand

from tests.house.source import ROOMS, ROOT, files, shown, tree

pytestmark = pytest.mark.house

DOCS = ROOT / "docs"
PROMISED = {
    "load_demo", "import_units", "import_articles", "import_expenses", "rebuild_index",
    "push_catalogue", "run_worker", "show_wiring",
}  # fmt: skip
OWN = {
    name
    for name, app in get_commands().items()
    if isinstance(app, str) and app.split(".")[0] in ROOMS
}


def section(text: str, heading: str) -> str:
    """What stands below a heading, up to the next of any level."""
    return text.split(f"{heading}\n", 1)[1].split("\n#", 1)[0]


def first_cells(table: str) -> set[str]:
    """The names in the first column of a Markdown table."""
    rows = (line.split("|")[1] for line in table.splitlines() if line.startswith("| `"))
    return {name for cell in rows for name in re.findall(r"`([^`]+)`", cell)}


def switches(command: str) -> set[str]:
    """The switches that a command adds to Django's own."""
    made = load_command_class(get_commands()[command], command)
    own = made.create_parser("manage.py", command)
    stock = BaseCommand().create_parser("manage.py", command)
    return set(own._option_string_actions) - set(stock._option_string_actions)


def test_every_command_is_documented_and_no_other() -> None:
    text = (DOCS / "commands.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^### `(\w+)`", text, re.MULTILINE)) == OWN


def test_the_promised_commands_are_there() -> None:
    assert not PROMISED - OWN


@pytest.mark.parametrize("command", sorted(OWN))
def test_the_switches_of_a_command_are_documented(command: str) -> None:
    text = (DOCS / "commands.md").read_text(encoding="utf-8")
    written = first_cells(section(text, f"### `{command}`"))
    shared = first_cells(section(text, "## Imports")) if command.startswith("import_") else set()
    assert written | shared == switches(command)


def test_every_make_target_is_documented_and_no_other() -> None:
    text = section((DOCS / "commands.md").read_text(encoding="utf-8"), "## make")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):.*##", makefile, re.MULTILINE))
    assert {name.removeprefix("make ") for name in first_cells(text)} == targets - {"help"}


def variables_read() -> set[str]:
    """The first argument of env.text, env.url and the like in the settings."""
    return {
        str(node.args[0].value)
        for path in files("cms/settings")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute | ast.Name)
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and re.fullmatch(r"[A-Z][A-Z_]+", str(node.args[0].value))
    }


def test_every_variable_is_documented_and_no_other() -> None:
    text = (DOCS / "settings.md").read_text(encoding="utf-8")
    assert first_cells(section(text, "## Variables of the installation")) == variables_read()


def test_only_the_settings_read_the_environment() -> None:
    allowed = {"cms/settings/env.py", "cms/wsgi.py"}
    found = {
        shown(path)
        for path in files(*ROOMS)
        if re.search(r"os\.environ|os\.getenv", path.read_text(encoding="utf-8"))
    }
    assert found - allowed == set()


def test_every_mark_is_documented_and_no_other() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    marks = {line.split(":")[0] for line in settings["tool"]["pytest"]["ini_options"]["markers"]}
    text = (DOCS / "testing.md").read_text(encoding="utf-8")
    assert first_cells(section(text, "## Marks")) == marks


def test_every_row_of_the_bench_is_documented_and_no_other() -> None:
    from bench.rows import ROWS  # noqa: PLC0415 - read only where it is needed

    text = section((DOCS / "testing.md").read_text(encoding="utf-8"), "## Measuring")
    rows = {name for name in first_cells(text) if name.islower()}
    assert rows == {name for row in ROWS.values() for name in row.names}


def links(path: Path) -> list[str]:
    """The addresses inside the project that a document links to."""
    found = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8"))
    return [link for link in found if "://" not in link]


@pytest.mark.parametrize("path", [*ROOT.glob("*.md"), *DOCS.rglob("*.md")], ids=shown)
def test_links_lead_somewhere(path: Path) -> None:
    assert [link for link in links(path) if not (path.parent / link).exists()] == []
