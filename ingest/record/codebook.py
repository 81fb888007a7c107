"""Write `ingest/records/CODEBOOK.md`: `python -m ingest.record.codebook`.

The codebook documents the record's definition and its checks, and states how reliable the coding
is. A test fails if the file is out of date.
"""

from __future__ import annotations

from pathlib import Path

from ingest.normalise import words
from ingest.record import checks, definition, warnings

CODEBOOK = Path(__file__).parent.with_name("records") / "CODEBOOK.md"

WRITTEN = {
    "text": "text",
    "code": "one word",
    "date": "date, YYYY-MM-DD",
    "number": "number, digits only",
    "url": "address, http or https",
}

HEAD = """\
# Codebook

<!-- Made from ingest/record/definition.py by `python -m ingest.record.codebook`: change that. -->

A record is **one figure that one report states about one event**. It is one row, which a person
enters. Two reports of one raid give two sets of records with the same `event_id`. A report that
states a total and three nationalities gives four records. Never adjust records to make them agree
with one another.

The first row of a delivered file names these columns. An empty cell means that the report states
nothing, unless the table says otherwise. If the same `record_id` is delivered again with different
content, that is a new version. The version delivered last counts, and within one file the later
row.
"""

TYPED = """\
## Other accepted forms

`raidbook add` also accepts other forms if they can mean only one thing, and reports how it read
them. The warehouse keeps the typed text beside the value. Doubtful values are rejected with a hint.
`--strict` accepts only the forms above.

- numbers with separators of thousands (`1,000`, `1 000`, `1.000.000`, `12,34,567`) or a decimal
  comma (`1234,56`), and digits of other scripts. `1.000` for a count is rejected: it may mean 1.
- dates as `2026/11/20`, `20 Nov 2026`, `Nov 20, 2026`, `20.11.2026` or `2026年11月20日`, with or
  without a time. A date whose day may be the month, such as `03/04/2026`, is rejected with both
  readings.
- countries, nationalities and languages by name, demonym, or code in any case: `Cambodia`,
  `Chinese`, `eng`. Units by their name or sign, if one currency has it: `baht`, `US$`, not `$`.
- words in any case, with blanks for underscores, and these synonyms:
"""
TYPED_LISTS = """\
- organisations with the role in any case, `Enforcer: National Police`, or a comma, bar or slash
  before a role. A name without a role is `mentioned`.
- several cities or provinces separated by commas or "and", if each is a known place. A province or
  country after its city moves to its own column.
- names with double or unusual blanks, invisible characters, or letters in decomposed form.
  `record_id`, the event ids and addresses are rejected if they have these.
- `n/a`, `-` and similar as an empty cell, if the column is not required. In names of places and
  organisations, also `unknown` and similar.

An empty cell in these columns gets a default. You can also leave out these columns:
"""

# The result of coding some reports twice. README repeats it.
HOW_SURE = """\
## How reliable the coding is

In reports that were coded twice, 4.5% of rows had a wrong field, mostly a city or a date, and one
figure in eight had been left out."""


def codebook() -> str:
    """Return the whole codebook as Markdown."""
    rules = [*_typed(), "", *_rules(), "", *_warnings(), "", HOW_SURE]
    return (
        "\n".join([HEAD, *_columns(), "", *_vocabularies(), *_measure_groups(), "", *rules]) + "\n"
    )


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _columns() -> list[str]:
    """Return the table of columns, in the order of the record."""
    lines = [
        "## Columns",
        "",
        "| column | required | written as | content | example |",
        "|---|---|---|---|---|",
    ]
    for column in definition.COLUMNS:
        written = "one of the words below" if column.vocabulary else WRITTEN[column.kind]
        example = f"`{column.example}`" if column.example else ""
        cells = (f"`{column.name}`", column.needed, written, column.meaning, example)
        lines.append("| " + " | ".join(_cell(cell) for cell in cells).rstrip() + " |")
    return lines


def _vocabularies() -> list[str]:
    """Return the vocabularies, one line for each column that has one."""
    lines = ["## Words", ""]
    for column in definition.COLUMNS:
        if column.vocabulary:
            lines.append(f"- `{column.name}`: {', '.join(column.vocabulary)}")
    lines.append(f"- roles in `organisations`: {', '.join(definition.ROLES)}")
    return [*lines, ""]


def _measure_groups() -> list[str]:
    """Return the measure groups: which measures are summed together."""
    measure_groups: dict[str, list[str]] = {}
    for measure, measure_group in definition.MEASURES.items():
        measure_groups.setdefault(measure_group, []).append(measure)
    money = " and ".join(f"`{measure}`" for measure in definition.MONEY_MEASURES)
    return [
        "Measures that are summed together: "
        + "; ".join(
            f"{', '.join(f'`{m}`' for m in measures)} as {measure_group}"
            for measure_group, measures in measure_groups.items()
            if measures != [measure_group]
        )
        + f". Every other measure is its own group, {money} by currency.",
    ]


def _typed() -> list[str]:
    """Return what may be typed instead of the record's own form, with all synonyms."""
    lines = [TYPED.rstrip()]
    for column in (*(c.name for c in definition.COLUMNS if c.vocabulary), "roles"):
        named = words.by_word(column)
        listed = "; ".join(f"{word}: {', '.join(synonyms)}" for word, synonyms in named.items())
        lines.append(f"  - {_called(column)}: {listed}")
    lines += [TYPED_LISTS.rstrip(), ""]
    return lines + [f"- `{name}`: {meaning}" for name, meaning in definition.DEFAULTS.items()]


def _called(column: str) -> str:
    return "roles in `organisations`" if column == "roles" else f"`{column}`"


def _rules() -> list[str]:
    """Return every check as a sentence. A rule of several columns appears once."""
    broken: dict[str, list[str]] = {}
    for check in checks.checks():
        column = check.columns[0]
        rule = check.rule.removeprefix(column).removeprefix(":").strip()
        if rule.startswith("is not one of: "):
            rule = "is not one of its words above"
        broken.setdefault(rule, []).append(column)
    lines = [
        "## Rules",
        "",
        "Raidbook rejects a row that breaks a rule and keeps it, with every reason, in",
        "`quality.rejected_records`. It loads the other rows of the file. This list shows each",
        "rule with its columns. A row breaks the rule if one of them",
        "",
    ]
    for rule, columns in broken.items():
        words = "is required but empty" if rule == "is required" else rule.replace("<", "\\<")
        lines.append(f"- {words}: {', '.join(f'`{column}`' for column in columns)}")
    return lines


def _warnings() -> list[str]:
    """Return the warnings across rows, each with the columns to look at."""
    lines = [
        "## Warnings",
        "",
        "Raidbook loads records that contradict each other because their report does. It reports",
        "these contradictions when a file is delivered, and lists those of all deliveries in",
        "`quality.warnings`:",
        "",
    ]
    for warning in warnings.record_warnings():
        columns = ", ".join(f"`{column}`" for column in warning.columns)
        lines.append(f"- {warning.rule} (`{warning.name}`): {columns}")
    return lines


def main() -> int:
    """Write the codebook."""
    CODEBOOK.write_text(codebook(), encoding="utf-8")
    print(f"Wrote {CODEBOOK.parent.name}/{CODEBOOK.name}.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
