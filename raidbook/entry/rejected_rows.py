"""Write the rejected rows of a delivery as a workbook. It never overwrites a user's work."""

from __future__ import annotations

import os
from collections import Counter
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


def targets_of(errors: Path, files: list[Path]) -> dict[Path, Path]:
    """Return the workbook for the rejected rows of each file.

    Each of several files has its own, named after the file, and after its folders where several
    files have one name.
    """
    if len(files) == 1:
        return {files[0]: errors}
    found: dict[Path, Path] = {}
    for name_of in (_by_name, _by_suffix, _by_folders):
        left = [path for path in files if path not in found]
        names = {path: name_of(path, files) for path in left}
        times = Counter(name.casefold() for name in names.values())
        for path, name in names.items():
            target = errors.with_name(f"{errors.stem}-{name}{errors.suffix}")
            if times[name.casefold()] == 1 and target not in found.values():
                found[path] = target
    for number, path in enumerate((path for path in files if path not in found), start=1):
        found[path] = errors.with_name(f"{errors.stem}-file {number}{errors.suffix}")
    return found


def _by_name(path: Path, files: list[Path]) -> str:
    return path.stem


def _by_suffix(path: Path, files: list[Path]) -> str:
    return path.name.replace(".", "-")


def _by_folders(path: Path, files: list[Path]) -> str:
    above = os.path.commonpath([file.absolute().parent for file in files])
    return "-".join(path.absolute().relative_to(above).parts).replace(".", "-")


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
                f"the file {target} exists already, perhaps with rows being corrected. "
                "Deliver it first, or name another file."
            )
    if report.loaded.rows_rejected > count:
        return f"{target} (the first {MAX_ROWS:,} of them)"
    return str(target)


def _is_safe(settings: Settings, target: Path, new: Path) -> bool:
    """Return whether a file may be overwritten: it was landed, or equals the new one."""
    safe = {delivery.sha256 for delivery in landing.deliveries(settings.landing)}
    return target.is_file() and landing.digest(target) in {*safe, landing.digest(new)}
