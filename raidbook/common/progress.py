"""Progress bars for work that a person waits for: on a terminal only, removed at the end."""

from __future__ import annotations

import re
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress

MIN_BYTES = 5_000_000  # a smaller file is read in less than a second
SECONDS_BETWEEN = 0.3  # two looks at dbt's output
_NODE = re.compile(r"^\S+ +\d+ of (\d+) (\w+)", re.MULTILINE)  # 11:45:21  7 of 312 OK created …


@contextmanager
def progress(name: str, size: int, steps: int) -> Iterator[Callable[[str], None]]:
    """Yield a function to call before each of `steps` steps, with the words for that step.

    `size` is the size of the file in bytes. Nothing is shown for a small file, or if standard error
    is not a terminal.
    """
    if size < MIN_BYTES or not sys.stderr.isatty():
        yield lambda words: None
        return
    with _bar() as bar:
        task = bar.add_task(name, total=steps)
        begun = False

        def announce(words: str) -> None:
            nonlocal begun
            bar.update(task, description=f"{name}: {words}", advance=1 if begun else 0)
            begun = True

        yield announce


@contextmanager
def dbt_progress(log_file: Path, *, is_shown: bool = True) -> Iterator[None]:
    """Show how many nodes dbt has finished, by its output in `log_file`, until the block ends.

    Nothing is shown if standard error is not a terminal.
    """
    if not is_shown or not sys.stderr.isatty():
        yield
        return
    ended = threading.Event()
    with _bar() as bar:
        task = bar.add_task("dbt: starting", total=None)

        def follow() -> None:
            while not ended.wait(SECONDS_BETWEEN):
                done, total = nodes_done(log_file)
                if total:
                    words = f"dbt: {done} of {total} models and tests"
                    bar.update(task, description=words, completed=done, total=total)

        follower = threading.Thread(target=follow)
        follower.start()
        try:
            yield
        finally:
            ended.set()
            follower.join()


def nodes_done(log_file: Path) -> tuple[int, int]:
    """Return how many nodes dbt has finished, and of how many; 0 and 0 before the first one."""
    try:
        output = log_file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return 0, 0
    nodes = [(int(total), state) for total, state in _NODE.findall(output)]
    most = max((total for total, _ in nodes), default=0)  # hooks have totals of their own
    return sum(total == most and state != "START" for total, state in nodes), most


def _bar() -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TimeElapsedColumn(),
    )
    return Progress(*columns, console=Console(stderr=True), transient=True)


@contextmanager
def counting_bar(name: str, total: int) -> Iterator[Callable[[str], None]]:
    """Yield a function that moves a bar of `total` steps by one and shows what is done now."""
    with _bar() as bar:
        task = bar.add_task(name, total=total)
        yield lambda words: bar.update(task, advance=1, description=f"{name}: {words}")
