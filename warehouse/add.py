"""Deliveries from the command line: check a file, say what is wrong with each row, land it."""

from __future__ import annotations

import csv
import sys
from datetime import UTC, datetime
from pathlib import Path

from ingest import landing, load, readers
from ingest.errors import RefusedError
from ingest.sources import incident_records
from warehouse.settings import Settings


def add(settings: Settings, files: list[Path], *, again: bool, is_dry: bool) -> int:
    """Check and land `files`; return 0, or 1 if a row or a file was refused, or 3."""
    worst = 0
    for path in files:
        try:
            worst = max(worst, _add_one(settings, path, again=again, is_dry=is_dry))
        except RefusedError as error:
            print(f"refused: {error}", file=sys.stderr)
            worst = max(worst, 1)
        except FileNotFoundError:
            print(f"refused: {path}: there is no such file.", file=sys.stderr)
            worst = max(worst, 1)
        except IsADirectoryError:
            print(f"refused: {path}: is a folder; name the files in it.", file=sys.stderr)
            worst = max(worst, 1)
        except PermissionError as error:
            print(f"refused: {path}: can't be read or landed: {error}", file=sys.stderr)
            worst = max(worst, 3)
        except OSError as error:
            print(f"{path}: can't be landed: {error}", file=sys.stderr)
            return 3
    return worst


def _add_one(settings: Settings, path: Path, *, again: bool, is_dry: bool) -> int:
    path, sheet = readers.named_sheet(path)
    sha256 = landing.digest(path)
    landed = landing.deliveries(settings.landing)
    known = [d for d in landed if d.sha256 == sha256 and d.sheet == sheet]
    if known and known[-1].delivery_id in landing.removed(settings.seeds):
        print(
            f"{path.name}: was taken back as delivery {known[-1].delivery_id} and stays left out "
            "until its row in seeds/delivery_removed.csv is deleted",
            file=sys.stderr,
        )
    if known and not again:
        print(f"{path.name}: delivered before (on {known[-1].landed_on}), skipped")
        return 0
    today = datetime.now(UTC).date()
    result = load.check_file(path, today, settings.memory_limit, settings.var / "spill", sheet)
    assert result.reading is not None
    print(
        f"{path.name}: {result.rows_read} rows read, {result.rows_loaded} loaded, "
        f"{result.rows_rejected} rejected"
    )
    for row, record_id, reasons in result.shown:
        place = result.reading.place(row)
        print(f"  {place} ({record_id or 'no record_id'}): {reasons}", file=sys.stderr)
    for note in result.reading.notes:
        print(f"  {note}", file=sys.stderr)
    if result.rows_rejected > len(result.shown):
        print(
            f"  … and {result.rows_rejected - len(result.shown)} more; after the build all stand "
            "in quality.rejected_records",
            file=sys.stderr,
        )
    if is_dry:
        print("  nothing landed (--dry-run)")
    else:
        source = incident_records.source().name
        delivery, _ = landing.land(
            path, settings.landing, source, again=again, sha256=sha256, sheet=sheet
        )
        print(f"  landed as delivery {delivery.delivery_id}; `make build` publishes it")
    return 1 if result.rows_rejected else 0


def remove(settings: Settings, delivery_id: str, reason: str) -> int:
    """Add a row to seeds/delivery_removed.csv; return 0, or 2 for what can't be removed."""
    known = {d.delivery_id: d for d in landing.deliveries(settings.landing)}
    if delivery_id not in known:
        print(f"There is no delivery '{delivery_id}'; see meta.deliveries.", file=sys.stderr)
        return 2
    if not reason.strip():
        print("The reason is empty; say why, since it is kept.", file=sys.stderr)
        return 2
    if delivery_id in landing.removed(settings.seeds):
        print(f"Delivery {delivery_id} is removed already.")
        return 0
    seed = settings.seeds / landing.REMOVED
    is_open = not seed.read_bytes().endswith(b"\n")  # its last line, where an editor left it so
    with seed.open("a", encoding="utf-8", newline="") as stream:
        stream.write("\n" if is_open else "")
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow([delivery_id, datetime.now(UTC).date().isoformat(), reason.strip()])
    name = known[delivery_id].file_name
    print(f"{name} ({delivery_id}) is left out from the next build on; delete its row to undo.")
    return 0
