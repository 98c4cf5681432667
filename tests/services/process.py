"""Servers as processes: started, recognised and stopped by their own ids."""

import http.client
import os
import signal
import socket
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from tests.services.command import SHOWN, ServiceError, outside_environment, tool
from tests.services.places import home, port

START_SECONDS = 180
STOP_SECONDS = 30


def birth(pid: int) -> str | None:
    """Clock tick at which a process began; None for one that is gone or a zombie."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except (FileNotFoundError, ProcessLookupError):
        return None
    state, threads, began = fields[0], int(fields[17]), fields[19]
    # a killed server holds its port until the last of its threads has ended
    ended = state in "ZX" and threads <= 1
    return None if ended else began


def remember(name: str, pid: int) -> None:
    """Write down a server's process with its birth, since after a reboot the id is another's."""
    (home(name) / "pid").write_text(f"{pid} {birth(pid)}\n")


def pid_of(name: str) -> int | None:
    """Process id of a server that we started and that still runs."""
    file = home(name) / "pid"
    with suppress(FileNotFoundError, ValueError):
        pid, began = file.read_text().split()
        if birth(int(pid)) == began:
            return int(pid)
    return None


def launch(
    name: str, command: Sequence[str | Path | int], variables: dict[str, str] | None = None
) -> None:
    """Start a server in a session of its own, so that it outlives us until it is stopped."""
    program = [tool(str(command[0])), *(str(word) for word in command[1:])]
    # env becomes the server and keeps the id; the server's folder may be ours to enter alone
    words = [tool("env"), f"--chdir={home(name)}", *program]
    log = home(name) / "log"
    writing = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    pid = os.posix_spawn(
        words[0],
        words,
        {**outside_environment(), **(variables or {})},
        file_actions=[
            (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
            (os.POSIX_SPAWN_OPEN, 1, str(log), writing, 0o600),
            (os.POSIX_SPAWN_DUP2, 1, 2),
        ],
        setsid=True,
    )
    remember(name, pid)


def connects(name: str) -> bool:
    """Whether somebody listens on the server's port."""
    try:
        socket.create_connection(("127.0.0.1", port(name)), 1).close()
    except OSError:
        return False
    return True


def replies(name: str, path: str) -> bool:
    """Whether the server answers GET of the path with 200."""
    connection = http.client.HTTPConnection("127.0.0.1", port(name), timeout=10)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def wait(name: str, ready: Callable[[], bool]) -> None:
    """Return once the server is ready; a ServiceError with the end of its log if it is not."""
    end = time.monotonic() + START_SECONDS
    while not ready():
        if pid_of(name) is None or time.monotonic() > end:
            log = (home(name) / "log").read_text(errors="replace")
            raise ServiceError(f"{name} does not answer; the end of its log:\n{log[-SHOWN:]}")
        time.sleep(0.2)


def stop(name: str, polite: signal.Signals) -> bool:
    """Stop a server that we started; True if it was running."""
    pid = pid_of(name)
    if pid is not None:
        signal_process(pid, polite)
        if not gone(name, STOP_SECONDS):
            signal_process(pid, signal.SIGKILL)
            gone(name, STOP_SECONDS)
        # a child of ours stays a zombie until it is asked for
        with suppress(ChildProcessError):
            os.waitpid(pid, os.WNOHANG)
    (home(name) / "pid").unlink(missing_ok=True)
    return pid is not None


def signal_process(pid: int, number: signal.Signals) -> None:
    """Send a signal; killing takes the workers of the process along."""
    with suppress(ProcessLookupError):
        if number == signal.SIGKILL and os.getpgid(pid) == pid:
            os.killpg(pid, number)
        else:
            os.kill(pid, number)


def gone(name: str, seconds: float) -> bool:
    """Whether the server ends within the time given."""
    end = time.monotonic() + seconds
    while pid_of(name) is not None:
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True
