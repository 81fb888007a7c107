"""Rules of the Python code that no linter knows: who may import, read and write what."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from support import ROOT, files_below

PYTHON = [*files_below(ROOT / "ingest", "*.py"), *files_below(ROOT / "warehouse", "*.py")]
IDS = [str(path.relative_to(ROOT)) for path in PYTHON]

# dbt and the hook hand on what they were given; Great Expectations is told to keep to itself
MAY_TOUCH_ENVIRONMENT = {
    "warehouse/settings.py",
    "warehouse/child.py",
    "warehouse/dbt.py",
    "warehouse/hook.py",
    "warehouse/audit/run.py",
}
MAY_WRITE_RAW = {"ingest/load.py", "ingest/raw_tables.sql", "ingest/names.py"}
WRITES_RAW = re.compile(
    r"\b(insert\s+into|create(\s+or\s+replace)?(\s+temporary)?\s+(table|view)|update|delete\s+from|"
    r"drop\s+table(\s+if\s+exists)?|alter\s+table|truncate|copy|create\s+schema(\s+if\s+not\s+exists)?)"
    r"\s+raw\b",
    re.IGNORECASE,
)
CHANGES_A_FILE = re.compile(
    r"\.(replace|rename|unlink|write_text|write_bytes|touch|chmod|symlink_to|hardlink_to)\(|"
    r"\bshutil\.|\bos\.(link|rename|replace|remove|unlink)\(|open\([^)]*[\"'][wax]"
)


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module or ""
            yield from (f"{node.module}.{name.name}" for name in node.names)


@pytest.mark.parametrize("path", [p for p in PYTHON if p.is_relative_to(ROOT / "ingest")], ids=str)
def test_ingest_knows_nothing_of_the_warehouse(path: Path) -> None:
    tops = {name.split(".")[0] for name in imported(parsed(path))}
    assert not tops & {"warehouse", "tests", "scripts"}


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
    files += (ROOT / "warehouse").rglob("*.sql")  # there may be none
    writing = {
        str(path.relative_to(ROOT))
        for path in files
        if WRITES_RAW.search(path.read_text(encoding="utf-8"))
    }
    assert writing == MAY_WRITE_RAW


@pytest.mark.parametrize("path", PYTHON, ids=IDS)
def test_only_publishing_changes_the_live_file(path: Path) -> None:
    """Elsewhere a statement that names the live file changes no file, and opens it read-only."""
    if path == ROOT / "warehouse" / "publish.py":
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
