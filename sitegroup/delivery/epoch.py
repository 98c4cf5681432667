"""The epoch: one mark that changes whenever anything public does, seen by every process.

What was stored under an older epoch is not served again. It is a file (or a Redis key), so that
a reader pays one `stat` to know that everything it holds is still true.
"""

import os
import secrets

from django.conf import settings
from django.core.cache import cache

REDIS_KEY = "epoch"


def current() -> str:
    """The present epoch. A mark that was lost (a cache cleared, a file removed) is a new one."""
    mark = _read()
    if not mark:
        bump()
        mark = _read()
    return mark


def _read() -> str:
    if settings.REDIS_URL:
        return str(cache.get(REDIS_KEY, ""))
    try:
        # on every reader's way: it is a Path already, and to make it one again costs more than stat
        status = settings.EPOCH_FILE.stat()
    except FileNotFoundError:
        return ""
    return f"{status.st_mtime_ns}.{status.st_ino}"


def bump() -> None:
    """Begin a new epoch."""
    if settings.REDIS_URL:
        cache.set(REDIS_KEY, secrets.token_hex(8), timeout=None)
        return
    file = settings.EPOCH_FILE
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f"{file.name}.{os.getpid()}.{secrets.token_hex(4)}")
    part.touch()
    part.replace(file)
