"""Detect the encoding of text files by their bytes. DuckDB never guesses it.

UTF-8, UTF-16 (with a byte order mark) and Windows-1252 are read. Windows-1252 has no mark: a file
counts as such if it is not UTF-8 and every byte above 127 is one that Western European texts use
(letters with accents, dashes, quotation marks), one or two of them in a row. Other single-byte
encodings have other letters there, in longer rows. Where the encoding is unclear, the file is
refused, and the message shows the bytes.
"""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from ingest.errors import RefusedError

CHUNK = 1 << 22  # bytes
MAX_LINE = 64 << 20  # bytes; in a longer line a quotation mark was never closed
SAVE_AGAIN = "Save it again as 'CSV UTF-8'."

_MARKS = (
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
# Bytes of Windows-1252 that Western European texts use.
_LETTERS = "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜàáâãäåæçèéêëìíîïñòóôõöøùúûüßÿŒœŠšŽž".encode("cp1252")
_MARKS_BETWEEN = "€…‘’“”•–—™£§©«»®°±²³´·¹º¿¡½ \N{NO-BREAK SPACE}".encode("cp1252")
_HIGH = "\x80-\xff"
_STRANGE = re.compile(
    b"[^\x00-\x7f" + re.escape(_LETTERS + _MARKS_BETWEEN) + b"]"
    # A capital within a word, as misread encodings show it; three letters with accents in a row.
    b"|(?<=[a-z])[\xc0-\xdd\x8c\x8a\x8e](?=[a-z])"
    b"|[" + re.escape(_LETTERS) + b"]{3}"
    # A sign within a word.
    b"|(?<=[A-Za-z])[" + re.escape("€£§©®°±²³¹½•¿¡".encode("cp1252")) + b"](?=[a-z])"
)
_UTF8 = re.compile(b"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


class _NotUtf8Error(Exception):
    """Text is not UTF-8. The message gives the first wrong byte, counted from 1."""

    def __init__(self, at: int, found: bytes) -> None:
        super().__init__(f"byte {at} ({found.hex(' ')}) is not UTF-8")


def as_utf8(path: Path, name: str, scratch: Path) -> tuple[Path, str, bool]:
    """Return a file of valid UTF-8, the name of the detected encoding, and a warning.

    The file is `path` itself, or a copy in `scratch`. The warning is true if the file may have
    blank lines, which count as rows in a spreadsheet but which DuckDB silently drops, or lines that
    end in a lone carriage return, which DuckDB reads differently. Raises RefusedError.
    """
    if path.stat().st_size == 0:
        raise RefusedError(f"{name}: the file is empty. Deliver a file with a header and rows.")
    with path.open("rb") as stream:
        start = stream.read(4)
    for mark, encoding, called in _MARKS:
        if start.startswith(mark):
            copy = _decoded(path, name, scratch, encoding, len(mark))
            return copy, called, check_bytes(copy, name)
    try:
        return path, "UTF-8", check_bytes(path, name)
    except _NotUtf8Error as error:
        _check_western(path, name, error)
    copy = _decoded(path, name, scratch, "cp1252", 0)
    return copy, "Windows-1252", check_bytes(copy, name)


def _decoded(path: Path, name: str, scratch: Path, encoding: str, skipped: int) -> Path:
    """Write a copy of the file in UTF-8; return its path."""
    copy = scratch / "utf8.txt"
    decoder = codecs.getincrementaldecoder(encoding)()
    offset = skipped
    with path.open("rb") as stream, copy.open("wb") as target:
        stream.seek(skipped)
        while True:
            chunk = stream.read(CHUNK)
            try:
                target.write(decoder.decode(chunk, final=not chunk).encode("utf-8"))
            except UnicodeDecodeError as error:
                at = offset + error.start + 1
                found = error.object[error.start : error.start + 4].hex(" ")
                raise RefusedError(
                    f"{name}: the text near byte {at} ({found}) is not valid "
                    f"{encoding.upper()}, which its first bytes announce. {SAVE_AGAIN}"
                ) from None
            offset += len(chunk)
            if not chunk:
                return copy


def _check_western(path: Path, name: str, error: _NotUtf8Error) -> None:
    """Refuse text that is neither UTF-8 nor clearly Windows-1252, and show the bytes."""
    offset, before = 0, b""
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            block = before + chunk
            for pattern, why in (
                (_UTF8, "is UTF-8, so the file mixes two encodings"),
                (_STRANGE, "does not occur so in Windows-1252"),
            ):
                if match := pattern.search(block):
                    at = offset - len(before) + match.start() + 1
                    raise RefusedError(
                        f"{name}: {error}, and byte {at} ({match.group().hex(' ')}) {why}. The "
                        f"encoding is unclear. {SAVE_AGAIN}"
                    )
            offset += len(chunk)
            before = block[-4:]


def check_bytes(path: Path, name: str) -> bool:
    """Refuse NUL bytes and overlong lines; return the warning of `as_utf8`.

    Raises RefusedError, and _NotUtf8Error for text that is not UTF-8.
    """
    offset, lone_returns, is_warned = 0, 0, False
    rest, last = b"", b"\n"
    line_began = 0
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            if (at := chunk.find(b"\0")) >= 0:
                raise RefusedError(
                    f"{name}: byte {offset + at + 1} is NUL, so this is not text in UTF-8. "
                    f"{SAVE_AGAIN}"
                )
            rest = _undecoded(rest + chunk, offset - len(rest))
            text = last + chunk
            is_warned = is_warned or b"\n\n" in text
            if b"\r" in text:
                is_warned = is_warned or b"\n\r" in text
                lone_returns += chunk.count(b"\r") - text.count(b"\r\n")
            if (end := max(chunk.rfind(b"\n"), chunk.rfind(b"\r"))) >= 0:
                line_began = offset + end + 1
            offset += len(chunk)
            last = chunk[-1:]
            if offset - line_began > MAX_LINE:
                raise RefusedError(
                    f"{name}: the line that begins with byte {line_began + 1} has more than "
                    f"{MAX_LINE >> 20} MB. A line break or a quotation mark is missing there, "
                    "or a cell is far too long. Correct it and deliver the file again."
                )
    if rest:
        raise RefusedError(
            f"{name}: the last character is cut off, so the file is incomplete. Deliver it again."
        )
    return is_warned or lone_returns > 0


def _undecoded(block: bytes, offset: int) -> bytes:
    """Return the first bytes of a character that the block cuts; raise if it is not UTF-8."""
    try:
        block.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data" and len(block) - error.start <= 3:
            return block[error.start :]
        found = block[error.start : error.start + 8]
        raise _NotUtf8Error(offset + error.start + 1, found) from None
    return b""
