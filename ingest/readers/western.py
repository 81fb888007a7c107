"""Decide whether bytes are plainly Windows-1252: an encoding without a mark, like many others.

Every byte above 127 must be a letter or sign that Western European texts use, in a place in which
they use it. Other encodings of one byte for each letter have other letters there: `Espa–a` is
España in MacRoman, `Panam` and a no-break space is Panamá in the code pages of DOS, and `Gyõr` is
Győr in Windows-1250. Whatever could be misread so is strange; a text with something strange is
refused, and names the encodings in which it would be a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

ENOUGH = 64  # bytes on either side that decide whether something is strange
# Encodings of one byte, in which the message reads a strange word.
OTHERS = ("mac_roman", "cp850", "cp1250", "cp1251", "cp1254", "cp437", "cp874")


def _bytes(text: str) -> bytes:
    return re.escape(text.encode("cp1252"))


# Letters of Western European languages, and signs between their words.
_LETTERS = _bytes("ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜàáâãäåæçèéêëìíîïñòóôõöøùúûüßÿŒœŠšŽž")
_SIGNS = _bytes("€…‘’“”•–—™£§©«»®°±²³´·¹º¿¡½ \N{NO-BREAK SPACE}")
_LETTER = b"[A-Za-z" + _LETTERS + b"]"
_VOWEL = b"[aeiouyAEIOUY" + _bytes("àáâãäåæèéêëìíîïòóôõöøùúûüÀÁÂÃÄÅÆÈÉÊËÌÍÎÏÒÓÔÕÖØÙÚÛÜ") + b"]"


def _all(*patterns: bytes | str) -> re.Pattern[bytes]:
    """Return one pattern for any of several; a letter above 127 stands for its byte."""
    return re.compile(
        b"|".join(
            pattern
            if isinstance(pattern, bytes)
            else pattern.encode("cp1252").replace(b"<L>", _LETTER).replace(b"<V>", _VOWEL)
            for pattern in patterns
        )
    )


_STRANGE = _all(
    b"[^\x00-\x7f" + _LETTERS + _SIGNS + b"]",
    # A capital within a word, as misread encodings show it; three letters with accents in a row.
    "(?<=[a-z])[À-ÝŒŠŽ]|(?<=[A-Z])[À-ÝŒŠŽ](?=[a-z])",
    b"[" + _LETTERS + b"]{3}",
    # Signs within a word, and at its end those that only begin or follow a number.
    "(?<=<L>)[€£§©®°±²³¹½•¿¡ºª](?=[a-z])|[©®™](?=[a-z])|£(?=[A-Za-z])",
    "(?<=[a-z])[£¡¿](?![0-9])",
    "(?<=[a-z]{2})[³¹²º]",
    # Quotation marks and other signs between two letters. An apostrophe stands there, before a
    # vowel or in the endings of English.
    "(?<=<L>)[“”‘…•™](?=[a-z])",
    "(?<=[A-Za-z][a-z])’(?=[bcfghjkpqwxzn])",
    "(?<=[bcdfghjklmnpqrstvwxz])’[ao](?!<L>)",
    # A dash between words has a word on either side of it.
    "(?<!<L>)<L>{1,3}–(?=[a-z])",
    "<L>–[a-zà-ÿ]{1,3}(?!<L>)",
    "(?<!<L>)[A-Z]—(?=[a-z])",
    "<L>—[b-zà-ÿ](?!<L>)",
    # A no-break space within a word, or as its last letter.
    '(?<=[a-z])\N{NO-BREAK SPACE}(?=[a-z \t\r\n,;|"]|$)',
    "(?<!<L>)[B-HJ-Z]\N{NO-BREAK SPACE}(?=[a-z])",
    # Letters where no Western European language has them, but another one has another letter.
    "ñ(?!<V>)",
    "õ(?!e)",
    # ã ends these words of Portuguese; in Romanian, ă ends every other word.
    "ã(?![oes]|(?!<L>))",
    "(?<!irm)(?<!alem)(?<!manh)(?<!maç)(?<!rist)(?<!idad)(?<!rf)(?<!nci)(?<!lde)(?<!vil)(?<!isl)"
    "(?<!rtes)(?<!arum)(?<!tant)(?<!acan)(?<!ana)(?<!Ir)(?<!Om)(?<!etn)(?<=<L><L>)ã(?!<L>)",
    "[ìòù](?=<L>)|(?<=[aeou])ò|(?<=[bfkmnprtvz])ì(?!<L>)|(?<=[cdhjkmnvz])ù(?!<L>)",
    "[èÈ](?=<V>)|(?<!<L>)[èÈ](?=[bcdfgklmnpqstv]|r[^e])|è(?=k|n(?![ce])|t(?![ert])|m(?![es]))",
    "(?<=[aebklnrvzí])è(?!<L>)|(?<=[ae])è|(?<=o)è(?![mt])|(?<=i)è(?!<L>)|(?<=u)è(?![dgrt])",
    "(?<![aeiouAEIOU])ï|ï(?=ar)|Ï(?=<L>)",
    "î(?=g)",
    "(?<=[bcdfghjkmnpqstvwxzBCDFGHJKLMNPQRSTVWXZ])š(?=[b-df-hj-np-tv-z])",
    "œ(?![ui])|Œ(?![uiUdnsc])",
    "û(?![trlcmTRLCM]|(?!<L>))",
    "iê(?!nc)|ê(?=[dkzgb]|p(?!e)|st|cz)",
    "(?<=[aiouyAEIOUY])æ|(?<=e)æ(?!r)",
    "ø(?=[aoiíáìà])|(?<=[bdfpt])ø(?=e(?!n))",
)


def strange(block: bytes, begin: int, end: int) -> re.Match[bytes] | None:
    """Return the first strange place of a block that begins from `begin` up to `end`."""
    for match in _STRANGE.finditer(block, max(0, begin - ENOUGH // 2)):
        if match.end() > end:
            return None
        if match.end() > begin:
            return match
    return None


def other_readings(word: bytes, encodings: Iterable[str] = OTHERS) -> list[tuple[str, str]]:
    """Return the encodings in which the bytes of a word are letters only, and the word in each."""
    found: dict[str, str] = {}
    western = word.decode("cp1252", "replace")
    for encoding in encodings:
        text = word.decode(encoding, "replace")
        has_capital = any(a.islower() and b.isupper() for a, b in pairwise(text))
        if text.isalpha() and text != western and not has_capital:
            found.setdefault(text, encoding)
    return [(encoding, text) for text, encoding in found.items()]


def word_at(block: bytes, at: int) -> bytes:
    """Return the word of letters and bytes above 127 around a place."""
    word = re.compile(b"[A-Za-z\x80-\xff]+")
    for match in word.finditer(block, max(0, at - 24), at + 24):
        if match.start() <= at < match.end():
            return match.group()
    return block[at : at + 1]
