"""The rules for one record. Each is defined once, as SQL that finds the rows that break it.

A check is an SQL condition over a table of text columns, in which an empty cell is NULL. It is true
for a row that breaks the rule, and is rejected. `ingest.record.validation` evaluates all checks in
one pass. `ingest/records/CODEBOOK.md` lists them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from ingest.record.cell_conditions import as_date, as_number, bad_date, not_in, not_whole
from ingest.record.codes import CODES
from ingest.record.definition import (
    COLUMNS,
    CRYPTO_UNITS,
    EARLIEST,
    LATEST,
    MAX_DAYS_OFF,
    MAX_ID,
    MAX_TEXT,
    MONEY_MEASURES,
    ROLES,
    SLACK_DAYS,
    Column,
)
from ingest.record.text_form import UNSEEN_SQL, UNUSUAL_CHARACTER_SQL
from ingest.sql_quoting import literal, literals

EVENT_IDS = ("event_id", "parent_event_id", "follows_event_id")


@dataclass(frozen=True)
class Check:
    """One rule of a record.

    `broken` is SQL that is true for a row that breaks the rule. `reason` is SQL for the sentence
    that explains why. `columns` are the cells to look at. `rule` is the sentence in the codebook.
    `broken_in_ascii` is SQL that may replace `broken` in a row whose texts have visible ASCII
    characters only. It is None if the characters make no difference.
    """

    name: str
    columns: tuple[str, ...]
    rule: str
    broken: str
    reason: str
    broken_in_ascii: str | None = None

    def on_day(self, day: str) -> Check:
        """Return the check of a file that is landed on `day`, an SQL literal."""
        return replace(self, broken=self.broken.replace("$landed_on", day))


def quoted_cell(column: str) -> str:
    """Return SQL for the cell as delivered, quoted, and cut so that it fits into a sentence.

    A character that can't be printed becomes a question mark, for the terminal. One that can't be
    seen is named behind the cell (`text_form.unseen_macro`).
    """
    cell = f"coalesce({column}, '')"
    shown = f"regexp_replace(left({cell}, 80), '[[:cntrl:]]|{UNSEEN_SQL}', '?', 'g')"
    return f"""'"' || {shown} || '"' || unseen_in({cell})"""


def _column_checks(column: Column) -> list[Check]:
    """Return the checks that follow from the definition of one column."""
    name, checks = column.name, []

    def add(kind: str, rule: str, broken: str, broken_in_ascii: str | None = None) -> None:
        reason = f"{literal(f'{name}: ')} || {quoted_cell(name)} || {literal(f' {rule}')}"
        checks.append(
            Check(f"{name}_{kind}", (name,), f"{name}: {rule}", broken, reason, broken_in_ascii)
        )

    if column.is_required:
        checks.append(
            Check(
                f"{name}_missing",
                (name,),
                f"{name} is required",
                f"{name} is null",
                f"'{name}: is empty, but required'",
            )
        )
    if column.kind == "date":
        add(
            "form",
            f"is not a date written YYYY-MM-DD from {EARLIEST} to {LATEST}",
            bad_date(name),
        )
    if column.kind == "number":
        add(
            "form",
            "is not a number: digits only, no sign, no separators of thousands, at most 15 digits "
            "and 4 decimals",
            f"not regexp_full_match({name}, '[0-9]{{1,15}}([.][0-9]{{1,4}})?')",
        )
    if column.kind == "url":
        add(
            "form",
            "is not a web address beginning with http:// or https://",
            f"not regexp_full_match({name}, '(?i)https?://[^\\s/]+([/?#]\\S*)?')",
        )
    if column.vocabulary:
        words = ", ".join(column.vocabulary)
        add(
            "vocabulary",
            f"is not one of: {words}",
            f"{name} not in ({literals(column.vocabulary)})",
        )
    if column.kind in ("text", "url"):
        longest = MAX_ID if name in ("record_id", *EVENT_IDS) else MAX_TEXT
        add(
            "text",
            f"is longer than {longest} characters or holds control characters",
            f"(length({name}) > {longest} or "
            f"regexp_matches({name}, '[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x{{9f}}]'))",
            f"strlen({name}) > {longest}",
        )
    return checks


EVENT_ID = "[a-z]{2}-[0-9]{4}-[0-9]{2}-[0-9]{2}-[a-z0-9]+(-[a-z0-9]+)*"


def _cross_checks() -> list[Check]:
    """Return the checks that need a code list or several cells of one row."""
    checks: list[Check] = []

    def add(
        name: str,
        columns: tuple[str, ...],
        rule: str,
        broken: str,
        broken_in_ascii: str | None = None,
    ) -> None:
        shown = " || ', ' || ".join(f"'{c} ' || {quoted_cell(c)}" for c in columns[1:])
        words = (
            f"{literal(f'{columns[0]}: ')} || {quoted_cell(columns[0])} || {literal(f' {rule}')}"
        )
        reason = f"{words} || ' (' || {shown} || ')'" if shown else words
        checks.append(
            Check(name, columns, f"{columns[0]}: {rule}", broken, reason, broken_in_ascii)
        )

    for column in EVENT_IDS:
        add(
            f"{column}_form",
            (column,),
            "is not written <iso2>-<yyyy-mm-dd>-<slug> in lower case",
            f"{column} is not null and not (regexp_full_match({column}, '{EVENT_ID}') "
            f"and try_cast(substr({column}, 4, 10) as date) is not null)",
        )
    add(
        "record_id_form",
        ("record_id", "event_id"),
        "is not written <event_id>/<publisher-slug>-<yyyymmdd>/<number>",
        "record_id is not null and not (starts_with(record_id, "
        "coalesce(event_id, split_part(record_id, '/', 1)) || '/') "
        "and regexp_full_match(record_id, '[^/ ]+/[^/ ]+-[0-9]{8}/[0-9]+'))",
    )
    for column in ("record_id", *(column.name for column in COLUMNS if column.kind == "url")):
        add(
            f"{column}_unseen",
            (column,),
            "holds a character that can't be seen, or a letter that is composed otherwise",
            f"strlen({column}) <> length({column}) and (nfc_normalize({column}) <> {column} "
            f"or regexp_matches({column}, {literal(UNUSUAL_CHARACTER_SQL)}))",
            "false",
        )
    add(
        "country_code",
        ("country",),
        "is not an ISO 3166-1 alpha-2 code in capitals (or XK, or ZZ for several or unknown)",
        not_in("country", CODES["country"]()),
    )
    add(
        "nationality_code",
        ("nationality",),
        "is not an ISO 3166-1 alpha-2 code in capitals (or XK, or foreign)",
        not_in("nationality", CODES["nationality"]()),
    )
    add(
        "language_code",
        ("language",),
        "is not an ISO 639-1 code of two small letters",
        not_in("language", CODES["language"]()),
    )
    add(
        "event_end_before_start",
        ("event_end", "event_start"),
        "is before event_start",
        f"{as_date('event_end')} < {as_date('event_start')}",
    )
    add(
        "value_whole",
        ("value", "measure"),
        "is not whole, but persons, sites and things are counted in whole numbers",
        not_whole("value"),
    )
    add(
        "value_high_whole",
        ("value_high", "measure"),
        "is not whole, but persons, sites and things are counted in whole numbers",
        not_whole("value_high"),
    )
    add(
        "value_high_below_value",
        ("value_high", "value"),
        "is below value",
        f"value_high is not null and {as_number('value_high')} < {as_number('value')}",
    )
    add(
        "unit_of_money",
        ("unit", "measure"),
        f"is neither an ISO 4217 code nor one of {', '.join(CRYPTO_UNITS)}, and money_seized and "
        "losses need a unit",
        f"measure in ({literals(MONEY_MEASURES)}) and "
        f"(unit is null or {not_in('unit', CODES['unit']())})",
    )
    add(
        "unit_without_money",
        ("unit", "measure"),
        "must be empty, since only money_seized and losses have a unit",
        f"measure not in ({literals(MONEY_MEASURES)}) and unit is not null",
    )
    add(
        "cumulative_since_without_cumulative",
        ("cumulative_since", "counts_as"),
        "must be empty, since only counts_as cumulative has it",
        "cumulative_since is not null and counts_as <> 'cumulative'",
    )
    add(
        "organisations_form",
        ("organisations",),
        "is not written role:Name; role:Name with the roles " + ", ".join(ROLES),
        "organisations is not null and not regexp_full_match(organisations, "
        f"'\\s*({'|'.join(ROLES)}):\\s*[^;\\s][^;]*(;\\s*({'|'.join(ROLES)}):\\s*[^;\\s][^;]*)*')",
    )
    add(
        "published_before_event",
        ("published_on", "event_start"),
        f"is more than {MAX_DAYS_OFF} days before event_start, which only a planned event allows",
        f"{as_date('published_on')} + {MAX_DAYS_OFF} < {as_date('event_start')} "
        "and coalesce(status, '') <> 'planned'",
    )
    add(
        "published_after_landing",
        ("published_on",),
        f"is more than {MAX_DAYS_OFF} days after the day on which the file was delivered",
        f"{as_date('published_on')} > $landed_on + {MAX_DAYS_OFF}",
    )
    add(
        "figure_as_of_after_report",
        ("figure_as_of", "published_on"),
        f"is more than {SLACK_DAYS} day after published_on, which only a planned or withdrawn "
        "figure allows",
        f"{as_date('figure_as_of')} > {as_date('published_on')} + {SLACK_DAYS} "
        "and coalesce(status, '') not in ('planned', 'withdrawn')",
    )
    add(
        "withdrawn_after_landing",
        ("figure_as_of", "status"),
        f"is more than {SLACK_DAYS} day after the day on which the file was delivered, though the "
        "figure is withdrawn",
        f"status = 'withdrawn' and {as_date('figure_as_of')} > $landed_on + {SLACK_DAYS}",
    )
    return checks


@cache
def checks() -> tuple[Check, ...]:
    """Return every check of one row, in the order in which reasons are listed.

    A condition may contain the placeholder `$landed_on`: the day of landing, a DATE. Checks for
    days in the future compare with that day, never with the clock.
    """
    of_columns = [check for column in COLUMNS for check in _column_checks(column)]
    return (*of_columns, *_cross_checks())
