"""Single sentences: what the grammar takes from them, one rule at a time."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.articles.reader import read_figures
from ingest.articles.words.lexicon import languages, lexicon
from ingest.articles.words.numbers import numbers
from ingest.record import definition

DAY = date(2025, 7, 17)  # a Thursday


def read(text: str, language: str = "en") -> list[tuple[str, int, str, str, str]]:
    _, found = read_figures(text, lexicon(language), DAY)
    return [(f.measure, int(f.value), f.qualifier, f.nation, f.counts_as) for f in found]


SENTENCES = {
    "active": (
        "Police arrested 12 scammers.",
        [("persons_arrested", 12, "exact", "", "total")],
    ),
    "passive": (
        "About 30 Kenyans were deported over the scam.",
        [("persons_deported", 30, "about", "KE", "total")],
    ),
    "enumeration": (
        "Raids on scam centres led to the arrest of 90 people, including 40 Chinese, 30 Thais and "
        "one Malaysian.",
        [
            ("persons_arrested", 90, "exact", "", "total"),
            ("persons_arrested", 40, "exact", "CN", "part"),
            ("persons_arrested", 30, "exact", "TH", "part"),
            ("persons_arrested", 1, "exact", "MY", "part"),
        ],
    ),
    "words": (
        "Twenty-one suspects were detained in the scam hub.",
        [("persons_detained", 21, "exact", "", "total")],
    ),
    "vague": (
        "Dozens of Indians fled the scam compound.",
        [("persons_escaped", 24, "at_least", "IN", "total")],
    ),
    "running total": (
        "Police arrested 5 scammers, bringing the total number of arrests since 27 June to 2,137.",
        [
            ("persons_arrested", 5, "exact", "", "total"),
            ("persons_arrested", 2137, "exact", "", "cumulative"),
        ],
    ),
    "predicate": (
        "Police arrested 60 scammers. Of them, 41 were Chinese and 9 were Vietnamese.",
        [
            ("persons_arrested", 60, "exact", "", "total"),
            ("persons_arrested", 41, "exact", "CN", "part"),
            ("persons_arrested", 9, "exact", "VN", "part"),
        ],
    ),
    "relative clause": (
        "Eleven Japanese who were detained over a scam in April were flown to Nagoya.",
        [("persons_repatriated", 11, "exact", "JP", "total")],
    ),
    "things": (
        "Officers seized 1,200 phones, 340 computers and $84,000 in cash from the scammers.",
        [
            ("phones_seized", 1200, "exact", "", "total"),
            ("computers_seized", 340, "exact", "", "total"),
            ("money_seized", 84000, "exact", "", "total"),
        ],
    ),
    "ages and terms": (
        "Two scammers, 48 and 51, were sentenced to 18 years in prison.",
        [("persons_convicted", 2, "exact", "", "total")],
    ),
    "part after of which": (
        "The embassy has rescued 824 Indians from scam centres, of which 757 have already been "
        "safely returned to India.",
        [
            ("persons_rescued", 824, "exact", "IN", "total"),
            ("persons_repatriated", 757, "exact", "IN", "total"),
        ],
    ),
    "total named again": (
        "Police rescued 315 foreigners from a scam compound.\n\nA meeting was held on Friday.\n\n"
        "Another meeting followed on Saturday.\n\nThe 315 foreign nationals include 209 Thais and "
        "106 Pakistanis.",
        [
            ("persons_rescued", 315, "exact", "foreign", "total"),
            ("persons_rescued", 209, "exact", "TH", "part"),
            ("persons_rescued", 106, "exact", "PK", "part"),
        ],
    ),
    "list of lines": (
        "Police arrested 501 foreign nationals at a scam hub.\n\nThe minister praised them.\n\n"
        "The breakdown is as follows:\n\n307 Chinese nationals\n\n194 Vietnamese nationals\n",
        [
            ("persons_arrested", 501, "exact", "foreign", "total"),
            ("persons_arrested", 307, "exact", "CN", "part"),
            ("persons_arrested", 194, "exact", "VN", "part"),
        ],
    ),
    "brackets after a nationality": (
        "Police arrested 130 scammers comprising 113 foreign nationals (87 males and 26 females).",
        [
            ("persons_arrested", 130, "exact", "", "total"),
            ("persons_arrested", 113, "exact", "foreign", "part"),
            ("persons_arrested", 87, "exact", "foreign", "part"),
            ("persons_arrested", 26, "exact", "foreign", "part"),
        ],
    ),
    "one at the end of a list": (
        "Police detained 20 people in a scam centre, comprising 19 men and a woman.",
        [
            ("persons_detained", 20, "exact", "", "total"),
            ("persons_detained", 19, "exact", "", "part"),
            ("persons_detained", 1, "exact", "", "part"),
        ],
    ),
    "only nationality of a text": (
        "Five Malaysians returned home from scam centres. In all, 148 victims were rescued.",
        [
            ("persons_repatriated", 5, "exact", "MY", "total"),
            ("persons_rescued", 148, "exact", "MY", "total"),
        ],
    ),
    "country before a noun": (
        "Police detained 12 Myanmar citizens in the scam hub.",
        [("persons_detained", 12, "exact", "MM", "total")],
    ),
    "since a year": (
        "Nearly 2,800 scammers have been arrested in the zone since 2023.",
        [("persons_arrested", 2800, "nearly", "", "cumulative")],
    ),
    "vague, then counted": (
        "Hundreds of foreigners were detained in the scam hub. Police said that they detained 346 "
        "foreigners.",
        [("persons_detained", 346, "exact", "foreign", "total")],
    ),
    "a headline in other words": (
        "Cambodia detains 340 in raids on two scam compounds\n\nPolice have arrested 340 people, "
        "including 45 women, in raids on two suspected scam compounds.",
        [
            ("persons_arrested", 340, "exact", "", "total"),
            ("persons_arrested", 45, "exact", "", "part"),
            ("sites_raided", 2, "exact", "", "total"),
        ],
    ),
    "relative clause of parts": (
        "Police arrested 57 scammers, comprising five Thais and 52 Indians, who were working.",
        [
            ("persons_arrested", 57, "exact", "", "total"),
            ("persons_arrested", 5, "exact", "TH", "part"),
            ("persons_arrested", 52, "exact", "IN", "part"),
        ],
    ),
    "verb around its object": (
        "Police took 58 suspects, two of them Thais, into custody over the scam.",
        [
            ("persons_detained", 58, "exact", "", "total"),
            ("persons_detained", 2, "exact", "TH", "part"),
        ],
    ),
    "label before a colon": (
        "Scam raid. Taken into custody: 204 Chinese, 73 Thais. Seized: 48 phones.",
        [
            ("persons_detained", 204, "exact", "CN", "part"),
            ("persons_detained", 73, "exact", "TH", "part"),
            ("phones_seized", 48, "exact", "", "total"),
        ],
    ),
    "count before its noun": (
        "The arrests bring to 418 the number of foreigners caught in scam raids this year.",
        [("persons_arrested", 418, "exact", "foreign", "cumulative")],
    ),
    "unknown noun of people": (
        "Three executives were charged over the scam.",
        [("persons_charged", 3, "exact", "", "total")],
    ),
    "sites stated without their noun": (
        "The scam ring ran from 17 villas; police have sealed 12 of them.",
        [("sites_closed", 12, "exact", "", "total")],
    ),
    "bare count next to things": (
        "Police seized 226 GSM gateways - 76 from Singapore - from the scammers.",
        [
            ("devices_seized", 226, "exact", "", "total"),
            ("devices_seized", 76, "exact", "", "part"),
        ],
    ),
    "bare counts by place": (
        "In Sihanoukville, 105 scammers were arrested; in Poipet, 38; and in Bavet, 12.",
        [
            ("persons_arrested", 105, "exact", "", "total"),
            ("persons_arrested", 38, "exact", "", "total"),
            ("persons_arrested", 12, "exact", "", "total"),
        ],
    ),
    "freed by a raid": (
        "Nineteen Thais were freed when police raided a scam house.",
        [("persons_rescued", 19, "exact", "TH", "total")],
    ),
    "main verb after a participle": (
        "Police will deport 70 foreigners arrested at a scam hub.",
        [("persons_deported", 70, "exact", "foreign", "total")],
    ),
    "main verb after an aside": (
        "Twelve Thais, rescued from a scam hub in May, were flown home.",
        [("persons_repatriated", 12, "exact", "TH", "total")],
    ),
    "nationality of each": (
        "Police arrested 11 men over the scam. The suspects, all Malaysians, were asleep.",
        [("persons_arrested", 11, "exact", "MY", "total")],
    ),
    "nationality of an embassy": (
        "The Indian embassy has rescued 17 men from a scam centre.",
        [("persons_rescued", 17, "exact", "IN", "total")],
    ),
    "others beside two nationalities": (
        "Police arrested 13 Chinese, nine Malaysians and four others in a scam raid.",
        [
            ("persons_arrested", 13, "exact", "CN", "part"),
            ("persons_arrested", 9, "exact", "MY", "part"),
            ("persons_arrested", 4, "exact", "", "part"),
        ],
    ),
    "losses with a hedge": (
        "Twelve scammers were arrested; victims are believed to have lost $7.4 million.",
        [
            ("persons_arrested", 12, "exact", "", "total"),
            ("losses", 7400000, "exact", "", "total"),
        ],
    ),
}


@pytest.mark.parametrize("name", SENTENCES)
def test_a_sentence_gives_its_figures(name: str) -> None:
    text, expected = SENTENCES[name]
    assert read(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Two men were jailed for trafficking 31 kg of methamphetamine.",
        "Tickets for the match cost $40, and 21,300 people saw 3 goals.",
        "Members of the public may call 1800-255-0000 about scams until 9:40 p.m.",
        "The court freed the scammers, slapping each with a fine of 1,000 Nepalese rupees.",
        "Most of those arrested over the scam are below 45.",
        "China issued arrest warrants for four members of the scam gang for fraud and detention.",
        "Scammers aged 19 to 56 must pay a fine of $20,000 each.",
        "No arrests were made at the scam centre, where 300 people worked.",
        "A man who set up accounts for 64 money mules pleaded guilty to the scam.",
        "Officers spoke to 40 residents after the raid on the scam house.",
        "The scammers paid rent of $3,000 for each flat, police who arrested them said.",
        "Eleven workers died in a blaze at a garment factory.",
    ],
)
def test_what_is_no_figure_is_not_proposed(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("id", "Polisi menangkap 141 warga negara China pelaku penipuan.", (141, "CN")),
        ("zh", "警方抓获涉诈中国籍嫌疑人141名。", (141, "CN")),
        ("vi", "Công an bắt giữ 141 người Trung Quốc lừa đảo.", (141, "CN")),
        ("ko", "경찰은 스캠 조직의 한국인 141명을 체포했다.", (141, "KR")),
        ("th", "ตำรวจจับกุมแก๊งคอลเซ็นเตอร์ ชาวจีน 141 คน", (141, "CN")),
        ("es", "La policía detuvo a 141 chinos por estafas.", (141, "CN")),
        ("fr", "La police a arrêté 141 Chinois pour escroquerie.", (141, "CN")),
        ("pt", "A polícia prendeu 141 chineses por golpes.", (141, "CN")),
        ("tl", "Inaresto ng PNP ang 141 Chinese sa scam hub.", (141, "CN")),
    ],
)
def test_each_language_reads_an_arrest(language: str, text: str, expected: tuple[int, str]) -> None:
    assert [(value, nation) for _, value, _, nation, _ in read(text, language)] == [expected]


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("en", "a hundred and four phones", 104),
        ("en", "1.5 million", 1_500_000),
        ("en", "forty-two thousand three hundred", 42_300),
        ("id", "dua ratus tiga puluh satu", 231),
        ("id", "1,5 juta", 1_500_000),
        ("vi", "ba mươi tư", 34),
        ("zh", "8.4万", 84_000),
        ("zh", "一百二十三", 123),
        ("es", "treinta y dos", 32),
        ("fr", "quatre-vingt-dix", 90),
    ],
)
def test_numbers_in_figures_and_words(language: str, text: str, value: int) -> None:
    assert [int(number.value) for number in numbers(text, lexicon(language))] == [value]


def test_a_range_is_one_number() -> None:
    found = numbers("between 120 and 150 people", lexicon("en"))
    assert [(int(n.value), int(n.high or 0)) for n in found] == [(120, 150)]


@pytest.mark.parametrize("language", languages())
def test_every_lexicon_uses_known_codes(language: str) -> None:
    data = lexicon(language).data
    measures = {*definition.MEASURES, "seized", "lost", "paid", "nothing"}
    assert set(data["verbs"]) <= measures
    for place in ("qualifiers_before", "qualifiers_after"):
        assert set(data[place]) <= set(definition.QUALIFIERS)
    assert len(data["number_words"]) >= 10
