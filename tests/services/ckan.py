"""CKAN from PyPI under gunicorn, with its datastore and a system administrator `pusher`."""

import secrets
from pathlib import Path

from tests.services import postgres, redis, solr
from tests.services.ckan_python import ckan_program
from tests.services.command import run
from tests.services.places import RECIPE, address, home, prepare
from tests.services.process import launch, replies

FILES = RECIPE / "ckan_files"
WRITER, READER = "ckan", "datastore_ro"


def ckan_url() -> str:
    """Address of the site."""
    return f"http://{address('ckan')}"


def api_token() -> str:
    """API token of the administrator."""
    return (home("ckan") / "token").read_text()


def start() -> None:
    """Make the site if there is none, and start it."""
    folder = prepare("ckan")
    configuration = folder / "ckan.ini"
    if not configuration.exists():
        create_site(folder).rename(configuration)
    launch(
        "ckan",
        [
            *(ckan_program("gunicorn"), "--chdir", folder, "--pythonpath", FILES),
            *("-b", address("ckan"), "-w", "2", "-t", "60", "wsgi"),
        ],
        {"CKAN_INI": str(configuration), "PYTHONDONTWRITEBYTECODE": "1", **peers()},
    )


def ready() -> bool:
    """Whether its API answers."""
    return replies("ckan", "/api/3/action/status_show")


def peers() -> dict[str, str]:
    """Where everything is: given at each start, so that ports may change in between."""

    def database(role: str, name: str) -> str:
        return f"postgresql://{role}:{role}@{address('postgres')}/{name}"

    return {
        "CKAN_SQLALCHEMY_URL": database(WRITER, "ckan"),
        "CKAN_DATASTORE_WRITE_URL": database(WRITER, "datastore"),
        "CKAN_DATASTORE_READ_URL": database(READER, "datastore"),
        "CKAN_SITE_URL": ckan_url(),
        "CKAN_SOLR_URL": solr.core_url(),
        "CKAN_REDIS_URL": redis.redis_url(1),
        "CKAN_STORAGE_PATH": str(home("ckan") / "storage"),
    }


def create_site(folder: Path) -> Path:
    """Make databases, tables, the administrator and the token; answer the configuration file."""
    create_databases()
    configuration = folder / "ckan.part"
    configuration.unlink(missing_ok=True)
    ckan("generate", "config", configuration)
    ckan(
        *("config-tool", configuration),
        f"SECRET_KEY={secrets.token_urlsafe(30)}",
        "ckan.plugins=datastore activity text_view datatables_view",
        "ckan.auth.create_unowned_dataset=false",
        "ckan.locale_default=zh_Hans_CN",
    )
    site = ("-c", configuration)
    ckan(*site, "db", "init")
    permissions = ckan(*site, "datastore", "set-permissions").splitlines()
    # psql's own commands cannot stand among statements given with -c
    postgres.sql("\n".join(line for line in permissions if line[:1] != "\\"), "datastore")
    password = secrets.token_urlsafe(20)
    ckan(*site, "user", "add", "pusher", "email=pusher@example.org", f"password={password}")
    ckan(*site, "sysadmin", "add", "pusher")
    token = ckan(*site, "user", "token", "add", "pusher", "gongkai", "-q").split()[-1]
    file = folder / "token"
    file.touch(mode=0o600)
    file.write_text(token)
    return configuration


def create_databases() -> None:
    """Make CKAN's roles and empty databases, over what a start cut short has left."""
    present = postgres.sql("select rolname from pg_roles").split()
    for role in (WRITER, READER):
        if role not in present:
            postgres.sql(f"create role {role} login password '{role}'")
    for database in ("ckan", "datastore"):
        postgres.sql(f"drop database if exists {database} with (force)")
        postgres.sql(f"create database {database} owner {WRITER}")


def ckan(*words: str | Path) -> str:
    """Run CKAN's own command line."""
    step = " ".join(word for word in words if isinstance(word, str) and word != "-c")
    return run(
        [ckan_program("ckan"), *words],
        failure=f"CKAN failed at: ckan {step.split(' SECRET_KEY')[0]}",
        variables=peers(),
    )
