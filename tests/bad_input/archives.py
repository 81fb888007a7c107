"""Malformed and malicious .zip and .gz files."""

from __future__ import annotations

import gzip
import io
import stat
import struct
import zipfile
from pathlib import Path

from bad_input.making import HEADER, Bad, cells, keeping, row, table, workbook, written

BAD: Bad = {}
bad = keeping(BAD)


def packed(folder: Path, name: str, *files: tuple[str, str | bytes]) -> Path:
    with zipfile.ZipFile(folder / name, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, content in files:
            archive.writestr(member, content)
    return folder / name


@bad("unpacks to more than 200 times its size", "Deliver it unpacked")
def zip_bomb(folder: Path) -> Path:
    return packed(folder, "bomb.zip", ("a.csv", b"x" * (100 << 20)))


@bad("damaged", "Pack it again")
def zip_bomb_that_lies(folder: Path) -> Path:
    """The list of members says 100 bytes; what is packed is a thousand times more."""
    path = zip_bomb(folder).rename(folder / "lies.zip")
    content = path.read_bytes()
    large = struct.pack("<I", 100 << 20)
    path.write_bytes(content.replace(large, struct.pack("<I", 100)))
    return path


@bad("unpacks to more than 200 times its size")
def gzip_bomb(folder: Path) -> Path:
    return written(folder, "bomb.csv.gz", gzip.compress(b"x" * (100 << 20), 9))


@bad("unpacks to more than 200 times its size")
def workbook_bomb(folder: Path) -> Path:
    whole = workbook(folder, "whole.xlsx", [HEADER, cells()])
    path = folder / "bomb.xlsx"
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            content = old.read(info)
            if info.filename.endswith("sheet1.xml"):
                content = content.replace(b"Jacaranda", b"J" * (100 << 20))
            new.writestr(info.filename, content)
    return path


@bad("'../../a.csv'", "leads out of the archive")
def path_that_climbs_out(folder: Path) -> Path:
    return packed(folder, "climbs.zip", ("../../a.csv", table(row(1))))


@bad("'/etc/a.csv'", "leads out of the archive")
def path_from_the_root(folder: Path) -> Path:
    return packed(folder, "root.zip", ("/etc/a.csv", table(row(1))))


@bad("'a.csv' is a symbolic link")
def link_in_an_archive(folder: Path) -> Path:
    info = zipfile.ZipInfo("a.csv")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(folder / "link.zip", "w") as archive:
        archive.writestr(info, "/etc/passwd")
    return folder / "link.zip"


@bad("inner.zip", "the archive contains another archive")
def archive_in_an_archive(folder: Path) -> Path:
    inner = packed(folder, "inner.zip", ("a.csv", table(row(1))))
    return packed(folder, "outer.zip", ("inner.zip", inner.read_bytes()))


@bad("the archive contains another archive")
def gzip_in_gzip(folder: Path) -> Path:
    return written(folder, "twice.gz", gzip.compress(gzip.compress(table(row(1)).encode())))


@bad("holds no file")
def empty_archive(folder: Path) -> Path:
    return packed(folder, "empty.zip")


@bad("b.csv", "row 1", "Did you mean 'publisher'?")
def one_bad_file_among_good_ones(folder: Path) -> Path:
    wrong = table(row(2)).replace(",publisher,", ",publishr,", 1)
    return packed(folder, "pair.zip", ("a.csv", table(row(1))), ("b.csv", wrong))


@bad("b.csv, row 3", "dozens")
def bad_row_in_the_second_file(folder: Path) -> Path:
    second = table(row(2), row(3, value="dozens"))
    return packed(folder, "rows.zip", ("a.csv", table(row(1))), ("b.csv", second))


@bad("notes.pdf", "a PDF document")
def archive_with_something_else(folder: Path) -> Path:
    return packed(folder, "mixed.zip", ("a.csv", table(row(1))), ("notes.pdf", b"%PDF-1.7"))


@bad("damaged")
def archive_with_a_wrong_sum(folder: Path) -> Path:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.csv", table(row(1)))
    return written(folder, "sum.zip", buffer.getvalue().replace(b"Jacaranda", b"Jacarandx"))


@bad("'a.csv' has a password")
def archive_with_a_password(folder: Path) -> Path:
    path = packed(folder, "secret.zip", ("a.csv", table(row(1))))
    content = bytearray(path.read_bytes())
    listed = content.index(b"PK\x01\x02")
    content[6] |= 1
    content[listed + 8] |= 1
    path.write_bytes(content)
    return path


@bad("damaged or cut off", "Pack it again")
def gzip_cut_off(folder: Path) -> Path:
    return written(folder, "cut.csv.gz", gzip.compress(table(row(1)).encode())[:-12])


@bad("the file inside is empty")
def gzip_of_nothing(folder: Path) -> Path:
    return written(folder, "nothing.csv.gz", gzip.compress(b""))
