"""Landing: immutable copies of what was delivered. Landing is the state; all else is made from it.

`var/landing/files/<sha256><suffix>` holds the bytes, untouched, once for each content.
`var/landing/deliveries/<number>-<delivery_id>.json` is one delivery: its running number, its day,
its hash and where it came from. The running number, never the clock, says which one is newest. A
delivery exists when its JSON file does: that file is written last and put in place with one link.
"""

from __future__ import annotations

import csv
import errno
import fcntl
import hashlib
import json
import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from ingest.errors import RefusedError
from ingest.readers.cell_text import visible
from ingest.whole_files import put_in_place, sync

REMOVED = "delivery_removed.csv"  # the seed of deliveries that were taken back


@dataclass(frozen=True)
class Delivery:
    """One landed file: what it is, and when and in which order it came."""

    number: int
    delivery_id: str  # first 16 hex digits of sha256
    sha256: str
    file_name: str  # as it was delivered, without its folder
    suffix: str
    source: str
    landed_on: date
    landed_at: str  # UTC, ISO 8601
    size: int  # bytes
    sheet: str | None = None  # of a workbook, where one was named

    def path(self, landing: Path) -> Path:
        """Return where the bytes are."""
        return landing / "files" / f"{self.sha256}{self.suffix}"


def digest(path: Path) -> str:
    """Return the sha256 of a file's bytes in hex.

    Raises RefusedError for a device or a pipe, which may never end, and for a link to itself.
    """
    try:
        mode = path.stat().st_mode
    except OSError as error:
        if error.errno != errno.ELOOP:
            raise
        raise RefusedError(
            f"{path.name}: is a symbolic link that leads round in a circle. Deliver the file."
        ) from None
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        raise RefusedError(f"{path.name}: is no file but a device or a pipe. Deliver a file.")
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def deliveries(landing: Path) -> list[Delivery]:
    """Return all deliveries in their running order.

    Raises RefusedError where a delivery's own description can't be read.
    """
    found = []
    for path in sorted((landing / "deliveries").glob("*.json")):
        try:
            origin = json.loads(path.read_text(encoding="utf-8"))
            origin["landed_on"] = date.fromisoformat(origin["landed_on"])
            found.append(Delivery(**origin))
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise RefusedError(
                f"landing: {path.name} can't be read ({error}). Put it back from a copy of "
                "var/landing, or move it away to go on without this delivery."
            ) from None
    return sorted(found, key=lambda d: d.number)


def today(known: list[Delivery]) -> date:
    """Return the day that a delivery is landed on now, after those that are `known`: UTC.

    It is never before an earlier delivery's: where the clock was set back, records would be
    rejected as of the future.
    """
    return max([datetime.now(UTC).date(), *(delivery.landed_on for delivery in known)])


def removed(seeds: Path) -> set[str]:
    """Return the delivery_ids that a person took back, as the seed of them lists them."""
    with (seeds / REMOVED).open(encoding="utf-8", newline="") as stream:
        return {row["delivery_id"] for row in csv.DictReader(stream)}


@contextmanager
def _locked(landing: Path) -> Iterator[None]:
    """Let one process at a time hand out running numbers."""
    if not (landing / "deliveries").is_dir():
        (landing / "files").mkdir(parents=True, exist_ok=True)
        (landing / "deliveries").mkdir(exist_ok=True)
        sync(landing)
        sync(landing.parent)
    with (landing / ".lock").open("w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        for left in landing.glob("*/.*.part"):  # of a process that was killed
            left.unlink()
        yield


def land(
    path: Path,
    landing: Path,
    source: str,
    *,
    again: bool = False,
    sha256: str | None = None,
    sheet: str | None = None,
) -> tuple[Delivery, bool]:
    """Copy the file at `path` into landing; return its delivery, and whether it is new.

    A file whose bytes were landed before is not landed again, unless `again` or for another `sheet`
    of the workbook: then it becomes the newest delivery under the same delivery_id. `sha256`, if
    given, is what the bytes must still be (a file that changed between its check and its landing is
    refused). Raises RefusedError, and OSError where landing can't be written.
    """
    with _locked(landing):
        temporary = landing / "files" / f".{os.getpid()}.part"
        try:
            shutil.copyfile(path, temporary)
            found = digest(temporary)
            if sha256 is not None and found != sha256:
                raise RefusedError(
                    f"{path.name}: the file changed while it was read. Deliver it again when it "
                    "is complete."
                )
            known = deliveries(landing)
            same = [d for d in known if d.sha256 == found]
            if not again and (before := [d for d in same if d.sheet == sheet]):
                return before[-1], False
            now = datetime.now(UTC).replace(microsecond=0)
            delivery = Delivery(
                number=max((d.number for d in known), default=0) + 1,
                delivery_id=found[:16],
                sha256=found,
                file_name=visible(path.name),
                suffix=same[-1].suffix if same else path.suffix.lower(),
                source=source,
                landed_on=today(known),
                landed_at=now.isoformat(),
                size=temporary.stat().st_size,
                sheet=sheet,
            )
            temporary.chmod(0o444)
            put_in_place(temporary, delivery.path(landing))
        finally:
            temporary.unlink(missing_ok=True)
        _write_delivery(delivery, landing)
    return delivery, True


def _write_delivery(delivery: Delivery, landing: Path) -> None:
    folder = landing / "deliveries"
    target = folder / f"{delivery.number:06d}-{delivery.delivery_id}.json"
    origin = asdict(delivery) | {"landed_on": delivery.landed_on.isoformat()}
    temporary = folder / f".{os.getpid()}.part"
    temporary.write_text(json.dumps(origin, indent=1, ensure_ascii=False), encoding="utf-8")
    put_in_place(temporary, target)
