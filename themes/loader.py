"""Read a theme's own description."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Theme:
    """主题: its name, its label and for which kinds of unit it was drawn."""

    name: str
    label: str
    kinds: tuple[str, ...]
    main_colour: str


def load_theme(name: str) -> Theme:
    """Read themes/<name>/theme.toml. Raises FileNotFoundError for a theme that is not there."""
    data = tomllib.loads((HERE / name / "theme.toml").read_text(encoding="utf-8"))
    return Theme(
        name=name,
        label=data["label"],
        kinds=tuple(data["kinds"]),
        main_colour=data["main_colour"],
    )
