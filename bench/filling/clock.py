"""What both processes do alike: prepare or fill, and say how long it took."""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import django
from django.core.management import call_command


def main(prepare: Callable[[], None], fill: Callable[[Path], int]) -> None:
    """prepare CORPUS: an empty database. fill CORPUS: the clock runs from the file to the last
    commit; {"articles", "seconds"} goes to the output."""
    django.setup()
    step, corpus = sys.argv[1:3]
    if step == "prepare":
        call_command("migrate", verbosity=0)
        prepare()
        return
    began = time.perf_counter()
    articles = fill(Path(corpus))
    seconds = time.perf_counter() - began
    sys.stdout.write(json.dumps({"articles": articles, "seconds": seconds}))
