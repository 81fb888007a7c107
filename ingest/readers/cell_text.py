"""The text of a cell: trimmed of blanks, and made safe to quote in a sentence."""

from __future__ import annotations

BLANKS = " \t\n\r\N{NO-BREAK SPACE}"


def printable(text: str, longest: int = 80) -> str:
    """Return text to quote in a sentence: one line, cut, without control characters."""
    line = "".join(c if c.isprintable() else " " for c in text[: longest * 4])
    return " ".join(line.split())[:longest]


def trimmed_sql(column: str) -> str:
    """Return SQL for a cell without the blanks around it, NULL where nothing is left.

    The SQL looks at both ends before it trims, which costs next to nothing. To trim every cell
    would double the time of reading.
    """
    no_break_space = f"chr({ord(BLANKS[-1])})"
    blanks = " || ".join(f"chr({ord(blank)})" for blank in BLANKS)
    last = " or ".join(f"ends_with({column}, chr({ord(blank)}))" for blank in BLANKS)
    return (
        f"case when {column} = '' then null "
        f"when {column} < '!' or starts_with({column}, {no_break_space}) or {last} "
        f"then nullif(trim({column}, {blanks}), '') else {column} end"
    )
