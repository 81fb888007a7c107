"""`raidbook remove`: retract a delivery."""

from __future__ import annotations

import csv
from datetime import UTC, datetime

from ingest import landing
from ingest.errors import WrongUseError
from raidbook.settings import Settings


def retract(settings: Settings, delivery_id: str, reason: str) -> None:
    """Add a row to seeds/delivery_removed.csv.

    Raises WrongUseError for an unknown delivery or an empty reason.
    """
    known = {d.delivery_id: d for d in landing.deliveries(settings.landing)}
    if delivery_id not in known:
        raise WrongUseError(f"There is no delivery '{delivery_id}'. See meta.deliveries.")
    if not reason.strip():
        raise WrongUseError("The reason is empty. Say why, since it is kept.")
    if delivery_id in landing.removed(settings.seeds):
        print(f"Delivery {delivery_id} is removed already.")
        return
    seed = settings.seeds / landing.REMOVED
    is_open = not seed.read_bytes().endswith(b"\n")  # some editors leave the last line open
    with seed.open("a", encoding="utf-8", newline="") as stream:
        stream.write("\n" if is_open else "")
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow([delivery_id, datetime.now(UTC).date().isoformat(), reason.strip()])
    name = known[delivery_id].file_name
    print(f"{name} ({delivery_id}) is left out from the next build on. To undo, delete its row.")
