"""A drawing surface in picture units, drawn at twice its size and reduced for smooth edges."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final, TypeAlias

from PIL import Image, ImageDraw, ImageFilter

Colour: TypeAlias = tuple[int, int, int]
Point: TypeAlias = tuple[float, float]

WIDTH: Final = 1200
HEIGHT: Final = 675
_SCALE: Final = 2


def mix(start: Colour, end: Colour, share: float) -> Colour:
    """Return the colour `share` of the way (0 to 1) from start to end."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(start, end, strict=True))
    return red, green, blue


class Canvas:
    """One picture being drawn; all coordinates run over WIDTH x HEIGHT from the top left."""

    def __init__(self) -> None:
        self._image = Image.new("RGB", (WIDTH * _SCALE, HEIGHT * _SCALE))
        self._pen = ImageDraw.Draw(self._image)

    def finished(self) -> Image.Image:
        return self._image.resize((WIDTH, HEIGHT), Image.Resampling.BOX)

    def fill(self, points: Sequence[Point], colour: Colour) -> None:
        self._pen.polygon(_scaled(points), fill=colour)

    def box(self, corner: Point, size: Point, colour: Colour) -> None:
        (x, y), (width, height) = corner, size
        right, bottom = x + width, y + height
        self.fill([(x, y), (right, y), (right, bottom), (x, bottom)], colour)

    def line(self, points: Sequence[Point], width: float, colour: Colour) -> None:
        self._pen.line(_scaled(points), fill=colour, width=round(width * _SCALE), joint="curve")

    def disc(self, centre: Point, radius: float, colour: Colour) -> None:
        (x, y), r = centre, radius
        self._pen.ellipse(_scaled([(x - r, y - r), (x + r, y + r)]), fill=colour)

    def shade(
        self,
        points: Sequence[Point],
        span: tuple[float, float],
        stops: Sequence[tuple[float, Colour]],
        strength: float = 1.0,
    ) -> None:
        """Fill a polygon with colours that change from span[0] (stop 0) to span[1] (stop 1)."""
        mask = Image.new("L", self._image.size)
        ImageDraw.Draw(mask).polygon(_scaled(points), fill=round(255 * strength))
        top = round(min(y for _, y in points)) * _SCALE
        bottom = round(max(y for _, y in points)) * _SCALE
        column = Image.new("RGB", (1, bottom - top))
        start, end = span[0] * _SCALE, span[1] * _SCALE
        column.putdata([_at(stops, (y - start) / (end - start)) for y in range(top, bottom)])
        area = (0, top, self._image.width, bottom)
        self._image.paste(column.resize((area[2], bottom - top)), area, mask.crop(area))

    def glow(self, centre: Point, radius: float, colour: Colour, strength: float) -> None:
        """Lighten around a centre, fading to nothing at the radius."""
        reach = round(radius * _SCALE)
        # Pillow's radial gradient is 0 in the middle and 255 at the rim.
        fade = Image.radial_gradient("L").resize((reach * 2, reach * 2))
        mask = fade.point([round(255 * strength * (1 - i / 255) ** 2.2) for i in range(256)])
        corner = (round(centre[0] * _SCALE) - reach, round(centre[1] * _SCALE) - reach)
        self._image.paste(colour, (*corner, corner[0] + reach * 2, corner[1] + reach * 2), mask)

    def mirror(self, shore: float, blur: float) -> None:
        """Reflect what stands above the line `shore` into everything below it."""
        line = round(shore * _SCALE)
        depth = self._image.height - line
        above = self._image.crop((0, line - depth, self._image.width, line))
        flipped = above.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
        self._image.paste(flipped.filter(ImageFilter.GaussianBlur(blur * _SCALE)), (0, line))


def _scaled(points: Sequence[Point]) -> list[Point]:
    return [(x * _SCALE, y * _SCALE) for x, y in points]


def _at(stops: Sequence[tuple[float, Colour]], place: float) -> Colour:
    for (start, first), (end, second) in pairwise(stops):
        if place <= end:
            return mix(first, second, max(0.0, (place - start) / (end - start)))
    return stops[-1][1]
