"""Malformed files: one sentence each, nothing half loaded, the next delivery works, little memory.

The files are made by `bad_input.files`, once for all tests here.
"""

from __future__ import annotations

import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb
import pytest
from support import ROOT, bare_settings, ended, environment, good, write_records

from bad_input.files import BAD
from bad_input.making import HEAD, row, table, workbook, written
from ingest import landing, load
from raidbook.entry import add as adding
from raidbook.settings import Settings

MAX_MEMORY = 1 << 30  # bytes
TRACEBACK = re.compile("Traceback")


@dataclass(frozen=True)
class Delivered:
    """What came of a bad file, and of the good one after it."""

    path: Path
    said: str
    is_landed: bool
    rows_loaded: int  # by the next build
    next_said: str
    next_rows_loaded: int


@dataclass(frozen=True)
class AllDelivered:
    """What came of all bad files, delivered by one call."""

    by_name: dict[str, Delivered]
    code: int
    said: str
    peak: int  # bytes
    landing: Path


@pytest.fixture(scope="module")
def delivered(
    tmp_path_factory: pytest.TempPathFactory,
    request: pytest.FixtureRequest,
    reference_cache: Path,
) -> AllDelivered:
    """Deliver every bad file that a test asks about, each followed by a good one."""
    folder = tmp_path_factory.mktemp("bad")
    wanted = {
        item.callspec.params["name"]
        for item in request.session.items
        if isinstance(item, pytest.Function) and hasattr(item, "callspec")
        if item.function is test_a_sentence_says_what_is_wrong_and_the_next_delivery_works
    }
    bad, following = dict[str, Path](), dict[str, Path]()
    for number, name in enumerate(sorted(wanted or BAD)):
        (folder / name).mkdir()
        bad[name] = BAD[name][0](folder / name)
        rows = [good(9000 + 2 * number), good(9001 + 2 * number)]
        following[name] = write_records(folder / name / f"after_{name}.csv", rows)
    files = [str(file) for name in bad for file in (bad[name], following[name])]
    var = folder / "var"
    shutil.copytree(reference_cache, var / "cache")
    code, said, peak = limited("add", *files, RAIDBOOK_VAR=str(var), PYTHONUNBUFFERED="1")
    landed = landing.deliveries(var / "landing")
    rows = rows_by_delivery(var / "landing")
    found, left = {}, said
    for name, path in bad.items():
        words, _, left = left.partition(f"{following[name].name}: ")
        next_words, _, left = left.partition("`make build` publishes it\n")
        of_next = next(d for d in landed if d.file_name == following[name].name)
        before = [d for d in landed if d.number == of_next.number - 1]
        is_landed = bool(before) and before[0].file_name == path.name
        found[name] = Delivered(
            path=path,
            said=words,
            is_landed=is_landed,
            rows_loaded=rows.get(before[0].delivery_id, 0) if is_landed else 0,
            next_said=next_words,
            next_rows_loaded=rows.get(of_next.delivery_id, 0),
        )
    return AllDelivered(found, code, said, peak, var / "landing")


def rows_by_delivery(folder: Path) -> dict[str, int]:
    """Load all that is landed into an empty database; return its records by delivery."""
    with duckdb.connect() as con:
        load.create_raw(con)
        for delivery in landing.deliveries(folder):
            load.load_delivery(con, delivery, folder, datetime(2026, 1, 1))
        counted = "select _delivery_id, count(*) from raw.incident_records group by 1"
        return dict(con.execute(counted).fetchall())


def add(here: Settings, *files: Path) -> int:
    return ended(adding.add, here, list(files), again=False, is_dry=False)


@pytest.mark.parametrize("name", BAD)
def test_a_sentence_says_what_is_wrong_and_the_next_delivery_works(
    delivered: AllDelivered, name: str
) -> None:
    found = delivered.by_name[name]
    for word in BAD[name][1]:
        assert word in found.said
    assert found.path.name in found.said
    is_refused = found.said.startswith("refused: ") or "can't be landed" in found.said
    assert found.is_landed != is_refused
    counted = re.search(r"(\d+) rows read, (\d+) loaded, (\d+) rejected", found.said)
    if is_refused:
        assert found.said.count("\n") == 1
        assert found.said.endswith(".\n")
        assert counted is None
    else:
        assert counted is not None
        assert int(counted[3]) > 0
        assert found.rows_loaded == int(counted[2]), "what is good of it, and no more"
    assert found.next_said.startswith("2 rows read, 2 loaded, 0 rejected")
    assert found.next_rows_loaded == 2


def test_all_of_them_stay_below_a_gigabyte_and_leave_nothing(delivered: AllDelivered) -> None:
    assert delivered.code in (1, 3)
    assert not TRACEBACK.search(delivered.said)
    assert delivered.peak < MAX_MEMORY
    assert not list((delivered.landing / "files").glob(".*")), "no copy is left half way"


def test_there_are_enough_of_them() -> None:
    assert len(BAD) >= 150


def limited(*words: str, limits: Callable[[], None] | None = None, **changes: str):
    """Run `raidbook` in a process with limits; return its exit code, its words, its peak bytes."""
    process = subprocess.Popen(
        [sys.executable, "-m", "raidbook", *words],
        cwd=ROOT,
        env=environment(**changes),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        preexec_fn=limits,
        text=True,
    )
    assert process.stdout is not None
    said = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stdout.close()
    return process.returncode, said, usage.ru_maxrss * 1024


def test_a_file_that_grows_while_it_is_read(
    here: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, "grows.csv", table(*(row(number) for number in range(20_000))))
    ended = threading.Event()

    def write() -> None:
        number = 20_000
        with path.open("a") as stream:
            while not ended.wait(0.0005):
                number += 1
                stream.write(row(number) + "\n")
                stream.flush()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        code = add(here, path)
    finally:
        ended.set()
        writer.join()
    printed = capsys.readouterr()
    assert code == 1
    assert "grows.csv: the file changed while it was read. Deliver it again" in printed.err
    assert landing.deliveries(here.landing) == []
    assert add(here, path) == 0, "when it is complete"


def test_no_permission(capsys: pytest.CaptureFixture[str]) -> None:
    """As another user than root, for whom there is no such thing."""
    with tempfile.TemporaryDirectory() as folder:
        here = bare_settings(Path(folder))
        here.root.chmod(0o777)
        path = write_records(here.root / "closed.csv", [good(1)])
        path.chmod(0)
        was = os.geteuid()
        try:
            if was == 0:
                os.seteuid(65534)
            assert add(here, path) == 3
        finally:
            os.seteuid(was)
        printed = capsys.readouterr()
        assert "closed.csv: can't be read or landed" in printed.err
        assert landing.deliveries(here.landing) == []
        path.chmod(0o644)
        assert add(here, path) == 0


@pytest.mark.parametrize("kind", ["csv", "csv.gz", "xlsx"])
def test_a_full_disk(tmp_path: Path, kind: str) -> None:
    """No file may grow beyond 256 kB, as on a disk that is full."""
    import gzip

    rows = [row(number) for number in range(8_000)]
    if kind == "xlsx":
        cells = [list(line.split(",")) for line in rows[:3_000]]
        path = workbook(tmp_path, "large.xlsx", [HEAD.split(","), *cells])
    elif kind == "csv":
        path = written(tmp_path, "large.csv", table(*rows))
    else:
        path = written(tmp_path, "large.csv.gz", gzip.compress(table(*rows).encode()))
    most = min(256 << 10, path.stat().st_size // 2)

    def limit() -> None:
        import signal

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    var = str(tmp_path / "var")
    code, said, _ = limited("add", str(path), limits=limit, RAIDBOOK_VAR=var)
    assert code == 3
    assert path.name in said
    assert "can't be landed" in said
    assert not TRACEBACK.search(said)
    assert landing.deliveries(tmp_path / "var" / "landing") == []
    assert limited("add", str(path), RAIDBOOK_VAR=var)[0] == 0, "when there is room"


def test_a_link_to_a_good_file_is_read(here: Settings, tmp_path: Path) -> None:
    write_records(tmp_path / "real.csv", [good(1)])
    (tmp_path / "link.csv").symlink_to(tmp_path / "real.csv")
    assert add(here, tmp_path / "link.csv") == 0
    (delivery,) = landing.deliveries(here.landing)
    assert delivery.path(here.landing).is_file()
    assert not delivery.path(here.landing).is_symlink()
