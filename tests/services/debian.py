"""Debian packages that the recipe needs."""

import os
import shutil
from pathlib import Path

from tests.services.command import ServiceError, run

PROGRAMS = {"redis-server": "redis-server", "openjdk-17-jre-headless": "java", "maven": "mvn"}


def missing_packages() -> list[str]:
    """Packages whose programs are not there."""
    missing = [package for package, program in PROGRAMS.items() if shutil.which(program) is None]
    if not any(Path("/usr/lib/postgresql").glob("*/bin/initdb")):
        missing.insert(0, "postgresql")
    return missing


def install() -> list[str]:
    """Install what is missing, as root or with sudo; answer the names of the packages."""
    missing = missing_packages()
    if missing:
        rights = administrator()
        failure = f"apt-get could not install {' '.join(missing)}: see its words below"
        quiet = {"DEBIAN_FRONTEND": "noninteractive"}
        run([*rights, "apt-get", "update", "-qq"], failure=failure, variables=quiet)
        run(
            [
                *(*rights, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "-y"),
                *("-qq", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=600", *missing),
            ],
            failure=failure,
        )
    return missing


def administrator() -> list[str]:
    """Words that give a command the rights of root."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") is None:
        raise ServiceError(
            f"only root can install packages: run apt-get install {' '.join(missing_packages())}"
        )
    return ["sudo"]
