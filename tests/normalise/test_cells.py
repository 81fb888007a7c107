"""Cells as people type them: what means one thing is read, anything else is refused."""

from __future__ import annotations

import sys
import unicodedata
from datetime import date, datetime

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ingest.normalise import made_ids, name_lists, words
from ingest.normalise.days import read_day
from ingest.normalise.numbers import PLAIN, read_number
from ingest.record.definition import COLUMNS, EARLIEST, LATEST
from ingest.record.text_form import is_unseen, one_form, unseen_names

MONTHS = words.month_numbers()


@pytest.mark.parametrize(
    ("text", "decimals", "value"),
    [
        ("1,000", 0, "1000"),
        ("1.234", 0, "1234"),
        ("1 234", 0, "1234"),
        ("1\N{NO-BREAK SPACE}234", 0, "1234"),
        ("1\N{NARROW NO-BREAK SPACE}234", 0, "1234"),
        ("1'234", 0, "1234"),
        ("1\N{RIGHT SINGLE QUOTATION MARK}234", 0, "1234"),
        ("1,234,567", 0, "1234567"),
        ("1.234.567", 0, "1234567"),
        ("12,34,567", 0, "1234567"),
        ("1,234.00", 0, "1234.00"),
        ("40\N{ZERO WIDTH SPACE}", 0, "40"),
        ("\uff11\uff12\uff10\uff10", 0, "1200"),
        ("\u0661\u0662\u0660\u0660", 0, "1200"),
        ("1234,56", 2, "1234.56"),
        ("1.234,56", 2, "1234.56"),
        ("1,234.56", 2, "1234.56"),
        ("1,234", 2, "1234"),
        ("1.234", 2, "1.234"),
        ("0.125", 4, "0.125"),
        ("007", 0, "007"),
        ("'300", 0, "300"),
        ("\u0e51\u0e52\u0e53", 0, "123"),
        ("1000.0", 0, "1000.0"),
    ],
)
def test_a_number_with_one_meaning_is_read(text: str, decimals: int, value: str) -> None:
    assert read_number(text, decimals) == (value, "")


@pytest.mark.parametrize(
    ("text", "decimals", "hint"),
    [
        ("1.000", 0, "may be 1 or 1000"),
        ("1,234", 4, "may be 1234 or 1.234"),
        ("20-30", 0, "value 20 and value_high 30"),
        ("approx. 300", 0, '300 with the qualifier "about"'),
        ("c. 300", 0, '300 with the qualifier "about"'),
        ("~300", 0, '300 with the qualifier "about"'),
        ("<300", 0, '300 with the qualifier "less_than"'),
        ("at least 300", 0, '300 with the qualifier "at_least"'),
        ("$1.2m", 2, "did you mean 1200000?"),
        ("US$ 1,200,000", 2, "did you mean 1200000?"),
        ("3 million baht", 2, "did you mean 3000000?"),
        ("1.2bn", 2, "did you mean 1200000000?"),
        ("several", 0, "write the figure in digits"),
        ("three hundred", 0, "leave the row out"),
        ("N/A", 0, "leave the row out"),
        ("40+", 0, '40 with the qualifier "more_than" or "at_least"'),
        ("+40", 0, '40 with the qualifier "more_than" or "at_least"'),
        ("4e1", 0, "did you mean 40?"),
        ("2.5 million", 0, "did you mean 2500000?"),
        ("$1,000", 2, "did you mean 1000?"),
        ("1,000 people", 0, "did you mean 1000?"),
        ("-40", 0, ""),
        ("12,5", 0, ""),
        ("1,23,4", 0, ""),
        ("1,2345,678", 0, ""),
        ("1.234,567.8", 2, ""),
        ("dozens", 0, "write the figure in digits"),
        ("0,123", 0, ""),
    ],
)
def test_any_other_number_is_refused(text: str, decimals: int, hint: str) -> None:
    value, found = read_number(text, decimals)
    assert value is None
    assert hint in found
    assert bool(hint) == bool(found)


@pytest.mark.parametrize("text", ["3OO", "l00", "0x12", "12x", "1/2", "10^3"])
def test_what_may_be_a_typing_error_is_not_guessed(text: str) -> None:
    assert read_number(text, 0) == (None, "")


@given(
    st.integers(10_000, 10**15 - 1),
    st.sampled_from([",", ".", " ", "'", "\N{NO-BREAK SPACE}", "\N{THIN SPACE}"]),
    st.sampled_from(["0123456789", "\u0660\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668\u0669"]),
)
def test_a_grouped_number_gives_its_digits(number: int, mark: str, digits: str) -> None:
    assume(mark != "." or number >= 10**6 or number % 1000)  # "10.000" may be ten
    own = str.maketrans("0123456789", digits)
    typed = f"{number:,}".replace(",", mark).translate(own)
    assert read_number(typed, 0).value == str(number)


@given(st.text(alphabet="0123456789.,' +-e", max_size=14), st.sampled_from([0, 2, 4]))
def test_what_is_read_is_a_number_of_the_record(text: str, decimals: int) -> None:
    value = read_number(text, decimals).value
    assert value is None or PLAIN.fullmatch(value)
    if value is not None:
        assert read_number(value, decimals).value in (value, None), "read twice, it is the same"
        assert [c for c in value if c != "."] == [c for c in text if c.isdigit()]


@pytest.mark.parametrize(
    "text",
    [
        "'2026-11-20",
        "2026\N{NON-BREAKING HYPHEN}11\N{NON-BREAKING HYPHEN}20",
        "2026\N{EN DASH}11\N{EN DASH}20",
        *("2026/11/20", "2026.11.20", "2026-11-20 00:00:00", "2026-11-20T10:30:00Z", "20261120"),
        *("20 Nov 2026", "20 November 2026", "Nov 20, 2026", "November 20th, 2026", "20-Nov-2026"),
        *("20/11/2026", "20.11.2026", "11/20/2026", "Fri, 20 Nov 2026", "20th of November 2026"),
        *("2026年11月20日", "2026년 11월 20일", "20 noviembre 2026", "20 november 2026"),
        *("2026-11-20\N{ZERO WIDTH SPACE}", "11/20/2026 12:00:00 AM", "2026/11/20 0:00"),
    ],
)
def test_a_date_with_one_meaning_is_read(text: str) -> None:
    assert read_day(text, MONTHS) == ("2026-11-20", "")


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("14/07/2568", "did you mean 2025-07-14? (the year looks Buddhist)"),
        ("03/04/2568", "may be 2025-03-04 or 2025-04-03"),
        ("03/04/2026", "may be 2026-03-04 or 2026-04-03"),
        ("2026/20/11", "did you mean 2026-11-20?"),
        ("20/11/26", "four digits"),
        ("20 Nov 26", "four digits"),
        ("2569-11-20", "did you mean 2026-11-20?"),
        ("Nov 2026", "write 2026-11-01 as event_start, 2026-11-30 as event_end"),
        ("2026-11", "write 2026-11-01 as event_start"),
        ("46346", "did you mean 2026-11-20?"),
        ("2026-02-1O", ""),
        ("2026-02-30", ""),
        ("yesterday", ""),
        ("31/02/2026", ""),
    ],
)
def test_any_other_date_is_refused(text: str, hint: str) -> None:
    value, found = read_day(text, MONTHS)
    assert value is None
    assert hint in found
    assert bool(hint) == bool(found)


def test_a_day_that_is_the_month_too_has_one_meaning() -> None:
    assert read_day("04/04/2026", MONTHS).value == "2026-04-04"


@given(
    st.dates(date.fromisoformat(EARLIEST), date.fromisoformat(LATEST)),
    st.sampled_from(["%Y-%m-%d", "%Y/%m/%d", "%d %b %Y", "%B %d, %Y", "%Y%m%d", "%d-%b-%Y"]),
)
def test_a_date_is_read_as_python_reads_it(day: date, form: str) -> None:
    typed = day.strftime(form)
    assert read_day(typed, MONTHS).value == datetime.strptime(typed, form).date().isoformat()


@given(st.text(alphabet="0123456789/-. OlNov", max_size=12))
def test_a_day_that_is_read_exists(text: str) -> None:
    value = read_day(text, MONTHS).value
    if value is not None:
        assert EARLIEST <= date.fromisoformat(value).isoformat() <= LATEST


@given(st.text(max_size=30))
def test_the_form_for_comparison_is_stable(text: str) -> None:
    made = one_form(text)
    assert one_form(made) == made
    assert made == unicodedata.normalize("NFC", made)
    assert "  " not in made
    assert made == made.strip()


def test_joiners_stay_between_letters_that_need_them() -> None:
    persian = "می\N{ZERO WIDTH NON-JOINER}خواهم"
    assert one_form(f"{persian}\N{ZERO WIDTH JOINER}") == persian
    assert one_form("Trial\N{ZERO WIDTH JOINER}Times") == "TrialTimes"


def test_every_character_that_nobody_sees_has_a_name() -> None:
    numbers = {n for n in range(0x80, sys.maxunicode + 1) if is_unseen(chr(n))}
    blanks = {
        n
        for n in range(0x80, sys.maxunicode + 1)
        if unicodedata.category(chr(n)) in ("Zs", "Zl", "Zp")
    }
    assert set(unseen_names()) == numbers | blanks | set(range(0x80, 0xA0))


def test_every_word_of_the_record_and_no_other_is_meant_by_a_synonym() -> None:
    for column in COLUMNS:
        if column.vocabulary:
            assert set(words.declared()[column.name].values()) == set(column.vocabulary)


@pytest.mark.parametrize(
    ("column", "text", "value"),
    [
        ("qualifier", "more than", "more_than"),
        ("qualifier", "More-Than", "more_than"),
        ("qualifier", "≥", "at_least"),
        ("sex", "Women", "female"),
        ("event_kind", "RAID", "raid"),
        ("measure", "Persons Arrested", "persons_arrested"),
        ("measure", "arrested", "persons_arrested"),
    ],
)
def test_a_word_is_read_in_any_case_and_by_its_synonyms(column: str, text: str, value: str) -> None:
    assert words.read_word(column, text).value == value


def test_a_word_that_is_only_similar_is_suggested() -> None:
    assert words.read_word("measure", "persons_arested") == (
        None,
        "did you mean persons_arrested?",
    )


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Enforcer: National Police", "enforcer:National Police"),
        ("enforcer:A, accused:B", "enforcer:A; accused:B"),
        ("KK Park; operator:Prince Group", "mentioned:KK Park; operator:Prince Group"),
        ("Law enforcement: A\nrun by: B", "enforcer:A; operator:B"),
        ("enforcer:A|accused:B / owner: C", "enforcer:A; accused:B; owner:C"),
        ("enforcer:Police, Narcotics Division", "enforcer:Police, Narcotics Division"),
    ],
)
def test_organisations_are_read(text: str, value: str) -> None:
    assert name_lists.read_organisations(text).value == value


@pytest.mark.parametrize("text", [":x", "https://example.org", "enforcer:A; ：B"])
def test_what_names_no_organisation_is_refused(text: str) -> None:
    value, hint = name_lists.read_organisations(text)
    assert value is None
    assert "is no organisation" in hint


def test_a_label_that_is_no_role_is_refused() -> None:
    value, hint = name_lists.read_organisations("police:Cambodian National Police")
    assert value is None
    assert '"police" is not a role' in hint


def test_the_same_row_gets_the_same_ids() -> None:
    cells: dict[str, str | None] = dict.fromkeys(column.name for column in COLUMNS)
    cells |= {"country": "KH", "event_start": "2026-11-20", "event_kind": "raid"}
    cells |= {"city": "Ðà Nẵng", "publisher": "Trial Times", "published_on": "2026-11-21"}
    cells |= {"measure": "persons_arrested", "value": "40"}
    event = made_ids.event_id(cells)
    assert event == "kh-2026-11-20-a-nang-raid"
    cells["event_id"] = event
    made = made_ids.RecordIds().make(cells)
    assert made == made_ids.RecordIds().make(dict(cells))
    assert made == made_ids.RecordIds().make(cells | {"value": "41"}), "a corrected value"
    ids = made_ids.RecordIds()
    assert ids.make(cells) != ids.make(cells | {"value": "41"}), "two figures of one report"
    assert ids.make(cells) != ids.make(cells | {"nationality": "CN"})
