"""Marks by which every version of every text and file is known again, wherever it shows up."""

import re
from copy import copy
from io import BytesIO
from typing import Self
from zipfile import ZipFile

import pyarrow.parquet

TOKEN = re.compile(r"zq[0-9]{5}[xfi]")


class Tokens:
    """A new one each time: x in texts, f in files, i beside pictures."""

    def __init__(self) -> None:
        self.given = 0

    def new(self, kind: str) -> str:
        """Never given before."""
        self.given += 1
        return f"zq{self.given:05}{kind}"

    def fork(self) -> Self:
        """Goes on from here, whatever the other gives."""
        return copy(self)


def tokens_in(body: bytes) -> set[str]:
    """Every mark in an answer, also inside of packed tables."""
    if body.startswith(b"PK"):
        with ZipFile(BytesIO(body)) as packed:
            body = b"\n".join(packed.read(name) for name in packed.namelist())
    elif body.startswith(b"PAR1"):
        body = str(pyarrow.parquet.read_table(BytesIO(body)).to_pylist()).encode()
    return set(TOKEN.findall(body.decode("utf-8", "replace")))
