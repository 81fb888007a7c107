"""`python -m raidbook` is `raidbook`. It imports no package that may be missing."""

from __future__ import annotations

import sys
import traceback


def main() -> None:
    """Run the command line; where a package is missing or broken, say so and end with 3."""
    try:
        from raidbook.cli.main import main as run

        run()
    except ImportError as error:
        _report_broken(error)
        raise SystemExit(3) from None


def _report_broken(error: ImportError) -> None:
    """Print one sentence; after a build, run the command in the settings, as for any failure."""
    traced = traceback.extract_tb(error.__traceback__)[-1]
    sentence = (
        f"the environment in .venv is not complete: {error} ({traced.filename}). To make it again, "
        "delete .venv and run `make setup`."
    )
    if sys.argv[1:2] != ["build"]:
        print(sentence, file=sys.stderr)
        return
    from raidbook.common.log import Log
    from raidbook.pipeline.notify import notify_failure
    from raidbook.settings import settings

    here = settings()
    log = Log(here.logs)
    log.fail("build", sentence)
    notify_failure(here, log, "broken")


main()
