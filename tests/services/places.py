"""Where the servers keep their state, and which ports they take."""

import os
import stat
from pathlib import Path

from tests.services.command import ServiceError

RECIPE = Path(__file__).resolve().parent
DEFAULT_PORTS = {
    "postgres": 15432,
    "redis": 16379,
    "elasticsearch": 19200,
    "solr": 18983,
    "ckan": 15000,
}


def state_root() -> Path:
    """SERVICES_DIR, or a folder of this user that outlives a reboot and that others can enter."""
    chosen = os.environ.get("SERVICES_DIR")
    default = Path("/var", "tmp") / f"gongkai-services-{os.geteuid()}"
    return Path(chosen).resolve() if chosen else default


def home(name: str) -> Path:
    """The folder of one server."""
    return state_root() / name


def prepare(name: str) -> Path:
    """Make the folder of one server; refuse a root that belongs to somebody else."""
    root = state_root()
    if not root.exists():
        root.mkdir(parents=True)
        root.chmod(0o711)
    if root.stat().st_uid != os.geteuid():
        raise ServiceError(f"{root} belongs to another user: set SERVICES_DIR to a folder of yours")
    folder = home(name)
    folder.mkdir(exist_ok=True)
    return folder


def closed_parent(folder: Path) -> Path | None:
    """The first folder on the way down that other users cannot enter, or None."""
    way = reversed(folder.parents)
    return next((parent for parent in way if not parent.stat().st_mode & stat.S_IXOTH), None)


def port(name: str) -> int:
    """Port of a server: <NAME>_PORT of the environment, or the recipe's own."""
    variable = f"{name.upper()}_PORT"
    value = os.environ.get(variable, "")
    if not value:
        return DEFAULT_PORTS[name]
    if not value.isdecimal() or not 0 < int(value) < 2**16:
        raise ServiceError(f"{variable} is {value!r}: it takes a port number from 1 to 65535")
    return int(value)


def address(name: str) -> str:
    """Host and port of a server, all on loopback."""
    return f"127.0.0.1:{port(name)}"
