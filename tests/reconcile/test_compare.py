"""What a failing comparison says."""

from __future__ import annotations

from datetime import date

from reconcile.compare import different, report

ROW = ("kh-raid", "custody", "unknown", 530, 450, 550, 0, False, False, False, False, "KH")
BRIDGE = ("kh-raid", "custody", "unknown", "kh-raid/1")


def test_rows_with_one_key_show_the_columns_that_differ() -> None:
    found = list(different({"facts": [ROW]}, {"facts": [(*ROW[:4], 530, 530, *ROW[6:])]}))
    assert report(found) == (
        "SQL and reference differ today:\n"
        "facts\n"
        "  kh-raid custody unknown: persons_low is 450 in SQL, 530 in the reference; "
        "persons_high is 550 in SQL, 530 in the reference"
    )


def test_a_row_that_only_one_has_is_shown_whole() -> None:
    found = list(
        different(
            {"bridge": [BRIDGE], "months": []},
            {"bridge": [], "months": [("kh-raid", "custody", date(2025, 1, 1), 1.0, False)]},
        )
    )
    assert report(found, date(2025, 1, 2)) == (
        "SQL and reference differ as of 2025-01-02:\n"
        "bridge\n"
        "  only in SQL: kh-raid custody unknown kh-raid/1\n"
        "months\n"
        "  only in the reference: kh-raid custody 2025-01-01 weight=1.0, is_spread=False"
    )


def test_of_many_rows_the_first_are_shown() -> None:
    rows = [("kh-raid", "custody", "unknown", f"kh-raid/{number}") for number in range(9)]
    assert report(list(different({"bridge": rows}, {"bridge": []}))).endswith("and 3 more rows")
