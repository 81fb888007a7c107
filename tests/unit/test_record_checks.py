"""Every check of the record: good rows pass, wrong rows are reported in a sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date

import duckdb
import pytest
from support import GOOD, ROOT, good

from ingest.readers import delivered_file
from ingest.record import checks, definition
from ingest.record.validation import find_rows, list_reasons
from ingest.sources.source import shipped_records
from ingest.sql_quoting import literal

LANDED_ON = date(2025, 8, 1)
LONG = "x" * (definition.MAX_TEXT + 1)
LONG_EVENT = f"kh-2025-07-14-{LONG}"
BELL = "\a"

# check → the cells that make the good record wrong for it, and for nothing else.
WRONG: dict[str, dict[str, str]] = {
    **{f"{column.name}_missing": {column.name: ""} for column in definition.COLUMNS},
    **{f"{name}_text": {name: f"in words{BELL}"} for name in definition.NAMES},
    "event_start_form": {"event_start": "14 July 2025"},
    "event_end_form": {"event_end": "2025-06-31"},
    "cumulative_since_form": {"cumulative_since": "2025-7-1", "counts_as": "cumulative"},
    "figure_as_of_form": {"figure_as_of": "1889-07-14"},
    "published_on_form": {"published_on": "2025-07-17T00:00"},
    "value_form": {"value": "1,000"},
    "value_high_form": {"value_high": "1,200"},
    "source_url_form": {"source_url": "ftp://example.org/raids"},
    "archived_url_form": {"archived_url": "https:///raids"},
    "event_kind_vocabulary": {"event_kind": "bust"},
    "date_precision_vocabulary": {"date_precision": "Day"},
    "measure_vocabulary": {"measure": "people_arrested"},
    "qualifier_vocabulary": {"qualifier": "more than"},
    "sex_vocabulary": {"sex": "woman"},
    "age_group_vocabulary": {"age_group": "child"},
    "counts_as_vocabulary": {"counts_as": "sum"},
    "status_vocabulary": {"status": "carried out"},
    "record_id_text": {"record_id": f"{GOOD['event_id']}/{LONG}-20250717/1"},
    "parent_event_id_text": {"parent_event_id": LONG_EVENT},
    "follows_event_id_text": {"follows_event_id": LONG_EVENT},
    "organisations_text": {"organisations": f"enforcer:{LONG}"},
    "source_url_text": {"source_url": f"https://example.org/{LONG}"},
    "archived_url_text": {"archived_url": f"https://example.org/{LONG}"},
    "record_id_form": {"record_id": "kh-2025-07-15-another/jacaranda-fm-20250717/1"},
    "event_id_form": {"event_id": "KH-2025-07-14", "record_id": "KH-2025-07-14/jfm-20250717/1"},
    "parent_event_id_form": {"parent_event_id": "kh-2025-02-30-raids"},
    "follows_event_id_form": {"follows_event_id": "the raids in July"},
    "country_code": {"country": "Cambodia"},
    "nationality_code": {"nationality": "cn"},
    "language_code": {"language": "eng"},
    "event_end_before_start": {"event_start": "2025-07-16", "event_end": "2025-07-14"},
    "value_whole": {"value": "1000.5"},
    "value_high_whole": {"value_high": "1200.25"},
    "value_high_below_value": {"value_high": "999"},
    "unit_of_money": {"measure": "money_seized", "unit": "dollars"},
    "unit_without_money": {"unit": "USD"},
    "cumulative_since_without_cumulative": {"cumulative_since": "2025-06-27"},
    "organisations_form": {"organisations": "police:Cambodian National Police"},
    "published_before_event": {"published_on": "2025-07-06"},
    "published_after_landing": {"published_on": "2025-08-09"},
    "figure_as_of_after_report": {"figure_as_of": "2025-07-19"},
    "withdrawn_after_landing": {"status": "withdrawn", "figure_as_of": "2025-08-03"},
    "record_id_unseen": {"record_id": f"{GOOD['event_id']}/jac\u200baranda-20250717/1"},
    "source_url_unseen": {"source_url": "https://example.org/cafe\u0301"},
    "archived_url_unseen": {"archived_url": "https://example.org/\u202eraids"},
}
# an event_id of 10,000 characters can't be wrong alone: it is the beginning of the record_id
TOGETHER = {
    "event_id_text": {"event_id": LONG_EVENT, "record_id": f"{LONG_EVENT}/jfm-20250717/1"},
}
CHECKS = {check.name: check for check in checks.checks()}

ALLOWED: dict[str, dict[str, str]] = {
    "the good record": {},
    "several countries": {"country": "ZZ"},
    "Kosovo": {"country": "XK", "nationality": "XK"},
    "foreigners": {"nationality": "foreign"},
    "a range of one number": {"value_high": "1000"},
    "a whole number with decimals": {"value": "1000.00"},
    "nobody": {"value": "0"},
    "the largest number": {"value": "9" * 15},
    "money": {"measure": "losses", "value": "40000000000.1234", "unit": "USD"},
    "published in a time zone farther east": {"published_on": "2025-08-02"},
    "published a week after landing, with a warning": {"published_on": "2025-08-08"},
    "reported the evening before in a time zone farther west": {"published_on": "2025-07-13"},
    "a letter of its own": {"record_id": f"{GOOD['event_id']}/caf\u00e9-20250717/1"},
    **{
        f"money in {unit}": {"measure": "money_seized", "value": "0.5", "unit": unit}
        for unit in ("BTC", "ETH", "USDC", "USDT", "XAU", "ZWG")
    },
    **{
        name: {"measure": name, "value": "12"}
        for name in ("sim_cards_seized", "bank_cards_seized", "vehicles_seized", "weapons_seized")
    },
    "published on the day of landing": {"published_on": "2025-08-01"},
    "planned for after the report": {"status": "planned", "published_on": "2025-07-01"},
    "planned, to a later day": {"status": "planned", "figure_as_of": "2026-01-01"},
    "withdrawn after the report": {"status": "withdrawn", "figure_as_of": "2025-08-02"},
    "of the day after the report": {"figure_as_of": "2025-07-18"},
    "running total": {"counts_as": "cumulative", "cumulative_since": "2025-06-27"},
    "running total since nobody knows": {"counts_as": "cumulative"},
    "several organisations": {"organisations": "enforcer:Police; operator: Prince Group"},
    "an address in capitals": {"source_url": "HTTPS://Example.org"},
    "lines in a note": {"note": "first\nsecond\tthird"},
    "the longest note": {"note": "é" * definition.MAX_TEXT},
    "NA is Namibia": {"country": "NA", "nationality": "NA"},
}


NO_NUMBERS = (
    *("-5", "+5", "1 000", "1.000,5", "4\u200b0", "1e3", "dozens", "0x10", "٣", "1.", ".5"),
    "9" * 16,
)
NO_DATES = (
    *("14/07/2025", "2025-07-1O", "2025-07-4 ", "2025-13-01", "2025-02-29", "20250714"),
    *("2025-07", "2025/07/14", "July", "0"),
)
UNITS = (
    ({"measure": "money_seized", "unit": "usdt"}, "is neither an ISO 4217 code nor one of BTC"),
    ({"measure": "money_seized", "unit": "DOGE"}, "is neither an ISO 4217 code nor one of BTC"),
    ({"measure": "weapons_seized", "value": "1.5"}, "is not whole"),
    ({"measure": "vehicles_seized", "unit": "BTC"}, "must be empty"),
)
SEVERAL = {"value": "dozens", "country": "Cambodia", "event_kind": "bust", "publisher": ""}
FUTURE = {"published_on": "2099-01-01"}
# all that is checked here, by one call: it takes as long for one row as for all
ROWS = [
    good(**cells)
    for cells in (
        *(*ALLOWED.values(), *WRONG.values(), *TOGETHER.values()),
        *(cells for cells, _ in UNITS),
        *({"value": value} for value in NO_NUMBERS),
        *({"event_start": day} for day in NO_DATES),
        *(SEVERAL, FUTURE),
    )
]


@pytest.fixture(scope="module")
def reasons(con: duckdb.DuckDBPyConnection) -> Callable[..., list[str]]:
    """Return a function that gives why a good record with other cells is rejected, if it is."""
    found = reasons_of(con, ROWS, LANDED_ON)

    def of(**cells: str) -> list[str]:
        return found[ROWS.index(good(**cells))]

    return of


def reasons_of(
    con: duckdb.DuckDBPyConnection, rows: Iterable[Mapping[str, str]], today: date
) -> list[list[str]]:
    """Return for each record why it is rejected; nothing if it is not."""
    lines = [
        f"({number}, {', '.join(literal(row.get(name) or None) for name in definition.NAMES)})"
        for number, row in enumerate(rows)
    ]
    texts = ", ".join(f"cast({name} as varchar) as {name}" for name in definition.NAMES)
    con.execute(
        f"create or replace temp table delivered as select _row_number, {texts} "
        f"from (values {', '.join(lines)}) as t(_row_number, {', '.join(definition.NAMES)})"
    )
    find_rows(con, "delivered", today)
    list_reasons(con, today)
    found: list[list[str]] = [[] for _ in lines]
    for number, listed in con.execute("select _row_number, reasons from bad_rows").fetchall():
        found[number] = listed
    return found


def words(check: checks.Check) -> str:
    """Return the part of the reason that only this check gives."""
    return (
        "is empty, but required"
        if check.name.endswith("_missing")
        else (check.rule.removeprefix(f"{check.columns[0]}: "))
    )


def test_every_check_has_an_example() -> None:
    assert set(CHECKS) - set(WRONG) - set(TOGETHER) == set()
    assert len(CHECKS) == len(checks.checks()), "two checks have one name"


@pytest.mark.parametrize("why", ALLOWED)
def test_good_record_passes(reasons, why: str) -> None:
    assert reasons(**ALLOWED[why]) == []


@pytest.mark.parametrize(("cells", "words"), UNITS)
def test_units_and_things(reasons, cells: dict[str, str], words: str) -> None:
    (reason,) = reasons(**cells)
    assert words in reason


@pytest.mark.parametrize("name", [name for name in CHECKS if name not in TOGETHER])
def test_wrong_record_is_rejected_by_this_check_alone(reasons, name: str) -> None:
    check, changes = CHECKS[name], WRONG[name]
    (reason,) = reasons(**changes)
    column = check.columns[0]
    assert reason.startswith(f"{column}: ")
    assert words(check) in reason
    if stood := changes.get(column, ""):
        shown = re.sub(f"[{BELL}\u200b\u202e]", "?", stood[:80])
        assert f'"{shown}"' in reason, "what stood there is shown"
    assert reason.isprintable(), "the words are for a terminal"
    for other in check.columns[1:]:
        assert f"{other} " in reason


@pytest.mark.parametrize("name", TOGETHER)
def test_wrong_record_is_rejected_with_its_neighbour(reasons, name: str) -> None:
    found = reasons(**TOGETHER[name])
    check = CHECKS[name]
    assert any(r.startswith(f"{check.columns[0]}: ") and words(check) in r for r in found)
    assert len(found) == 2


@pytest.mark.parametrize("value", NO_NUMBERS)
def test_what_is_no_number(reasons, value: str) -> None:
    shown = value.replace("\u200b", "?")
    named = " (with ZERO WIDTH SPACE, U+200B)" if shown != value else ""
    assert reasons(value=value)[0].startswith(f'value: "{shown}"{named} is not a number')


@pytest.mark.parametrize("day", NO_DATES)
def test_what_is_no_date(reasons, day: str) -> None:
    assert reasons(event_start=day)[0].startswith(f'event_start: "{day}" is not a date')


def test_all_reasons_are_given_at_once(reasons) -> None:
    assert [reason.split(":")[0] for reason in reasons(**SEVERAL)] == [
        "event_kind",
        "value",
        "publisher",
        "country",
    ]


def test_the_day_of_landing_counts_and_not_the_clock(
    con: duckdb.DuckDBPyConnection, reasons
) -> None:
    assert len(reasons(**FUTURE)) == 1
    assert reasons_of(con, [good(**FUTURE)], date(2099, 1, 1)) == [[]]


@pytest.mark.parametrize("path", shipped_records(ROOT), ids=lambda path: path.stem)
def test_shipped_records_are_good(con: duckdb.DuckDBPyConnection, path) -> None:
    con.execute("drop table if exists temp.delivered")
    assert delivered_file.read(con, path, path.name).ragged == 0
    newest = con.execute("select max(try_cast(published_on as date)) from delivered").fetchone()
    find_rows(con, "delivered", newest[0])
    list_reasons(con, newest[0])
    found = con.execute("from bad_rows limit 5").fetchall()
    delivered_file.forget(con)
    assert found == []


ODD_TEXTS = ("a\x07b", "a\x7fb", "a\x85b", "a\u200bb", "a\u0301", "é" * 10_001, "x" * 10_001)


def test_no_odd_character_is_passed_over(con: duckdb.DuckDBPyConnection) -> None:
    """`find_rows` looks at most rows less closely, but leaves out none that breaks a check."""
    texts = [column.name for column in definition.COLUMNS if column.kind in ("text", "url")]
    rows = [good(**{name: good().get(name, "a") + odd}) for name in texts for odd in ODD_TEXTS]
    found = reasons_of(con, rows, date(2026, 7, 1))
    con.execute("create or replace temp table checked_rows as from delivered")
    list_reasons(con, date(2026, 7, 1))
    expected = con.execute("select _row_number, reasons from bad_rows order by 1").fetchall()
    assert [(number, listed) for number, listed in enumerate(found) if listed] == expected
    assert len(expected) >= 4 * len(texts)
