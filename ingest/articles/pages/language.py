"""Detect the language of a text by its script and commonest words, or else by py3langid.

The model of py3langid takes more than a second to load. Where a tenth of the words are common words
of one language, and twice as many as of any other, the answer is as certain without it.
"""

from __future__ import annotations

import re
from collections import Counter

MAX_SAMPLE = 5_000  # characters from which the language is detected
MIN_SHARE, TIMES_THE_NEXT = 0.1, 2
MIN_SCRIPT = 0.3  # share of letters in a script that one language has
_WORD = re.compile(r"[^\W\d_]+")
# Words that no other language of this list has, or hardly ever.
COMMON = {
    "en": "the of and to in was were that is for with by said from after who have has been on at",
    "id": "yang dan di dari untuk dengan pada dalam ini itu orang ke oleh karena mereka tersebut "
    "adalah akan telah juga tidak warga kata bahwa sebagai",
    "ms": "yang dan di dari untuk dengan pada dalam ini itu orang ke oleh kerana mereka tersebut "
    "adalah akan telah juga tidak kata bahawa sebagai seorang polis berkata daripada",
    "vi": "và của các những được người trong cho đã tại này với công từ về là bị có không ngày "
    "an việt đối tượng",
    "es": "el los las una del que con por para fueron más y en su se como según",
    "fr": "les des une est dans pour par sur avec ont été plus et du au qui que le la selon",
    "pt": "os as uma dos das não com por para foram mais em seu são ao e da do pela segundo",
    "tl": "ang mga ng sa na ay at ni si nila ito kay mula may hindi naman para",
}
_SCRIPTS = (
    ("ko", re.compile(r"[\uac00-\ud7a3]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
)


def language_of(text: str) -> str:
    """Return the language of a text, ISO 639-1."""
    sample = text[:MAX_SAMPLE]
    letters = sum(char.isalpha() for char in sample) or 1
    for language, script in _SCRIPTS:
        if len(script.findall(sample)) / letters > (0.05 if language == "ja" else MIN_SCRIPT):
            return language
    words = Counter(_WORD.findall(sample.lower()))
    total = sum(words.values()) or 1
    shares = {
        language: sum(words[word] for word in common.split()) / total
        for language, common in COMMON.items()
    }
    if shares["id"] > MIN_SHARE and shares["id"] * TIMES_THE_NEXT > shares["ms"]:
        shares["ms" if shares["ms"] > shares["id"] else "id"] *= TIMES_THE_NEXT
    best, next_best = sorted(shares, key=lambda language: -shares[language])[:2]
    if shares[best] > MIN_SHARE and shares[best] > TIMES_THE_NEXT * shares[next_best]:
        return best
    if {best, next_best} == {"id", "ms"} and shares[best] > MIN_SHARE:
        return best
    import py3langid

    return str(py3langid.classify(sample)[0])
