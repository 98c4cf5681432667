"""All files of one version, made in a folder of their own before anybody can see them."""

import hashlib
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from opendata.models import FileFormat
from opendata.sources import DatasetSource
from opendata.writing.parquet import Written, read_rows, write_parquet
from opendata.writing.text_files import write_csv, write_json
from opendata.writing.xlsx import MOST_ROWS, write_xlsx

CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A file that lies in the working folder: its size in bytes and its SHA-256."""

    format: str
    name: str
    size: int
    sha256: str


def dataset_folder(name: str) -> Path:
    """Where the versions of a dataset lie."""
    return Path(settings.DATASETS_DIR) / name


@contextmanager
def working_folder(name: str) -> Iterator[Path]:
    """A folder beside the versions; what is left of it at the end is removed."""
    folder = dataset_folder(name) / f".making-{secrets.token_hex(6)}"
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def write_rows(folder: Path, source: DatasetSource) -> Written:
    """The Parquet file from the source's rows: the one pass over the content."""
    return write_parquet(
        folder / f"{source.name}.parquet", source.fields, source.key, source.rows()
    )


def write_other_formats(folder: Path, source: DatasetSource, row_count: int) -> list[MadeFile]:
    """CSV, JSON and XLSX from the Parquet file, and what all of them measure."""
    parquet = folder / f"{source.name}.parquet"
    write_csv(folder / f"{source.name}.csv", source.fields, read_rows(parquet))
    write_json(folder / f"{source.name}.json", source.fields, read_rows(parquet))
    if row_count <= MOST_ROWS:
        write_xlsx(folder / f"{source.name}.xlsx", source.fields, read_rows(parquet))
    files = ((f, folder / f"{source.name}.{f.value}") for f in FileFormat)
    return [
        MadeFile(file_format.value, file.name, file.stat().st_size, sha256_of(file))
        for file_format, file in files
        if file.exists()
    ]


def sha256_of(file: Path) -> str:
    """The hash of a file's bytes."""
    digest = hashlib.sha256()
    with file.open("rb") as opened:
        while chunk := opened.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def put_in_place(folder: Path, name: str, number: int) -> Path:
    """Give the working folder the version's own name; returns it relative to DATASETS_DIR.

    Call it with the dataset's row locked. A folder of that number was left by a flip that never
    committed: nobody has seen it.
    """
    target = dataset_folder(name) / str(number)
    if target.exists():
        shutil.rmtree(target)
    folder.rename(target)
    return target.relative_to(settings.DATASETS_DIR)
