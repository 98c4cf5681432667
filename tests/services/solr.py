"""Solr from Maven Central with one core: CKAN's own search."""

import shutil
from pathlib import Path

from tests.services.ckan_python import solr_schema
from tests.services.maven import distribution
from tests.services.places import RECIPE, address, port, prepare
from tests.services.process import launch, replies

FILES = RECIPE / "solr_files"


def core_url() -> str:
    """Address of CKAN's core."""
    return f"http://{address('solr')}/solr/ckan"


def start() -> None:
    """Start Solr with CKAN's schema."""
    folder = prepare("solr")
    home = distribution("solr", FILES / "pom.xml", lambda _: None)
    write_core(folder / "cores")
    launch(
        "solr",
        [
            *("java", "-Xmx512m", f"-XX:ErrorFile={folder / 'crash'}", f"-Dsolr.log.dir={folder}"),
            *("-cp", f"{home / 'lib'}/*", FILES / "LocalSolr.java", folder / "cores", port("solr")),
        ],
    )


def ready() -> bool:
    """Whether its core answers."""
    return replies("solr", "/solr/ckan/select?q=*:*")


def write_core(cores: Path) -> None:
    """Write the configuration of the core; its documents stay."""
    conf = cores / "ckan" / "conf"
    conf.mkdir(parents=True, exist_ok=True)
    (cores / "solr.xml").write_text("<solr/>\n")
    (cores / "ckan" / "core.properties").write_text("name=ckan\n")
    shutil.copy(FILES / "solrconfig.xml", conf)
    shutil.copy(solr_schema(), conf)
    for name in ("synonyms.txt", "protwords.txt"):
        (conf / name).touch()
