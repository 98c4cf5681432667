"""Requests a second of the portal's home page: the running demo beside nginx.

The demo is started as `make demo` starts it. nginx hands out the very bytes that the demo
answered, packed already (gzip_static), with as many processes. Both are asked in turn by wrk.
"""

import gzip
import re
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.measure import Result, Size, alternate
from bench.servers import fetch, find_program, free_port, running_demo, running_nginx

GOAL = 0.9
CONNECTIONS = 64
SECONDS = 4
RATE = re.compile(r"Requests/sec:\s+([\d.]+)")
FAILED = re.compile(r"Non-2xx or 3xx responses|Socket errors")


def page_hit(size: Size) -> Iterator[Result]:
    """Requests a second, each side's median."""
    wrk, nginx = find_program("wrk"), find_program("nginx", "nginx-light")
    with tempfile.TemporaryDirectory() as folder, running_demo(free_port()) as demo:
        packed = fetch(demo)
        root = Path(folder) / "root"
        root.mkdir()
        (root / "index.html").write_bytes(gzip.decompress(packed))
        (root / "index.html.gz").write_bytes(packed)
        with running_nginx(nginx, Path(folder), root, free_port()) as beside:
            assert fetch(beside) == packed
            for url in (demo, beside):
                # every process draws the page once before it keeps it
                load(wrk, url)
            value, reference = alternate(
                size.rounds, lambda: rate(wrk, demo), lambda: rate(wrk, beside)
            )
    yield Result(
        "page_hit", round(value), "requests/s", "nginx, the same bytes", round(reference), GOAL
    )


def load(wrk: str, url: str) -> str:
    """What wrk says after some seconds."""
    command = [wrk, "-t2", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "-H", "Accept-Encoding: gzip", url]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def rate(wrk: str, url: str) -> float:
    """Requests a second; every answer must be a good one."""
    said = load(wrk, url)
    assert not FAILED.search(said), said
    found = RATE.search(said)
    assert found, said
    return float(found[1])
