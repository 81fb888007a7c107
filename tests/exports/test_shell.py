"""The SQL shell and the views with plain names, as an analyst uses them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pexpect
import pytest
from support import environment, raidbook

VIEWS = {
    "arrests": "fct_arrests",
    "raids": "fct_raids",
    "outcomes": "fct_outcomes",
    "seizures": "fct_seizures",
    "events": "dim_event",
    "figures": "fct_reported_figures",
}


# the command line as it is where duckdb's own tool isn't installed
OWN_PROMPT = (
    "-c",
    "from raidbook.cli.main import main; from raidbook.query import sql_shell; "
    "sql_shell._duckdb_tool = lambda live: None; main()",
)


def piped(
    root: Path,
    text: str,
    *words: str,
    start: tuple[str, str] = ("-m", "raidbook"),
    **changes: str,
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *start, "sql", *words],
        cwd=root,
        env=environment(**changes),
        input=text,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize(("view", "table"), VIEWS.items())
def test_a_view_has_the_rows_of_its_table(
    live: duckdb.DuckDBPyConnection, view: str, table: str
) -> None:
    for measure in ("count(*)", "sum(persons)", "sum(sites)", "sum(amount)"):
        columns = {row[0] for row in live.execute(f"describe {view}").fetchall()}
        if measure == "count(*)" or measure[4:-1] in columns:
            query = f"select (select {measure} from {view}), (select {measure} from marts.{table})"
            found, wanted = live.execute(query).fetchall()[0]
            assert found == wanted


def test_views_answer_in_a_file_attached_under_another_name(built_project: Path) -> None:
    with duckdb.connect() as con:
        live = built_project / "var/live/warehouse.duckdb"
        con.execute(f"attach '{live}' as raidbook (read_only)")
        for view in VIEWS:
            assert con.execute(f"select count(*) > 0 from raidbook.{view}").fetchall() == [(True,)]


def test_every_view_and_its_columns_are_explained(live: duckdb.DuckDBPyConnection) -> None:
    views = live.execute(
        "select view_name, comment from duckdb_views() where schema_name = 'main' and not internal"
    ).fetchall()
    assert {name for name, _ in views} == set(VIEWS)
    assert all(comment.startswith("One row per ") for _, comment in views)
    silent = live.execute(
        "select table_name, column_name from duckdb_columns() "
        "where schema_name = 'main' and not internal and comment is null"
    ).fetchall()
    assert silent == []


def test_forms(built_project: Path) -> None:
    query = (
        "select true as a, null as b, 1.50 as c, date '2025-07-18' as d, 'x|y' as e, "
        "cast('nan' as double) as f"
    )
    forms = {
        form: raidbook(built_project, "sql", query, "--format", form)
        for form in ("csv", "json", "markdown", "table")
    }
    assert {done.returncode for done in forms.values()} == {0}
    assert forms["csv"].stdout == "a,b,c,d,e,f\ntrue,,1.50,2025-07-18,x|y,nan\n"
    assert json.loads(forms["json"].stdout) == [
        {"a": True, "b": None, "c": 1.5, "d": "2025-07-18", "e": "x|y", "f": None}
    ]
    assert (
        forms["markdown"].stdout.splitlines()[2] == "| true |  | 1.50 | 2025-07-18 | x\\|y | nan |"
    )
    assert "2025-07-18" in forms["table"].stdout


def test_a_piped_shell(built_project: Path) -> None:
    """Without duckdb's own tool: queries of several lines, commands, and an error that is said."""
    text = ".tables\nselect 1\n  as a;\nselect 2 as a;\n.columns arrests\n"
    done = piped(built_project, text, "--format", "csv", start=OWN_PROMPT)
    assert done.returncode == 0, done.stderr
    assert 'main.arrests,"One row per event and nationality' in done.stdout
    assert "\na\n1\na\n2\n" in done.stdout
    assert "\npersons,BIGINT," in done.stdout
    broken = piped(
        built_project, "select nothing;\nselect 3 as a;", "--format", "csv", start=OWN_PROMPT
    )
    assert broken.returncode == 2
    assert broken.stdout == "a\n3\n"
    assert "nothing" in broken.stderr
    written = piped(built_project, "create table main.t (a int);", start=OWN_PROMPT)
    assert "read-only" in written.stderr


def test_same_names_are_refused_in_json_alone(built_project: Path) -> None:
    query = "select 1 as a, 2 as a, 3 as b, 4 as b"
    done = raidbook(built_project, "sql", query, "--format", "json")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "Several columns are named a, b. Name them apart with `as`, for JSON.\n"
    assert raidbook(built_project, "sql", query, "--format", "csv").stdout == "a,a,b,b\n1,2,3,4\n"


def test_every_query_of_a_text_is_answered(built_project: Path) -> None:
    query = "select 11 as a; select 22 as b; -- no third one"
    shown = raidbook(built_project, "sql", query)
    assert shown.returncode == 0
    assert "11" in shown.stdout
    assert "22" in shown.stdout
    refused = raidbook(built_project, "sql", query, "--format", "csv")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "The text holds 2 queries with rows" in refused.stderr
    first = "set variable day = date '2025-07-18'; select getvariable('day') as day"
    assert raidbook(built_project, "sql", first, "--format", "csv").stdout == "day\n2025-07-18\n"


@pytest.mark.parametrize("query", ["", "  ", ";", "/* nothing */"])
def test_an_empty_query_is_said_to_be_empty(built_project: Path, query: str) -> None:
    done = raidbook(built_project, "sql", query)
    assert done.returncode == 2
    assert done.stderr.startswith("The query is empty.")


def test_no_column_is_left_out_in_80_columns(built_project: Path) -> None:
    query = "select *, e'a\\x1b[31m\\nb' as odd from arrests order by persons desc limit 30"
    done = raidbook(built_project, "sql", query, COLUMNS="80")
    lines = done.stdout.splitlines()
    assert max(map(len, lines[:-1])) <= 80
    assert sum(" persons   " in line for line in lines) == 20
    assert "odd   a\\x1b[31m\\x0ab" in done.stdout
    assert lines[-1].startswith("The first 20 rows are shown. 24 columns are too many")
    assert "--format csv" in lines[-1]
    narrow = raidbook(built_project, "sql", "select persons from arrests limit 1", COLUMNS="80")
    assert "│" in narrow.stdout


def test_a_file_of_a_query(built_project: Path, tmp_path: Path) -> None:
    (tmp_path / "marked.sql").write_text("select 5 as a", encoding="utf-8-sig")
    (tmp_path / "old.sql").write_bytes("select 'caf\xe9'".encode("latin-1"))
    read = raidbook(built_project, "sql", str(tmp_path / "marked.sql"), "--format", "csv")
    assert read.stdout == "a\n5\n"
    refused = raidbook(built_project, "sql", str(tmp_path / "old.sql"))
    assert refused.returncode == 2
    assert "is not UTF-8. Save it as UTF-8." in refused.stderr


@pytest.mark.parametrize("leaving", ["\x04", "exit", "quit;", ".quit"])
def test_the_prompt_of_a_terminal(built_project: Path, tmp_path: Path, leaving: str) -> None:
    """A person types: an answer that fits 90 columns, an error, a dropped query, and leaves."""
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "live").symlink_to(built_project / "var" / "live")
    child = pexpect.spawn(
        sys.executable,
        [*OWN_PROMPT, "sql"],
        cwd=str(built_project),
        env={
            **environment(RAIDBOOK_VAR=str(tmp_path / "var")),
            "TERM": "dumb",
            "COLUMNS": "90",
        },
        dimensions=(30, 90),
        encoding="utf-8",
        timeout=60,
    )
    child.expect("raidbook> ")
    child.sendline("select *")
    child.expect(r"\.\.\.> ")
    child.sendline("from marts.fct_arrests;")
    child.expect("columns are too many")
    shown = child.before or ""
    child.expect("raidbook> ")
    assert max(len(line) for line in shown.splitlines() if line.startswith("─")) == 90
    assert " persons   " in shown, "no column is left out"
    child.sendline("select wrong;")
    child.expect("Binder Error")
    child.expect("raidbook> ")
    child.send("select")
    child.sendcontrol("c")
    child.expect("raidbook> ")
    child.sendline("select 6 * 7 as answer;")
    child.expect("42")
    child.expect("raidbook> ")
    child.sendline(leaving)
    for _ in range(20):  # the prompt may not listen yet
        if child.expect([pexpect.EOF, pexpect.TIMEOUT], timeout=3) == 0:
            break
        child.sendline(leaving)
    child.close()
    assert child.exitstatus == 0
    assert "select 6 * 7" in (tmp_path / "var" / "sql_history").read_text()


@pytest.fixture
def tool(tmp_path: Path) -> dict[str, str]:
    """Return the environment in which `duckdb` is duckdb's own tool, of the version in use."""
    fetched = subprocess.run(
        [
            *(sys.executable, "-m", "pip", "install", "--quiet", "--no-deps"),
            *("--target", str(tmp_path / "tool"), f"duckdb-cli=={duckdb.__version__}"),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    if fetched.returncode and "No matching" in fetched.stderr:
        pytest.skip("pip can't fetch duckdb-cli: no package registry here")
    assert fetched.returncode == 0, fetched.stderr
    path = os.pathsep.join([str(tmp_path / "tool" / "bin"), os.environ["PATH"]])
    return {"PATH": path, "PYTHONPATH": str(tmp_path / "tool")}


def test_duckdbs_own_shell(built_project: Path, tool: dict[str, str]) -> None:
    """The command-line tool opens the file read-only; with files allowed the shell is that."""
    live = built_project / "var/live/warehouse.duckdb"
    done = subprocess.run(
        ["duckdb", "-readonly", "-csv", str(live), "-c", "select count(*) as n from arrests"],
        env=environment(**tool),
        capture_output=True,
        text=True,
        check=False,
    )
    with duckdb.connect(str(live), read_only=True) as con:
        (count,) = con.execute("select count(*) from arrests").fetchall()[0]
    assert done.stdout.split() == ["n", str(count)], done.stderr
    words = ".mode json\nselect count(*) as n from arrests;"
    handed = piped(built_project, words, "--allow-files", **tool)
    assert json.loads(handed.stdout) == [{"n": count}], "no prompt of ours knows .mode"
    refused = piped(built_project, "create table main.t (a int);", "--allow-files", **tool)
    assert "read-only" in refused.stdout + refused.stderr
