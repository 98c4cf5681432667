"""What both processes do alike: prepare or fill, and say how long it took."""

import json
import os
import sys
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import django
from django.core.management import call_command

FEW = 10


def main(prepare: Callable[[], None], fill: Callable[[Path], int]) -> None:
    """prepare CORPUS: an empty database. fill CORPUS: {"articles", "seconds"} to the output.

    The clock runs from opening the file to the last commit, after a few articles to warm up.
    """
    django.setup()
    step, corpus = sys.argv[1:3]
    if step == "prepare":
        call_command("migrate", verbosity=0)
        prepare()
        return
    fill(warm_up(Path(corpus)))
    began = time.perf_counter()
    articles = fill(Path(corpus))
    seconds = time.perf_counter() - began
    sys.stdout.write(json.dumps({"articles": articles, "seconds": seconds}))


def warm_up(corpus: Path) -> Path:
    """The first articles under other ids, beside the database."""
    path = Path(os.environ["DATA_DIR"]) / "warm-up.jsonl"
    with corpus.open(encoding="utf-8") as lines, path.open("w", encoding="utf-8") as out:
        for line in islice(lines, FEW):
            law = json.loads(line)
            out.write(json.dumps({**law, "id": f"warm-up-{law['id']}"}) + "\n")
    return path
