"""`raidbook template`: write the entry workbook, and never over somebody's records."""

from __future__ import annotations

from pathlib import Path

from ingest.errors import RaidbookError, WrongUseError
from ingest.record.template import write_template
from ingest.whole_files import written_whole


def template(path: Path) -> None:
    """Write the entry workbook to `path`.

    Raises WrongUseError for a name that can't be meant, and RaidbookError where the disk refuses.
    """
    if path.suffix.lower() != ".xlsx":
        raise WrongUseError(f"{path.name}: the entry workbook is an .xlsx file; name it so.")
    if not path.parent.is_dir():
        raise WrongUseError(f"{path.name}: there is no folder {path.parent} to write it to.")
    try:
        with written_whole(path) as temporary:
            write_template(temporary)
            if path.exists() and path.read_bytes() != temporary.read_bytes():
                raise WrongUseError(
                    f"{path.name}: there is such a file already, perhaps with records in it. "
                    "Name another, or move it away."
                )
    except OSError as error:
        raise RaidbookError(f"{path.name}: can't be written: {error}") from None
    print(f"{path.name}: fill in the sheet Records and deliver it with `raidbook add {path.name}`")
