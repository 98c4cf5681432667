"""The recipe's own promises, as far as they need no server."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from signal import SIGTERM

import pytest

from tests.services import ServiceError, cli, debian, ensure, places, process, recipe
from tests.services.command import run, tool


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A state folder of the test's own."""
    monkeypatch.setenv("SERVICES_DIR", str(tmp_path / "state"))
    return tmp_path / "state"


@pytest.fixture
def sleeper() -> Iterator[int]:
    """A process that stands in for a server."""
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]) as child:
        yield child.pid
        child.kill()


def test_needs_come_first() -> None:
    assert recipe.with_needs(["ckan"]) == ["postgres", "redis", "solr", "ckan"]
    assert recipe.with_needs(["redis", "postgres"]) == ["postgres", "redis"]


def test_no_name_means_all() -> None:
    assert recipe.with_needs([]) == list(recipe.SERVICES)
    assert recipe.chosen(["ckan", "redis"]) == ["redis", "ckan"]


def test_unknown_name_is_told_with_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["up", "mysql"]) == 1
    assert capsys.readouterr().err == (
        "unknown service mysql: there are postgres, redis, elasticsearch, solr, ckan\n"
    )


def test_ensure_wants_names() -> None:
    with pytest.raises(ServiceError, match="name the services needed"):
        ensure()


def test_lines_for_the_shell_are_quoted() -> None:
    lines = cli.environment_lines({"CKAN_URL": "http://127.0.0.1:15000", "CKAN_API_TOKEN": "a b"})
    assert lines == ["export CKAN_URL=http://127.0.0.1:15000", "export CKAN_API_TOKEN='a b'"]


def test_variables_only_of_what_runs(sleeper: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDIS_PORT", "7000")
    places.prepare("redis")
    process.remember("redis", sleeper)
    assert recipe.variables() == {"REDIS_URL": "redis://127.0.0.1:7000/0"}
    assert recipe.variables(["postgres"]) == {}


def test_status_of_nothing_makes_no_folder(state: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["status"]) == cli.main(["down"]) == 0
    assert capsys.readouterr().out.count("stopped") == len(recipe.SERVICES)
    assert not state.exists()


@pytest.mark.parametrize("value", ["0", "65536", "http", "-1"])
def test_wrong_port_names_its_variable(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOLR_PORT", value)
    with pytest.raises(ServiceError, match=r"SOLR_PORT is .* takes a port number"):
        places.port("solr")


def test_running_process_is_recognised_and_stopped(sleeper: int) -> None:
    folder = places.prepare("redis")
    process.remember("redis", sleeper)
    assert process.pid_of("redis") == sleeper
    assert process.stop("redis", SIGTERM)
    assert process.pid_of("redis") is None
    assert not (folder / "pid").exists()


def test_process_that_took_over_an_old_id_is_left_alone(sleeper: int) -> None:
    (places.prepare("redis") / "pid").write_text(f"{sleeper} 1\n")
    assert not process.stop("redis", SIGTERM)
    assert process.birth(sleeper) is not None


@pytest.mark.parametrize("content", ["", "12", "none at all", "4194304999 5"])
def test_broken_pid_file_means_stopped(content: str) -> None:
    (places.prepare("redis") / "pid").write_text(content)
    assert process.pid_of("redis") is None


def test_taken_port_is_refused(monkeypatch: pytest.MonkeyPatch, state: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = other.getsockname()[1]
        monkeypatch.setenv("REDIS_PORT", str(taken))
        with pytest.raises(ServiceError, match=rf"port {taken} is taken .* set REDIS_PORT"):
            ensure("redis")
    assert not (state / "redis" / "pid").exists()


def test_missing_program_is_told_with_the_mend(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", os.devnull)
    with pytest.raises(ServiceError, match=r"mvn is not installed: run .* install$"):
        tool("mvn")
    assert {"redis-server", "maven"} <= set(debian.missing_packages())


def test_failed_start_leaves_no_process(state: Path) -> None:
    places.prepare("redis")
    process.launch("redis", [sys.executable, "-c", "print('no memory')"])
    with pytest.raises(ServiceError, match=r"(?s)redis does not answer.*no memory"):
        process.wait("redis", lambda: False)
    assert process.pid_of("redis") is None


def test_failed_command_shows_its_last_words() -> None:
    with pytest.raises(ServiceError, match=r"(?s)^pip failed\n.*disk full"):
        run([sys.executable, "-c", "raise SystemExit('disk full')"], failure="pip failed")


def test_our_interpreter_settings_stay_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", "/elsewhere")
    program = "import os; print(os.environ.get('PYTHONPATH'))"
    assert run([sys.executable, "-c", program], failure="python failed") == "None\n"


def test_closed_folder_is_found(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    tmp_path.chmod(0o755)
    blocked = places.closed_parent(closed / "data")
    assert blocked is not None
    assert closed.is_relative_to(blocked)


def test_wipe_spares_what_is_not_its_own(state: Path) -> None:
    places.prepare("redis")
    (state / "letter.txt").write_text("kept")
    recipe.wipe()
    assert sorted(path.name for path in state.iterdir()) == ["letter.txt", "lock"]
