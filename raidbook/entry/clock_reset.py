"""`raidbook reset-clock`: give deliveries from the future the day of today."""

from __future__ import annotations

from ingest import landing
from ingest.errors import RaidbookError
from raidbook.common.terminal import say
from raidbook.settings import Settings


def reset_clock(settings: Settings) -> None:
    """Set back the days of deliveries that were landed while the clock was ahead.

    The next build checks their rows again, by the new day. Raises RaidbookError if landing can't be
    written.
    """
    try:
        found = landing.set_back(settings.landing)
    except OSError as error:
        raise RaidbookError(f"can't write var/landing: {error}.") from None
    for delivery in found:
        name = f"{delivery.file_name} ({delivery.delivery_id})"
        say(f"{name}: landed on {delivery.landed_on}, from now on today")
    print("`make build` checks them again." if found else "No delivery is from the future.")
