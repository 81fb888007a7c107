"""The SQL shell on the live file, read-only: a small prompt, or duckdb's own.

duckdb's own shell writes and reads files, so it opens only where that is allowed.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb

from ingest.fetch import fetch_column
from ingest.sql_quoting import literal
from raidbook.common.exit_codes import ExitCode
from raidbook.common.guarded_connection import guarded
from raidbook.query.answer import answer
from raidbook.settings import Settings

HELP = """End a query with ; (it may span several lines). Ctrl-C cancels it. Ctrl-D, exit or quit
leaves.
.tables           list views with plain names, marts, reports, quality and meta tables
.columns TABLE    list the columns of a table, and what they mean
.help             show this help"""
LEAVE = {"exit", "quit", ".exit", ".quit", "\\q"}
TABLES = """
    select schema_name || '.' || name as "table", split_part(comment, '.', 1) || '.' as "rows"
    from (
        select schema_name, table_name as name, comment from duckdb_tables()
        where database_name = current_database()
        union all
        select schema_name, view_name, comment from duckdb_views()
        where database_name = current_database() and not internal
    )
    where schema_name in ('main', 'marts', 'reports', 'quality', 'meta')
    order by list_position(['main', 'marts', 'reports', 'quality', 'meta'], schema_name), name
"""


def shell(settings: Settings, form: str, *, allow_files: bool = False) -> int:
    """Open a shell; return its exit code. The small prompt returns 2 if a piped query failed."""
    tool = _duckdb_tool(settings.live) if allow_files else None
    if tool is not None:
        flag = {"table": "-box"}.get(form, f"-{form}")
        return subprocess.run(
            [tool, "-readonly", *([] if form == "table" else [flag]), str(settings.live)],
            check=False,
        ).returncode
    with guarded(settings.live, settings, allow_files=allow_files) as con:
        return _prompt(con, settings, form) if sys.stdin.isatty() else _piped(con, form)


def _duckdb_tool(live: Path) -> str | None:
    """Return the duckdb command that can open the live file, beside this Python or on the PATH."""
    beside = str(Path(sys.executable).parent)
    for tool in (shutil.which("duckdb", path=beside), shutil.which("duckdb")):
        if tool is None:
            continue
        tried = subprocess.run(
            [tool, "-readonly", str(live), "-c", "select 1"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
        if tried.returncode == 0:  # a tool older than the file can't open it
            return tool
    return None


def _piped(con: duckdb.DuckDBPyConnection, form: str) -> int:
    """Run the queries from standard input, each of which ends with a semicolon."""
    could = []
    for query in _queries(iter(sys.stdin)):
        if _is_end(query):
            break
        could.append(_run(con, query, form))
    return ExitCode.DONE if all(could) else ExitCode.WRONG_USE


def _is_end(line: str) -> bool:
    return line.strip().rstrip(";").strip().lower() in LEAVE


def _queries(lines: Iterator[str]) -> Iterator[str]:
    """Yield queries, which may span lines, and commands: lines that begin with a point."""
    kept: list[str] = []
    for line in lines:
        if not kept and (line.startswith(".") or _is_end(line)):
            yield line.strip()
            continue
        kept.append(line.rstrip("\n"))
        if line.rstrip().endswith(";"):
            yield "\n".join(kept)
            kept = []
    if any(line.strip() for line in kept):
        yield "\n".join(kept)


def _prompt(con: duckdb.DuckDBPyConnection, settings: Settings, form: str) -> int:
    """Prompt for queries until Ctrl-D. Their history is in `var/sql_history`."""
    from prompt_toolkit import PromptSession
    from prompt_toolkit.completion import WordCompleter
    from prompt_toolkit.history import FileHistory

    words = fetch_column(con, f'select "table" from ({TABLES})')
    names = fetch_column(
        con,
        "select distinct column_name from duckdb_columns() where schema_name in "
        "('main', 'marts', 'reports') and not internal order by 1",
    )
    session: PromptSession[str] = PromptSession(
        history=FileHistory(str(settings.var / "sql_history")),
        completer=WordCompleter(
            [word.removeprefix("main.") for word in words] + names,
            WORD=True,
        ),
        complete_while_typing=False,
    )
    print("Raidbook, read-only. End a query with ;  Type .tables, .help or exit.")
    kept: list[str] = []
    while True:
        try:
            kept.append(session.prompt("raidbook> " if not kept else "     ...> "))
        except KeyboardInterrupt:
            kept = []
            continue
        except EOFError:
            return ExitCode.DONE
        if len(kept) == 1 and _is_end(kept[0]):
            return ExitCode.DONE
        if not any(line.strip() for line in kept):
            kept = []
        elif kept[0].startswith(".") or kept[-1].rstrip().endswith(";"):
            _run(con, "\n".join(kept), form)
            kept = []


def _run(con: duckdb.DuckDBPyConnection, query: str, form: str) -> bool:
    """Run a query, or a command that begins with a point. Tables are cut to the screen."""
    rows = max(10, shutil.get_terminal_size((160, 50)).lines - 8)
    command, _, word = query.strip().rstrip(";").partition(" ")
    if command == ".tables":
        return answer(con, TABLES, form, 200)
    if command == ".columns":
        schema, _, table = (word.strip() if "." in word else f"main.{word.strip()}").partition(".")
        return answer(
            con,
            "select column_name, data_type, comment from duckdb_columns() where "
            f"schema_name = {literal(schema)} and table_name = {literal(table)} "
            "order by column_index",
            form,
            200,
        )
    if command.startswith("."):
        print(HELP)
        return True
    return answer(con, query, form, rows)
