"""The raw incident record, defined once: its columns and vocabularies.

One record is one figure that one report states about one event. All code that depends on the form
of a record uses this definition: the loader's checks, `ingest/records/CODEBOOK.md`, the columns of
staging (compared by a test) and the entry workbook.

`ingest.record.checks` has the rules for a record, and `ingest.record.warnings` the warnings.
"""

from __future__ import annotations

from dataclasses import dataclass

EARLIEST, LATEST = "1990-01-01", "2099-12-31"
# Time zones: a report of this morning is of tomorrow for a machine farther west.
SLACK_DAYS = 1
MAX_DAYS_OFF = 7  # a report that lies more days before its event, or in the future, is rejected
MAX_ID = 200  # characters
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
# Units of money that ISO 4217 lacks, with their names. Each unit is a separate measure group, and
# none is converted into another: the rate of which day would be nobody's figure.
CRYPTO_UNITS = {"BTC": "Bitcoin", "ETH": "Ether", "USDC": "USD Coin", "USDT": "Tether"}
# measure → measure group: two words of the press for one thing make one group; every other measure
# is a group of its own, money one per unit. A test holds dbt's seed `measure.csv` equal to this.
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
    "sim_cards_seized": "sim_cards_seized",
    "bank_cards_seized": "bank_cards_seized",
    "vehicles_seized": "vehicles_seized",
    "weapons_seized": "weapons_seized",
    "money_seized": "money_seized",
    "losses": "losses",
}


# What an empty cell of a required column is read as (`ingest.normalise.blanks`).
DEFAULTS = {
    "event_end": "the day of event_start",
    "date_precision": "day if the event has one day, otherwise range",
    "qualifier": "exact",
    "counts_as": "total, if nationality, sex and age_group are empty, too",
    "event_id": "made from country, event_start, the most exact place, and event_kind",
    "record_id": "made from event_id, publisher, published_on, and what the figure counts",
}


@dataclass(frozen=True)
class Column:
    """One column of the record: how it is written, what is allowed, and what it means.

    A record without a column that is asked for is good, but the coder is reminded of it.
    """

    name: str
    kind: str  # text, code, date, number or url
    meaning: str
    is_required: bool = False
    vocabulary: tuple[str, ...] = ()
    example: str = ""
    is_asked_for: bool = False

    @property
    def needed(self) -> str:
        """Whether a record needs the column, in words: yes, asked for, or no."""
        if self.is_required:
            return "yes"
        return "asked for" if self.is_asked_for else "no"

    @property
    def has_default(self) -> bool:
        """Whether an empty cell of a required column is read as its default."""
        return self.name in DEFAULTS


COLUMNS: tuple[Column, ...] = (
    Column(
        "record_id",
        "text",
        "The record's identifier: the event_id, the report and a number. The same id delivered "
        "again with different content is a correction.",
        True,
        example="kh-2025-07-14-directive-raids/jacaranda-fm-20250717/1",
    ),
    Column(
        "event_id",
        "text",
        "The real-world event, the same in every record about it. The country and day in the id "
        "are only a label and need not equal the columns.",
        True,
        example="kh-2025-07-14-directive-raids",
    ),
    Column(
        "parent_event_id",
        "text",
        "The operation or campaign that this event is a part of.",
        example="kh-2025-06-27-crackdown",
    ),
    Column(
        "follows_event_id",
        "text",
        "The event that led to this one, such as the raid before a deportation.",
        example="kh-2025-07-14-directive-raids",
    ),
    Column("event_kind", "code", "The kind of event.", True, EVENT_KINDS, "raid"),
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
        "Precision of the event's date in the report.",
        True,
        DATE_PRECISIONS,
        "range",
    ),
    Column(
        "country",
        "code",
        "Country of the event, ISO 3166-1 alpha-2 or XK. ZZ is several or unknown.",
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
    Column("site", "text", "The compound or building, if it is named.", example="Jinbei compound"),
    Column(
        "measure", "code", "What is counted.", True, tuple(MEASURES), example="persons_arrested"
    ),
    Column("value", "number", "The number that the report states.", True, example="1000"),
    Column("value_high", "number", "The upper end, if the report states a range.", example="1200"),
    Column(
        "unit",
        "code",
        "Unit of money_seized and losses, otherwise empty: a currency of ISO 4217, XAU for troy "
        f"ounces of gold, or {', '.join(CRYPTO_UNITS)}. Amounts are never converted.",
        example="USD",
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
    Column("phrase", "text", "The figure in a few words of the report.", example="more than 1,000"),
    Column(
        "nationality",
        "code",
        "Nationality of the persons, ISO 3166-1 alpha-2 or XK. 'foreign' is foreign nationals "
        "whose nationality is not stated. Empty is everyone, or not stated.",
        example="CN",
    ),
    Column("sex", "code", "Sex of the persons counted, if stated.", False, SEXES, example="female"),
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
        "First day of a running total. Only with cumulative.",
        example="2025-06-27",
    ),
    Column(
        "figure_as_of",
        "date",
        "Day to which the figure refers, if it is not the day of the report.",
        example="2025-07-16",
    ),
    Column(
        "scope",
        "text",
        "Which group or part the figure covers.",
        example="operations led by the commission",
    ),
    Column(
        "status",
        "code",
        "Empty if it was carried out; otherwise planned, denied or withdrawn.",
        False,
        STATUSES,
        example="planned",
    ),
    Column(
        "organisations",
        "text",
        "Organisations that took part, as role:Name joined by '; '. Roles: "
        + ", ".join(ROLES)
        + ".",
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
        "Address of a stored copy of the report, such as one in a web archive. Pages move and "
        "disappear. Without a copy, nobody can check the figure later.",
        example="https://archive.example.org/20250718/raids",
        is_asked_for=True,
    ),
    Column("publisher", "text", "Publisher of the report.", True, example="Jacaranda FM"),
    Column(
        "published_on", "date", "Day on which the report was published.", True, example="2025-07-17"
    ),
    Column("language", "code", "Language of the report, ISO 639-1.", True, example="en"),
    Column("note", "text", "The coder's note.", example="The report names no province."),
)
NAMES: tuple[str, ...] = tuple(column.name for column in COLUMNS)

# concat takes a null for nothing, which costs less than to say so for each cell
RECORD_HASH = f"md5(concat({', chr(31), '.join(NAMES)}))"
"""SQL for the md5 of all cells of a record: two versions with one hash are equal."""
