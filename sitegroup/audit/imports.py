"""An import on record: one entry before its first row, one after its last, none for each row."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from sitegroup.audit.models import Action, Result
from sitegroup.audit.services import LONGEST_REASON, Target, record, record_apart
from sitegroup.exceptions import PlatformError
from sitegroup.models.site import Site

_running: ContextVar[bool] = ContextVar("audit_import", default=False)


def being_imported() -> bool:
    """Whether what is released now belongs to an import that is already on record."""
    return _running.get()


@contextmanager
def recorded_import(*, path: Path, by: Any, site: Site | None = None) -> Iterator[dict[str, Any]]:
    """Around a whole import; put its counts into what it yields.

    An import commits in many transactions: the first entry is there before any of them, so that
    one that was killed is on record too. Each release of it names its approver besides.
    """
    with path.open("rb") as file:
        told: dict[str, Any] = {"sha256": hashlib.file_digest(file, "sha256").hexdigest()}
    about: dict[str, Any] = {"by": by, "site": site, "subject": Target("file", "", path.name, site)}
    record(action=Action.IMPORT_BEGUN, detail=told, **about)
    token = _running.set(True)
    try:
        yield told
    except BaseException as error:
        result = Result.REFUSED if isinstance(error, PlatformError) else Result.FAILED
        why = {**told, "why": f"{type(error).__name__}: {error}"[:LONGEST_REASON]}
        record_apart(action=Action.IMPORTED, result=result, detail=why, **about)
        raise
    finally:
        _running.reset(token)
    record(action=Action.IMPORTED, detail=told, **about)
