"""Text in encodings that Raidbook doesn't guess."""

from __future__ import annotations

from pathlib import Path

from bad_input.making import Bad, keeping, row, table, written

BAD: Bad = {}
bad = keeping(BAD)
# What stands in the file, its encoding, and how the sentence reads it.
WORDS = {
    "macroman_n": ("Diario de España", "mac_roman", "'España' in mac_roman"),
    "macroman_u": ("Perú hoy", "mac_roman", "'Perú' in mac_roman"),
    "macroman_e": ("El país de México", "mac_roman", "'México' in mac_roman"),
    "macroman_i": ("Martínez", "mac_roman", "'Martínez' in mac_roman"),
    "macroman_o": ("Asunción", "mac_roman", "'Asunción' in mac_roman"),
    "dos_a": ("La Prensa Panamá", "cp850", "'Panamá' in cp850"),
    "dos_i": ("El País", "cp850", "'País' in cp850"),
    "dos_u": ("Perú", "cp437", "Windows-1252"),
    "hungarian": ("Győr Hírlap", "cp1250", "'Győr' in cp1250"),
    "polish": ("Gazeta Gdańsk", "cp1250", "'Gdańsk' in cp1250"),
    "czech": ("Plzeň dnes", "cp1250", "'Plzeň' in cp1250"),
    "romanian": ("Timişoara", "cp1250", "'Timişoara' in cp1250"),
    "turkish": ("Beşiktaş", "cp1254", "'Beşiktaş' in cp1254"),
}


def _keep(name: str, text: str, encoding: str, read: str) -> None:
    def make(folder: Path) -> Path:
        return written(folder, f"{name}.csv", table(row(1, publisher=text)).encode(encoding))

    make.__name__ = f"encoding_{name}"
    bad("is not UTF-8", "The encoding is unclear", "--encoding", read)(make)


for _name, (_text, _encoding, _read) in WORDS.items():
    _keep(_name, _text, _encoding, _read)


@bad("The encoding is unclear", "'Espa–a'", "'España' in mac_roman")
def strange_only_at_the_end_of_a_large_file(folder: Path) -> Path:
    rows = [row(number, publisher="Café") for number in range(40_000)]
    text = table(*rows, row(1, publisher="España 2")).encode("cp1252")
    return written(folder, "end.csv", text.replace(b"Espa\xf1a 2", b"Espa\x96a"))


@bad("row 2", "publisher", "control characters")
def control_characters_beyond_ascii(folder: Path) -> Path:
    return written(folder, "c1.csv", table(row(1, publisher="Tri\x92al")))


@bad("line 1", "publisher", "control characters")
def control_characters_beyond_ascii_in_json(folder: Path) -> Path:
    from json import dumps

    from support import good

    return written(folder, "c1.jsonl", dumps(good(1, publisher="Tri\x85al")))
