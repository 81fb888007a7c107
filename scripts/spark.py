"""Build on Spark what is live, and compare every table with DuckDB's: `make spark`.

`--if-java` leaves it out, with one sentence and exit code 0, where there is no Java for it.
"""

from __future__ import annotations

import sys

from scripts import setup
from warehouse import spark
from warehouse.build import build
from warehouse.log import Log
from warehouse.settings import SettingsError, settings


def main(words: list[str]) -> int:
    """Return 0 if all tables are equal, 1 if a test fails or a table differs, 3 if it can't run."""
    try:
        here = settings()
    except SettingsError as error:
        print(error, file=sys.stderr)
        return spark.BROKEN
    problem = spark.java_problem(here.java_home)
    if problem:
        if "--if-java" in words:
            print(f"spark     left out: {problem}")
            return spark.DONE
        print(problem, file=sys.stderr)
        return spark.BROKEN
    if setup.main(["spark"]) != 0:
        return spark.BROKEN
    log = Log(here.logs)
    code = build(here, log, with_export=False)
    return code or spark.run(here, log)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
