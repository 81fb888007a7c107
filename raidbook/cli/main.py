"""The `raidbook` command: its panels, and one sentence and an exit code for every error."""

from __future__ import annotations

import signal
import sys
from typing import Annotated, NoReturn

import typer

from ingest.errors import RaidbookError, first_line
from ingest.readers.cell_text import visible
from raidbook.cli import ask, build, data_in, out
from raidbook.common.exit_codes import ExitCode, exit_code_of
from raidbook.common.log import is_interrupted
from raidbook.common.output_streams import end_with_reader, write_any_text
from raidbook.settings import settings

INTERRUPTED = 130  # typer's exit code for Ctrl-C
STOPPED_BY_SIGNAL = "stopped by a signal."

app = typer.Typer(
    name="raidbook",
    help="A warehouse of reported figures about raids on online-scam centres.",
    epilog="Exit codes: 0 done, 1 data refused, 2 wrong use, 3 could not run.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)
for panel in (data_in, build, ask, out):
    app.add_typer(panel.commands)  # without a name, its commands are commands of `raidbook`


def _print_version(is_wanted: bool) -> None:
    if is_wanted:
        from raidbook.version import CODE_VERSION, DUCKDB_RANGE, SCHEMA_VERSION

        print(f"raidbook {CODE_VERSION}, schema {SCHEMA_VERSION}, DuckDB {DUCKDB_RANGE}")
        raise typer.Exit


@app.callback()
def raidbook(
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            callback=_print_version,
            is_eager=True,
            help="Print the code version, the schema version and the DuckDB range.",
        ),
    ] = False,
) -> None:
    """A warehouse of reported figures about raids on online-scam centres."""


def main() -> None:
    """Run the command line. Every error is one sentence and an exit code, without a traceback."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # as Ctrl-C: end dbt, clean up
    end_with_reader()
    write_any_text()
    try:
        app(prog_name="raidbook")
    except SystemExit as end:
        if end.code == INTERRUPTED:
            _stop(ExitCode.BROKEN, STOPPED_BY_SIGNAL)
        raise
    except RaidbookError as error:
        _stop(exit_code_of(error), str(error))
    except OSError as error:
        _stop(ExitCode.BROKEN, f"can't continue: {error}.")
    except ImportError:
        raise  # raidbook/__main__.py says what is missing
    except Exception as error:
        sentence = STOPPED_BY_SIGNAL if is_interrupted(error) else _unforeseen(error)
        _stop(ExitCode.BROKEN, sentence)


def _unforeseen(error: Exception) -> str:
    """Return one sentence for an unexpected error, and write its traceback to the log."""
    from raidbook.common.log import Log

    words = f"{type(error).__name__}: {first_line(error)}"
    sentence = f"stopped by an unexpected error: {words}"
    try:
        Log(settings().logs).trace(error)
    except Exception:  # the settings may be what is wrong; the sentence is printed in any case
        return sentence
    return f"{sentence} (the traceback is in var/logs/raidbook.jsonl)"


def _stop(code: ExitCode, sentence: str) -> NoReturn:
    for line in sentence.split("\n"):
        print(visible(line), file=sys.stderr)
    raise SystemExit(code)
