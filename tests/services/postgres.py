"""PostgreSQL from the Debian package, without durability: it is for tests."""

import os
import shutil
from contextlib import suppress
from pathlib import Path

from tests.services.command import ServiceError, run, tool
from tests.services.places import address, closed_parent, port, prepare
from tests.services.process import launch

ROLE = "gongkai"
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "fsync": "off",
    "max_connections": "200",
}


def database_url() -> str:
    """Address of the project's own database."""
    return f"postgresql://{ROLE}@{address('postgres')}/{ROLE}"


def start() -> None:
    """Start the server, over a new cluster if there is none."""
    folder = prepare("postgres")
    data = folder / "data"
    if not data.exists():
        create_cluster(folder).rename(data)
    settings = [f"--{name}={value}" for name, value in SETTINGS.items()]
    place = ("-D", data, "-p", str(port("postgres")))
    launch("postgres", as_server_user(server_program("postgres"), *place, *settings))


def ready() -> bool:
    """Whether the server takes connections."""
    server = ("-h", "127.0.0.1", "-p", port("postgres"), "-U", ROLE)
    with suppress(ServiceError):
        run([server_program("pg_isready"), *server], failure="PostgreSQL does not answer yet")
        return True
    return False


def create_cluster(folder: Path) -> Path:
    """Make a cluster that has the project's database, as the user that will run the server."""
    data = folder / "data.part"
    shutil.rmtree(data, ignore_errors=True)
    if os.geteuid() == 0:
        closed = closed_parent(folder)
        if closed is not None:
            raise ServiceError(f"user postgres cannot enter {closed}: set SERVICES_DIR elsewhere")
        shutil.chown(folder, "postgres", "postgres")
    failure = f"no database cluster could be made in {folder}"
    options = ("-A", "trust", "-U", ROLE, "-E", "UTF8", "--locale=C.UTF-8")
    run(
        as_server_user(server_program("initdb"), "-D", data, *options),
        failure=failure,
        cwd=folder,
    )
    run(
        as_server_user(server_program("postgres"), "--single", "-D", data, "postgres"),
        failure=failure,
        cwd=folder,
        typed=f"create database {ROLE}\n",
    )
    return data


def server_program(name: str) -> Path:
    """A program of the newest PostgreSQL installed; Debian keeps them off the PATH."""
    versions = Path("/usr/lib/postgresql").glob(f"*/bin/{name}")
    found = max(versions, key=lambda path: int(path.parts[-3]), default=None)
    return found or Path(tool(name))


def as_server_user(*command: str | Path) -> list[str | Path]:
    """The command, run as postgres where we are root: the server refuses to run as root."""
    if os.geteuid() == 0:
        user = ("--reuid=postgres", "--regid=postgres", "--init-groups")
        return [tool("setpriv"), *user, *command]
    return list(command)


def sql(statement: str, database: str = "postgres") -> str:
    """What the statement answers, unaligned and without headings."""
    return run(
        [
            *(tool("psql"), "-h", "127.0.0.1", "-p", port("postgres"), "-U", ROLE),
            *("-d", database, "-v", "ON_ERROR_STOP=1", "-XAtc", statement),
        ],
        failure=f"PostgreSQL refused a statement: {statement.splitlines()[0]}",
    )
