"""Compare the published tables of two files: `python -m scripts.compare_files BEFORE AFTER`.

Use it after a change of the code that should change no number. Every table of marts, reports and
quality is compared by all its columns, both ways. meta describes the run and is left out. Exit code
0 if all are equal, 1 if a table differs, 2 if a file can't be compared.
"""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb

from ingest.errors import first_line
from ingest.sql_quoting import literal
from raidbook.common.exit_codes import ExitCode
from raidbook.common.table_comparison import compare_catalogs

SCHEMAS = ("marts", "reports", "quality")


def main(words: list[str]) -> int:
    """Print the differences, table by table; return the exit code."""
    if len(words) != 2 or not all(Path(word).is_file() for word in words):
        print("Name two files: python -m scripts.compare_files BEFORE.duckdb AFTER.duckdb")
        return ExitCode.WRONG_USE
    with duckdb.connect() as con:
        try:
            for name, word in zip(("before", "after"), words, strict=True):
                con.execute(f"attach {literal(word)} as {name} (read_only)")
            count, differences = compare_catalogs(con, "before", "after", SCHEMAS)
        except duckdb.Error as error:
            print(f"can't compare them: {first_line(error)}")
            return ExitCode.WRONG_USE
    for difference in differences:
        print(f"{difference.table}: " + "\n".join(difference.lines))
    print(f"{count} tables of {', '.join(SCHEMAS)}: {len(differences)} differ")
    return ExitCode.REFUSED if differences or not count else ExitCode.DONE


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
