"""cms -> opendata -> search -> sitegroup -> themes: nobody looks back."""

from pathlib import Path

import pytest
from django.apps import apps

from tests.house.looking import Look, all_looks, looks
from tests.house.source import ROOMS, ROOT, shown

pytestmark = pytest.mark.house

WIRING = ROOT / "cms/settings/wiring.py"
ASSEMBLY = ("settings", "api", "demo", "management", "urls", "wsgi", "apps")
SHARED = {"pages": {"pages", "media"}, "media": {"media"}}
OUTSIDE = ("tests", "bench")


def app_labels() -> dict[str, str]:
    """Which of our modules an app label stands for."""
    return {
        config.label: config.name
        for config in apps.get_app_configs()
        if config.name.split(".")[0] in ROOMS
    }


def breaches(found: list[Look]) -> list[str]:
    """Looks from a lower room to a higher one, or to what no product room may need."""
    rank = {room: place for place, room in enumerate(ROOMS)}
    wrong = []
    for look in found:
        target = look.target.split(".")[0]
        own = rank[look.path.relative_to(ROOT).parts[0]]
        back = target in rank and rank[target] < own and look.path != WIRING
        if back or (target in OUTSIDE and look.kind == "import"):
            wrong.append(f"{shown(look.path, look.line)} {look.kind} {look.target}")
    return wrong


def crossings(found: list[Look]) -> list[str]:
    """Looks between the apps of cms that must not know each other."""
    wrong = []
    for look in found:
        parts, target = look.path.relative_to(ROOT).parts, look.target.split(".")
        if parts[0] != "cms" or target[0] != "cms" or len(target) == 1:
            continue
        own = parts[1].removesuffix(".py")
        allowed = SHARED.get(own, {own, "pages", "media"})
        if own not in (*ASSEMBLY, "__init__") and target[1] not in allowed:
            wrong.append(f"{shown(look.path, look.line)} {look.kind} {look.target}")
    return wrong


def test_no_room_looks_back() -> None:
    assert breaches(list(all_looks(app_labels()))) == []


def test_apps_of_cms_do_not_know_each_other() -> None:
    assert crossings(list(all_looks(app_labels()))) == []


@pytest.mark.parametrize(
    "source",
    [
        "import cms.pages",
        "from cms import pages",
        "def late():\n    from cms.pages.models import Article\n",
        "import_string('cms.pages.models.Article')",
        "EFFECT = 'cms.pages.documents.ArticleSource'",
        "models.ForeignKey('pages.Article')",
        "apps.get_model('pages', 'Article')",
        "from tests.factories import portal",
        "from ...cms.pages import models",
    ],
)
def test_every_way_of_looking_back_is_seen(
    source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("tests.house.source.ROOT", "tests.house.test_order.ROOT"):
        monkeypatch.setattr(name, tmp_path)
    path = tmp_path / "sitegroup/guard/late.py"
    path.parent.mkdir(parents=True)
    path.write_text(source)
    # a relative import above the top is written from here as three dots: the project's root
    found = list(looks(path, {"pages": "cms.pages"}))
    assert breaches(found)


def test_a_look_from_one_domain_app_into_another_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("tests.house.source.ROOT", "tests.house.test_order.ROOT"):
        monkeypatch.setattr(name, tmp_path)
    path = tmp_path / "cms/expenses/views.py"
    path.parent.mkdir(parents=True)
    path.write_text("from cms.pages import models\nfrom cms.guides import models as other\n")
    assert [wrong.split()[-1] for wrong in crossings(list(looks(path, {})))] == [
        "cms.guides.models"
    ]
