"""The recipe with a real server."""

import socket
from pathlib import Path
from signal import SIGKILL

import pytest

from tests.services import ensure, process, recipe, running

pytestmark = pytest.mark.services


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A state folder and a port of the test's own."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        monkeypatch.setenv("REDIS_PORT", str(free.getsockname()[1]))
    monkeypatch.setenv("SERVICES_DIR", str(tmp_path))


def test_what_was_started_is_stopped() -> None:
    with running("redis") as variables:
        assert process.pid_of("redis") is not None
        assert variables.keys() == {"REDIS_URL"}
    assert process.pid_of("redis") is None
    assert not process.connects("redis")


def test_what_ran_before_goes_on_running() -> None:
    ensure("redis")
    before = process.pid_of("redis")
    with running("redis"):
        assert process.pid_of("redis") == before
    assert recipe.down(["redis"]) == ["redis"]


def test_killed_server_is_started_again() -> None:
    with running("redis"):
        process.stop("redis", SIGKILL)
        assert ensure("redis") == recipe.variables(["redis"])
        assert process.connects("redis")
        recipe.down(["redis"])
