"""The files that a line of an import names: inside the given folder, of a kind that is taken."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from PIL import Image

from cms.pages.imports.refused import Refused

PICTURES = {"JPEG", "PNG", "WEBP", "GIF"}
MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class NamedFile:
    """A file with the words beside it; `digest` is its SHA-256."""

    path: Path
    words: str
    digest: str


def find_file(folder: Path | None, column: str, name: Any) -> Path:
    """A file inside the folder. Raises Refused."""
    if not isinstance(name, str) or not name:
        why = _("没有写文件名。")
        raise Refused(column, "no_name", why, _('请写成文件名，或者{"name": 文件名}。'))
    if folder is None:
        mend = _("请用--attachments指出附件所在的文件夹。")
        raise Refused(column, "no_folder", _("有附件，但没有说附件在哪里。"), mend)
    try:
        path = (folder / name).resolve()
        there = path.is_relative_to(folder.resolve()) and path.is_file()
    except (OSError, RuntimeError, ValueError):  # a loop of links, a name too long, NUL
        there = False
    if not there:
        why = _("附件文件夹里没有“%s”。") % printable(name)
        raise Refused(column, "missing_file", why, _("请放进文件夹，或者改正名称。"))
    return path


def attachment(folder: Path | None, name: Any, title: str) -> NamedFile:
    """A file that readers may download. Raises Refused."""
    path = find_file(folder, "attachments", name)
    kinds: list[str] = settings.WAGTAILDOCS_EXTENSIONS
    if path.suffix.lower().lstrip(".") not in kinds:
        why = _("不收“%s”这种附件。") % path.name
        raise Refused("attachments", "file_type", why, _("可以用：%s。") % "、".join(kinds))
    _check_size("attachments", path, settings.WAGTAILDOCS_MAX_UPLOAD_SIZE)
    return NamedFile(path, title, _digest(path))


def picture(folder: Path | None, name: Any, alt: str) -> NamedFile:
    """A picture that can be shown. Raises Refused."""
    path = find_file(folder, "image", name)
    _check_size("image", path, settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE)
    try:
        with Image.open(path) as image:
            known = image.format in PICTURES
            pixels = image.width * image.height
            if known and pixels <= settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS:
                image.load()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        known, pixels = False, 0
    if not known:
        why = _("“%s”打不开，不是完整的JPG、PNG、WebP或GIF图片。") % path.name
        raise Refused("image", "broken_picture", why, _("请换一张图片。"))
    if pixels > settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS:
        raise Refused("image", "too_large", _("图片“%s”太大。") % path.name, _("请缩小后再导入。"))
    return NamedFile(path, alt, _digest(path))


def _check_size(column: str, path: Path, most: int) -> None:
    size = path.stat().st_size
    if size == 0:
        raise Refused(column, "empty_file", _("“%s”是空文件。") % path.name, _("请重新取得文件。"))
    if size > most:
        words = {"name": path.name, "most": most // MEGABYTE}
        why = _("“%(name)s”超过%(most)d MB。") % words
        raise Refused(column, "too_large", why, _("请压缩或者拆开。"))


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def printable(text: str) -> str:
    """A text from outside as a message may quote it."""
    return "".join(c if c.isprintable() else "?" for c in text[:100])
