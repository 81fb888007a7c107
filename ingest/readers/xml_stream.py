"""Parse the XML inside a workbook as a stream with Expat, without loading anything it refers to.

A document type is refused, and with it every entity that a file could declare, so that nothing
expands and nothing is fetched, as in defusedxml. Names are compared without their prefix, as
calamine does.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import Any, NoReturn
from xml.parsers import expat

CHUNK = 1 << 18  # bytes
QUICK = 4 << 20  # bytes of a part that is looked at in a moment
SMALL = 16 << 20  # bytes of a part that is held in memory
# In these, every sign and name has the same bytes, and calamine reads all parts as UTF-8.
ENCODINGS = ("utf-8", "us-ascii", "iso-8859-1", "windows-1252")
# Sizes of a workbook's parts are bounded by `ingest.readers.archive.refuse_bomb`.


class Local(dict[str, str]):
    """Names without their prefixes: `Local()["table:p"]` is "p"."""

    def __missing__(self, name: str) -> str:
        """Return a name without its prefix, and remember it."""
        if len(self) < 10_000:
            self[name] = name.rpartition(":")[2]
        return name.rpartition(":")[2]


def parser(part: str) -> Any:
    """Return a parser for the XML of `part`, which is in UTF-8 or refused."""
    made = expat.ParserCreate()
    made.ordered_attributes = True
    made.buffer_text = True

    def refuse(*_: object) -> NoReturn:
        raise ValueError(f"{part} has a document type")

    def declare(_: str, encoding: str | None, __: int) -> None:
        if (encoding or ENCODINGS[0]).lower() not in ENCODINGS:
            raise ValueError(_not_utf_8(part, encoding))

    made.XmlDeclHandler = declare
    made.StartDoctypeDeclHandler = refuse
    made.EntityDeclHandler = refuse
    made.ExternalEntityRefHandler = refuse
    return made


def _not_utf_8(part: str, encoding: str | None) -> str:
    return f"{part} is written in {encoding}, not in UTF-8"


def blocks(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """Yield the bytes of a part of the workbook. Raises KeyError, BadZipFile."""
    with archive.open(part) as stream:
        while block := stream.read(CHUNK):
            yield block


def parse(archive: zipfile.ZipFile, part: str, made: Any) -> int:
    """Parse a part with a parser whose handlers are set; return its bytes. Raises ValueError."""
    size = 0
    for block in blocks(archive, part):
        _refuse_utf_16(part, block if not size else b"")
        size += len(block)
        feed(made, part, block)
    feed(made, part, b"", is_last=True)
    return size


def _refuse_utf_16(part: str, start: bytes) -> None:
    """Raise ValueError for the first bytes of a part in UTF-16 or UTF-32."""
    if b"\0" in start[:8] or start.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ValueError(_not_utf_8(part, "UTF-16"))


def feed(made: Any, part: str, block: bytes, *, is_last: bool = False) -> None:
    """Parse the next bytes of a part. Raises ValueError."""
    try:
        made.Parse(block, is_last)
    except expat.ExpatError as error:
        raise ValueError(f"{part}: {error}") from None


def needs_a_look(archive: zipfile.ZipFile, part: str, made: Any, signs: tuple[bytes, ...]) -> bool:
    """Return whether a part may hold what `signs` stand for; if not, it was parsed as a whole.

    A small part may always. Raises ValueError for a part that is no XML in UTF-8, unless a sign
    comes first.
    """
    if archive.getinfo(part).file_size <= QUICK:
        return True
    last = b""
    for block in blocks(archive, part):
        _refuse_utf_16(part, block if not last else b"")
        if any(_holds(block, sign) or _holds(last + block[:16], sign) for sign in signs):
            return True
        last = block[-16:]
        feed(made, part, block)
    feed(made, part, b"", is_last=True)
    return False


def _holds(block: bytes, sign: bytes) -> bool:
    """Return whether a sign is in a block: one byte is found or missed much faster than several."""
    return all(byte in block for byte in sign) and sign in block


def elements(archive: zipfile.ZipFile, part: str) -> list[tuple[str, dict[str, str]]]:
    """Return the elements of a small part in order: each one's name, and its attributes.

    Both names are without prefixes. Raises ValueError, KeyError, BadZipFile.
    """
    if archive.getinfo(part).file_size > SMALL:
        raise ValueError(f"{part} is too large")
    found: list[tuple[str, dict[str, str]]] = []
    local = Local()

    def start(name: str, attributes: list[str]) -> None:
        named = zip(map(local.__getitem__, attributes[::2]), attributes[1::2], strict=True)
        found.append((local[name], dict(named)))

    made = parser(part)
    made.StartElementHandler = start
    parse(archive, part, made)
    return found
