"""Parts of totals, running totals and losses: what single sentences of reporters say of them."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.articles.reader import read_figures
from ingest.articles.words.lexicon import lexicon

DAY = date(2025, 7, 17)
Cells = tuple[str, int, str, str]

SENTENCES: dict[str, tuple[str, str, list[Cells]]] = {
    "the total, not the last member": (
        "en",
        "Scam raid: police arrested 87 foreigners. They were 52 Chinese and 35 Thais; "
        "21 of the 87 were women.",
        [
            ("persons_arrested", 87, "foreign", "total"),
            ("persons_arrested", 52, "CN", "part"),
            ("persons_arrested", 35, "TH", "part"),
            ("persons_arrested", 21, "foreign", "part"),
        ],
    ),
    "a relative clause only names": (
        "en",
        "Police deported 90 scammers. Six of those who fled were treated.",
        [("persons_deported", 90, "", "total")],
    ),
    "the main verb of a part": (
        "en",
        "Of the scam gang, 15 of the 47 people arrested have been released.",
        [("persons_released", 15, "", "total"), ("persons_arrested", 47, "", "total")],
    ),
    "parts that add up": (
        "en",
        "Police arrested 15 scammers: nine in Singapore and six in Hong Kong.",
        [
            ("persons_arrested", 15, "", "total"),
            ("persons_arrested", 9, "", "part"),
            ("persons_arrested", 6, "", "part"),
        ],
    ),
    "a place is no object": (
        "en",
        "Police seized $6 million of a scam gang, held at two banks.",
        [("money_seized", 6_000_000, "", "total")],
    ),
    "a penalty is no custody": (
        "en",
        "Police arrested three scammers. The trio face up to 12 years in prison.",
        [("persons_arrested", 3, "", "total")],
    ),
    "what a fraud cost": (
        "en",
        "Police arrested two men over a scam that cost a widow, 71, her savings of $187,000.",
        [("persons_arrested", 2, "", "total"), ("losses", 187_000, "", "total")],
    ),
    "others have no nationality of a list": (
        "en",
        "A court charged 53 Chinese and other nationals over a scam.",
        [("persons_charged", 53, "", "total")],
    ),
    "since a day, at the start of a sentence": (
        "en",
        "The scam office was raided. Since January police have deported 42 foreigners.",
        [("persons_deported", 42, "foreign", "cumulative")],
    ),
    "what is only sought": (
        "en",
        "26 Ugandans were rescued from scammers. Kampala is negotiating the release of another 40.",
        [("persons_rescued", 26, "UG", "total")],
    ),
    "a list that names countries first": (
        "vi",
        "Cảnh sát bắt 351 người lừa đảo. Đông nhất là Việt Nam 233 người và Indonesia 118 người.",
        [
            ("persons_arrested", 351, "", "total"),
            ("persons_arrested", 233, "VN", "part"),
            ("persons_arrested", 118, "ID", "part"),
        ],
    ),
}


@pytest.mark.parametrize("name", SENTENCES)
def test_a_sentence_gives_its_figures(name: str) -> None:
    language, text, wanted = SENTENCES[name]
    _, found = read_figures(text, lexicon(language), DAY)
    assert [(f.measure, int(f.value), f.nation, f.counts_as) for f in found] == wanted
