"""Sentences in Indonesian, Malay, Chinese and Vietnamese: what their own grammar needs."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.articles.events.where import Scene
from ingest.articles.reader import read_figures
from ingest.articles.words.dates import dates
from ingest.articles.words.gazetteer import Gazetteer
from ingest.articles.words.lexicon import lexicon
from ingest.articles.words.numbers import numbers

DAY = date(2025, 7, 17)  # a Thursday
Read = list[tuple[str, int, str]]


def read(text: str, language: str) -> Read:
    _, found = read_figures(text, lexicon(language), DAY)
    return [(f.measure, int(f.value), f.nation) for f in found]


SENTENCES: dict[str, tuple[str, str, Read]] = {
    "agent before the verb, vi": (
        "vi",
        "35 người Đài Loan bị cảnh sát Thái Lan bắt giữ vì lừa đảo.",
        [("persons_arrested", 35, "TW")],
    ),
    "agent before the verb, zh": (
        "zh",
        "12名涉诈嫌疑人被警方抓获。",
        [("persons_arrested", 12, "")],
    ),
    "object before the verb": (
        "zh",
        "越南警方将涉嫌诈骗的8名中国公民移交给中国警方。",
        [("persons_deported", 8, "CN")],
    ),
    "participle before its noun": (
        "zh",
        "被捕的十九名诈骗嫌犯中，七人是新加坡人。",
        [("persons_arrested", 19, ""), ("persons_arrested", 7, "SG")],
    ),
    "clause before its noun": (
        "zh",
        "军方逮捕从事网络诈骗的外国人1590名。",
        [("persons_arrested", 1590, "foreign")],
    ),
    "act in the noun": (
        "zh",
        "诈骗案落网者13人：泰国籍7人、中国籍6人。",
        [
            ("persons_arrested", 13, ""),
            ("persons_arrested", 7, "TH"),
            ("persons_arrested", 6, "CN"),
        ],
    ),
    "verb between commas": (
        "id",
        "34 warga Taiwan pelaku penipuan yang diamankan di Tabanan, telah dideportasi.",
        [("persons_deported", 34, "TW")],
    ),
    "relative clause without a pronoun": (
        "vi",
        "38 công dân Ấn Độ trốn khỏi khu lừa đảo đã được đại sứ quán đưa về nước.",
        [("persons_repatriated", 38, "IN")],
    ),
    "what was done before governs nothing": (
        "vi",
        "28 công dân bị lừa sang Myanmar làm việc cho khu lừa đảo đã được giải cứu.",
        [("persons_rescued", 28, "VN")],
    ),
    "circumstance": (
        "id",
        "Tiga WNI tewas saat melarikan diri dari pusat penipuan.",
        [("persons_killed", 3, "ID")],
    ),
    "split verb": (
        "vi",
        "Công an đưa 84 người về trụ sở vì lừa đảo.",
        [("persons_detained", 84, "")],
    ),
    "each with its own verb": (
        "vi",
        "Vụ lừa đảo: công an tạm giam 48 bị can, 4 bị can còn lại được tại ngoại.",
        [("persons_detained", 48, ""), ("persons_released", 4, "")],
    ),
    "list after a passive": (
        "id",
        "Penipu itu ditangkap. Disita pula 37 komputer, sembilan modem dan 12 ponsel.",
        [("computers_seized", 37, ""), ("devices_seized", 9, ""), ("phones_seized", 12, "")],
    ),
    "local people": (
        "id",
        "Polis menahan 16 lelaki tempatan ahli sindiket penipuan.",
        [("persons_detained", 16, "local")],
    ),
    "rank": (
        "zh",
        "网诈园区有436名外籍人士被拘留，中国人最多，有205名。",
        [("persons_detained", 436, "foreign"), ("persons_detained", 205, "CN")],
    ),
    "part of a part": (
        "id",
        "Sembilan puluh dari 203 tersangka penipuan diserahkan kepada polisi Tiongkok.",
        [("persons_deported", 90, "")],
    ),
    "decimals in Malay": (
        "ms",
        "Polis menahan dua penipu; mangsa mengalami kerugian RM4.2 juta.",
        [("persons_detained", 2, ""), ("losses", 4_200_000, "")],
    ),
    "amount in another currency": (
        "vi",
        "Công an triệt phá ổ lừa đảo, phong tỏa 1,6 triệu USD (khoảng 40 tỷ đồng).",
        [("money_seized", 1_600_000, "")],
    ),
}


@pytest.mark.parametrize("name", SENTENCES)
def test_a_sentence_gives_its_figures(name: str) -> None:
    language, text, expected = SENTENCES[name]
    assert read(text, language) == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("id", "Seorang lelaki ditahan polis kerana menipu mangsa."),
        ("zh", "4人未被逮捕，该诈骗案仍在调查。"),
        ("zh", "涉诈嫌犯藏身金三角。"),
        ("vi", "Kẻ lừa đảo bị phạt từ sáu đến mười năm tù."),
        ("vi", "Bão làm 9 người chết; công an cảnh báo lừa đảo."),
    ],
)
def test_what_is_no_figure_is_not_proposed(language: str, text: str) -> None:
    assert read(text, language) == []


@pytest.mark.parametrize(
    ("language", "text", "value", "high"),
    [
        ("zh", "五、六百人", 500, 600),
        ("zh", "三四十人", 30, 40),
        ("vi", "90 đến 100 người", 90, 100),
    ],
)
def test_a_range_is_one_number(language: str, text: str, value: int, high: int) -> None:
    found = numbers(text, lexicon(language))
    assert [(int(n.value), int(n.high or 0)) for n in found] == [(value, high)]


def test_a_date_may_be_in_chinese_characters() -> None:
    found = dates("二月二十日至二十六日", lexicon("zh"), DAY)
    assert [(m.first, m.last) for m in found] == [(date(2025, 2, 20), date(2025, 2, 26))]


@pytest.mark.parametrize(
    ("language", "text", "country"),
    [
        ("id", "Polda menangkap 12 warga China penipu.", "ID"),
        ("vi", "Công an tỉnh Hà Tĩnh phối hợp với Lào triệt phá ổ lừa đảo, bắt 41 người.", "LA"),
        ("zh", "武吉阿曼逮捕13名中国籍男女，涉电话诈骗。", "MY"),
    ],
)
def test_agencies_and_nationalities_are_no_places(
    language: str, text: str, country: str, gazetteer: Gazetteer
) -> None:
    scanned, found = read_figures(text, lexicon(language), DAY)
    assert {Scene(scanned, gazetteer).of(figure).country for figure in found} == {country}
