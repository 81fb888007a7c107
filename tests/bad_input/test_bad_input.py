"""Malformed files: one sentence each, nothing half loaded, the next delivery works, little memory.

The files are made by `bad_input.files`, once for all tests here.
"""

from __future__ import annotations

import os
import re
import resource
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
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


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Return a function that gives the bad file of a name, made once."""
    found: dict[str, Path] = {}

    def make(name: str) -> Path:
        if name not in found:
            found[name] = BAD[name][0](tmp_path_factory.mktemp(name))
        return found[name]

    return make


@pytest.fixture
def here(tmp_path: Path) -> Settings:
    return bare_settings(tmp_path)


def loaded(here: Settings) -> int:
    """Load all that is landed into an empty database; return how many records it holds then."""
    with duckdb.connect() as con:
        load.create_raw(con)
        for delivery in landing.deliveries(here.landing):
            load.load_delivery(con, delivery, here.landing, datetime(2026, 1, 1))
        return con.execute("select count(*) from raw.incident_records").fetchall()[0][0]


def add(here: Settings, *files: Path) -> int:
    return ended(adding.add, here, list(files), again=False, is_dry=False)


@pytest.mark.parametrize("name", BAD)
def test_a_sentence_says_what_is_wrong_and_the_next_delivery_works(
    here: Settings, made, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    path, words = made(name), BAD[name][1]
    assert add(here, path) in (1, 3)
    told = capsys.readouterr()
    for word in words:
        assert word in told.err
    assert path.name in told.err + told.out
    assert not TRACEBACK.search(told.err)
    is_refused = told.err.startswith("refused: ") or "can't be landed" in told.err
    assert len(landing.deliveries(here.landing)) == (0 if is_refused else 1)
    if is_refused:
        assert told.err.count("\n") == 1
        assert told.err.endswith(".\n")
    counted = re.search(r"(\d+) rows read, (\d+) loaded, (\d+) rejected", told.out)
    before = int(counted[2]) if counted else 0
    assert (counted is None) == is_refused
    assert add(here, write_records(here.root / "next.csv", [good(90), good(91)])) == 0
    assert loaded(here) == before + 2, "what was good of it, and the next delivery, and no more"
    assert not list((here.landing / "files").glob(".*")), "no copy is left half way"


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


def test_all_of_them_stay_below_a_gigabyte(tmp_path: Path, made) -> None:
    """In one process, one after the other, with a good file at the end."""
    files = [str(made(name)) for name in BAD if name != "pipe"]
    fine = write_records(tmp_path / "fine.csv", [good(1)])
    code, said, peak = limited("add", *files, str(fine), RAIDBOOK_VAR=str(tmp_path / "var"))
    assert code in (1, 3)
    assert "fine.csv: 1 rows read, 1 loaded, 0 rejected" in said
    assert not TRACEBACK.search(said)
    assert peak < MAX_MEMORY


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
    told = capsys.readouterr()
    assert code == 1
    assert "grows.csv: the file changed while it was read. Deliver it again" in told.err
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
        told = capsys.readouterr()
        assert "closed.csv: can't be read or landed" in told.err
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
