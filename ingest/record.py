"""The raw incident record, defined once: its columns, vocabularies and checks.

One record is one figure that one report states about one event. Whatever needs to know what a
record looks like reads it here: the loader's checks, `ingest/records/CODEBOOK.md`, the columns of
staging (held equal by a test) and the entry workbook.

A check is a condition in SQL over a table of text columns in which an empty cell is NULL; it is
true for a row that breaks it, and the row is rejected. A suspicion looks across the good rows of
one file for what contradicts itself; its rows are loaded, since reports do contradict themselves,
and `quality.suspicions` lists them. Both are evaluated set-wise (`ingest.validate`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

EARLIEST, LATEST = "1990-01-01", "2099-12-31"
MAX_TEXT = 10_000  # characters; a longer cell is a pasted article or a broken quote

EVENT_KINDS = (
    "raid",
    "arrest",
    "deportation",
    "repatriation",
    "release",
    "escape",
    "charge",
    "conviction",
    "seizure",
    "directive",
    "estimate",
    "campaign",
)
DATE_PRECISIONS = ("day", "range", "month", "year")
QUALIFIERS = ("exact", "about", "at_least", "more_than", "nearly", "up_to", "less_than")
SEXES = ("female", "male")
AGE_GROUPS = ("minor", "adult")
COUNTS_AS = ("total", "part", "cumulative", "stock")
STATUSES = ("planned", "denied", "withdrawn")
ROLES = ("enforcer", "accused", "operator", "owner", "partner", "mentioned")
MONEY_MEASURES = ("money_seized", "losses")

# measure → family: two words of the press for one thing make one family; every other measure is a
# family of its own, money one per unit. dbt's seed `measure.csv` is held equal to this by a test.
MEASURES = {
    "persons_arrested": "custody",
    "persons_detained": "custody",
    "persons_deported": "removal",
    "persons_repatriated": "removal",
    "persons_released": "release",
    "persons_rescued": "release",
    "persons_escaped": "persons_escaped",
    "persons_charged": "persons_charged",
    "persons_convicted": "persons_convicted",
    "persons_killed": "persons_killed",
    "persons_injured": "persons_injured",
    "persons_present": "persons_present",
    "persons_estimated": "persons_estimated",
    "sites_raided": "sites",
    "sites_closed": "sites_closed",
    "compounds_identified": "compounds_identified",
    "phones_seized": "phones_seized",
    "computers_seized": "computers_seized",
    "devices_seized": "devices_seized",
    "money_seized": "money_seized",
    "losses": "losses",
}


@dataclass(frozen=True)
class Column:
    """One column of the record: how it is written, what is allowed, and what it means."""

    name: str
    kind: str  # text, code, date, number or url
    meaning: str
    is_required: bool = False
    vocabulary: tuple[str, ...] = ()
    example: str = ""


@dataclass(frozen=True)
class Check:
    """One rule: `broken` is SQL that is true for a row that breaks it, `reason` SQL for the words.

    `columns` are the cells to look at; `rule` is the sentence of the codebook.
    """

    name: str
    columns: tuple[str, ...]
    rule: str
    broken: str
    reason: str


@dataclass(frozen=True)
class Suspicion:
    """One thing that looks odd across the rows of a file; no row is rejected for it.

    `name` is the rule's name in `quality.suspicions`, where it is judged over all deliveries
    together. `found` is SQL that gives _row_number and a sentence; in it `$rows` stands for the
    good rows.
    """

    name: str
    columns: tuple[str, ...]
    rule: str
    found: str


COLUMNS: tuple[Column, ...] = (
    Column(
        "record_id",
        "text",
        "The record's own name: the event_id, the report and a number. The same id delivered again "
        "with other content is a correction.",
        True,
        example="kh-2025-07-14-directive-raids/jacaranda-fm-20250717/1",
    ),
    Column(
        "event_id",
        "text",
        "The real-world event, the same in every record about it; country and day in it are a "
        "label and need not equal the columns.",
        True,
        example="kh-2025-07-14-directive-raids",
    ),
    Column(
        "parent_event_id",
        "text",
        "The operation or campaign that this event was a part of.",
        example="kh-2025-06-27-crackdown",
    ),
    Column(
        "follows_event_id",
        "text",
        "The event that this one came out of, such as the raid before a deportation.",
        example="kh-2025-07-14-directive-raids",
    ),
    Column("event_kind", "code", "What kind of event it was.", True, EVENT_KINDS, "raid"),
    Column(
        "event_start",
        "date",
        "First day of the widest span of days that the report allows.",
        True,
        example="2025-07-14",
    ),
    Column(
        "event_end",
        "date",
        "Last day, inclusive, of the widest span of days that the report allows.",
        True,
        example="2025-07-16",
    ),
    Column(
        "date_precision",
        "code",
        "How finely the report dates the event.",
        True,
        DATE_PRECISIONS,
        "range",
    ),
    Column(
        "country",
        "code",
        "Country in which it happened, ISO 3166-1 alpha-2 or XK; ZZ is several or unknown.",
        True,
        example="KH",
    ),
    Column(
        "admin1",
        "text",
        "Province or provinces as the report names them, joined by '; '.",
        example="Preah Sihanouk; Kandal",
    ),
    Column(
        "city",
        "text",
        "City, town or towns as the report names them, joined by '; '.",
        example="Sihanoukville",
    ),
    Column(
        "site", "text", "The compound or building, where it is named.", example="Jinbei compound"
    ),
    Column(
        "measure", "code", "What was counted.", True, tuple(MEASURES), example="persons_arrested"
    ),
    Column("value", "number", "The number stated.", True, example="1000"),
    Column(
        "value_high", "number", "The upper end, where the report states a range.", example="1200"
    ),
    Column(
        "unit", "code", "ISO 4217 currency of money_seized and losses, else empty.", example="USD"
    ),
    Column(
        "qualifier",
        "code",
        "How the report limits the number: 'dozens' is at_least 24, 'hundreds' at_least 200, "
        "'thousands' at_least 2000.",
        True,
        QUALIFIERS,
        "more_than",
    ),
    Column(
        "phrase", "text", "The figure in the report's own few words.", example="more than 1,000"
    ),
    Column(
        "nationality",
        "code",
        "Nationality of the persons, ISO 3166-1 alpha-2 or XK; 'foreign' is foreign nationals "
        "without more; empty is everyone, or not stated.",
        example="CN",
    ),
    Column(
        "sex", "code", "Sex of the persons counted, where stated.", False, SEXES, example="female"
    ),
    Column(
        "age_group", "code", "Age group of the persons counted.", False, AGE_GROUPS, example="minor"
    ),
    Column(
        "counts_as",
        "code",
        "total of the event; part of the total of the same measure; cumulative, a running total "
        "over many events; stock, held or present at one moment.",
        True,
        COUNTS_AS,
        "total",
    ),
    Column(
        "cumulative_since",
        "date",
        "First day of a running total, with cumulative only.",
        example="2025-06-27",
    ),
    Column(
        "figure_as_of",
        "date",
        "Day to which the figure refers, where not the report's own.",
        example="2025-07-16",
    ),
    Column(
        "scope",
        "text",
        "Whose or which part a figure covers.",
        example="operations led by the commission",
    ),
    Column(
        "status",
        "code",
        "Empty is carried out; else planned, denied, or withdrawn.",
        False,
        STATUSES,
        example="planned",
    ),
    Column(
        "organisations",
        "text",
        "Who took part, as role:Name joined by '; '. Roles: " + ", ".join(ROLES) + ".",
        example="enforcer:Cambodian National Police",
    ),
    Column("claimed_by", "text", "Who gave the figure.", example="Information Minister"),
    Column(
        "credited_to",
        "text",
        "The agency or outlet that the report took the figure from.",
        example="AFP",
    ),
    Column(
        "source_url",
        "url",
        "Address of the report.",
        True,
        example="https://example.org/news/2025/raids",
    ),
    Column(
        "archived_url",
        "url",
        "Address of a stored copy of the report.",
        example="https://archive.example.org/20250718/raids",
    ),
    Column("publisher", "text", "Publisher of the report.", True, example="Jacaranda FM"),
    Column(
        "published_on", "date", "Day on which the report was published.", True, example="2025-07-17"
    ),
    Column("language", "code", "Language of the report, ISO 639-1.", True, example="en"),
    Column("note", "text", "The coder's own words.", example="The report names no province."),
)
NAMES: tuple[str, ...] = tuple(column.name for column in COLUMNS)


@cache
def country_codes() -> tuple[str, ...]:
    """Return the codes of all countries of ISO 3166-1, and XK, in order."""
    import pycountry

    return tuple(sorted({country.alpha_2 for country in pycountry.countries} | {"XK"}))


@cache
def currency_codes() -> tuple[str, ...]:
    """Return the codes of all currencies of ISO 4217, in order."""
    import pycountry

    return tuple(sorted(currency.alpha_3 for currency in pycountry.currencies))


@cache
def language_codes() -> tuple[str, ...]:
    """Return the two-letter codes of ISO 639-1, in order."""
    import pycountry

    return tuple(sorted(x.alpha_2 for x in pycountry.languages if hasattr(x, "alpha_2")))


# the words of columns that hold a code of a list kept elsewhere
CODES: dict[str, Callable[[], tuple[str, ...]]] = {
    "country": lambda: (*country_codes(), "ZZ"),
    "nationality": lambda: (*country_codes(), "foreign"),
    "unit": currency_codes,
    "language": language_codes,
}


def sql_list(values: tuple[str, ...]) -> str:
    """Return `values` as the inside of an SQL `in (…)`."""
    return ", ".join(f"'{value}'" for value in values)


def said(column: str) -> str:
    """Return SQL for the cell as it stood, quoted and cut to what fits into a sentence.

    What is no printable character is shown as a question mark: the words go to a terminal.
    """
    shown = f"regexp_replace(left(coalesce({column}, ''), 80), '[[:cntrl:]]', '?', 'g')"
    return f"""'"' || {shown} || '"'"""


def _not_in(column: str, codes: tuple[str, ...]) -> str:
    """Return SQL that is true for a cell that is none of many codes.

    A pattern is one automaton, however many codes there are: an `in (…)` of 250 takes 25 times
    as long, once planned and once run.
    """
    return f"not regexp_full_match({column}, '{'|'.join(codes)}')"


def _date(column: str) -> str:
    return f"try_cast({column} as date)"


def _number(column: str) -> str:
    return f"try_cast({column} as decimal(38, 4))"


def _not_whole(column: str) -> str:
    """Return SQL that is true for a count with a fraction; on the text, since casting is slow."""
    return (
        f"contains({column}, '.') and measure not in ({sql_list(MONEY_MEASURES)}) "
        f"and regexp_full_match({column}, '[0-9]{{1,15}}[.]0*[1-9][0-9]*')"
    )


def _bad_date(column: str) -> str:
    return (
        f"({column} is not null and not (length({column}) = 10 and {column}[5] = '-' and "
        f"{column}[8] = '-' and coalesce({_date(column)} between date '{EARLIEST}' and "
        f"date '{LATEST}', false)))"
    )


def _column_checks(column: Column) -> list[Check]:
    """Return what follows from the definition of one column alone."""
    name, checks = column.name, []

    def add(kind: str, rule: str, broken: str) -> None:
        reason = f"'{name}: ' || {said(name)} || ' {rule}'"
        checks.append(Check(f"{name}_{kind}", (name,), f"{name}: {rule}", broken, reason))

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
            _bad_date(name),
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
            f"{name} not in ({sql_list(column.vocabulary)})",
        )
    if column.kind in ("text", "url"):
        add(
            "text",
            f"is longer than {MAX_TEXT} characters or holds control characters",
            f"(length({name}) > {MAX_TEXT} or "
            f"regexp_matches({name}, '[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f]'))",
        )
    return checks


EVENT_ID = "[a-z]{2}-[0-9]{4}-[0-9]{2}-[0-9]{2}-[a-z0-9]+(-[a-z0-9]+)*"


def _cross_checks() -> list[Check]:
    """Return the rules that look at a code list or at several cells of one row."""
    checks: list[Check] = []

    def add(name: str, columns: tuple[str, ...], rule: str, broken: str) -> None:
        shown = " || ', ' || ".join(f"'{c} ' || {said(c)}" for c in columns[1:])
        where = f"'{columns[0]}: ' || {said(columns[0])} || ' {rule.replace(chr(39), chr(39) * 2)}'"
        reason = f"{where} || ' (' || {shown} || ')'" if shown else where
        checks.append(Check(name, columns, f"{columns[0]}: {rule}", broken, reason))

    for column in ("event_id", "parent_event_id", "follows_event_id"):
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
    add(
        "country_code",
        ("country",),
        "is not an ISO 3166-1 alpha-2 code in capitals (or XK, or ZZ for several or unknown)",
        _not_in("country", CODES["country"]()),
    )
    add(
        "nationality_code",
        ("nationality",),
        "is not an ISO 3166-1 alpha-2 code in capitals (or XK, or foreign)",
        _not_in("nationality", CODES["nationality"]()),
    )
    add(
        "language_code",
        ("language",),
        "is not an ISO 639-1 code of two small letters",
        _not_in("language", CODES["language"]()),
    )
    add(
        "event_end_before_start",
        ("event_end", "event_start"),
        "is before event_start",
        f"{_date('event_end')} < {_date('event_start')}",
    )
    add(
        "value_whole",
        ("value", "measure"),
        "is not whole, but persons, sites and devices are counted in whole numbers",
        _not_whole("value"),
    )
    add(
        "value_high_whole",
        ("value_high", "measure"),
        "is not whole, but persons, sites and devices are counted in whole numbers",
        _not_whole("value_high"),
    )
    add(
        "value_high_below_value",
        ("value_high", "value"),
        "is below value",
        f"value_high is not null and {_number('value_high')} < {_number('value')}",
    )
    add(
        "unit_of_money",
        ("unit", "measure"),
        "is not an ISO 4217 code, which money_seized and losses need",
        f"measure in ({sql_list(MONEY_MEASURES)}) and "
        f"(unit is null or {_not_in('unit', CODES['unit']())})",
    )
    add(
        "unit_without_money",
        ("unit", "measure"),
        "must be empty, since only money_seized and losses have a unit",
        f"measure not in ({sql_list(MONEY_MEASURES)}) and unit is not null",
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
        "is before event_start, which only a planned event allows",
        f"{_date('published_on')} < {_date('event_start')} and coalesce(status, '') <> 'planned'",
    )
    add(
        "published_after_landing",
        ("published_on",),
        "is after the day on which the file was delivered",
        f"{_date('published_on')} > $landed_on",
    )
    add(
        "figure_as_of_after_report",
        ("figure_as_of", "published_on"),
        "is after published_on, which only a planned or withdrawn figure allows",
        f"{_date('figure_as_of')} > {_date('published_on')} "
        "and coalesce(status, '') not in ('planned', 'withdrawn')",
    )
    add(
        "withdrawn_after_landing",
        ("figure_as_of", "status"),
        "is after the day on which the file was delivered, though the figure is withdrawn",
        f"status = 'withdrawn' and {_date('figure_as_of')} > $landed_on",
    )
    return checks


@cache
def checks() -> tuple[Check, ...]:
    """Return every check of one row, in the order in which reasons are given.

    `$landed_on` in a condition stands for the day of landing, a DATE: what may not lie in the
    future is judged on that day, never by the clock.
    """
    of_columns = [check for column in COLUMNS for check in _column_checks(column)]
    return (*of_columns, *_cross_checks())


MOST_STEPS = 64  # from an event up to one of its parents' parents; longer cycles the build finds

# reconciliation rules, section 2: the least and the most that a report's words allow
_LOW = """
    case
        when qualifier = 'exact' or value_high is not null then cast(value as double)
        when qualifier in ('about', 'nearly') then floor(cast(value as double) * 0.9)
        when qualifier in ('at_least', 'more_than') then cast(value as double)
        else 0
    end"""
_HIGH = """
    case
        when value_high is not null then cast(value_high as double)
        when qualifier in ('exact', 'nearly', 'up_to', 'less_than') then cast(value as double)
        when qualifier = 'about' then ceil(cast(value as double) * 1.1)
    end"""
_REPORT = "hash(event_id, source_url, measure, unit)"  # narrow; what it finds is compared in full


@cache
def suspicions() -> tuple[Suspicion, ...]:
    """Return what is suspected across the rows of one file; every rule groups a few columns."""
    return (
        Suspicion(
            "part_above_total",
            ("value", "counts_as", "event_id", "source_url", "measure"),
            "a part is larger than the total of its own report",
            f"""
            with totals as (
                select {_REPORT} as report, max({_HIGH}) as high,
                    arg_max(_row_number, cast(value as double)) as total_row
                from $rows
                where counts_as = 'total' and status is null and sex is null and age_group is null
                group by report having count(*) = count({_HIGH})
            ),
            parts as (
                select _row_number, {_REPORT} as report, {_LOW} as low
                from $rows where counts_as = 'part' and status is null
            ),
            pairs as (
                select _row_number, total_row
                from parts inner join totals using (report) where low > high
            )
            -- a hash may be shared by chance; as plain conditions the comparisons would invite the
            -- engine to join every part with every total of its event first
            select _row_number, sentence from (
                select pairs._row_number, case
                    when part.event_id = total.event_id and part.source_url = total.source_url
                        and part.measure = total.measure
                        and part.unit is not distinct from total.unit
                    then 'the part ' || part.value || ' of ' || part.measure
                        || ' is larger than the total ' || total.value || ' in row ' || total_row
                end as sentence
                from pairs
                inner join $rows as part on pairs._row_number = part._row_number
                inner join $rows as total on pairs.total_row = total._row_number
            ) where sentence is not null
            """,
        ),
        Suspicion(
            "event_ends_after_report",
            ("event_end", "published_on", "status"),
            "an event ends after the day of its report, and is not planned",
            """
            select _row_number, 'the event ends on ' || event_end || ', after the report of '
                || published_on || ', and is not planned'
            from $rows where event_end > published_on and coalesce(status, '') <> 'planned'
            """,
        ),
        Suspicion(
            "several_countries",
            ("country", "event_id"),
            "the records of one event lie in several countries",
            """
            with events as (
                select event_id from $rows where country <> 'ZZ'
                group by event_id having min(country) < max(country)
            ),
            countries as (
                select event_id, country, count(*) as times, min(_row_number) as first_row
                from $rows semi join events using (event_id)
                where country <> 'ZZ' group by event_id, country
            )
            select max(first_row), 'the records of ' || event_id || ' lie in several countries: '
                || string_agg(country || ' (' || times || ', from row ' || first_row || ' on)', ', '
                order by first_row)
            from countries group by event_id
            """,
        ),
        Suspicion(
            "parent_on_cycle",
            ("parent_event_id", "event_id"),
            "a parent is in the end a part of its own part; the links of the cycle are ignored",
            f"""
            with recursive links as (
                select event_id, parent_event_id, min(_row_number) as first_row
                from $rows where parent_event_id is not null group by all
            ),
            -- only an event that is somebody's parent and has one itself can lie on a cycle
            inner_links as (
                select * from links
                where event_id in (select parent_event_id from links)
                    and parent_event_id in (select event_id from links)
            ),
            walks as (
                select first_row, event_id, parent_event_id, parent_event_id as reached, 1 as steps
                from inner_links
                union
                select walks.first_row, walks.event_id, walks.parent_event_id,
                    inner_links.parent_event_id, steps + 1
                from walks inner join inner_links on walks.reached = inner_links.event_id
                where walks.reached <> walks.event_id and steps < {MOST_STEPS}
            )
            select distinct first_row, 'the parent ' || parent_event_id || ' is in the end a part '
                || 'of ' || event_id || ': the links of this cycle are ignored'
            from walks where reached = event_id
            """,
        ),
        Suspicion(
            "report_of_several_publishers",
            ("publisher", "source_url"),
            "one report stands under several publishers",
            _one_report("publisher", "stands under several publishers"),
        ),
        Suspicion(
            "report_of_several_days",
            ("published_on", "source_url"),
            "one report has several days",
            _one_report("published_on", "has several days"),
        ),
    )


def _one_report(column: str, what: str) -> str:
    """Return SQL for the reports that have several values in a column that a report has once."""
    return f"""
        with reports as (
            select min(_row_number) as first_row from $rows
            group by hash(source_url) having min({column}) < max({column})
        )
        select max(rows._row_number), 'the report ' || left(source_url, 80) || ' {what}: '
            || string_agg(distinct rows.{column}, ', ' order by rows.{column})
        from $rows as rows
        where source_url in (
            select source_url from $rows semi join reports on _row_number = first_row)
        group by source_url having count(distinct rows.{column}) > 1
    """
