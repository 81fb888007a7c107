"""A progress bar for work that a person waits for: on a terminal only, removed at the end."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

MIN_BYTES = 5_000_000  # a smaller file is read in less than a second


@contextmanager
def progress(name: str, size: int, steps: int) -> Iterator[Callable[[str], None]]:
    """Yield a function to call before each of `steps` steps, with the words for that step.

    `size` is the size of the file in bytes. Nothing is shown for a small file, or if standard error
    is not a terminal.
    """
    if size < MIN_BYTES or not sys.stderr.isatty():
        yield lambda words: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(name, total=steps)
        begun = False

        def announce(words: str) -> None:
            nonlocal begun
            bar.update(task, description=f"{name}: {words}", advance=1 if begun else 0)
            begun = True

        yield announce
