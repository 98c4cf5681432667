"""The style sheet, script and sprite against the numbers of the design."""

import json
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from cms.pages import home
from themes.headscript import BARE_STYLE, CONTENT_SECURITY_POLICY, HEAD_SCRIPT
from themes.loader import load_theme
from themes.templatetags.looks import icon_names

THEMES = ("county", "department", "township")
DATA = Path(home.__file__).parents[1] / "demo" / "county" / "site_settings.json"
TEXT_CONTRAST = 4.5
EDGE_CONTRAST = 3.0


def _file(name: str) -> str:
    return Path(str(finders.find(f"themes/{name}"))).read_text(encoding="utf-8")


def _tokens(theme: str) -> dict[str, str]:
    css = _file("css/site.css")
    blocks = re.findall(r"([^{}]*)\{([^}]*--[^}]*)\}", css)
    wanted = [body for selector, body in blocks if f"data-theme={theme}" in selector]
    shared = next(body for selector, body in blocks if "--ink:" in body)
    return dict(re.findall(r"--([\w-]+):(#[0-9A-Fa-f]{6})", shared + wanted[0]))


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_budgets() -> None:
    assert len(_file("css/site.css").encode()) <= 60_000
    assert len(_file("js/site.js").encode()) <= 20_000
    assert len(_file("icons/sprite.svg").encode()) <= 24_000
    assert len(HEAD_SCRIPT) < 300


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("ink", "paper"), ("ink-2", "paper-1"), ("ink-3", "paper"), ("ink-3", "paper-1"),
        ("ink-3", "paper-2"), ("link", "paper"), ("visited", "paper"), ("ink", "mark"),
        ("ok", "ok-t"), ("warn", "warn-t"), ("bad", "bad-t"), ("info", "info-t"),
        ("off", "off-t"), ("foot-ink", "foot"), ("main", "paper"), ("main", "main-t"),
        ("main", "paper-1"), ("paper", "main"), ("paper", "main-dark"), ("paper", "foot"),
    ],
)  # fmt: skip
def test_text_stands_out(theme: str, text: str, ground: str) -> None:
    tokens = _tokens(theme)
    assert _contrast(tokens[text], tokens[ground]) >= TEXT_CONTRAST


@pytest.mark.parametrize("theme", THEMES)
def test_edges_focus_and_charts_stand_out(theme: str) -> None:
    tokens = _tokens(theme)
    charts = [("paper", f"c{number}") for number in range(1, 7)]
    edges = [("line-strong", "paper"), ("line-strong", "paper-1"), ("focus", "main"), *charts]
    assert all(_contrast(tokens[a], tokens[b]) >= EDGE_CONTRAST for a, b in edges)


@pytest.mark.parametrize("theme", THEMES)
def test_a_theme_is_as_its_description_says(theme: str) -> None:
    assert _tokens(theme)["main"] == load_theme(theme).main_colour


def test_styles_and_script_ask_no_host() -> None:
    for name in ("css/site.css", "js/site.js"):
        assert not re.search(r"@import|https?:|url\(|//[a-z]+\.", _file(name))


def test_no_outline_is_taken_away_from_what_has_the_focus() -> None:
    rules = re.findall(r"([^{}]+)\{[^}]*outline:\s*(?:0|none)", _file("css/site.css"))
    assert [rule.strip() for rule in rules] == ["main:focus"]


def test_every_icon_of_the_demo_and_of_the_doors_is_in_the_sprite() -> None:
    settings = json.loads(DATA.read_text(encoding="utf-8"))
    tiles = {row["icon"] for site in settings.values() for row in site.get("common_services", [])}
    doors = {icon for _title, _slugs, icon in (*home.PORTAL_DOORS, *home.UNIT_DOORS)}
    assert tiles | doors <= icon_names()


def test_icons_come_with_their_licence() -> None:
    assert "MIT License" in _file("icons/LICENSE.tabler-icons.txt")


def test_the_policy_allows_no_other_host() -> None:
    assert "default-src 'self'" in CONTENT_SECURITY_POLICY
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert "http" not in CONTENT_SECURITY_POLICY


@pytest.mark.parametrize("page", ["421", "500"])
def test_the_policy_allows_the_style_of_the_bare_pages(page: str) -> None:
    templates = Path(str(finders.find("themes/css/site.css"))).parents[3] / "base" / "templates"
    html = (templates / f"{page}.html").read_text(encoding="utf-8")
    assert f"<style>{BARE_STYLE}</style>" in html
