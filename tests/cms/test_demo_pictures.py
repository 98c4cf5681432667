"""The demo county's pictures: the right size and format, the same every time."""

import io

import pytest
from PIL import Image, ImageStat

from cms.demo.pictures import PALETTES, render
from cms.demo.scenes import SCENES


@pytest.mark.parametrize("kind", SCENES)
@pytest.mark.parametrize("palette", PALETTES)
def test_every_scene_is_a_small_webp_of_sixteen_to_nine(palette: str, kind: str) -> None:
    content = render(17, palette, kind)
    picture = Image.open(io.BytesIO(content))
    assert (picture.format, picture.size) == ("WEBP", (1200, 675))
    assert len(content) < 40_000


def test_the_same_seed_gives_the_same_bytes() -> None:
    assert render(5, "dawn", "river") == render(5, "dawn", "river")


def test_another_seed_gives_another_landscape() -> None:
    assert render(5, "dawn", "river") != render(6, "dawn", "river")


def test_the_sky_is_lighter_than_the_land() -> None:
    picture = Image.open(io.BytesIO(render(9, "spring", "terrace"))).convert("L")
    sky, land = picture.crop((0, 0, 1200, 90)), picture.crop((0, 420, 1200, 675))
    assert ImageStat.Stat(sky).mean[0] > ImageStat.Stat(land).mean[0]


@pytest.mark.parametrize(
    ("palette", "kind", "named"),
    [("noon", "town", "dawn, spring, dusk"), ("dawn", "sea", "terrace, river, town")],
)
def test_an_unknown_word_is_refused_with_the_known_ones(
    palette: str, kind: str, named: str
) -> None:
    with pytest.raises(ValueError, match=named):
        render(1, palette, kind)
