"""Build on Spark what is live, and compare every table with DuckDB's: `make spark`.

`--if-java` leaves it out, with one sentence and exit code 0, where there is no Java for it.
"""

from __future__ import annotations

import sys

from raidbook.common.log import Log
from raidbook.pipeline.build import build
from raidbook.settings import SettingsError, settings
from raidbook.spark import spark_build
from scripts import setup


def main(words: list[str]) -> int:
    """Return 0 if all tables are equal, 1 if a test fails or a table differs, 3 if it can't run."""
    try:
        here = settings()
    except SettingsError as error:
        print(error, file=sys.stderr)
        return spark_build.BROKEN
    problem = spark_build.java_problem(here.java_home)
    if problem:
        if "--if-java" in words:
            print(f"spark     left out: {problem}")
            return spark_build.DONE
        print(problem, file=sys.stderr)
        return spark_build.BROKEN
    if setup.add_spark() != 0:
        return spark_build.BROKEN
    log = Log(here.logs)
    code = build(here, log, with_export=False)
    return code or spark_build.run(here, log)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
