"""Zip archives, and the office files that are zip archives: bombs, macros, programs inside."""

import io
import zipfile
from pathlib import PurePosixPath

from sitegroup.checking.reading.limits import (
    LARGEST_RATIO,
    LARGEST_UNPACKED,
    MOST_MEMBERS,
    SMALL,
    Unread,
)

PROGRAMS = frozenset(
    {
        ".exe", ".com", ".dll", ".scr", ".msi", ".bat", ".cmd", ".ps1", ".vbs", ".vbe", ".js",
        ".jse", ".wsf", ".hta", ".jar", ".lnk", ".apk",
    }
)  # fmt: skip
MACRO_PARTS = ("vbaproject.bin", "vbadata.xml")
MACRO_FOLDERS = ("/activex/", "/macrosheets/")
# An object packed into an office file by itself; an embedded workbook or document is none.
PACKED_OBJECT = ("/embeddings/oleobject",)


def opened(data: bytes) -> zipfile.ZipFile:
    """The archive, if it may be unpacked.

    Raises Unread: file_bomb beyond the limits, file_unreadable where it is broken or locked.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise Unread("file_unreadable") from error
    members = archive.infolist()
    total = sum(member.file_size for member in members)
    if len(members) > MOST_MEMBERS or total > LARGEST_UNPACKED:
        raise Unread("file_bomb")
    if total > SMALL and total > LARGEST_RATIO * len(data):
        raise Unread("file_bomb")
    for member in members:
        if member.file_size > SMALL and member.file_size > LARGEST_RATIO * member.compress_size:
            raise Unread("file_bomb")
    if any(member.flag_bits & 1 for member in members):
        raise Unread("file_unreadable")
    return archive


def is_active(archive: zipfile.ZipFile) -> bool:
    """Whether something inside may run: a macro, a control, a packed program."""
    for name in archive.namelist():
        path = "/" + name.lower()
        if path.endswith(MACRO_PARTS) or any(part in path for part in MACRO_FOLDERS):
            return True
        if PurePosixPath(path).suffix in PROGRAMS or any(part in path for part in PACKED_OBJECT):
            return True
    return False
