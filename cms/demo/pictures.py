"""Pictures (示意图) for the demo county: ridges in mist over terraces, a river or a town.

Drawn with Pillow alone, so that no browser and no photograph of a real place is needed.
The same seed, palette and kind give the same bytes.
"""

import io
import math
import random
from statistics import NormalDist
from typing import Final

from PIL import Image, ImageChops

from cms.demo.canvas import HEIGHT, WIDTH, Canvas, Colour, mix
from cms.demo.scenes import SCENES, Palette

QUALITY: Final = 72
GRAIN_SIGMA: Final = 3.0
RIDGES: Final = 5

PALETTES: Final = {
    "dawn": Palette(
        low_sky=(246, 231, 211),
        high_sky=(201, 220, 232),
        far=(159, 182, 196),
        near=(47, 79, 70),
        mist=(251, 243, 230),
    ),
    "spring": Palette(
        low_sky=(234, 242, 245),
        high_sky=(187, 214, 228),
        far=(157, 189, 203),
        near=(44, 90, 69),
        mist=(247, 251, 252),
    ),
    "dusk": Palette(
        low_sky=(243, 223, 208),
        high_sky=(185, 196, 218),
        far=(148, 160, 188),
        near=(46, 63, 85),
        mist=(249, 238, 228),
    ),
}


def render(seed: int, palette: str, kind: str) -> bytes:
    """Draw one picture as WebP, 1200 x 675 pixels.

    Raises ValueError, naming the allowed words, for an unknown palette or kind.
    """
    picture = _grained(landscape(seed, palette, kind), random.Random(seed))  # noqa: S311
    file = io.BytesIO()
    picture.save(file, "WEBP", quality=QUALITY, method=4)
    return file.getvalue()


def landscape(seed: int, palette: str, kind: str) -> Image.Image:
    """Draw the scene without grain: sky, sun, five ridges, then the foreground of its kind."""
    colours = PALETTES.get(palette)
    scene = SCENES.get(kind)
    if colours is None:
        raise ValueError(f"palette is “{palette}”; use one of {', '.join(PALETTES)}")
    if scene is None:
        raise ValueError(f"kind is “{kind}”; use one of {', '.join(SCENES)}")
    # A drawing has no secret to keep; it has to come out the same every time.
    rng = random.Random(seed)  # noqa: S311
    canvas = Canvas()
    _sky(canvas, rng, colours)
    for order in range(RIDGES):
        _ridge(canvas, rng, colours, order / (RIDGES - 1))
    scene(canvas, rng, colours)
    return canvas.finished()


def _sky(canvas: Canvas, rng: random.Random, colours: Palette) -> None:
    frame = [(0.0, 0.0), (WIDTH, 0.0), (WIDTH, HEIGHT), (0.0, HEIGHT)]
    stops = [(0.0, colours.high_sky), (0.62, colours.low_sky), (1.0, colours.mist)]
    canvas.shade(frame, (0, HEIGHT), stops)
    centre = (WIDTH * (0.18 + 0.6 * rng.random()), HEIGHT * 0.25)
    pale: Colour = (255, 249, 236)
    canvas.glow(centre, 190, pale, 0.75)
    canvas.disc(centre, 38, mix(colours.low_sky, pale, 0.9))


def _ridge(canvas: Canvas, rng: random.Random, colours: Palette, near: float) -> None:
    """Draw one ridge, `near` from 0 (far, pale) to 1 (near, dark), dissolving at its foot."""
    colour = mix(colours.far, colours.near, near**1.2)
    base = HEIGHT * (0.44 + 0.42 * near)
    height = HEIGHT * (0.30 - 0.14 * near) * (0.75 + 0.4 * rng.random())
    crest = _crest(rng, base, height, 0.52 - 0.08 * near)
    top = min(y for _, y in crest)
    stops = [
        (0.0, colour),
        (0.55, mix(colour, colours.mist, 0.28)),
        (1.0, mix(colour, colours.mist, 0.86)),
    ]
    canvas.shade([(0, HEIGHT), *crest, (WIDTH, HEIGHT)], (top, base + HEIGHT * 0.13), stops)


def _crest(
    rng: random.Random, base: float, height: float, roughness: float
) -> list[tuple[float, float]]:
    waves = [
        ((1.1 + rng.random() * 0.8) * 1.9**octave, rng.random() * math.tau, roughness**octave)
        for octave in range(8)
    ]
    steps = 300
    angles = [i / steps * math.tau * 0.55 for i in range(steps + 1)]
    levels = [
        sum(size * math.sin(angle * rate + phase) for rate, phase, size in waves)
        for angle in angles
    ]
    low, high = min(levels), max(levels)
    return [
        (i * WIDTH / steps, base - height * ((level - low) / (high - low)) ** 1.15)
        for i, level in enumerate(levels)
    ]


def _grained(picture: Image.Image, rng: random.Random) -> Image.Image:
    normal = NormalDist(128, GRAIN_SIGMA)
    table = [round(normal.inv_cdf((level + 0.5) / 256)) for level in range(256)]
    noise = Image.frombytes("L", picture.size, rng.randbytes(picture.width * picture.height))
    grain = noise.point(table)
    return ImageChops.add(picture, Image.merge("RGB", (grain, grain, grain)), 1.0, -128)
