"""Build the live file's data on Spark, and compare every table with DuckDB's: `make spark`.

With `--if-java`, a missing Java is not an error: the script prints one sentence, with exit code 0.
"""

from __future__ import annotations

import sys

from ingest.errors import WrongUseError
from raidbook.common.exit_codes import ExitCode
from raidbook.common.log import Log
from raidbook.pipeline.build import build
from raidbook.settings import settings
from raidbook.spark import spark_build
from scripts import setup


def main(words: list[str]) -> int:
    """Return 0 if all tables are equal, 1 if a test or a comparison fails, 3 if it can't run."""
    try:
        here = settings()
    except WrongUseError as error:
        print(error, file=sys.stderr)
        return ExitCode.BROKEN
    problem = spark_build.java_problem(here.java_home)
    if problem:
        if "--if-java" in words:
            print(f"spark     left out: {problem}")
            return ExitCode.DONE
        print(problem, file=sys.stderr)
        return ExitCode.BROKEN
    if setup.main(["spark"]) != 0:
        return ExitCode.BROKEN
    log = Log(here.logs)
    code = build(here, log, with_export=False)
    return code or spark_build.run(here, log)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
