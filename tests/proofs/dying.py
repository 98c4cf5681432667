"""A worker with a short lease that kills itself, as by `kill -9`, where DIE_AT says.

DIE_AT is effect:place, with the places before, middle (the first change sent, the others not)
and after (everything sent, nothing marked as done). Run as `python -m tests.proofs.dying ...`.
"""

import os
import signal
import sys
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from cms.settings import wiring

LEASE = timedelta(seconds=2)
REAL = {name: path for name, path, _kinds in wiring.CHANGE_EFFECTS}


def _perhaps(effect: str, place: str) -> None:
    if os.environ.get("DIE_AT") == f"{effect}:{place}":
        os.kill(os.getpid(), signal.SIGKILL)


def _with_places(effect: str) -> Callable[[Sequence[Any]], None]:
    def run(changes: Sequence[Any]) -> None:
        from django.utils.module_loading import import_string  # noqa: PLC0415 - settings are ready

        real = import_string(REAL[effect])
        _perhaps(effect, "before")
        if os.environ.get("DIE_AT") == f"{effect}:middle":
            real(changes[:1])
        _perhaps(effect, "middle")
        real(changes)
        _perhaps(effect, "after")

    return run


purge, index, datasets, catalogue = (_with_places(name) for name in REAL)

if __name__ == "__main__":
    import django

    django.setup()
    from django.core.management import call_command

    from sitegroup.changes import claiming, worker

    claiming.LEASE = worker.LEASE = LEASE
    call_command("run_worker", *sys.argv[1:])
