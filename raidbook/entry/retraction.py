"""`raidbook remove`: retract a delivery."""

from __future__ import annotations

from datetime import UTC, datetime

from ingest import landing
from ingest.errors import RaidbookError, WrongUseError
from ingest.names import seed_rows
from ingest.readers.cell_text import visible
from raidbook.common.terminal import say
from raidbook.settings import Settings


def retract(settings: Settings, delivery_id: str, reason: str) -> None:
    """Add a row to seeds/delivery_removed.csv.

    Raises WrongUseError for an unknown delivery or an empty reason, and RaidbookError if the seed
    can't be read or written.
    """
    known = {d.delivery_id: d for d in landing.deliveries(settings.landing)}
    if delivery_id not in known:
        raise WrongUseError(f"There is no delivery '{visible(delivery_id)}'. See meta.deliveries.")
    if not reason.strip():
        raise WrongUseError("The reason is empty. Say why, since it is kept.")
    if delivery_id in landing.removed(settings.seeds):
        say(f"Delivery {delivery_id} is removed already.")
        return
    cells = [delivery_id, datetime.now(UTC).date().isoformat(), " ".join(reason.split())]
    try:
        seed_rows.insert_row(settings.seeds / landing.REMOVED, cells, is_sorted=False)
    except OSError as error:
        raise RaidbookError(f"seeds/{landing.REMOVED} can't be written: {error}.") from None
    name = known[delivery_id].file_name
    say(f"{name} ({delivery_id}) is left out from the next build on. To undo, delete its row.")
