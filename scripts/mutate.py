"""Break every rule of the SQL, one at a time, and show a check that fails for each.

The ways to break them stand in `mutations.yml`; the checks are those of `tests/reconcile/battery.py`.
A broken rule that no check notices is a hole in the tests, and this ends with 1.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
import yaml

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from reconcile.battery import Sample, battery, first_difference  # noqa: E402
from reconcile.sql_rules import SqlRules, compile_rules  # noqa: E402

MUTATIONS = ROOT / "scripts" / "mutations.yml"
MEASURES = "seeds/measure.csv"
MOST_SECONDS = 60.0


@dataclass(frozen=True)
class Mutation:
    """One way to break a rule: `old` in `file` becomes `new`."""

    name: str
    section: int  # of the rules of reconciliation
    file: str  # within dbt_project, or seeds/measure.csv
    old: str
    new: str
    count: int = 1  # how often `old` stands in the file

    @property
    def path(self) -> Path:
        """The file that is read; it is never written."""
        return ROOT / self.file if self.file == MEASURES else ROOT / "dbt_project" / self.file

    def text(self) -> str:
        """Return the broken text of the file."""
        return self.path.read_text(encoding="utf-8").replace(self.old, self.new)


def main(words: list[str] | None = None) -> int:
    """Run all mutations, or those named; return 1 where one survives or can't be made."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="+", metavar="NAME", help="only these mutations")
    only = parser.parse_args(words).only
    mutations = read(MUTATIONS)
    if unknown := set(only or ()) - {mutation.name for mutation in mutations}:
        parser.error(f"no such mutation: {', '.join(sorted(unknown))}")
    gone = [text for mutation in mutations if (text := what_is_gone(mutation))]
    for text in gone:
        print(f"mutate    {text}")
    if gone:
        return 1
    chosen = [mutation for mutation in mutations if not only or mutation.name in only]
    with tempfile.TemporaryDirectory(prefix="raidbook-mutate-") as folder:
        return run(chosen, Path(folder))


def read(path: Path) -> list[Mutation]:
    """Return the mutations of a YAML list; two of one name are an error."""
    mutations = [Mutation(**row) for row in yaml.safe_load(path.read_text(encoding="utf-8"))]
    names = [mutation.name for mutation in mutations]
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise ValueError(f"mutations of one name: {', '.join(sorted(twice))}")
    return mutations


def what_is_gone(mutation: Mutation) -> str | None:
    """Say what is wrong where the text to replace does not stand in the file as often as it should."""
    if not mutation.path.is_file():
        return f"{mutation.name}: there is no {mutation.file}"
    found = mutation.path.read_text(encoding="utf-8").count(mutation.old)
    if found != mutation.count:
        return f"{mutation.name}: {mutation.file} holds its text {found} times, not {mutation.count}"
    return None


def run(mutations: list[Mutation], folder: Path) -> int:
    """Run the battery against each mutation, one line each; return 1 where one is not killed."""
    began = time.monotonic()
    rules = compile_rules(folder / "whole")
    samples = battery()
    if wrong := first_difference(rules, samples):
        print(f"mutate    the rules are wrong before any is broken: {wrong}")
        return 1
    survivors = 0
    for mutation in mutations:
        started = time.monotonic()
        outcome, is_killed = outcome_of(mutation, rules, samples, folder)
        survivors += not is_killed
        seconds = time.monotonic() - started
        print(f"section {mutation.section}  {mutation.name}: {outcome} ({seconds:.1f} s)", flush=True)
    seconds = time.monotonic() - began
    killed = len(mutations) - survivors
    print(f"mutate    {killed} of {len(mutations)} broken rules are noticed ({seconds:.0f} s)")
    return 1 if survivors else 0


def outcome_of(
    mutation: Mutation, rules: SqlRules, samples: list[Sample], folder: Path
) -> tuple[str, bool]:
    """Return what became of a mutation, in words, and whether a check noticed it."""
    try:
        with broken(mutation, rules, folder) as broken_rules, time_limit(broken_rules.con):
            found = first_difference(broken_rules, samples)
    except duckdb.InterruptException:
        return f"killed: it does not end within {MOST_SECONDS:.0f} s", True
    except duckdb.Error as error:
        return f"DOES NOT RUN: {' '.join(str(error).split())[:200]}", False
    return (f"killed by {found}", True) if found else ("SURVIVED", False)


@contextmanager
def broken(mutation: Mutation, rules: SqlRules, folder: Path) -> Iterator[SqlRules]:
    """Yield the rules with one broken: in the compiled SQL where that can be, else compiled anew."""
    if mutation.file == MEASURES:
        broken_seed = folder / "measure.csv"
        broken_seed.write_text(mutation.text(), encoding="utf-8")
        load_measures(rules.con, broken_seed)
        yield rules
        load_measures(rules.con, ROOT / MEASURES)
    elif names := compiled_in(mutation, rules):
        models = [
            replace(model, sql=model.sql.replace(mutation.old, mutation.new))
            if model.name in names
            else model
            for model in rules.models
        ]
        yield replace(rules, models=models)
    else:
        yield compile_rules(folder / "broken", {mutation.file: mutation.text()})


def compiled_in(mutation: Mutation, rules: SqlRules) -> list[str]:
    """Return the models in whose compiled SQL the text stands just as in the file, if it does.

    That saves dbt's seconds. The text of a macro must stand nowhere else, or more would be broken.
    """
    if any(mark in mutation.old + mutation.new for mark in ("{{", "{%", "}}", "%}")):
        return []
    holding = {m.name: m.sql.count(mutation.old) for m in rules.models if mutation.old in m.sql}
    stem = mutation.path.stem
    if mutation.file.startswith("models/"):
        return [stem] if holding.get(stem) == mutation.count else []
    others = (ROOT / "dbt_project").glob("m*/**/*.sql")
    is_elsewhere = any(mutation.old in p.read_text() for p in others if p != mutation.path)
    return [] if is_elsewhere else list(holding)


def load_measures(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Read the families of measures from a file."""
    con.execute(f"create or replace table reference.measure as from read_csv('{path}')")


@contextmanager
def time_limit(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Interrupt what runs too long: a broken rule may walk round a circle for ever."""
    timer = threading.Timer(MOST_SECONDS, con.interrupt)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


if __name__ == "__main__":
    raise SystemExit(main())
