"""`raidbook template`: write the entry workbook, and never over somebody's records."""

from __future__ import annotations

import sys
from pathlib import Path

from ingest.files import beside
from ingest.template import write_template


def template(path: Path) -> int:
    """Write the entry workbook to `path`; return 0, 2 for a name that can't be meant, or 3."""
    if path.suffix.lower() != ".xlsx":
        print(f"{path.name}: the entry workbook is an .xlsx file; name it so.", file=sys.stderr)
        return 2
    if not path.parent.is_dir():
        print(f"{path.name}: there is no folder {path.parent} to write it to.", file=sys.stderr)
        return 2
    temporary = beside(path)
    try:
        write_template(temporary)
        if path.exists() and path.read_bytes() != temporary.read_bytes():
            print(
                f"{path.name}: there is such a file already, perhaps with records in it. "
                "Name another, or move it away.",
                file=sys.stderr,
            )
            return 2
        temporary.replace(path)
    except OSError as error:
        print(f"{path.name}: can't be written: {error}", file=sys.stderr)
        return 3
    finally:
        temporary.unlink(missing_ok=True)
    print(f"{path.name}: fill in the sheet Records and deliver it with `raidbook add {path.name}`")
    return 0
