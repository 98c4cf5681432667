"""Redis from the Debian package, in memory only."""

from tests.services.places import address, port, prepare
from tests.services.process import connects, launch


def redis_url(database: int = 0) -> str:
    """Address of one of its databases; CKAN takes number 1."""
    return f"redis://{address('redis')}/{database}"


def start() -> None:
    """Start Redis."""
    folder = prepare("redis")
    place = ("--bind", "127.0.0.1", "--port", port("redis"), "--dir", folder)
    launch("redis", ["redis-server", *place, "--save", "", "--appendonly", "no"])


def ready() -> bool:
    """Whether Redis listens."""
    return connects("redis")
