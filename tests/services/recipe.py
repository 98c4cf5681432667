"""Which servers there are, what each needs, and how they are had and let go."""

import fcntl
import os
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from signal import SIGINT, SIGTERM, Signals

from tests.services import ckan, elasticsearch, postgres, redis, solr
from tests.services.command import ServiceError
from tests.services.places import home, port, prepare, state_root
from tests.services.process import connects, pid_of, stop, wait


@dataclass(frozen=True)
class Service:
    """One server: how it starts, when it is ready, whom it needs, what tells where it is."""

    start: Callable[[], None]
    ready: Callable[[], bool]
    needs: tuple[str, ...] = ()
    variables: tuple[tuple[str, Callable[[], str]], ...] = ()
    polite: Signals = SIGTERM


SERVICES = {
    "postgres": Service(
        postgres.start,
        postgres.ready,
        variables=(("DATABASE_URL", postgres.database_url),),
        # PostgreSQL waits for its clients after SIGTERM and sends them away after SIGINT
        polite=SIGINT,
    ),
    "redis": Service(redis.start, redis.ready, variables=(("REDIS_URL", redis.redis_url),)),
    "elasticsearch": Service(
        elasticsearch.start,
        elasticsearch.ready,
        variables=(("ELASTICSEARCH_URL", elasticsearch.elasticsearch_url),),
    ),
    "solr": Service(solr.start, solr.ready),
    "ckan": Service(
        ckan.start,
        ckan.ready,
        needs=("postgres", "redis", "solr"),
        variables=(("CKAN_URL", ckan.ckan_url), ("CKAN_API_TOKEN", ckan.api_token)),
    ),
}


def chosen(names: Iterable[str]) -> list[str]:
    """The servers named, in the order in which they start; all of them if none is named."""
    wanted = set(names)
    unknown = ", ".join(sorted(wanted - SERVICES.keys()))
    if unknown:
        raise ServiceError(f"unknown service {unknown}: there are {', '.join(SERVICES)}")
    return [name for name in SERVICES if name in wanted or not wanted]


def with_needs(names: Iterable[str]) -> list[str]:
    """The servers named and all that they need, needs first."""
    wanted: set[str] = set()
    waiting = chosen(names)
    while waiting:
        name = waiting.pop()
        wanted.add(name)
        waiting += [need for need in SERVICES[name].needs if need not in wanted]
    return chosen(wanted)


def up(names: Iterable[str], tell: Callable[[str], None] = lambda line: None) -> list[str]:
    """Start what is missing of the servers named and their needs; answer what was started."""
    started = []
    wanted = with_needs(names)
    with alone():
        for name in wanted:
            if pid_of(name) is None:
                began = time.monotonic()
                start(name)
                started.append(name)
                tell(f"{name}: started on port {port(name)} in {time.monotonic() - began:.1f} s")
            else:
                wait(name, SERVICES[name].ready)
                tell(f"{name}: runs on port {port(name)}")
    return started


def start(name: str) -> None:
    """Start one server; if it cannot be had, leave no process behind."""
    if connects(name):
        raise ServiceError(
            f"port {port(name)} is taken by another program: set {name.upper()}_PORT to a free one"
        )
    try:
        SERVICES[name].start()
        wait(name, SERVICES[name].ready)
    except BaseException:
        stop(name, SERVICES[name].polite)
        raise


def down(names: Iterable[str]) -> list[str]:
    """Stop the servers named, those that need others first; answer what was running."""
    wanted = reversed(chosen(names))
    if not state_root().exists():
        return []
    with alone():
        return [name for name in wanted if stop(name, SERVICES[name].polite)]


def wipe() -> None:
    """Stop all servers and delete what they keep, and nothing else that lies beside it."""
    down(())
    for name in SERVICES:
        if home(name).exists():
            shutil.rmtree(home(name))


def variables(names: Iterable[str] = ()) -> dict[str, str]:
    """Environment variables that tell where those of the servers named are that run."""
    running_now = [name for name in chosen(names) if pid_of(name) is not None]
    return {key: value() for name in running_now for key, value in SERVICES[name].variables}


def ensure(*names: str) -> dict[str, str]:
    """Start what is missing of the servers named; answer their environment variables.

    They go on running after the tests: `python -m tests.services down` stops them.
    """
    if not names:
        raise ServiceError(f"name the services needed: there are {', '.join(SERVICES)}")
    up(names)
    return variables(names)


@contextmanager
def running(*names: str) -> Iterator[dict[str, str]]:
    """As ensure, but what it had to start it stops again at the end."""
    started = up(names)
    try:
        yield variables(names)
    finally:
        if started:
            down(started)


@contextmanager
def alone() -> Iterator[None]:
    """Keep other test processes from starting or stopping at the same time."""
    prepare("")
    descriptor = os.open(state_root() / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
