"""What one cell was read as, or why it can't be read."""

from __future__ import annotations

from typing import NamedTuple


class CellReading(NamedTuple):
    """The reading of one cell: its value, or a hint for the person who typed it.

    `value` is None if the text can't be read with certainty, and stays as it is. `hint` is then a
    sentence, or empty.
    """

    value: str | None = None
    hint: str = ""


UNREAD = CellReading()
