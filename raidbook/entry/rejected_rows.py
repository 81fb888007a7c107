"""Write the rejected rows of a delivery as a workbook. It never overwrites a user's work."""

from __future__ import annotations

from pathlib import Path

import duckdb

from ingest import landing
from ingest.errors import WrongUseError
from ingest.file_report import FileReport, rejected_rows
from ingest.whole_files import written_whole
from raidbook.settings import Settings


def check_target(errors: Path) -> None:
    """Raise WrongUseError if rejected rows can't be written to `errors`."""
    if errors.suffix.lower() != ".xlsx":
        raise WrongUseError(
            f"{errors.name}: rejected rows are written as an .xlsx file. Use that suffix."
        )
    if not errors.parent.is_dir():
        raise WrongUseError(f"{errors.name}: the folder {errors.parent} does not exist.")


def target_of(errors: Path, path: Path, *, is_one_of_several: bool) -> Path:
    """Return the workbook for the rejected rows of a file; each of several files has its own."""
    if not is_one_of_several:
        return errors
    return errors.with_name(f"{errors.stem}-{path.stem}{errors.suffix}")


def write_rejected_rows(
    settings: Settings, con: duckdb.DuckDBPyConnection, report: FileReport, target: Path
) -> str:
    """Write the rejected rows of the file that was read last; return in words where they are.

    Raises WrongUseError if the target exists and somebody may be working on it, and OSError.
    """
    from ingest.rejected_workbook import MAX_ROWS, write_rejected

    reading = report.loaded.reading
    with written_whole(target) as temporary:
        count = write_rejected(temporary, rejected_rows(con), reading.columns, reading.sheet)
        if target.exists() and not _is_safe(settings, target, temporary):
            raise WrongUseError(
                f"the file {target.name} exists already, perhaps with rows being corrected. "
                "Deliver it first, or name another file."
            )
    if report.loaded.rows_rejected > count:
        return f"{target.name} (the first {MAX_ROWS:,} of them)"
    return target.name


def _is_safe(settings: Settings, target: Path, new: Path) -> bool:
    """Return whether a file may be overwritten: it was landed, or equals the new one."""
    safe = {delivery.sha256 for delivery in landing.deliveries(settings.landing)}
    return target.is_file() and landing.digest(target) in {*safe, landing.digest(new)}
