"""Landing: immutable copies of delivered files. Everything else is derived from them.

`var/landing/files/<sha256><suffix>` holds the bytes, unchanged, once for each content.
`var/landing/deliveries/<number>-<delivery_id>.json` describes one delivery: its running number, its
day, its hash and where it came from. The running number, never the clock, decides which delivery is
newest. A delivery exists once its JSON file does. That file is written last, and put in place with
one link.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from ingest.errors import RefusedError
from ingest.file_lock import take_lock
from ingest.names.seed_rows import read_seed
from ingest.readers.cell_text import visible
from ingest.reading_choices import PLAIN, ReadingChoices
from ingest.whole_files import put_in_place, sync

REMOVED = "delivery_removed.csv"  # the seed of retracted deliveries
MAX_DAYS_AHEAD = 1  # by which a delivery may be ahead of the clock


@dataclass(frozen=True)
class Delivery:
    """One delivery: its file, and when and in which order it was landed."""

    number: int
    delivery_id: str  # first 16 hex digits of sha256
    sha256: str
    file_name: str  # as it was delivered, without its folder
    suffix: str
    source: str
    landed_on: date
    landed_at: str  # UTC, ISO 8601
    size: int  # bytes
    sheet: str | None = None  # the sheet of a workbook, if one was named
    encoding: str | None = None  # of a text, if one was named
    is_strict: bool = False  # whether only the record's own form is accepted
    origin: str | None = None  # of a shipped file, its path in the project; None: not recorded

    @property
    def choices(self) -> ReadingChoices:
        """How the person who delivered the file chose that it is read."""
        return ReadingChoices(self.sheet, self.encoding, self.is_strict, self.source)

    def path(self, landing: Path) -> Path:
        """Return where the bytes are."""
        return landing / "files" / f"{self.sha256}{self.suffix}"


def digest(path: Path) -> str:
    """Return the sha256 of a file's bytes in hex.

    Raises RefusedError for a device or a pipe, which may never end, and for a circular link.
    """
    try:
        mode = path.stat().st_mode
    except OSError as error:
        if error.errno != errno.ELOOP:
            raise
        raise RefusedError(
            f"{path.name}: the symbolic link leads back to itself. Deliver the file."
        ) from None
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        raise RefusedError(f"{path.name}: this is a device or a pipe. Deliver a file.")
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def deliveries(landing: Path) -> list[Delivery]:
    """Return all deliveries in the order of their running numbers.

    Raises RefusedError if the JSON file of a delivery can't be read.
    """
    found = []
    for path in sorted((landing / "deliveries").glob("*.json")):
        try:
            origin = json.loads(path.read_text(encoding="utf-8"))
            origin["landed_on"] = date.fromisoformat(origin["landed_on"])
            found.append(Delivery(**origin))
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise RefusedError(
                f"landing: {path.name} can't be read ({error}). Restore it from a copy of "
                "var/landing, or move it away to continue without this delivery."
            ) from None
    return sorted(found, key=lambda d: d.number)


def today(known: list[Delivery]) -> date:
    """Return the day (UTC) of a delivery that is landed now, after the `known` ones.

    It is never before the day of an earlier delivery. Otherwise, after the clock was set back,
    records would be rejected as being from the future.
    """
    return max([_now().date(), *(delivery.landed_on for delivery in known)])


def from_the_future(known: list[Delivery]) -> list[Delivery]:
    """Return the deliveries that were landed with a clock more than a day ahead of the clock now.

    Until that day, new deliveries also get it as their day, so future dates in their records look
    like past dates.
    """
    latest = _now().date() + timedelta(days=MAX_DAYS_AHEAD)
    return [delivery for delivery in known if delivery.landed_on > latest]


def set_back(landing: Path) -> list[Delivery]:
    """Set the landing days in the future to today; return these deliveries as they were before.

    Their order and bytes don't change. Raises RefusedError, and OSError if landing can't be
    written.
    """
    with _locked(landing):
        found = from_the_future(deliveries(landing))
        for delivery in found:
            _write_delivery(replace(delivery, landed_on=_now().date()), landing)
    return found


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def removed(seeds: Path) -> set[str]:
    """Return the delivery_ids that were retracted, as their seed lists them.

    Raises RefusedError if it can't be read.
    """
    return {row["delivery_id"] for row in read_seed(seeds / REMOVED)}


@contextmanager
def _locked(landing: Path) -> Iterator[None]:
    """Hold the lock under which one process at a time assigns running numbers."""
    if not (landing / "deliveries").is_dir():
        (landing / "files").mkdir(parents=True, exist_ok=True)
        (landing / "deliveries").mkdir(exist_ok=True)
        sync(landing)
        sync(landing.parent)
    with (landing / ".lock").open("w") as stream:
        take_lock(stream.fileno(), landing / ".lock")
        for left in landing.glob("*/.*.part"):  # left by a killed process
            left.unlink()
        yield


def land(
    path: Path,
    landing: Path,
    source: str,
    *,
    again: bool = False,
    sha256: str | None = None,
    choices: ReadingChoices = PLAIN,
    origin: str = "",
) -> tuple[Delivery, bool]:
    """Copy the file at `path` into landing; return its delivery, and whether it is new.

    A file whose bytes were landed before is landed again only with `again`, or to be read by other
    `choices`. It then becomes the newest delivery with the same delivery_id. If `sha256` is given
    and the bytes no longer have that hash, the file changed after its check and is refused.
    `origin` is the path in the project of a file that ships with it. Raises RefusedError, and
    OSError if landing can't be written.
    """
    choices = replace(choices, source=source)
    with _locked(landing):
        temporary = landing / "files" / f".{os.getpid()}.part"
        try:
            shutil.copyfile(path, temporary)
            found = digest(temporary)
            if sha256 is not None and found != sha256:
                raise RefusedError(
                    f"{path.name}: the file changed while it was read. Deliver it again once it "
                    "is complete."
                )
            known = deliveries(landing)
            same = [d for d in known if d.sha256 == found]
            if not again and (before := [d for d in same if d.choices == choices]):
                return before[-1], False
            delivery = Delivery(
                number=max((d.number for d in known), default=0) + 1,
                delivery_id=found[:16],
                sha256=found,
                file_name=visible(path.name),
                suffix=same[-1].suffix if same else path.suffix.lower(),
                landed_on=today(known),
                landed_at=_now().isoformat(),
                size=temporary.stat().st_size,
                **asdict(choices),
                origin=origin,
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
