"""Say that deliveries were landed while the clock was ahead, and how to take that back."""

from __future__ import annotations

from datetime import UTC, datetime

from ingest.landing import Delivery


def clock_was_ahead(ahead: list[Delivery]) -> str:
    """Return a sentence about deliveries from the future, of which there is at least one."""
    last = max(delivery.landed_on for delivery in ahead)
    names = ", ".join(sorted({delivery.file_name for delivery in ahead})[:3])
    return (
        f"deliveries were landed on days up to {last}, but today is {datetime.now(UTC).date()} "
        f"({names}). Until then, new deliveries get that day, and their records may have days in "
        "the future. If the clock was wrong, run `raidbook reset-clock`."
    )
