"""The files that a host of repositories, an editor or a reader of citations expects."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from support import ROOT

from raidbook.version import CODE_VERSION
from scripts.setup import EXTRAS

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
SCHEMAS = {
    **dict.fromkeys(WORKFLOWS, "vendor.github-workflows"),
    ROOT / ".github" / "dependabot.yml": "vendor.dependabot",
    ROOT / "CITATION.cff": "vendor.citation-file-format",
}


def fits(schema: str, path: Path) -> subprocess.CompletedProcess[str]:
    """Check a file against a schema that check-jsonschema brings."""
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema]
    return subprocess.run(
        [*command, "--force-filetype", "yaml", str(path)],
        capture_output=True,
        text=True,
        check=False,
    )


def calls(workflow: Path) -> list[list[str]]:
    """Return the words of each command, once for each value of the matrix that it names."""
    found = []
    for job in yaml.safe_load(workflow.read_text(encoding="utf-8"))["jobs"].values():
        for step in job["steps"]:
            values = job.get("strategy", {}).get("matrix", {}).get("target", [""])
            texts = {step.get("run", "").replace("${{ matrix.target }}", v) for v in values}
            found += [text.split() for text in sorted(texts) if text]
    return found


def test_there_are_workflows() -> None:
    assert [path.stem for path in WORKFLOWS] == ["nightly", "tests"]


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda path: path.name)
def test_a_file_has_the_form_that_its_reader_knows(path: Path) -> None:
    done = fits(SCHEMAS[path], path)
    assert done.returncode == 0, done.stdout


def test_a_wrong_workflow_is_noticed(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yml"
    right = WORKFLOWS[0].read_text(encoding="utf-8")
    wrong.write_text(right.replace("runs-on:", "run-on:"), encoding="utf-8")
    assert fits("vendor.github-workflows", wrong).returncode == 1


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_calls_what_there_is(workflow: Path) -> None:
    """No job runs without a limit, and no step names a script or a target that is gone."""
    assert fits("custom.github-workflows-require-timeout", workflow).returncode == 0
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    called = [words[1:] if words[0] == "sudo" else words for words in calls(workflow)]
    assert ".ci/run" in {words[0] for words in called}
    for program, *words in called:
        assert program == "make" or (ROOT / program).is_file()
        assert program not in ("make", ".ci/run") or set(words) <= targets


def test_each_python_that_is_allowed_is_tried() -> None:
    tried = [
        version
        for path in WORKFLOWS
        for job in yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"].values()
        for version in job.get("strategy", {}).get("matrix", {}).get("python", [])
    ]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert tried == ["3.11", "3.12", "3.13"]
    assert project["requires-python"] == f">={tried[0]}"


def test_the_citation_names_this_version() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["version"] == CODE_VERSION


def test_each_extra_has_a_lock() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert {part.name for part in EXTRAS} == set(project["optional-dependencies"])
    assert all(part.lock.is_file() for part in EXTRAS)


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="this is no clone")
def test_a_checkout_keeps_every_byte(tmp_path: Path) -> None:
    """Records, seeds and locks are known by their hash, and a shell refuses carriage returns."""
    clone = tmp_path / "clone"
    settings = ["-c", "core.autocrlf=true", "-c", "core.eol=crlf"]
    subprocess.run(
        ["git", "clone", "--quiet", *settings, "--no-hardlinks", str(ROOT), str(clone)], check=True
    )
    listed = subprocess.run(
        ["git", "ls-tree", "-r", "-z", "--format=%(objectname) %(path)", "HEAD"],
        cwd=clone,
        capture_output=True,
        text=True,
        check=True,
    )
    ids = dict(reversed(line.split(" ", 1)) for line in listed.stdout.rstrip("\0").split("\0"))
    assert {"Makefile", "scripts/setup.py", "requirements.lock", "seeds/expected_rows.csv"} <= set(
        ids
    )
    hashed = subprocess.run(
        ["git", "hash-object", "--no-filters", "--stdin-paths"],
        cwd=clone,
        input="\n".join(ids),
        capture_output=True,
        text=True,
        check=True,
    )
    found = dict(zip(ids, hashed.stdout.split(), strict=True))
    assert [name for name in ids if ids[name] != found[name]] == []
