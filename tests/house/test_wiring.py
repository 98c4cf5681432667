"""What is plugged in exists, and is called as the kernel calls it."""

import inspect
from typing import Any

import pytest
from django.conf import settings
from django.core.checks import ERROR, WARNING, run_checks
from django.test import override_settings

from sitegroup.changes.worker import effect_function
from tests.house.source import ROOT

pytestmark = pytest.mark.house


def test_the_system_checks_find_nothing() -> None:
    assert [str(found) for found in run_checks() if found.level >= WARNING] == []


@pytest.mark.parametrize(
    "wiring",
    [
        {"SEARCH_SOURCES": {"article": "cms.pages.nowhere.Source"}},
        {"DATASET_SOURCES": {"xinxi": "cms.pages.nowhere.Source"}},
        {"CHANNEL_FEATURES": {"expenses": "cms.pages.nowhere.Source"}},
        {"CHANGE_EFFECTS": [("purge", "cms.pages.nowhere.Source", None)]},
    ],
)
def test_a_path_that_leads_nowhere_is_found(wiring: dict[str, Any]) -> None:
    with override_settings(**wiring):
        wrong = [str(found) for found in run_checks() if found.level >= ERROR]
    assert any("E001" in error and "cms.pages.nowhere.Source" in error for error in wrong)


def test_every_effect_has_its_own_name() -> None:
    names = [name for name, _path, _kinds in settings.CHANGE_EFFECTS]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("name", [name for name, _path, _kinds in settings.CHANGE_EFFECTS])
def test_an_effect_takes_changes_and_answers_nothing(name: str) -> None:
    signature = inspect.signature(effect_function(name))
    assert [p.kind for p in signature.parameters.values()] == [
        inspect.Parameter.POSITIONAL_OR_KEYWORD
    ]
    assert signature.return_annotation is None


@pytest.mark.parametrize("theme", settings.THEMES)
def test_every_theme_describes_itself(theme: str) -> None:
    assert (ROOT / "themes" / theme / "theme.toml").is_file()
