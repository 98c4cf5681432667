"""Elasticsearch from Maven Central: the real server with its core and HTTP transport only."""

import os
import shutil
from pathlib import Path

from tests.services.maven import distribution
from tests.services.places import RECIPE, address, port, prepare
from tests.services.process import launch, replies

FILES = RECIPE / "elasticsearch_files"
TRANSPORT_JARS = ("netty-*.jar", "transport-netty4-*.jar", "elasticsearch-ssl-config-*.jar")


def elasticsearch_url() -> str:
    """Address of the node."""
    return f"http://{address('elasticsearch')}"


def start() -> None:
    """Start one node."""
    folder = prepare("elasticsearch")
    home = distribution("elasticsearch", FILES / "pom.xml", arrange)
    heap = os.environ.get("ELASTICSEARCH_HEAP", "1g")
    launch(
        "elasticsearch",
        [
            *("java", f"-Xms{heap}", f"-Xmx{heap}", f"-XX:ErrorFile={folder / 'crash'}"),
            *("-Des.distribution.type=tar", "-cp", f"{home / 'lib'}/*"),
            *(FILES / "LocalNode.java", home, folder / "data", port("elasticsearch")),
        ],
    )


def ready() -> bool:
    """Whether its cluster is usable."""
    return replies("elasticsearch", "/_cluster/health?wait_for_status=yellow")


def arrange(home: Path) -> None:
    """Make a module of the HTTP transport: the server loads it from a folder of its own."""
    module = home / "modules" / "transport-netty4"
    module.mkdir(parents=True)
    for pattern in TRANSPORT_JARS:
        for jar in (home / "lib").glob(pattern):
            jar.rename(module / jar.name)
    shutil.copy(FILES / "plugin-descriptor.properties", module)
    (home / "config").mkdir()
    shutil.copy(FILES / "log4j2.properties", home / "config")
