"""The folder of the embedded index: one index inside is current, named by a file."""

import fcntl
import logging
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.utils.translation import gettext as _

from search.exceptions import IndexBusy, IndexUnavailable

logger = logging.getLogger(__name__)

WAIT_SECONDS = 30.0
STEP_SECONDS = 0.02
# What tantivy raises when files are missing or do not hold what they should.
BROKEN = (ValueError, OSError, RuntimeError)


class IndexFolder:
    """索引目录: holds the index in use, the one before it, and the one being built."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @property
    def pointer(self) -> Path:
        """The file that names the index in use."""
        return self.root / "current"

    def current(self) -> Path:
        """The index in use. Raises IndexUnavailable if there is none."""
        try:
            return self.root / self.pointer.read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise self.unavailable(error) from error

    def unavailable(self, cause: BaseException) -> IndexUnavailable:
        """The error of a missing or broken index; where and why go to the log, not to readers."""
        # an index that was never built is no fault
        level = logging.INFO if isinstance(cause, FileNotFoundError) else logging.ERROR
        logger.log(level, "The index in %s cannot be used: %s", self.root, cause)
        return IndexUnavailable(_("检索索引缺失或损坏。请运行 manage.py rebuild_index 重建索引。"))

    @contextmanager
    def readable(self) -> Iterator[None]:
        """Turn what tantivy raises over missing or broken files into IndexUnavailable."""
        try:
            yield
        except BROKEN as error:
            raise self.unavailable(error) from error
        except BaseException as error:
            # a panic of the Rust side is no child of Exception, and its class cannot be imported
            if type(error).__name__ == "PanicException":
                raise self.unavailable(error) from error
            raise

    def new(self) -> Path:
        """An empty folder for an index to build."""
        path = self.root / f"index-{time.time_ns()}-{secrets.token_hex(3)}"
        path.mkdir(parents=True)
        return path

    def switch(self, path: Path) -> None:
        """Make an index the one in use, at once for all; keep the one before, drop the rest."""
        before = self.pointer.read_text(encoding="ascii") if self.pointer.exists() else ""
        part = self.root / "current.part"
        part.write_text(path.name, encoding="ascii")
        part.replace(self.pointer)
        for other in self.root.glob("index-*"):
            if other.name not in (before.strip(), path.name):
                shutil.rmtree(other, ignore_errors=True)

    @contextmanager
    def locked(self, name: str = "write") -> Iterator[None]:
        """Alone among all processes. Raises IndexBusy after WAIT_SECONDS."""
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / f"{name}.lock").open("a") as file:
            deadline = time.monotonic() + WAIT_SECONDS
            while True:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError as error:
                    if time.monotonic() > deadline:
                        raise IndexBusy(
                            _("检索索引正在由另一个进程写入，稍后会自动重试。")
                        ) from error
                    time.sleep(STEP_SECONDS)
            yield
