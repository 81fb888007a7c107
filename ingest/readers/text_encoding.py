"""The encoding of text files: found out from the bytes, never guessed by DuckDB.

UTF-8, UTF-16 (with its mark) and Windows-1252 are read. Text in Windows-1252 has no mark: it is
taken for that where it is no UTF-8 at all and every byte above 127 is what Western European texts
have (letters with accents, dashes, quotation marks), one or two of them in a row. Other encodings
of one byte a letter have other letters there, in longer rows; where that is not plain, the file is
refused with the bytes that show why.
"""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from ingest.errors import RefusedError

CHUNK = 1 << 22  # bytes
MAX_LINE = 64 << 20  # bytes; beyond this a quotation mark was never closed
SAVE_AGAIN = "Save it again as 'CSV UTF-8'."

_MARKS = (
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
# Windows-1252 as Western European texts use it
_LETTERS = "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜàáâãäåæçèéêëìíîïñòóôõöøùúûüßÿŒœŠšŽž".encode("cp1252")
_MARKS_BETWEEN = "€…‘’“”•–—™£§©«»®°±²³´·¹º¿¡½ \N{NO-BREAK SPACE}".encode("cp1252")
_HIGH = "\x80-\xff"
_STRANGE = re.compile(
    b"[^\x00-\x7f" + re.escape(_LETTERS + _MARKS_BETWEEN) + b"]"
    # a capital within a word, as other encodings have them; three letters with accents in a row
    b"|(?<=[a-z])[\xc0-\xdd\x8c\x8a\x8e](?=[a-z])"
    b"|[" + re.escape(_LETTERS) + b"]{3}"
    # a sign within a word
    b"|(?<=[A-Za-z])[" + re.escape("€£§©®°±²³¹½•¿¡".encode("cp1252")) + b"](?=[a-z])"
)
_UTF8 = re.compile(b"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


class _NotUtf8Error(Exception):
    """The number of the first byte that is not UTF-8, from 1, and the bytes there."""

    def __init__(self, at: int, found: bytes) -> None:
        super().__init__(f"byte {at} ({found.hex(' ')}) is not UTF-8")


def as_utf8(path: Path, name: str, scratch: Path) -> tuple[Path, str, bool]:
    """Return a file of clean UTF-8, the name of the encoding that was found, and a warning.

    The file is `path` itself, or a copy in `scratch`. The warning is true where there may be
    blank lines, which count as rows in a spreadsheet but which DuckDB drops without a word, or
    lines that end in a lone carriage return, which it reads otherwise. Raises RefusedError.
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
    """Write the file again as UTF-8."""
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
                    f"{name}: near byte {at} ({found}) the text is broken for "
                    f"{encoding.upper()}, which its first bytes announce. {SAVE_AGAIN}"
                ) from None
            offset += len(chunk)
            if not chunk:
                return copy


def _check_western(path: Path, name: str, error: _NotUtf8Error) -> None:
    """Refuse text that is not UTF-8 and not plainly Windows-1252, and show the bytes."""
    offset, before = 0, b""
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            block = before + chunk
            for pattern, why in (
                (_UTF8, "is UTF-8, so the file holds two encodings"),
                (_STRANGE, "is not what texts in Windows-1252 have"),
            ):
                if match := pattern.search(block):
                    at = offset - len(before) + match.start() + 1
                    raise RefusedError(
                        f"{name}: {error}, and byte {at} ({match.group().hex(' ')}) {why}: its "
                        f"encoding can't be known. {SAVE_AGAIN}"
                    )
            offset += len(chunk)
            before = block[-4:]


def check_bytes(path: Path, name: str) -> bool:
    """Refuse NUL bytes and endless lines; return whether lines may be blank or end oddly.

    Raises RefusedError, and _NotUtf8Error for text that is not UTF-8.
    """
    offset, lone_returns, is_warned = 0, 0, False
    rest, last = b"", b"\n"
    line_began = 0
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            if (at := chunk.find(b"\0")) >= 0:
                raise RefusedError(
                    f"{name}: byte {offset + at + 1} is NUL, so this is no text in UTF-8. "
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
                    f"{MAX_LINE >> 20} MB. A line's end or a quotation mark is missing there, "
                    "or a cell holds what is no cell. Mend it and deliver the file again."
                )
    if rest:
        raise RefusedError(
            f"{name}: the last character is cut off. The file was not copied whole; deliver it "
            "again."
        )
    return is_warned or lone_returns > 0


def _undecoded(block: bytes, offset: int) -> bytes:
    """Return the first bytes of a character that the block cuts; raise for what is not UTF-8."""
    try:
        block.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data" and len(block) - error.start <= 3:
            return block[error.start :]
        found = block[error.start : error.start + 8]
        raise _NotUtf8Error(offset + error.start + 1, found) from None
    return b""
