"""Rules of the Python code that no linter knows: who may import, read and write what."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from support import ROOT, files_below

PYTHON = [*files_below(ROOT / "ingest", "*.py"), *files_below(ROOT / "raidbook", "*.py")]
IDS = [str(path.relative_to(ROOT)) for path in PYTHON]

# A package may import from itself and from those that are named here; `top` is what is outside
# of all rooms. DECISIONS.md says why the order is this one.
ROOMS = {
    "top": {"common"},
    "common": {"top"},
    "query": {"common", "top"},
    "entry": {"common", "top"},
    "audit": {"common", "query", "top"},
    "export": {"audit", "common", "query", "top"},
    "pipeline": {"audit", "common", "export", "query", "top"},
    "spark": {"common", "top"},
    "cli": {"audit", "common", "entry", "export", "pipeline", "query", "spark", "top"},
}

# dbt and the command for failed builds hand on what they were given; Great Expectations is asked to
# keep to itself
MAY_TOUCH_ENVIRONMENT = {
    "ingest/readers/bounded.py",  # hands it on to a child
    "raidbook/settings.py",
    "raidbook/audit/suite_run.py",
    "raidbook/common/dbt_process.py",
    "raidbook/common/dbt_worker.py",
    "raidbook/pipeline/notify.py",
}
MAY_CHANGE_LIVE = {
    "raidbook/pipeline/live_file.py",
    "raidbook/pipeline/kept_builds.py",
    "raidbook/pipeline/rollback.py",
}
MAY_WRITE_RAW = {
    *("ingest/load.py", "ingest/raw_tables.sql", "ingest/names/names_in_records.py"),
    "ingest/normalise/one_spelling.py",
}
MAY_DEFINE_ERRORS = {
    "ingest/errors.py": {"RaidbookError", "RefusedError", "ReviewFileError", "WrongUseError"},
    "ingest/readers/text_encoding.py": {"_NotUtf8Error"},  # never leaves its module
    "raidbook/pipeline/build_checks.py": {"StoppedError"},  # caught by the build alone
}
WRITES_RAW = re.compile(
    r"\b(insert\s+into|create(\s+or\s+replace)?(\s+temporary)?\s+(table|view)|update|delete\s+from|"
    r"drop\s+table(\s+if\s+exists)?|alter\s+table|truncate|copy|create\s+schema(\s+if\s+not\s+exists)?)"
    r"\s+raw\b",
    re.IGNORECASE,
)
CHANGES_A_FILE = re.compile(
    r"\.(replace|rename|unlink|write_text|write_bytes|touch|chmod|symlink_to|hardlink_to)\(|"
    r"\bshutil\.(?!copyfile\(settings\.live, )|\bos\.(link|rename|replace|remove|unlink)\(|"
    r"open\([^)]*[\"'][wax]|\blink_over\("
)
MAX_LINES = 300
DECISIONS = (ROOT / "DECISIONS.md").read_text(encoding="utf-8")


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module or ""
            yield from (f"{node.module}.{name.name}" for name in node.names)


def name_of(path: Path) -> str:
    """Return the name by which a module is imported."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {name_of(path): path for path in PYTHON}
GRAPH = {
    name: {other for other in imported(parsed(path)) if other in MODULES and other != name}
    for name, path in MODULES.items()
}


def room_of(module: str) -> str:
    """Return the room of a module of raidbook: its folder, or `top`."""
    part = module.removeprefix("raidbook").lstrip(".").split(".")[0]
    return part if part in ROOMS else "top"


def circle_in(graph: dict[str, set[str]]) -> list[str]:
    """Return modules that import one another round in a circle, if there are any."""
    done: set[str] = set()

    def walk(module: str, above: list[str]) -> list[str]:
        if module in above:
            return [*above[above.index(module) :], module]
        if module in done:
            return []
        for other in sorted(graph.get(module, ())):
            if found := walk(other, [*above, module]):
                return found
        done.add(module)
        return []

    for module in sorted(graph):
        if found := walk(module, []):
            return found
    return []


def test_every_folder_was_looked_into() -> None:
    """Checks over folders see something: a folder that was renamed would pass them all."""
    folders = {path.parent.relative_to(ROOT).as_posix() for path in PYTHON}
    assert folders >= {"ingest", "ingest/readers", "ingest/names", "ingest/record", "raidbook"}
    assert {room_of(module) for module in MODULES if module.startswith("raidbook")} == set(ROOMS)
    assert len(PYTHON) > 100
    assert sum(map(len, GRAPH.values())) > 300


def test_ingest_knows_nothing_of_what_comes_after_it() -> None:
    ingest = [path for path in PYTHON if path.is_relative_to(ROOT / "ingest")]
    assert ingest
    wrong = {
        name_of(path): sorted(tops)
        for path in ingest
        if (
            tops := {name.split(".")[0] for name in imported(parsed(path))}
            & {"raidbook", "tests", "scripts"}
        )
    }
    assert not wrong


def test_rooms_import_only_in_the_allowed_direction() -> None:
    wrong = [
        f"{module} imports {other}"
        for module, others in GRAPH.items()
        if module.startswith("raidbook") and module != "raidbook.__main__"
        for other in others
        if other.startswith("raidbook") and other != "raidbook"
        if room_of(other) != room_of(module) and room_of(other) not in ROOMS[room_of(module)]
    ]
    assert not wrong
    callers = {
        module
        for module, others in GRAPH.items()
        if room_of(module) != "cli" and any(room_of(other) == "cli" for other in others)
    }
    assert callers == {"raidbook.__main__"}


def test_the_reader_of_articles_has_an_order() -> None:
    """Each room of `ingest.articles` imports only itself and those before it in the flow."""
    order = ("words", "pages", "counts", "measures", "totals", "events")
    place = {f"ingest.articles.{room}": number for number, room in enumerate(order)}
    seen = set()
    for module, others in GRAPH.items():
        room = module.rpartition(".")[0]
        for other in others:
            after = other.rpartition(".")[0]
            if room in place and other.startswith("ingest.articles."):
                seen.add(room)
                allowed = place.get(after, len(order)) <= place[room]
                assert allowed, f"{module} imports {other}"
    assert seen == set(place)


def test_the_rooms_themselves_form_no_circle() -> None:
    assert not circle_in({room: others - {"top"} for room, others in ROOMS.items()})


def test_no_modules_import_one_another_in_a_circle() -> None:
    """Imports inside of functions and for types count too."""
    assert circle_in({"a": {"b"}, "b": {"c"}, "c": {"b"}}) == ["b", "c", "b"]
    assert circle_in(GRAPH) == []


def test_no_module_only_hands_on_what_others_define() -> None:
    """A module has something of its own, a package may have its words alone."""
    empty = []
    for name, path in MODULES.items():
        body = parsed(path).body
        own = [
            node
            for node in body
            if not isinstance(node, ast.Import | ast.ImportFrom)
            and not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
            and not (isinstance(node, ast.Assign) and "__all__" in ast.unparse(node.targets[0]))
        ]
        imports = [node for node in body if isinstance(node, ast.Import | ast.ImportFrom)]
        if imports and not own:
            empty.append(name)
    assert not empty


def test_no_module_is_long_without_a_reason() -> None:
    long = {
        str(path.relative_to(ROOT))
        for path in PYTHON
        if len(path.read_text(encoding="utf-8").splitlines()) > MAX_LINES
    }
    named = set(re.findall(r"`((?:ingest|raidbook)/[\w/]+\.py)` is longer than 300", DECISIONS))
    assert long == named


def test_no_function_is_unused() -> None:
    """Every function and class of a module is used by some module, and not by tests alone."""
    trees = [parsed(path) for path in (*PYTHON, *sorted((ROOT / "scripts").rglob("*.py")))]
    used = {"connect"}  # an analyst calls it
    for node in (node for tree in trees for node in ast.walk(tree)):
        if isinstance(node, ast.Name):
            used.add(node.id)
        elif isinstance(node, ast.Attribute):
            used.add(node.attr)
        elif isinstance(node, ast.ImportFrom):
            used |= {name.name for name in node.names if name.asname}
    defined = [
        (name, node.name)
        for name, path in MODULES.items()
        for node in parsed(path).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        if not any(
            ast.unparse(call).startswith(("app.", "command(")) for call in node.decorator_list
        )
    ]
    assert len(defined) > 300
    assert [f"{module}.{name}" for module, name in defined if name not in used] == []


@pytest.mark.parametrize("path", PYTHON, ids=IDS)
def test_only_the_settings_read_the_environment(path: Path) -> None:
    used = {
        node.attr
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
        if node.value.id == "os"
    }
    used |= {name for name in imported(parsed(path)) if name in ("os.environ", "os.getenv")}
    if str(path.relative_to(ROOT)) not in MAY_TOUCH_ENVIRONMENT:
        assert not {name for name in used if "environ" in name or "getenv" in name}


def test_only_the_loader_writes_raw() -> None:
    files = [*PYTHON, *files_below(ROOT / "ingest", "*.sql")]
    files += (ROOT / "raidbook").rglob("*.sql")  # there may be none
    writing = {
        str(path.relative_to(ROOT))
        for path in files
        if WRITES_RAW.search(path.read_text(encoding="utf-8"))
    }
    assert writing == MAY_WRITE_RAW


def test_there_is_one_exception_type() -> None:
    """With subclasses only where somebody catches them apart."""
    defined = {
        str(path.relative_to(ROOT)): found
        for path in PYTHON
        if (
            found := {
                node.name
                for node in ast.walk(parsed(path))
                if isinstance(node, ast.ClassDef) and node.name.endswith("Error")
            }
        )
    }
    assert defined == MAY_DEFINE_ERRORS


def test_there_is_one_way_to_fetch_rows_and_one_to_quote() -> None:
    """Whoever needs a chunk at a time, or writes it to the screen, is named here."""
    may_fetch = {"ingest/fetch.py", "ingest/file_report.py", "raidbook/export/workbook.py"}
    may_fetch |= {"raidbook/query/answer.py"}
    fetching, quoting = set(), set()
    for path in PYTHON:
        text = path.read_text(encoding="utf-8")
        if re.search(r"\.fetch(one|all|many|df)\(|\b(con|found)\.description\b", text):
            fetching.add(str(path.relative_to(ROOT)))
        if re.search(r"""replace\(["']['"]["'], ["']['"]{2}["']\)""", text):
            quoting.add(str(path.relative_to(ROOT)))
    assert fetching == may_fetch
    assert quoting == {"ingest/sql_quoting.py"}


def test_no_query_is_given_parameters() -> None:
    """Binding one makes DuckDB import pandas; values are literals."""
    bound = [
        f"{name}: {ast.unparse(node)[:80]}"
        for name, path in MODULES.items()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if node.func.attr in ("execute", "sql") and len(node.args) + len(node.keywords) > 1
    ]
    assert not bound


def test_there_is_one_table_of_exit_codes() -> None:
    tables = {
        str(path.relative_to(ROOT))
        for path in PYTHON
        if re.search(r"^\s*(DONE|REFUSED|WRONG_USE|BROKEN)\b.*=", path.read_text("utf-8"), re.M)
    }
    assert tables == {"raidbook/common/exit_codes.py"}


@pytest.mark.parametrize("path", PYTHON, ids=IDS)
def test_only_publishing_changes_the_live_file(path: Path) -> None:
    """Elsewhere a statement that names the live file changes no file, and opens it read-only."""
    if str(path.relative_to(ROOT)) in MAY_CHANGE_LIVE:
        return
    for node in ast.walk(parsed(path)):
        if not isinstance(node, ast.stmt) or isinstance(node, ast.FunctionDef | ast.ClassDef):
            continue
        if isinstance(node, ast.With):
            text = "; ".join(ast.unparse(item) for item in node.items)
        elif isinstance(node, ast.If | ast.While):
            text = ast.unparse(node.test)
        elif isinstance(node, ast.For | ast.Try | ast.AsyncFor | ast.AsyncWith | ast.Match):
            continue
        else:
            text = ast.unparse(node)
        if not re.search(r"\.live\b|['\"]live['\"]", text):
            continue
        assert not CHANGES_A_FILE.search(text), text
        assert "duckdb.connect(" not in text or "read_only=True" in text, text


@pytest.mark.parametrize("path", PYTHON, ids=IDS)
def test_no_module_holds_a_path_of_some_machine(path: Path) -> None:
    found = [
        node.value
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if re.match(r"/(home|root|tmp|work|Users|usr|opt|mnt|var)(/|$)", node.value)
    ]
    assert not found
