"""Programs run to their end, and the one error that every part of the recipe raises."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

SHOWN = 3000


class ServiceError(Exception):
    """A server cannot be had; the first line says why and what to do about it."""


def tool(name: str) -> str:
    """Path of a program, or a ServiceError that says how to get it."""
    found = shutil.which(name)
    if found is None:
        raise ServiceError(f"{name} is not installed: run python -m tests.services install")
    return found


def outside_environment() -> dict[str, str]:
    """Our environment without what is meant for our own interpreter and would mislead another."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTHON", "CKAN")) and name != "VIRTUAL_ENV"
    }


def run(
    command: Sequence[str | Path | int],
    *,
    failure: str,
    cwd: Path | None = None,
    typed: str = "",
    variables: dict[str, str] | None = None,
) -> str:
    """What the command prints, given what is typed to it.

    If it fails, a ServiceError of `failure` and the command's last words.
    """
    done = subprocess.run(
        [str(word) for word in command],
        input=typed,
        capture_output=True,
        text=True,
        check=False,
        cwd=cwd,
        env={**outside_environment(), **(variables or {})},
    )
    if done.returncode:
        raise ServiceError(f"{failure}\n{(done.stdout + done.stderr)[-SHOWN:]}")
    return done.stdout
