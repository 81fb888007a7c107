"""Make names comparable: two spellings of one name fold to the same text.

Folding never decides that two names are one. It only removes what carries no meaning: case,
accents, apostrophes, punctuation, width of blanks. Letters of other scripts stay as they are. The
short forms (`fold_city` and the like) also remove words for the kind of thing that is named. They
are tried only if the whole name matches nothing.
"""

from __future__ import annotations

import re
import unicodedata

_LETTERS = str.maketrans(
    {
        "đ": "d",
        "ð": "d",
        "ħ": "h",
        "ı": "i",
        "ł": "l",
        "ø": "o",
        "ŧ": "t",
        "æ": "ae",
        "œ": "oe",
        "ß": "ss",
        "þ": "th",
        **dict.fromkeys("'`´ʹʻʼʽʾʿˈ‘’‛′＇", None),
    }
)
_ACCENT = re.compile("[\u0300-\u036f]+")
_INITIALS = re.compile(r"(?<![\w.])(?:[^\W\d_]\.){2,}(?:[^\W\d_](?![\w.]))?")
_OTHER = re.compile(r"[^\w ]|_")
_BRACKETS = re.compile(r"\([^()]*\)")

# Words for the kind of place, as whole phrases before or after the name proper.
_CITY_BEFORE = (
    "city of",
    "municipality of",
    "krong",
    "srok",
    "mueang",
    "muang",
    "amphoe",
    "tambon",
    "thanh pho",
    "thi xa",
    "huyen",
    "quan",
    "tp",
    "kota",
    "kabupaten",
    "bandaraya",
    "barangay",
)
_CITY_AFTER = ("city", "municipality", "shi", "si", "ku", "gu")
_ADMIN1_BEFORE = (
    "province of",
    "state of",
    "region of",
    "emirate of",
    "federal territory of",
    "wilayah persekutuan",
    "khet",
    "khaet",
    "changwat",
    "thanh pho",
    "tinh",
    "tp",
    "khoueng",
    "provinsi",
    "propinsi",
    "provincia de",
    "departamento de",
    "estado de",
    "negeri",
)
_ADMIN1_AFTER = (
    "autonomous region",
    "special administrative region",
    "special region",
    "metropolitan city",
    "special city",
    "province",
    "state",
    "region",
    "division",
    "prefecture",
    "governorate",
    "department",
    "district",
    "county",
    "oblast",
    "emirate",
    "municipality",
    "city",
    "pradesh",
    "sheng",
    "shi",
    "ken",
    "do",
    "si",
)
_LEGAL_FORMS = (
    "inc",
    "incorporated",
    "corp",
    "corporation",
    "co",
    "company",
    "ltd",
    "limited",
    "llc",
    "plc",
    "pte",
    "pty",
    "sdn",
    "bhd",
    "gmbh",
    "and",  # what remains of "& Co."
)


def fold(name: str) -> str:
    """Return the comparable form of a name; empty for a name of nothing but punctuation.

    Folding twice changes nothing: `fold(fold(x)) == fold(x)`.
    """
    folded = _fold_once(name)
    while not folded.isascii():
        again = _fold_once(folded)
        if again == folded:
            break
        folded = again
    return folded


def fold_city(name: str) -> str:
    """Return the folded name of a city without words such as "City" or "Krong".

    "Quezon City" and "Quezon" give the same text. A name of nothing but such words stays whole.
    """
    return _short(name, _CITY_BEFORE, _CITY_AFTER)


def fold_admin1(name: str) -> str:
    """Return the folded name of a province without words such as "Province" or "Khet"."""
    return _short(name, _ADMIN1_BEFORE, _ADMIN1_AFTER)


def fold_organisation(name: str) -> str:
    """Return the folded name of an organisation without a leading "the" and legal forms at the end.

    Nothing else is removed: "Royal Thai Police" and "Thai Police" may be two names of one
    organisation, but that is a curation decision and belongs in a seed. Bracketed words stay, since
    "(China)" distinguishes one ministry from another.
    """
    words = fold(name.replace("&", " and ")).split()
    while len(words) > 1 and words[0] == "the":
        del words[0]
    while len(words) > 1 and words[-1] in _LEGAL_FORMS:
        del words[-1]
    return " ".join(words)


def _fold_once(name: str) -> str:
    if name.isascii():
        name = name.lower().replace("'", "").replace("`", "")
    else:
        name = _ACCENT.sub("", unicodedata.normalize("NFKD", name)).casefold().translate(_LETTERS)
        name = unicodedata.normalize("NFKC", name)
    if "." in name:
        name = _INITIALS.sub(lambda found: found[0].replace(".", ""), name)
    return " ".join(_OTHER.sub(_mark_or_blank, name).split())


def _mark_or_blank(found: re.Match[str]) -> str:
    """Keep vowel signs of Asian scripts, drop invisible characters, turn the rest into blanks."""
    category = unicodedata.category(found[0])
    if category.startswith("M"):
        return found[0]
    return "" if category == "Cf" else " "


def _short(name: str, before: tuple[str, ...], after: tuple[str, ...]) -> str:
    """Fold and remove brackets, then remove phrases at both ends while a name remains."""
    rest = fold(_BRACKETS.sub(" ", name)) or fold(name)
    while True:
        for phrase in before:
            if rest.startswith(f"{phrase} "):
                rest = rest[len(phrase) + 1 :]
                break
        else:
            for phrase in after:
                if rest.endswith(f" {phrase}"):
                    rest = rest[: -len(phrase) - 1]
                    break
            else:
                return rest
