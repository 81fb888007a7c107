"""Read numbers as people type them: separators of thousands, decimal commas, other digits.

A number is read only if it can mean one thing. What it can mean depends on the number of decimals
that its unit has: a count has none, most currencies have two.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from ingest.normalise import words
from ingest.normalise.cell_reading import UNREAD, CellReading
from ingest.record.text_form import is_unseen

PLAIN = re.compile(r"[0-9]{1,15}(\.[0-9]{1,4})?")
_GROUPS = re.compile(  # several groups, or one and decimals, of which the last mark shows the kind
    r"[0-9]{1,3}(?:(?P<blank>(?: [0-9]{3})+)(?:[.,](?P<d0>[0-9]{1,4}))?"
    r"|(?P<apostrophe>(?:'[0-9]{3})+)(?:[.,](?P<d1>[0-9]{1,4}))?"
    r"|(?P<commas>(?:,[0-9]{3}){2,})(?:\.(?P<d2>[0-9]{1,4}))?"
    r"|(?P<comma>,[0-9]{3})\.(?P<d3>[0-9]{1,4})"
    r"|(?P<dots>(?:\.[0-9]{3}){2,})(?:,(?P<d4>[0-9]{1,4}))?"
    r"|(?P<dot>\.[0-9]{3}),(?P<d5>[0-9]{1,4}))"
)
_LAKHS = re.compile(r"([0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3})(?:\.([0-9]{1,4}))?")
_ONE_MARK = re.compile(r"(0|[1-9][0-9]{0,2})([.,])([0-9]{3})")
_DECIMAL_COMMA = re.compile(r"([0-9]{1,15}),([0-9]{1,2}|[0-9]{4})")
_RANGE = re.compile(r"([0-9]{1,15})\s*(?:-|–|—|to)\s*([0-9]{1,15})")
_LIMITED = re.compile(r"(?:>|≥|\+)\s*([0-9][0-9.,]*)|([0-9][0-9.,]*)\s*\+")
_TIMES = {
    **dict.fromkeys(("thousand", "k"), 10**3),
    **dict.fromkeys(("million", "mln", "m"), 10**6),
    **dict.fromkeys(("billion", "bn"), 10**9),
}
_POWER = re.compile(r"[0-9](?:\.[0-9]+)?[eE]\+?[0-9]{1,2}")
# A number with words or signs on either side; a letter beside a digit is a typing error.
_WITH_WORDS = re.compile(
    r"(?P<before>(?:[^0-9]{0,19}[^0-9A-Za-z])?)(?P<number>[0-9][0-9.,' ]*[0-9]|[0-9])"
    r"(?:\s*(?P<times>[a-z]+)\b)?(?P<after>(?:[^0-9A-Za-z][^0-9]{0,23})?)",
    re.IGNORECASE,
)
NO_DIGIT = (
    "write the figure in digits; where the report states none, leave the row out: a record is one "
    "figure"
)


def read_number(text: str, decimals: int) -> CellReading:
    """Return the number that a cell means, written with digits and a decimal point.

    `decimals` is how many its unit has: 0 for counts. A text that is plain already is returned as
    it is, with one exception: a count written "1.000", which may be one or a thousand, is refused.
    """
    plain = without_mark(ascii_digits(text))
    if one := _ONE_MARK.fullmatch(plain):
        return _one_mark(one, plain, decimals)
    if PLAIN.fullmatch(plain):
        return CellReading(plain)
    value = _grouped(plain)
    if value is not None and (decimals or not _has_fraction(value)):
        return CellReading(value)
    return CellReading(None, _hint(plain, decimals))


def ascii_digits(text: str) -> str:
    """Return the text with the digits of any script as 0 to 9, and one kind of blank and mark."""
    if text.isascii():
        return text.strip()
    made = []
    for character in text:
        if character.isdecimal():
            made.append(str(unicodedata.decimal(character)))
        elif not is_unseen(character):
            made.append(" " if character.isspace() else character)
    plain = "".join(made)
    for mark, sign in (("’‘ʼ＇´`", "'"), ("，٬", ","), ("．٫", ".")):
        plain = re.sub(f"[{mark}]", sign, plain)
    return plain.strip()


def without_mark(text: str) -> str:
    """Return the text without the apostrophe by which spreadsheets mark a cell as text."""
    return text[1:] if text[:1] == "'" and text[1:2].isdigit() else text


def _one_mark(found: re.Match[str], plain: str, decimals: int) -> CellReading:
    """Read digits, one mark, and three digits: thousands, or three decimals."""
    before, mark, after = found.groups()
    whole = before + after
    if before == "0":
        return CellReading(plain) if mark == "." else UNREAD
    if mark == "," and decimals < len(after):
        return CellReading(whole)
    if mark == "." and decimals:
        return CellReading(plain)  # the record's own form
    if mark == "." and after != "000":
        return CellReading(whole)  # a count has no fraction
    if mark == "." and PLAIN.fullmatch(plain):
        return CellReading(None, f'"{plain}" may be {before} or {whole}: write digits only')
    return CellReading(None, f'"{plain}" may be {whole} or {before}.{after}: write one of them')


def _grouped(plain: str) -> str | None:
    """Return the number of a text with separators, or None."""
    if found := _GROUPS.fullmatch(plain):
        fraction = next((found[f"d{at}"] for at in range(6) if found[f"d{at}"]), None)
        whole = plain[: -len(fraction) - 1] if fraction else plain
    elif found := _LAKHS.fullmatch(plain) or _DECIMAL_COMMA.fullmatch(plain):
        whole, fraction = found.groups()
    else:
        return None
    digits = re.sub("[^0-9]", "", whole)
    return None if len(digits) > 15 else digits + (f".{fraction}" if fraction else "")


def _has_fraction(value: str) -> bool:
    return bool(value.partition(".")[2].strip("0"))


def _hint(plain: str, decimals: int) -> str:
    """Return what a text that isn't a number by itself may mean."""
    if found := _RANGE.fullmatch(plain):
        return f"did you mean value {found[1]} and value_high {found[2]}?"
    if found := _LIMITED.fullmatch(plain):
        return f'did you mean {found[1] or found[2]} with the qualifier "more_than" or "at_least"?'
    if _POWER.fullmatch(plain):
        return f"did you mean {Decimal(plain).normalize():f}? Write all digits"
    if not any(map(str.isdecimal, plain)):
        return NO_DIGIT
    found = _WITH_WORDS.fullmatch(plain)
    if not found or found["number"] == plain or plain.startswith("-"):
        return ""
    return _among_words(found, decimals)


def _among_words(found: re.Match[str], decimals: int) -> str:
    """Return what a number among words may mean: "$1.2m", "over 300", "300 people"."""
    word = (found["times"] or "").lower()
    if word and word not in _TIMES and found[0][found.end("number") :].startswith(found["times"]):
        return ""  # a letter directly behind a digit
    meant = read_number(found["number"], 4 if word in _TIMES else decimals).value
    if not meant:
        return ""
    if word in _TIMES:
        meant = f"{(Decimal(meant) * _TIMES[word]).normalize():f}"
    named, before = words.declared()["qualifier"], words.word_key(found["before"])
    if qualifier := named.get(before) or named.get(before.rstrip(".")):
        return f'did you mean {meant} with the qualifier "{qualifier}"?'
    return f"did you mean {meant}? Write the number alone"
