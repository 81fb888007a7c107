"""No query of `raidbook sql`, the shell or `raidbook.connect()` harms the live file."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
from pathlib import Path

import duckdb
import pytest
from exports.test_shell import OWN_PROMPT, piped
from support import raidbook

from raidbook import connect
from raidbook.common import guarded_connection
from raidbook.common.guarded_connection import HOW_TO_ALLOW

ATTACKS = (
    "copy (select 42) to '{live}'",
    "copy (select 42) to '{live}' (use_tmp_file false)",
    "copy (select 42) to '{live}' (format parquet, use_tmp_file false)",
    "copy (select 42) to '{live}.wal' (use_tmp_file false)",
    "copy (select 42) to '{folder}/../live/warehouse.duckdb' (use_tmp_file false)",
    "copy (select 42) to '{folder}/other.csv'",
    "copy (select 42 as a) to '{folder}' (format csv, partition_by (a), overwrite true)",
    "export database '{folder}/whole'",
    "import database '{folder}'",
    "attach '{folder}/other.duckdb' as other",
    "attach '{live}' as other",
    "attach '{live}' as other (read_only)",
    "from read_csv('{folder}/secret.csv')",
    "from '{folder}/secret.csv'",
    "from read_text('{folder}/secret.csv')",
    "from read_blob('{live}')",
    "from sniff_csv('{folder}/secret.csv')",
    "from glob('{folder}/*')",
    "set log_path = '{folder}/log'",
    "pragma profiling_output = '{folder}/profile'",
    "set profiling_output = '{live}'",
    "set temp_directory = '{folder}/spill'",
    "set memory_limit = '900GB'",
    "set enable_external_access = true",
    "set lock_configuration = false",
    "reset lock_configuration",
    "set disabled_filesystems = ''",
    "set allowed_paths = ['{live}']",
    "install httpfs",
    "load httpfs",
    "create secret s (type s3)",
    "create persistent secret s (type http)",
    "create table main.t (a int)",
)


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture
def live_copy(built_project: Path, tmp_path: Path) -> Path:
    """Return a copy of the published file, alone in its folder, beside a file with a secret."""
    live = tmp_path / "live" / "warehouse.duckdb"
    live.parent.mkdir()
    shutil.copy(built_project / "var/live/warehouse.duckdb", live)
    (tmp_path / "secret.csv").write_text("word\nxyzzy\n")
    return live


@pytest.mark.parametrize("has_links", [True, False], ids=["links", "no links"])
@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack(
    live_copy: Path, attack: str, has_links: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Refused; the file is as it was, and nothing new stands around it."""
    folder = live_copy.parent.parent

    def no_link(source: Path, target: Path) -> None:
        raise OSError(errno.EPERM, "no links here")

    if not has_links:
        monkeypatch.setattr(os, "link", no_link)
    before, names = digest(live_copy), sorted(folder.rglob("*"))
    with connect(live_copy) as con, pytest.raises(duckdb.Error):
        con.execute(attack.format(live=live_copy, folder=folder)).fetchall()
    assert digest(live_copy) == before
    assert sorted(folder.rglob("*")) == names


def test_a_prepared_attack(live_copy: Path) -> None:
    """Preparing binds it, so it is refused there already."""
    before = digest(live_copy)
    attack = f"prepare p as copy (select 42) to '{live_copy}' (use_tmp_file false); execute p"
    with connect(live_copy) as con, pytest.raises(duckdb.PermissionException):
        con.execute(attack)
    assert digest(live_copy) == before


def test_what_is_refused_says_how_to_allow_it(built_project: Path, tmp_path: Path) -> None:
    """By a query and in the shell; allowed, the query runs."""
    (tmp_path / "other.csv").write_text("word\nxyzzy\n")
    query = f"from '{tmp_path / 'other.csv'}'"
    live = built_project / "var/live/warehouse.duckdb"
    before = digest(live)
    refused = raidbook(built_project, "sql", query)
    assert refused.returncode == 2
    assert HOW_TO_ALLOW in refused.stderr
    assert "xyzzy" not in refused.stdout
    for locked in ("set threads = 1", "install httpfs", f"copy (select 1) to '{live}'"):
        assert HOW_TO_ALLOW in raidbook(built_project, "sql", locked).stderr, locked
    shell = piped(built_project, f"{query};", start=OWN_PROMPT)
    assert shell.returncode == 2
    assert HOW_TO_ALLOW in shell.stderr
    assert HOW_TO_ALLOW not in raidbook(built_project, "sql", "select nothing").stderr
    allowed = raidbook(built_project, "sql", query, "--allow-files")
    assert "xyzzy" in allowed.stdout, allowed.stderr
    assert digest(live) == before


def test_connect_with_files_allowed(live_copy: Path) -> None:
    secret = live_copy.parent.parent / "secret.csv"
    with connect(live_copy, allow_files=True) as con:
        assert con.execute(f"select word from '{secret}'").fetchall() == [("xyzzy",)]
        with pytest.raises(duckdb.Error, match="read-only"):
            con.execute("create table main.t (a int)")


def test_limits_are_those_of_the_settings(live_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What doesn't fit into memory goes to the disk, and the folder ends with the connection."""
    monkeypatch.setenv("RAIDBOOK_MEMORY_LIMIT", "200MB")
    monkeypatch.setenv("RAIDBOOK_THREADS", "1")
    query = "select count(distinct hash(i) || repeat('x', 20)) from range(4000000) t(i)"
    con = connect(live_copy)
    (room,) = con.execute("select current_setting('temp_directory')").fetchall()[0]
    assert con.execute("select current_setting('memory_limit')").fetchall() == [("190.7 MiB",)]
    assert con.execute(query).fetchall() == [(4_000_000,)]
    con.close()
    del con
    assert not Path(room).exists()


def test_a_reader_who_may_not_write_can_ask(
    live_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no folder can be made below var, the system's temporary folder serves."""

    def refuse(var: Path) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(var))

    monkeypatch.setenv("RAIDBOOK_VAR", str(live_copy.parent.parent))
    monkeypatch.setattr(guarded_connection, "temp_space", refuse)
    with connect(live_copy) as con:
        assert con.execute("select count(*) > 0 from arrests").fetchall() == [(True,)]
