"""The foregrounds of the demo pictures: rice terraces, a river with a bridge, a town."""

import math
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from cms.demo.canvas import HEIGHT, WIDTH, Canvas, Colour, Point, mix

WHITEWASH: Final[Colour] = (244, 241, 234)
TILE: Final[Colour] = (74, 79, 85)
LEAF_LIGHT: Final[Colour] = (78, 123, 85)
LEAF_DARK: Final[Colour] = (43, 79, 54)
# Two buildings in five may rise to a block of flats.
STOREYS: Final = (1.0, 1.0, 0.45, 0.45, 0.45)


@dataclass(frozen=True)
class Palette:
    """The light of one time of day."""

    low_sky: Colour
    high_sky: Colour
    far: Colour
    near: Colour
    mist: Colour


def terraces(canvas: Canvas, rng: random.Random, colours: Palette) -> None:
    """Draw nine steps of fields and flooded paddies, with a village on the topmost."""
    levels = 9
    village = (WIDTH * (0.3 + 0.42 * rng.random()), HEIGHT * 0.712)
    for level in range(levels):
        near = level / (levels - 1)
        _terrace(canvas, rng, colours, near, flooded=level % 2 == 1)
        if level == 0:
            _village(canvas, rng, colours, village)


def _terrace(
    canvas: Canvas, rng: random.Random, colours: Palette, near: float, *, flooded: bool
) -> None:
    start = HEIGHT * (0.70 + 0.36 * near**1.15)
    phase, swell = rng.random() * 6, 10 + 22 * near
    edge = [(x / 60, _terrace_height(x / 60, phase, swell, near)) for x in range(61)]
    points = [(x * WIDTH, start + y) for x, y in edge]
    area = [(0.0, float(HEIGHT)), *points, (float(WIDTH), float(HEIGHT))]
    if flooded:
        water = mix(colours.high_sky, colours.mist, 0.55 - 0.4 * near)
        canvas.shade(
            area, (start - 30, start + 90), [(0, water), (1, mix(water, colours.near, 0.3))]
        )
        canvas.line(points, 2 + 3 * near, mix((84, 124, 88), colours.near, 0.25))
        return
    field = mix((150, 181, 126), (70, 118, 76), near)
    field = mix(field, colours.low_sky, 0.18 * (1 - near))
    canvas.shade(area, (start - 30, start + 90), [(0, field), (1, mix(field, colours.near, 0.35))])


def _terrace_height(x: float, phase: float, swell: float, near: float) -> float:
    wave = math.sin(x * 5.2 + phase * 0.15 + 0.9) + math.sin(x * 11 + phase) * 0.25
    return wave * swell - (x - 0.5) ** 2 * 60 * (1 - near)


def _village(canvas: Canvas, rng: random.Random, colours: Palette, centre: Point) -> None:
    x0, y0 = centre
    for house in range(9):
        size = (30 + rng.random() * 22, 17 + rng.random() * 9)
        x = x0 + (house - 4) * 34 + rng.random() * 12
        y = y0 + math.sin(house * 1.7) * 9 + abs(house - 4) * 2
        _house(canvas, (x, y), size, mix(WHITEWASH, colours.low_sky, rng.random() * 0.4))
    for _ in range(26):
        radius = 5 + rng.random() * 8
        place = (x0 - 220 + rng.random() * 460, y0 + 10 + rng.random() * 14 - radius)
        _tree(canvas, place, radius, mix(LEAF_LIGHT, LEAF_DARK, rng.random()))


def _house(canvas: Canvas, foot: Point, size: Point, wall: Colour) -> None:
    (x, y), (width, height) = foot, size
    top = y - height
    canvas.box((x, top), size, wall)
    canvas.box((x, top), (width, 3), mix(wall, TILE, 0.3))
    for window in range(2):
        canvas.box((x + width * (0.22 + 0.38 * window), top + 7), (5, 6), mix(wall, TILE, 0.75))
    roof = [(x - 4, top), (x + 3, top - 9), (x + width - 3, top - 9), (x + width + 4, top)]
    canvas.fill(roof, TILE)


def _tree(canvas: Canvas, centre: Point, radius: float, leaf: Colour) -> None:
    x, y = centre
    canvas.disc((x, y), radius, leaf)
    canvas.disc((x - radius * 0.25, y - radius * 0.3), radius * 0.6, mix(leaf, LEAF_LIGHT, 0.5))


def river(canvas: Canvas, rng: random.Random, colours: Palette) -> None:
    """Draw a river that mirrors the hills, crossed by an arched bridge."""
    shore = HEIGHT * 0.80
    _bank(canvas, rng, colours, shore)
    _bridge(canvas, shore, colours)
    canvas.mirror(shore, 2.5)
    water = [
        (0, mix(colours.high_sky, colours.mist, 0.6)),
        (1, mix(colours.high_sky, colours.near, 0.55)),
    ]
    frame = [(0, shore), (WIDTH, shore), (WIDTH, HEIGHT), (0, HEIGHT)]
    canvas.shade(frame, (shore, HEIGHT), water, 0.62)
    for _ in range(34):
        depth = rng.random() ** 0.8
        x, y = WIDTH * rng.random(), shore + 8 + (HEIGHT - shore - 12) * depth
        ripple = mix(mix(colours.high_sky, colours.near, 0.3 * depth), (255, 255, 255), 0.55)
        canvas.box((x, y), (30 + 150 * rng.random(), 1.0 + depth), ripple)


def _bank(canvas: Canvas, rng: random.Random, colours: Palette, shore: float) -> None:
    for x in range(-20, WIDTH + 20, 11):
        radius = 7 + 9 * rng.random() + 6 * math.sin(x / 130) ** 2
        leaf = mix(mix(LEAF_LIGHT, LEAF_DARK, rng.random()), colours.near, 0.3)
        _tree(canvas, (x, shore - radius * 0.55), radius, leaf)
    canvas.box((0, shore - 5), (WIDTH, 6), mix(LEAF_DARK, colours.near, 0.5))


def _bridge(canvas: Canvas, shore: float, colours: Palette) -> None:
    stone = mix((233, 228, 218), colours.low_sky, 0.25)
    shadow = mix(stone, (118, 114, 108), 0.45)
    deck, span = shore - 44, WIDTH / 7
    for bay in range(8):
        pier = bay * span
        canvas.fill(_spandrels(pier, span, deck + 6), mix(stone, shadow, 0.35))
        canvas.box((pier - 9, deck), (18, shore - deck), mix(stone, shadow, 0.15))
        canvas.box((pier + 4, deck + 9), (5, shore - deck - 9), shadow)
    canvas.box((0, deck), (WIDTH, 9), stone)
    canvas.box((0, deck + 8), (WIDTH, 2), shadow)
    canvas.box((0, deck - 9), (WIDTH, 2), shadow)
    for post in range(0, WIDTH, 12):
        canvas.box((post, deck - 9), (1.5, 9), shadow)


def _spandrels(pier: float, span: float, top: float) -> list[Point]:
    """The masonry between two piers: flat above, an arch below."""
    half, springing = span / 2 - 9, top + 36
    middle = pier + span / 2
    turns = [turn / 24 * math.pi for turn in range(25)]
    arch = [(middle + half * math.cos(a), springing - 32 * math.sin(a)) for a in turns]
    return [(middle - half, top), (middle + half, top), *arch]


def town(canvas: Canvas, rng: random.Random, colours: Palette) -> None:
    """Draw two rows of houses and flats behind a line of street trees."""
    haze = mix(colours.mist, colours.far, 0.35)
    rows = [
        (HEIGHT * 0.80, 0.75, mix((223, 227, 228), haze, 0.4), mix((135, 147, 160), haze, 0.35)),
        (HEIGHT * 0.92, 1.1, (243, 241, 236), (91, 100, 112)),
    ]
    for ground, scale, wall, roof in rows:
        _street(canvas, rng, (ground, scale), (wall, roof), colours)
    for _ in range(70):
        radius = 12 + rng.random() * 18
        leaf = mix(mix(LEAF_LIGHT, LEAF_DARK, rng.random()), colours.near, 0.15)
        place = (WIDTH * rng.random(), HEIGHT * 0.985 - radius * 0.4 + rng.random() * 10)
        _tree(canvas, place, radius, leaf)
    canvas.box((0, HEIGHT - 14), (WIDTH, 14), mix((53, 95, 68), colours.near, 0.3))


def _street(
    canvas: Canvas,
    rng: random.Random,
    row: tuple[float, float],
    paint: tuple[Colour, Colour],
    colours: Palette,
) -> None:
    ground, scale = row
    x = -30.0
    while x < WIDTH + 40:
        width = (46 + rng.random() * 70) * scale
        height = (50 + rng.random() * 110 * rng.choice(STOREYS)) * scale
        wall = mix(paint[0], colours.low_sky, rng.random() * 0.5)
        _building(canvas, (x, ground), (width, height), (wall, paint[1]), scale)
        x += width + 2


def _building(
    canvas: Canvas, foot: Point, size: Point, paint: tuple[Colour, Colour], scale: float
) -> None:
    (x, ground), (width, height), (wall, roof) = foot, size, paint
    top = ground - height
    canvas.box((x, top), (width, HEIGHT - top), wall)
    canvas.box((x + width * 0.86, top), (width * 0.14, HEIGHT - top), mix(wall, roof, 0.22))
    glass = mix(wall, roof, 0.6)
    if height <= 95 * scale:
        hip = [(x - 5, top), (x + 4, top - 13), (x + width - 4, top - 13), (x + width + 5, top)]
        canvas.fill(hip, roof)
        for floor in range(2):
            row = (x + width * 0.14, top + 12 + floor * 24 * scale)
            _windows(canvas, row, width * 0.66, glass)
        return
    canvas.box((x - 2, top - 3), (width + 4, 4), mix(wall, roof, 0.45))
    for floor in range(int(height / 15)):
        _windows(canvas, (x + width * 0.14, top + 9 + floor * 15), width * 0.66, glass)


def _windows(canvas: Canvas, start: Point, length: float, glass: Colour) -> None:
    x, y = start
    count = int(length / 13)
    for window in range(count):
        canvas.box((x + window * length / count, y), (7, 6), glass)


SCENES: Final[dict[str, Callable[[Canvas, random.Random, Palette], None]]] = {
    "terrace": terraces,
    "river": river,
    "town": town,
}
