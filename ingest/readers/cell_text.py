"""The text of a cell: trimmed of blanks, and made safe to quote in a sentence."""

from __future__ import annotations

BLANKS = " \t\n\r\N{NO-BREAK SPACE}"


def printable(text: str, longest: int = 80) -> str:
    """Return text to quote in a sentence: one line, cut, without control characters."""
    line = "".join(c if c.isprintable() else " " for c in text[: longest * 4])
    return " ".join(line.split())[:longest]


def visible(text: str, longest: int = 2_000) -> str:
    """Return delivered text as one line of output: what can't be seen is written as its number.

    That is: line ends, control characters (those of a terminal, too), characters that turn the
    direction of writing or have no width, and bytes of a file name that are no UTF-8. A longer text
    is cut in its middle, with the number of characters left out.
    """
    if len(text) > longest:
        kept = longest // 2
        text = f"{text[:kept]} … ({len(text) - 2 * kept:,} characters) … {text[-kept:]}"
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c in "\N{NO-BREAK SPACE}" else _escaped(c) for c in text)


def _escaped(character: str) -> str:
    number = ord(character)
    return f"\\x{number:02x}" if number < 256 else f"\\u{number:04x}"


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
