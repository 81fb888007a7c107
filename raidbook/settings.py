"""The settings. Only this module reads the environment, and only it defines paths."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ingest.errors import WrongUseError
from ingest.normalise.normaliser import Normaliser
from ingest.readers.reading_limits import ReadingLimits
from raidbook.machine import memory_mb, processors

SIZE = re.compile(r"([0-9]+(?:\.[0-9]+)?) ?(?:([KMGT])i?)?B")
WHOLE = re.compile("[0-9]{1,9}")  # str.isdigit takes a superscript 2 for a digit
SHARE_OF_SMALL = 0.6  # of a machine's memory: the system, Python and dbt need the rest
SMALL_MB = 4096  # how much of a small machine's memory a build takes at most
SHARE_OF_LARGE = 0.5


@dataclass(frozen=True)
class Settings:
    """The paths of the project, and the settings from the environment."""

    root: Path
    var: Path
    threads: int
    memory_limit: str  # in DuckDB's notation, such as 4GB
    builds_kept: int
    called_from: Path  # files on the command line are relative to this folder
    steps: Path | None = None  # a file that keeps the intermediate models, to inspect them
    on_failure: str | None = None  # a shell command to run when a build fails
    on_failure_seconds: int = 30  # the time limit of that command
    file_memory: str = "1GB"  # what reading one delivered file may take, beside its CSV
    file_seconds: int = 15  # of CPU time, and one more for each megabyte of the file
    file_disk: str = "10GB"
    spark_target: str = "spark"  # an output of dbt_project/profiles.yml
    spark_raw_at: Path | None = None  # see spark_raw, spark_tables
    spark_tables_at: Path | None = None
    java_home: Path | None = None

    @property
    def memory_mb(self) -> int:
        """The memory limit in whole megabytes."""
        return _megabytes(self.memory_limit)

    @property
    def reading_limits(self) -> ReadingLimits:
        """What reading one delivered file may take."""
        return ReadingLimits(
            _megabytes(self.file_memory), self.file_seconds, _megabytes(self.file_disk)
        )

    @property
    def normaliser(self) -> Normaliser:
        """Where what people typed is looked up."""
        return Normaliser(self.var / "cache", self.seeds)

    @property
    def blocks_mb(self) -> int:
        """The share of that limit, in megabytes, that DuckDB may keep allocated for blocks."""
        return self.memory_mb // 2

    @property
    def landing(self) -> Path:
        """Delivered files, unchanged."""
        return self.var / "landing"

    @property
    def live(self) -> Path:
        """The published file."""
        return self.var / "live" / "warehouse.duckdb"

    @property
    def history(self) -> Path:
        """The last builds that were live, each as `<build_id>.duckdb`."""
        return self.var / "history"

    @property
    def exports(self) -> Path:
        """The workbooks and tables."""
        return self.var / "exports"

    @property
    def site(self) -> Path:
        """Pages to open in a browser."""
        return self.var / "site"

    @property
    def reading_list(self) -> Path:
        """The addresses of articles that are still to be read."""
        return self.var / "reading" / "addresses.csv"

    @property
    def review_log(self) -> Path:
        """One JSON object for each reviewed proposal, with the seconds it took."""
        return self.var / "reading" / "reviews.jsonl"

    @property
    def logs(self) -> Path:
        """The log as JSON lines, and the output of dbt."""
        return self.var / "logs"

    @property
    def builds_log(self) -> Path:
        """One JSON object for each build that ended."""
        return self.var / "builds.jsonl"

    @property
    def quality_report(self) -> Path:
        """The page with the results of the last build's checks."""
        return self.exports / "quality.html"

    @property
    def spark_folder(self) -> Path:
        """The files of a run on Spark; each run replaces them."""
        return self.var / "spark"

    @property
    def spark_raw(self) -> Path:
        """The raw tables for Spark. A cluster that builds needs access to this folder."""
        return self.spark_raw_at or self.spark_folder / "raw"

    @property
    def spark_tables(self) -> Path:
        """Spark's tables, as `<schema>.db/<table>`."""
        return self.spark_tables_at or self.spark_folder / "warehouse"

    @property
    def seeds(self) -> Path:
        """Reference data and curation decisions."""
        return self.root / "seeds"


def find_root(start: Path) -> Path:
    """Return `start` or its nearest parent with a folder `dbt_project/`. Raises WrongUseError."""
    for folder in (start, *start.parents):
        if (folder / "dbt_project").is_dir():
            return folder
    raise WrongUseError(
        "This folder is not in a Raidbook project: neither it nor a parent has dbt_project/. "
        "Change to the project's folder first."
    )


def _whole(name: str, default: int) -> int:
    text = os.environ.get(name, str(default))
    if not WHOLE.fullmatch(text) or int(text) < 1:
        raise WrongUseError(f"{name} is '{text}', but must be a whole number from 1.")
    return int(text)


def _size(name: str, default: str) -> str:
    text = os.environ.get(name, default)
    if not SIZE.fullmatch(text):
        raise WrongUseError(f"{name} is '{text}', but must be a size such as 4GB or 500MB.")
    return text


def _megabytes(text: str) -> int:
    size = SIZE.fullmatch(text)
    assert size is not None, "the settings were refused if this isn't a size"
    number, unit = size.group(1, 2)
    return int(float(number) * 1024 ** (" KMGT".index(unit or " ") - 2))


def _usual_memory() -> str:
    """Return the usual memory limit: half of what the machine or container has, or up to 4 GB.

    With more memory, intermediate models need not go to the disk.
    """
    usable = memory_mb()
    small = min(SMALL_MB, int(usable * SHARE_OF_SMALL))
    return f"{max(small, int(usable * SHARE_OF_LARGE), 1)}MiB"


def _path(name: str) -> Path | None:
    text = os.environ.get(name)
    return Path(text).absolute() if text else None


def _of_database(folder: Path) -> Path:
    """Return a folder for database files. Raises WrongUseError where DuckDB can open none."""
    if "?" in str(folder):  # DuckDB takes what follows for the query of a URL
        raise WrongUseError(
            f"DuckDB can't open a file in {folder}, because of the question mark. Rename the "
            "folder, or set RAIDBOOK_VAR to a folder without one."
        )
    return folder


@cache
def settings() -> Settings:
    """Return the settings of this process. Raises WrongUseError."""
    return _settings(find_root(Path.cwd()))


def settings_anywhere() -> Settings:
    """Return the settings also outside of a project's folder: see `raidbook.connect`.

    Raises WrongUseError where there is no project.
    """
    try:
        root = find_root(Path.cwd())
    except WrongUseError:
        root = find_root(Path(__file__).resolve().parent)
    return _settings(root)


def settings_without_project() -> Settings:
    """Return the settings for a published file that stands by itself. Raises WrongUseError."""
    return _settings(Path.cwd())


def _settings(root: Path) -> Settings:
    return Settings(
        root=root,
        var=_of_database(_path("RAIDBOOK_VAR") or root / "var"),
        threads=_whole("RAIDBOOK_THREADS", processors()),
        memory_limit=_size("RAIDBOOK_MEMORY_LIMIT", _usual_memory()),
        builds_kept=_whole("RAIDBOOK_BUILDS_KEPT", 10),
        called_from=Path(os.environ.get("RAIDBOOK_CALLED_FROM") or Path.cwd()),
        steps=_path("RAIDBOOK_INTERMEDIATE"),
        on_failure=os.environ.get("RAIDBOOK_ON_FAILURE") or None,
        on_failure_seconds=_whole("RAIDBOOK_ON_FAILURE_SECONDS", 30),
        file_memory=_size("RAIDBOOK_FILE_MEMORY", "1GB"),
        file_seconds=_whole("RAIDBOOK_FILE_SECONDS", 15),
        file_disk=_size("RAIDBOOK_FILE_DISK", "10GB"),
        spark_target=os.environ.get("RAIDBOOK_SPARK_TARGET") or "spark",
        spark_raw_at=_path("RAIDBOOK_SPARK_RAW"),
        spark_tables_at=_path("RAIDBOOK_SPARK_TABLES"),
        java_home=_path("JAVA_HOME"),
    )
