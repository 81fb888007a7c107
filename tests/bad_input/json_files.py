"""Malformed JSON and JSON Lines."""

from __future__ import annotations

import json
from pathlib import Path

from support import good

from bad_input.making import Bad, keeping, written

BAD: Bad = {}
bad = keeping(BAD)


def as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


@bad("after record 1", "the file ends before the array does")
def json_cut_off(folder: Path) -> Path:
    return written(folder, "cut.json", as_json([good(1), good(2)])[:-40])


@bad("after record 1", "comma")
def json_without_a_comma(folder: Path) -> Path:
    return written(folder, "comma.json", f"[{as_json(good(1))} {as_json(good(2))}]")


@bad("lists are nested too deeply")
def deep_json(folder: Path) -> Path:
    return written(folder, "deep.json", "[" * 200_000)


@bad("line 1", "lists are nested too deeply")
def deep_json_line(folder: Path) -> Path:
    return written(folder, "deep.jsonl", '{"note": ' + "[" * 200_000 + "\n")


@bad("record 2", "123456789012345678901234567890")
def json_number_beyond_64_bits(folder: Path) -> Path:
    value = as_json([good(1), good(2)]).rsplit('"1000"', 1)
    return written(folder, "number.json", "123456789012345678901234567890".join(value))


@bad("record 1", "value", "NaN")
def json_not_a_number(folder: Path) -> Path:
    return written(folder, "nan.json", as_json([good(1)]).replace('"1000"', "NaN"))


@bad("record 1", "publisher: the name occurs twice")
def json_key_twice(folder: Path) -> Path:
    text = as_json([good(1)]).replace('{"', '{"publisher": "One", "', 1)
    return written(folder, "key.json", text)


@bad("record 1", "_mine: the name occurs twice")
def json_own_key_twice(folder: Path) -> Path:
    text = as_json([good(1)]).replace('{"', '{"_mine": "1", "_mine": "2", "', 1)
    return written(folder, "own.json", text)


@bad("record 1", "note: is a list")
def json_of_five_hundred_levels(folder: Path) -> Path:
    text = as_json([good(1) | {"note": 7}]).replace("7}", "[" * 500 + "]" * 500 + "}")
    return written(folder, "levels.json", text)


@bad("record 1", "publisher: is a list")
def json_list_in_a_cell(folder: Path) -> Path:
    return written(folder, "list.json", as_json([good(1) | {"publisher": ["A", "B"]}]))


@bad("record 2", "is not an object")
def json_of_something_else(folder: Path) -> Path:
    return written(folder, "else.json", as_json([good(1), 7]))


@bad("record 2", "the column 'publishr' is unknown", "Did you mean 'publisher'?")
def json_unknown_key(folder: Path) -> Path:
    return written(folder, "key.json", as_json([good(1), good(2) | {"publishr": "x"}]))


@bad("record 1", "half a character")
def json_half_a_character(folder: Path) -> Path:
    text = as_json([good(1)]).replace("Jacaranda", "\\ud83d")
    return written(folder, "half.json", text)


@bad("line 2", "not JSON")
def broken_json_line(folder: Path) -> Path:
    lines = [as_json(good(1)), as_json(good(2))[:-9], as_json(good(3))]
    return written(folder, "lines.jsonl", "\n".join(lines))


@bad("line 1", "Deliver an array of objects")
def json_object_over_lines(folder: Path) -> Path:
    return written(folder, "one.json", json.dumps({"records": [good(1)]}, indent=1))


@bad("a record has more than", "characters")
def json_record_without_end(folder: Path) -> Path:
    return written(folder, "endless.json", '[{"note": "' + "x" * 40_000_000)


@bad("after the closing bracket")
def json_with_a_tail(folder: Path) -> Path:
    return written(folder, "tail.json", as_json([good(1)]) + as_json([good(2)]))
