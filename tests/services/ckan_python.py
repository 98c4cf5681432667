"""The Python environment of CKAN: its pins are not ours."""

import shutil
import sys
from importlib.util import find_spec
from pathlib import Path

from tests.services.command import ServiceError, run
from tests.services.places import RECIPE, prepare

REQUIREMENTS = RECIPE / "ckan_files" / "requirements.txt"


def ckan_program(name: str) -> Path:
    """A program of the environment, which is made first if there is none of these pins."""
    folder = prepare("ckan")
    programs, stamp = folder / "venv" / "bin", folder / "installed.txt"
    if not stamp.exists() or stamp.read_bytes() != REQUIREMENTS.read_bytes():
        stamp.unlink(missing_ok=True)
        create_environment(folder / "venv")
        run(
            [programs / "python", "-m", "pip", "install", "-q", "-r", REQUIREMENTS],
            failure="pip could not install CKAN: see its words below, then try again",
        )
        shutil.copy(REQUIREMENTS, stamp)
    return programs / name


def create_environment(folder: Path) -> None:
    """Make an empty environment with pip.

    Debian takes ensurepip out of the standard library, so that venv fails there without the
    package python3-venv; virtualenv brings pip along itself.
    """
    failure = f"no Python environment could be made in {folder}"
    if find_spec("ensurepip") is not None:
        run([sys.executable, "-m", "venv", "--clear", folder], failure=failure)
    elif find_spec("virtualenv") is not None:
        run([sys.executable, "-m", "virtualenv", "-q", "--clear", folder], failure=failure)
    else:
        raise ServiceError(
            "CKAN needs an environment of its own: run pip install virtualenv,"
            " or install Debian's python3-venv"
        )


def solr_schema() -> Path:
    """The schema of its search that CKAN brings along."""
    site_packages = ckan_program("python").parents[1] / "lib"
    return next(site_packages.glob("python*/site-packages/ckan/config/solr/schema.xml"))
