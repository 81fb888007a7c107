"""`raidbook template`: write the entry workbook. It never overwrites a file."""

from __future__ import annotations

from pathlib import Path

from ingest.errors import RaidbookError, WrongUseError
from ingest.record.template import write_template
from ingest.whole_files import written_whole
from raidbook.common.terminal import say


def template(path: Path) -> None:
    """Write the entry workbook to `path`.

    Raises WrongUseError for a wrong suffix, a missing folder or an existing file, and RaidbookError
    if the file can't be written.
    """
    if path.suffix.lower() != ".xlsx":
        raise WrongUseError(f"{path.name}: the entry workbook is an .xlsx file. Use that suffix.")
    if not path.parent.is_dir():
        raise WrongUseError(f"{path.name}: the folder {path.parent} does not exist.")
    try:
        with written_whole(path) as temporary:
            write_template(temporary)
            if path.exists() and path.read_bytes() != temporary.read_bytes():
                raise WrongUseError(
                    f"{path.name}: the file exists already, perhaps with records in it. "
                    "Name another file, or move it away."
                )
    except OSError as error:
        raise RaidbookError(f"{path.name}: can't be written: {error}") from None
    say(f"{path.name}: fill in the sheet Records and deliver it with `raidbook add {path.name}`")
