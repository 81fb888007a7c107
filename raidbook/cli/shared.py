"""Code that several panels share: options, the settings of a live file, printed paths."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from raidbook.settings import Settings, settings

MeasureGroup = Annotated[
    str | None, typer.Option("--measure-group", help="Only this measure group, such as custody.")
]
Form = Annotated[str, typer.Option("--format", help="table, csv or json.")]
Limit = Annotated[int | None, typer.Option(min=0, help="Maximum number of rows. 0 means all.")]


def live_settings() -> Settings:
    """Return the settings; raise RaidbookError if nothing is published."""
    from raidbook.common.published_builds import require_live

    return require_live(settings())


def print_path(path: Path) -> None:
    """Print a path, relative to the working directory if it is inside it."""
    print(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)
