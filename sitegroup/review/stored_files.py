"""Files in the store as they are now, each read once however many contents show it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string

FileKey = tuple[str, str]  # kind and id


@dataclass(frozen=True, slots=True)
class StoredFile:
    """`digest` is the SHA-256 on record; `read` makes that of the bytes.

    `read` raises OSError where the store has no such file or does not give it out.
    """

    digest: str
    read: Callable[[], str]


@dataclass(frozen=True, slots=True)
class _Compared:
    digest: str
    found: str | None  # None: not in the store


class StoredFiles:
    """What the wiring's STORED_FILES know of the files asked for so far."""

    def __init__(self) -> None:
        self._known: dict[FileKey, _Compared | None] = {}

    def read(self, keys: Iterable[FileKey]) -> None:
        """Look these up, one query a kind, and read their bytes."""
        asked: dict[str, list[str]] = defaultdict(list)
        for kind, file_id in keys:
            if (kind, file_id) not in self._known:
                asked[kind].append(file_id)
        for kind, ids in asked.items():
            lookup: Callable[[list[str]], Mapping[str, StoredFile]]
            lookup = import_string(settings.STORED_FILES[kind])
            found = lookup(ids)
            for file_id in ids:
                file = found.get(file_id)
                self._known[kind, file_id] = _compared(file) if file else None

    def __contains__(self, key: FileKey) -> bool:
        """Whether there is a record of the file."""
        return self._known[key] is not None

    def digest(self, kind: str, file_id: str) -> str:
        """The digest on record."""
        file = self._known[kind, file_id]
        return file.digest if file else ""

    def is_missing(self, key: FileKey) -> bool:
        """Whether the store lacks what is on record."""
        file = self._known[key]
        return file is not None and file.found is None

    def is_changed(self, key: FileKey) -> bool:
        """Whether the store holds other bytes than those on record."""
        file = self._known[key]
        return file is not None and file.found not in (None, file.digest)


def _compared(file: StoredFile) -> _Compared:
    try:
        return _Compared(file.digest, file.read())
    except OSError:
        return _Compared(file.digest, None)
