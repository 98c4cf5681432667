"""PostgreSQL from the Debian package, without durability: it is for tests."""

import os
import shutil
from pathlib import Path

from tests.services.command import ServiceError, run, tool
from tests.services.places import address, closed_parent, port, prepare
from tests.services.process import remember

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
    """Make the cluster if there is none, start it, and have the project's database in it."""
    folder = prepare("postgres")
    data, log = folder / "data", folder / "log"
    if not (data / "PG_VERSION").exists():
        create_cluster(folder, data)
    options = " ".join(f"-c {name}={value}" for name, value in SETTINGS.items())
    run(
        as_server_user(
            *(server_program("pg_ctl"), "-D", data, "-w", "-l", log),
            *("-o", f"-p {port('postgres')} {options}", "start"),
        ),
        failure=f"postgres did not start: its log is {log}",
        cwd=Path("/"),
    )
    remember("postgres", int((data / "postmaster.pid").read_text().split()[0]))
    if ROLE not in sql("select datname from pg_database").split():
        sql(f"create database {ROLE}")


def create_cluster(folder: Path, data: Path) -> None:
    """Run initdb, as the user that will run the server."""
    closed = closed_parent(data) if os.geteuid() == 0 else None
    if closed is not None and closed != folder:
        raise ServiceError(f"user postgres cannot enter {closed}: set SERVICES_DIR elsewhere")
    initdb = server_program("initdb")
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    run(
        as_server_user(
            *(initdb, "-D", data, "-A", "trust", "-U", ROLE, "-E", "UTF8", "--locale=C.UTF-8")
        ),
        failure=f"initdb could not make a database cluster in {data}",
        cwd=Path("/"),
    )


def server_program(name: str) -> Path:
    """A program of the newest PostgreSQL installed; Debian keeps them off the PATH."""
    versions = Path("/usr/lib/postgresql").glob(f"*/bin/{name}")
    found = max(versions, key=lambda path: int(path.parts[-3]), default=None)
    return found or Path(tool(name))


def as_server_user(*command: str | Path) -> list[str | Path]:
    """The command, run as postgres where we are root: the server refuses to run as root."""
    if os.geteuid() == 0:
        return [tool("runuser"), "-u", "postgres", "--", *command]
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
