"""Models are named in Chinese first, and their migrations say what they do."""

import ast
import re

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models

from tests.house.source import ROOMS, files, shown, tree

pytestmark = pytest.mark.house

CHINESE = re.compile(r"[\u4e00-\u9fff]")
MACHINE_NAMED = re.compile(r"auto_|_and_more|^\d{4}_(alter|remove|add|delete|rename)_\w+_\w+_\w+_")
STREAM_FIELDS = {"StreamField", "ContentField"}


def own_apps() -> list[str]:
    """The labels of our own apps."""
    return [c.label for c in apps.get_app_configs() if c.name.split(".")[0] in ROOMS]


def own_models() -> list[type[models.Model]]:
    """Every model of ours."""
    return [model for label in own_apps() for model in apps.get_app_config(label).get_models()]


def test_a_model_opens_with_its_chinese_term() -> None:
    silent = [m._meta.label for m in own_models() if not CHINESE.match((m.__doc__ or "").strip())]
    assert silent == []


def test_states_open_with_their_chinese_term() -> None:
    silent = [
        f"{shown(path, node.lineno)} {node.name}"
        for path in files(*ROOMS)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ClassDef)
        and any("Choices" in ast.unparse(base) for base in node.bases)
        and not CHINESE.match(ast.get_docstring(node) or "")
    ]
    assert silent == []


def test_migrations_are_named_by_a_person() -> None:
    found = [
        shown(path)
        for path in files(*ROOMS)
        if path.parent.name == "migrations" and MACHINE_NAMED.search(path.stem)
    ]
    assert found == []


def test_migrations_carry_no_blocks() -> None:
    found = [
        shown(path, node.lineno)
        for path in files(*ROOMS)
        if path.parent.name == "migrations"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).split(".")[-1] in STREAM_FIELDS
        and any(ast.unparse(a) != "[]" for a in [*node.args, *_lookup(node)])
    ]
    assert found == []


def _lookup(node: ast.Call) -> list[ast.expr]:
    named = [k.value for k in node.keywords if k.arg in ("block_types", "block_lookup")]
    return [value for value in named if ast.unparse(value) not in ("{}", "[]")]


@pytest.mark.django_db
def test_the_migrations_are_the_models() -> None:
    call_command("makemigrations", *own_apps(), check=True, dry_run=True, verbosity=0)
