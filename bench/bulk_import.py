"""How quickly a corpus becomes public: import_articles beside stock Wagtail.

Each side runs in a process of its own, on a fresh copy of an empty, migrated SQLite database with
the same pragmas. Reading the file is part of both; so is making the body. Wagtail's own search
index stays off on both sides: ours is filled afterwards, by the worker.
"""

import gzip
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.measure import LAWS, ROOT, WORK, BenchError, Result, Size, alternate

GOAL = 20.0


def bulk_import(size: Size) -> Iterator[Result]:
    """Articles a second."""
    corpus = corpus_of(size.scale)
    with tempfile.TemporaryDirectory(dir=WORK) as folder:
        ours, stock = (Side(name, Path(folder), corpus) for name in ("ours", "stock"))
        value, reference = alternate(size.rounds, ours.rate, stock.rate)
    yield Result(
        "bulk_import", round(value, 1), "articles/s", "stock Wagtail add_child and publish",
        round(reference, 1), GOAL,
    )  # fmt: skip


def corpus_of(scale: int) -> Path:
    """The laws so many times over, each time with ids of their own."""
    WORK.mkdir(parents=True, exist_ok=True)
    path = WORK / f"laws-{scale}.jsonl"
    if path.exists():
        return path
    with gzip.open(LAWS, "rt", encoding="utf-8") as lines:
        laws = [json.loads(line) for line in lines]
    part = path.with_suffix(".part")
    with part.open("w", encoding="utf-8") as out:
        for copy in range(scale):
            for law in laws:
                out.write(json.dumps({**law, "id": f"{law['id']}-{copy}"}, ensure_ascii=False))
                out.write("\n")
    part.replace(path)
    return path


class Side:
    """One of the two: an empty database to copy, and a process that fills the copy."""

    def __init__(self, name: str, folder: Path, corpus: Path) -> None:
        self.name, self.corpus = name, corpus
        self.empty, self.data = folder / f"{name}-empty", folder / name
        self._run("prepare", self.empty)

    def rate(self) -> float:
        """Articles a second into a fresh copy."""
        shutil.rmtree(self.data, ignore_errors=True)
        shutil.copytree(self.empty, self.data)
        told = json.loads(self._run("fill", self.data))
        return float(told["articles"] / told["seconds"])

    def _run(self, step: str, folder: Path) -> str:
        folder.mkdir(parents=True, exist_ok=True)
        module = {"ours": "cms.settings.dev", "stock": "bench.stock.settings"}[self.name]
        environment = {
            **os.environ, "DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": module,
            "DATABASE_URL": "", "REDIS_URL": "", "LOG_LEVEL": "ERROR",
        }  # fmt: skip
        command = [sys.executable, "-m", f"bench.filling.{self.name}", step, str(self.corpus)]
        done = subprocess.run(
            command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise BenchError(f"{' '.join(command[1:])} failed:\n{done.stderr[-2000:]}")
        return done.stdout
