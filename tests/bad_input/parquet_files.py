"""Malformed Parquet."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from support import good

from bad_input.making import HEADER, Bad, keeping

BAD: Bad = {}
bad = keeping(BAD)


def parquet(folder: Path, name: str, columns: dict[str, object]) -> Path:
    pq.write_table(pa.table(columns), folder / name)
    return folder / name


def columns(**changes: object) -> dict[str, object]:
    return {name: [good()[name]] for name in HEADER} | changes


@bad("damaged or cut off", "Write it again")
def parquet_cut_off(folder: Path) -> Path:
    path = parquet(folder, "cut.parquet", columns())
    path.write_bytes(path.read_bytes()[:-100])
    return path


@bad("damaged or cut off")
def parquet_with_noise_inside(folder: Path) -> Path:
    path = parquet(folder, "noise.parquet", columns())
    content = bytearray(path.read_bytes())
    content[4:200] = bytes(196)
    path.write_bytes(content)
    return path


@bad("the column 'publisher' has the type list", "Write it as text")
def parquet_of_lists(folder: Path) -> Path:
    return parquet(folder, "lists.parquet", columns(publisher=[["A", "B"]]))


@bad("the column 'publisher' has the type binary")
def parquet_of_bytes(folder: Path) -> Path:
    return parquet(folder, "bytes.parquet", columns(publisher=[b"\xff\xfe"]))


@bad("the column 'note' has the type duration[s]", "Write it as text")
def parquet_of_durations(folder: Path) -> Path:
    return parquet(folder, "times.parquet", columns(note=pa.array([5], pa.duration("s"))))


@bad("the column 'note' has the type fixed_size_binary[3]", "Write it as text")
def parquet_of_bytes_of_one_length(folder: Path) -> Path:
    return parquet(folder, "three.parquet", columns(note=pa.array([b"abc"], pa.binary(3))))


@bad("the column 'note' has the type struct", "Write it as text")
def parquet_of_structures(folder: Path) -> Path:
    return parquet(folder, "structures.parquet", columns(note=[{"a": 1}]))


@bad("row 1", "event_start: holds a moment of no calendar (4611686018427387904 ms from 1970)")
def parquet_moment_beyond_all_calendars(folder: Path) -> Path:
    moment = pa.array([2**62], pa.timestamp("ms"))
    return parquet(folder, "moment.parquet", columns(event_start=moment))


@bad("row 1", "event_start: holds a moment of no calendar")
def parquet_moment_in_a_dictionary(folder: Path) -> Path:
    moment = pa.array([-(2**62)], pa.timestamp("us")).dictionary_encode()
    return parquet(folder, "dictionary.parquet", columns(event_start=moment))


@bad("is unknown", "Did you mean 'publisher'?")
def parquet_column_misspelt(folder: Path) -> Path:
    return parquet(folder, "misspelt.parquet", columns(publishr=["x"]))


@bad("row 1", "value", "control characters")
def parquet_with_nul(folder: Path) -> Path:
    return parquet(folder, "nul.parquet", columns(publisher=["a\0b"], value=["1\0"]))
