"""The two servers of page_hit, on free ports of 127.0.0.1; each is stopped by its own id."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.measure import ROOT, WORK, BenchError

PATIENCE = 60.0
NGINX = """
daemon off;
worker_processes 2;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
events {{ worker_connections 1024; }}
http {{
  access_log off;
  sendfile on;
  tcp_nopush on;
  keepalive_requests 100000000;
  open_file_cache max=10;
  default_type text/html;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  server {{
    listen 127.0.0.1:{port};
    root {root};
    charset utf-8;
    gzip_static on;
    add_header Cache-Control "public, max-age=60";
  }}
}}
"""


def find_program(name: str, package: str = "") -> str:
    """Where a program is. Raises BenchError with the way to get it."""
    found = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if not found:
        raise BenchError(f"{name} is missing: as root, apt-get install {package or name}")
    return found


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def fetch(url: str) -> bytes:
    """The packed bytes of an answer."""
    request = urllib.request.Request(url, headers={"Accept-Encoding": "gzip"})  # noqa: S310
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
        return bytes(answer.read())


def until_ready(url: str, process: subprocess.Popen[bytes]) -> None:
    """Wait for an answer. Raises BenchError if the process ends, or takes too long."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            fetch(url)
            return
        except OSError:
            time.sleep(0.1)
    raise BenchError(f"{process.args!r} does not answer at {url}")


@contextmanager
def started(command: list[str], url: str, **environment: str) -> Iterator[None]:
    """A server for as long as the block lasts."""
    process = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **environment}, start_new_session=True
    )
    try:
        until_ready(url, process)
        yield
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def running_demo(port: int) -> Iterator[str]:
    """The demo county behind granian, loaded once and kept below build/bench; its address."""
    data = WORK / "demo"
    data.mkdir(parents=True, exist_ok=True)
    address = f"http://localhost:{port}"
    environment = {
        "DATA_DIR": str(data), "SITE_BASE_URL": address, "PORT": str(port), "HOST": "127.0.0.1",
        "DJANGO_SETTINGS_MODULE": "cms.settings.dev", "DATABASE_URL": "", "REDIS_URL": "",
    }  # fmt: skip
    for step in (["migrate", "--verbosity", "0"], ["load_demo"], ["run_worker", "--once"],
                 ["collectstatic", "--noinput", "--verbosity", "0"]):  # fmt: skip
        manage(step, environment)
    with started(["deploy/serve.sh"], f"{address}/readyz", **environment):
        yield f"{address}/"


def manage(step: list[str], environment: dict[str, str]) -> None:
    """One management command over the demo's data. Raises BenchError with what it said."""
    done = subprocess.run(
        [sys.executable, "manage.py", *step], cwd=ROOT, env={**os.environ, **environment},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise BenchError(f"manage.py {' '.join(step)} failed:\n{done.stderr[-2000:]}")


@contextmanager
def running_nginx(program: str, folder: Path, root: Path, port: int) -> Iterator[str]:
    """nginx over a folder; its address."""
    configuration = folder / "nginx.conf"
    user = "user root;" if os.geteuid() == 0 else ""
    configuration.write_text(user + NGINX.format(folder=folder, root=root, port=port))
    address = f"http://127.0.0.1:{port}/"
    with started([program, "-p", str(folder), "-c", str(configuration)], address):
        yield address
