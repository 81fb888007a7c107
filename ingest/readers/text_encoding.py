"""Detect the encoding of text files by their bytes. DuckDB never guesses it.

UTF-8, UTF-16 (with a byte order mark) and Windows-1252 are read. Windows-1252 has no mark: a file
counts as such if it is not UTF-8 and `ingest.readers.western` finds nothing strange in it. Where
the encoding is unclear, the file is refused, and the message shows the bytes. A person who knows
the encoding can name it; the file is then read with it.
"""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from ingest.errors import RefusedError, WrongUseError
from ingest.readers.cell_text import printable
from ingest.readers.western import ENOUGH, other_readings, strange, word_at

CHUNK = 1 << 22  # bytes
MAX_LINE = 64 << 20  # bytes; in a longer line a quotation mark was never closed
SAVE_AGAIN = "Save it again as 'CSV UTF-8'."
OR_NAME_IT = "Save it again as 'CSV UTF-8', or name its encoding with --encoding."

_MARKS = (
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
# Byte order marks, one after another, and such as a program took for Windows-1252.
_MARK_8 = codecs.BOM_UTF8
_MARK_TWICE = _MARK_8.decode("cp1252").encode()
MARKS_8 = re.compile(b"(?:" + re.escape(_MARK_8) + b"|" + re.escape(_MARK_TWICE) + b")*")
_UTF8 = re.compile(b"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
# Codecs of Python that aren't encodings of text files.
_NO_ENCODINGS = ("idna", "punycode", "raw_unicode_escape", "unicode_escape", "undefined")


class _NotUtf8Error(Exception):
    """Text is not UTF-8. The message gives the first wrong byte, counted from 1."""

    def __init__(self, at: int, found: bytes) -> None:
        super().__init__(f"byte {at} ({found.hex(' ')}) is not UTF-8")


def known_encoding(name: str) -> str:
    """Return the codec of an encoding that a person names. Raises WrongUseError for none."""
    try:
        codec = codecs.lookup(name.strip())
        codec.decode(b"")[0].encode()  # some turn bytes into bytes
    except (LookupError, AttributeError, TypeError, ValueError):
        codec = None
    if codec is None or codec.name.replace("-", "_") in _NO_ENCODINGS:
        raise WrongUseError(
            f"the encoding '{printable(name)}' is unknown. Examples: utf-8, windows-1252, cp1250, "
            "cp850, mac_roman, gbk, shift_jis, tis-620."
        )
    return codec.name


def as_utf8(
    path: Path, name: str, scratch: Path, named: str | None = None
) -> tuple[Path, str, bool]:
    """Return a file of valid UTF-8, the name of the encoding, and a warning.

    The encoding is the one `named` by a person, or else the one that the bytes show. The file is
    `path` itself, or a copy in `scratch`. The warning is true if the file may have blank lines,
    which count as rows in a spreadsheet but which DuckDB silently drops, or lines that end in a
    lone carriage return, which DuckDB reads differently. Raises RefusedError.
    """
    if path.stat().st_size == 0:
        raise RefusedError(f"{name}: the file is empty. Deliver a file with a header and rows.")
    if named is not None:
        codec = known_encoding(named)
        if codec not in ("utf-8", "utf-8-sig"):
            copy = _decoded(path, name, scratch, codec, 0)
            return copy, f"{codec}, as named", check_bytes(copy, name)
    with path.open("rb") as stream:
        start = stream.read(1024)
    for mark, encoding, called in _MARKS:
        if start.startswith(mark):
            copy = _decoded(path, name, scratch, encoding, len(mark))
            return copy, called, check_bytes(copy, name)
    marks = MARKS_8.match(start)
    marked = marks.end() if marks else 0
    try:
        if start[:marked] in (b"", _MARK_8):
            return path, "UTF-8", check_bytes(path, name)
        copy = _decoded(path, name, scratch, "utf-8", marked)
        return copy, "UTF-8", check_bytes(copy, name)
    except _NotUtf8Error as error:
        if named is not None:
            raise RefusedError(
                f"{name}: {error}, though UTF-8 was named. Name the encoding that it has."
            ) from None
        _check_western(path, name, error)
    copy = _decoded(path, name, scratch, "cp1252", 0)
    return copy, "Windows-1252", check_bytes(copy, name)


def _decoded(path: Path, name: str, scratch: Path, encoding: str, skipped: int) -> Path:
    """Write a copy of the file in UTF-8, without byte order marks; return its path."""
    copy = scratch / "utf8.txt"
    decoder = codecs.getincrementaldecoder(encoding)()
    offset, is_begun = skipped, False
    with path.open("rb") as stream, copy.open("wb") as target:
        stream.seek(skipped)
        while True:
            chunk = stream.read(CHUNK)
            try:
                text = decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                at = offset + error.start + 1
                found = error.object[error.start : error.start + 4].hex(" ")
                raise RefusedError(
                    f"{name}: the text near byte {at} ({found}) is not valid "
                    f"{encoding.upper()}, which its first bytes announce or --encoding names. "
                    f"{OR_NAME_IT}"
                ) from None
            except UnicodeError as error:  # some codecs raise no more than this
                words = printable(str(error))
                raise RefusedError(f"{name}: is not {encoding} ({words}). {OR_NAME_IT}") from None
            text = text if is_begun else text.lstrip("\ufeff")
            is_begun = is_begun or bool(text)
            target.write(text.encode("utf-8", "surrogatepass"))
            offset += len(chunk)
            if not chunk:
                return copy


def _check_western(path: Path, name: str, error: _NotUtf8Error) -> None:
    """Refuse text that is neither UTF-8 nor clearly Windows-1252, and show the bytes."""
    offset, before, is_last = 0, b"", False
    with path.open("rb") as stream:
        while not is_last:
            chunk = stream.read(CHUNK)
            is_last = len(chunk) < CHUNK
            block = before + chunk
            if match := _UTF8.search(block):
                at = offset - len(before) + match.start() + 1
                raise RefusedError(
                    f"{name}: {error}, and byte {at} ({match.group().hex(' ')}) is UTF-8, so the "
                    f"file mixes two encodings. The encoding is unclear. {SAVE_AGAIN}"
                )
            # what lies near an end of the block is looked at with its neighbours
            end = len(block) if is_last else len(block) - ENOUGH // 2
            if match := strange(block, len(before) - ENOUGH // 2, end):
                at = _first_high(block, match)
                word = word_at(block, at)
                read = printable(word.decode("cp1252", "replace")) or "a no-break space"
                others = [f"'{text}' in {encoding}" for encoding, text in other_readings(word)]
                would = f", but would be {' or '.join(others)}" if others else ""
                raise RefusedError(
                    f"{name}: {error}, and byte {offset - len(before) + at + 1} "
                    f"({block[at : at + 1].hex()}) does not occur so in Windows-1252: it reads "
                    f"'{read}'{would}. The encoding is unclear. {OR_NAME_IT}"
                )
            offset += len(chunk)
            before = block[-ENOUGH:]


def _first_high(block: bytes, match: re.Match[bytes]) -> int:
    """Return the place of the first byte above 127 in or after a match."""
    return next((at for at in range(match.start(), match.end()) if block[at] > 127), match.start())


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
