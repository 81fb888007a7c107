"""Unpack .gz and .zip files, one level deep, into a folder that the reader made.

No file is written under a name from an archive. Refused are nested archives, paths that lead out of
the archive, links, passwords, damaged archives, and archives that unpack to so many times their own
size that they can't be files of records.
"""

from __future__ import annotations

import gzip
import stat
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import Protocol

from ingest.errors import RefusedError, is_of_the_disk
from ingest.readers.cell_text import printable

CHUNK = 1 << 20
SMALL = 64 << 20  # bytes that every archive may unpack to, whatever its size
# How many times its own size an archive may unpack to. Text of records packs to a fifth, synthetic
# records pack to a fiftieth.
MAX_TIMES = 200
MAX_BYTES = 32 << 30
MAX_MEMBERS = 1_000
# What file managers leave, and how the lock files and copies of office programs begin.
_LEFT_BEHIND = ("__macosx", "thumbs.db", "ehthumbs.db", "desktop.ini")
_LEFT_STARTS = (".", "~$", "~wrl")


class _Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


def unpack_gzip(path: Path, name: str, scratch: Path) -> Path:
    """Unpack a .gz file. Raises RefusedError."""
    target = scratch / "unpacked"
    try:
        with gzip.open(path) as stream:
            _copy(stream, target, path.stat().st_size, name)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise RefusedError(
            f"{name}: the .gz file is damaged or cut off ({printable(str(error))}). Pack it again."
        ) from None
    return target


def members(path: Path, name: str, scratch: Path) -> Iterator[tuple[str, Path]]:
    """Yield the name and the unpacked copy of each file in a .zip, in the order of the archive.

    Each copy is deleted before the next file is unpacked. Raises RefusedError.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            listed = [info for info in archive.infolist() if not _is_junk(info)]
            _check(listed, path.stat().st_size, name)
            for number, info in enumerate(listed):
                target = scratch / f"member-{number}"
                with archive.open(info) as stream:
                    _copy(stream, target, max(info.compress_size, 1), f"{name}: {info.filename}")
                yield info.filename, target
                target.unlink()
    except (zipfile.BadZipFile, EOFError, zlib.error, NotImplementedError) as error:
        raise RefusedError(
            f"{name}: the .zip file is damaged, cut off or packed in an unknown way "
            f"({printable(str(error))}). Pack it again."
        ) from None
    except (RuntimeError, ValueError, OSError) as error:  # zipfile raises these for bad bytes too
        if is_of_the_disk(error):
            raise
        raise RefusedError(
            f"{name}: the .zip file can't be unpacked ({printable(str(error))}). Pack it again."
        ) from None


def _is_junk(info: zipfile.ZipInfo) -> bool:
    return info.is_dir() or is_left_behind(PurePosixPath(info.filename).parts)


def is_left_behind(parts: Sequence[str]) -> bool:
    """Return whether a path, in its parts, is a hidden, lock or system file: nobody's records."""
    names = [part.lower() for part in parts if part.strip(".")]
    return any(name.startswith(_LEFT_STARTS) or name in _LEFT_BEHIND for name in names)


def _check(listed: list[zipfile.ZipInfo], size: int, name: str) -> None:
    """Refuse an archive by its list of members, before anything is unpacked."""
    if not listed:
        raise RefusedError(f"{name}: the .zip file holds no file. Pack the records into it.")
    if len(listed) > MAX_MEMBERS:
        raise RefusedError(
            f"{name}: the .zip file holds {len(listed)} files, more than {MAX_MEMBERS}. Deliver "
            "several smaller ones."
        )
    for info in listed:
        member = printable(info.filename)
        parts = PurePosixPath(info.filename.replace("\\", "/")).parts
        if ".." in parts or parts[:1] == ("/",) or ":" in info.filename[:3]:
            raise RefusedError(
                f"{name}: the member '{member}' has a path that leads out of the archive. Pack "
                "the files again, without their folders."
            )
        if stat.S_ISLNK(info.external_attr >> 16):
            raise RefusedError(
                f"{name}: the member '{member}' is a symbolic link. Pack the file itself."
            )
        if info.flag_bits & 1:
            raise RefusedError(
                f"{name}: the member '{member}' has a password. Pack it without one."
            )
    refuse_bomb(listed, size, name)


def refuse_bomb(listed: list[zipfile.ZipInfo], size: int, name: str) -> None:
    """Refuse a zip file of `size` bytes if its members' declared sizes exceed the limit."""
    if sum(info.file_size for info in listed) > max(SMALL, size * MAX_TIMES):
        raise RefusedError(_bomb(name))


def _bomb(name: str) -> str:
    return (
        f"{name}: the archive unpacks to more than {MAX_TIMES} times its size, which no file of "
        "records does. Deliver it unpacked, or save it again as CSV."
    )


def _copy(stream: _Readable, target: Path, size: int, name: str) -> None:
    """Unpack one file, and stop where it exceeds the limit."""
    limit, done = min(max(SMALL, size * MAX_TIMES), MAX_BYTES), 0
    with target.open("wb") as copy:
        while chunk := stream.read(CHUNK):
            done += len(chunk)
            if done > limit:
                raise RefusedError(_bomb(name))
            copy.write(chunk)
