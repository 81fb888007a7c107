"""The one form in which names are compared, and the characters that nobody sees.

Two texts that look alike must be one name: composed letters (NFC), no format characters, and one
blank where there are several or unusual ones. Joiners between letters stay, since Persian and
Indian scripts need them. Ids and addresses are not repaired but refused (`ingest.record.checks`).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import chain

from ingest.sql_quoting import literal, literals

JOINERS = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"
# Letters and symbols that are drawn as nothing, though Unicode calls them something else.
_DRAWN_AS_NOTHING = (
    "\N{HANGUL CHOSEONG FILLER}\N{HANGUL JUNGSEONG FILLER}\N{HANGUL FILLER}"
    "\N{HALFWIDTH HANGUL FILLER}\N{BRAILLE PATTERN BLANK}\N{COMBINING GRAPHEME JOINER}"
    "\N{KHMER VOWEL INHERENT AQ}\N{KHMER VOWEL INHERENT AA}"
)
# Where Unicode has such characters: to look through all would take a third of a second.
_RANGES = (
    *(range(0x80, 0x3200), range(0xFE00, 0x10000), range(0x11000, 0x11200)),
    *(range(0x13400, 0x13500), range(0x1BCA0, 0x1BCB0), range(0x1D100, 0x1D200)),
    range(0xE0000, 0xE0100),
)
_FORMAT = f"\\p{{Cf}}{_DRAWN_AS_NOTHING}"
UNSEEN_SQL = f"[{_FORMAT}\\x{{80}}-\\x{{9f}}]"
"""A pattern for RE2: a character that nobody sees, blanks apart."""
UNUSUAL_CHARACTER_SQL = f"[{_FORMAT}\\x{{80}}-\\x{{9f}}]|[^ \\P{{Z}}]"
"""A pattern for RE2: such a character, or a blank other than the usual one."""
UNUSUAL_SQL = f"  |[\t\n\r]|[{_FORMAT}]|[^ \\P{{Z}}]"
"""A pattern for RE2: what `one_form` may change, except for letters that are composed otherwise."""


def is_unseen(character: str) -> bool:
    """Return whether a character has no width or turns the direction of writing."""
    return unicodedata.category(character) == "Cf" or character in _DRAWN_AS_NOTHING


def one_form(text: str) -> str:
    """Return the form in which names are compared. Applied twice, it changes nothing more."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
        kept = [c for at, c in enumerate(text) if not is_unseen(c) or _joins(text, at)]
        text = unicodedata.normalize("NFC", "".join(kept))
    return " ".join(re.sub(r"\s+", " ", text).split(" ")).strip()


def _joins(text: str, at: int) -> bool:
    """Return whether the character is a joiner between two letters or signs of a name."""
    if text[at] not in JOINERS or not 0 < at < len(text) - 1:
        return False
    before, after = text[at - 1], text[at + 1]
    return all(not c.isascii() and unicodedata.category(c)[0] in "LMS" for c in (before, after))


@cache
def unseen_names() -> dict[int, str]:
    """Return the Unicode name of each character that nobody sees, and of unusual blanks."""
    found = {}
    for number in chain(*_RANGES):
        category = unicodedata.category(chr(number))
        if category in ("Cf", "Zl", "Zp") or (category == "Zs" and number != ord(" ")):
            found[number] = unicodedata.name(chr(number), "format character")
        elif 0x80 <= number <= 0x9F:
            found[number] = "control character"
        elif chr(number) in _DRAWN_AS_NOTHING:
            found[number] = unicodedata.name(chr(number))
    return found


def unseen_macro() -> str:
    """Return SQL that makes the macro `unseen_in`: the name of what can't be seen in a text."""
    named = unseen_names()
    numbers, names = ", ".join(map(str, named)), literals(named.values())
    first = f"unicode(regexp_extract(t, {literal(UNUSUAL_CHARACTER_SQL)}))"
    return f"""
        create or replace temporary macro unseen_in(t) as case
            when regexp_matches(t, {literal(UNUSUAL_CHARACTER_SQL)}) then
                ' (with ' || map([{numbers}], [{names}])[{first}]
                || printf(', U+%04X)', {first})
            else '' end
    """
