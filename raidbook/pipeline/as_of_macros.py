"""Table macros in the published file: every fact as of any day.

They name tables in two parts, which DuckDB looks up in the file in use, even for a macro of an
attached file. So each macro compares the build of the file in use with its own, and refuses to
answer for another one; after `use` it answers.
"""

from __future__ import annotations

import duckdb

from ingest.fetch import fetch_value
from ingest.sql_quoting import literal

FACTS = ("arrests", "raids", "outcomes", "seizures")


def create_macros(con: duckdb.DuckDBPyConnection, build_id: str) -> None:
    """Create `arrests_as_of(d)` and similar macros in schema main, with the columns of the facts.

    `d` is a day. The rows are those of the fact's history that hold on that day (docs/rules.md,
    section 8). `build_id` is the build that the file is of: the last row of meta.builds.
    """
    for fact in FACTS:
        columns = fetch_value(
            con,
            "select string_agg(column_name, ', ' order by column_index) from duckdb_columns() "
            "where database_name = current_database() and schema_name = 'marts' "
            f"and table_name = {literal(f'fct_{fact}')}",
        )
        con.execute(
            f"create or replace macro main.{fact}_as_of(d) as table "
            f"select {columns} from marts.fct_{fact}_history "
            "where known_from <= cast(d as date) "
            "and (known_to is null or cast(d as date) < known_to) "
            f"and case when (select arg_max(build_id, rowid) from meta.builds) = "
            f"{literal(build_id)} then true else {_refusal(fact, build_id)} end"
        )
        con.execute(
            f"comment on macro table main.{fact}_as_of is "
            f"'Rows of marts.fct_{fact} as they were known on the day d.'"
        )


def _refusal(fact: str, build_id: str) -> str:
    """Return SQL that ends the query with a sentence."""
    sentence = (
        f"{fact}_as_of of build {build_id} was called while another file is in use. Run `use` with "
        "the name of its file first."
    )
    return f"error({literal(sentence)})"
