"""How much of a file is read, and the clock that ends it."""

import time
from dataclasses import dataclass

LARGEST_FILE = 50 * 1024 * 1024
LARGEST_UNPACKED = 200 * 1024 * 1024
LARGEST_RATIO = 100
SMALL = 1024 * 1024
MOST_MEMBERS = 5_000
MOST_CELLS = 300_000
MOST_COLUMNS = 500
MOST_PAGES = 300
MOST_CHARACTERS = 3_000_000
SECONDS = 20.0


class Unread(Exception):
    """A file that was not read, or not wholly: `kind` is the kind of rule that says so."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


@dataclass
class Meter:
    """What one file may still cost. `spend` raises Unread when it is used up."""

    cells: int = MOST_CELLS
    characters: int = MOST_CHARACTERS
    ends: float = 0.0

    def __post_init__(self) -> None:
        self.ends = self.ends or time.monotonic() + SECONDS

    def spend(self, text: str = "", *, cells: int = 0) -> None:
        """Count what was read. Raises Unread("file_partly")."""
        self.cells -= cells
        self.characters -= len(text)
        if self.cells < 0 or self.characters < 0 or time.monotonic() > self.ends:
            raise Unread("file_partly")
