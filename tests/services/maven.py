"""Jars of the Java servers, fetched once by Maven."""

import shutil
from collections.abc import Callable
from pathlib import Path

from tests.services.command import run, tool
from tests.services.places import home


def distribution(name: str, pom: Path, arrange: Callable[[Path], None]) -> Path:
    """Folder with the server's jars in lib/, put in order by `arrange`; complete or absent.

    It is fetched again when the pom has changed since.
    """
    folder = home(name) / "distribution"
    stamp = folder / "pom.xml"
    if stamp.exists() and stamp.read_bytes() == pom.read_bytes():
        return folder
    part = home(name) / "distribution.part"
    shutil.rmtree(part, ignore_errors=True)
    run(
        [
            *(tool("mvn"), "-q", "-B", "-f", pom),
            *("dependency:copy-dependencies", f"-DoutputDirectory={part / 'lib'}"),
        ],
        failure=f"Maven could not fetch the jars of {name}: see its words below, then try again",
    )
    arrange(part)
    shutil.copy(pom, part)
    shutil.rmtree(folder, ignore_errors=True)
    part.rename(folder)
    return folder
