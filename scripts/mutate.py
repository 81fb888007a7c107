"""Break every rule of the SQL, one at a time, and show for each a check that fails.

`mutations.yml` lists the ways to break them; `tests/reconcile/battery.py` has the checks. A broken
rule that no check notices is a gap in the tests, and the exit code is then 1.
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
import jinja2
import yaml

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from reconcile.battery import Sample, battery, made_of, wrong_in
from reconcile.sql_rules import Model, SqlRules, compile_rules

ROOT = Path(__file__).resolve().parent.parent
MUTATIONS = ROOT / "scripts" / "mutations.yml"
MEASURES = "seeds/measure.csv"
MAX_SECONDS = 60.0
ENVIRONMENT = jinja2.Environment(undefined=jinja2.StrictUndefined, keep_trailing_newline=True)
KEYS = "".join(
    (ROOT / "dbt_project" / "macros" / f"{name}.sql").read_text(encoding="utf-8")
    for name in ("keys", "intervals")
)
END_OF_KEYS = "-- end of keys"


@dataclass(frozen=True)
class Change:
    """Replace `old` by `new` wherever it occurs."""

    old: str
    new: str
    count: int = 1  # how often `old` occurs in the file


@dataclass(frozen=True)
class Mutation:
    """One way to break a rule: one change in a file, or several that belong together."""

    name: str
    section: int  # of docs/rules.md
    file: str  # within dbt_project, or seeds/measure.csv
    changes: tuple[Change, ...]

    @property
    def path(self) -> Path:
        """The path of the file, which is never changed."""
        return ROOT / self.file if self.file == MEASURES else ROOT / "dbt_project" / self.file

    def of(self, text: str) -> str:
        """Return a text with every change made."""
        for change in self.changes:
            text = text.replace(change.old, change.new)
        return text

    def text(self) -> str:
        """Return the broken text of the file."""
        return self.of(self.path.read_text(encoding="utf-8"))


def main(words: list[str] | None = None) -> int:
    """Run all mutations, or the named ones; return 1 if one survives or can't be made."""
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
    """Return the mutations of a YAML list. Raises ValueError for a repeated name."""
    mutations = []
    for row in yaml.safe_load(path.read_text(encoding="utf-8")):
        first = {key: row[key] for key in ("old", "new", "count") if key in row}
        changes = tuple(Change(**change) for change in (first, *row.get("also", ())))
        mutations.append(Mutation(row["name"], row["section"], row["file"], changes))
    names = [mutation.name for mutation in mutations]
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise ValueError(f"several mutations have the same name: {', '.join(sorted(twice))}")
    return mutations


def what_is_gone(mutation: Mutation) -> str | None:
    """Return what is wrong if a text to replace is not in the file as often as stated."""
    if not mutation.path.is_file():
        return f"{mutation.name}: there is no {mutation.file}"
    text = mutation.path.read_text(encoding="utf-8")
    for change in mutation.changes:
        found = text.count(change.old)
        if found != change.count:
            return (
                f"{mutation.name}: {mutation.file} has this text {found} times instead of "
                f"{change.count}:\n{change.old}\n"
                "If you changed it on purpose, renew `old` and `new` in scripts/mutations.yml."
            )
    return None


def run(mutations: list[Mutation], folder: Path) -> int:
    """Run the battery against each mutation, one line each; return 1 if one is not killed."""
    began = time.monotonic()
    rules = compile_rules(folder / "whole")
    made = []
    for sample in battery():
        own = rules.on_its_own()
        if wrong := next(wrong_in(made_of(own, sample), sample), None):
            print(f"mutate    a check fails before any rule is broken: {wrong}")
            return 1
        made.append((sample, own))
    survivors = 0
    for mutation in mutations:
        started = time.monotonic()
        outcome, is_killed = outcome_of(mutation, rules, made, folder)
        survivors += not is_killed
        seconds = time.monotonic() - started
        line = f"section {mutation.section}  {mutation.name}: {outcome} ({seconds:.1f} s)"
        print(line, flush=True)
    seconds = time.monotonic() - began
    killed = len(mutations) - survivors
    print(f"mutate    {killed} of {len(mutations)} broken rules are noticed ({seconds:.0f} s)")
    return 1 if survivors else 0


def outcome_of(
    mutation: Mutation, rules: SqlRules, made: list[tuple[Sample, SqlRules]], folder: Path
) -> tuple[str, bool]:
    """Return the outcome of a mutation in words, and whether a check noticed it."""
    models = broken_models(mutation, rules, folder)
    seeds = {}
    if mutation.file == MEASURES:
        broken_seed = folder / "measure.csv"
        broken_seed.write_text(mutation.text(), encoding="utf-8")
        seeds["measure"] = f"from read_csv('{broken_seed}')"
    for sample, own in made:
        try:
            with time_limit(own.con), own.remade(models, seeds) as con:
                found = next(wrong_in(con, sample), None)
        except duckdb.InterruptException:
            return f"killed: it does not end within {MAX_SECONDS:.0f} s", True
        except duckdb.Error as error:
            return f"DOES NOT RUN: {' '.join(str(error).split())[:200]}", False
        if found:
            return f"killed by {found}", True
    return "SURVIVED", False


def broken_models(mutation: Mutation, rules: SqlRules, folder: Path) -> list[Model]:
    """Return the models with one rule broken: in their compiled SQL if possible, or recompiled."""
    if mutation.file == MEASURES:
        return rules.models
    changed = rendered(mutation)
    if changed and (names := compiled_in(mutation, changed, rules)):
        return [
            replace(model, sql=changed.of(model.sql)) if model.name in names else model
            for model in rules.models
        ]
    return compile_rules(folder / "broken", {mutation.file: mutation.text()}).models


def rendered(mutation: Mutation) -> Mutation | None:
    """Return the mutation in terms of compiled SQL; None if it needs other macros than keys."""
    try:
        changes = [replace(c, old=render(c.old), new=render(c.new)) for c in mutation.changes]
    except jinja2.TemplateError:
        return None
    return replace(mutation, changes=tuple(changes))


def render(text: str) -> str:
    """Render a text that calls only the macros of keys and intervals."""
    return ENVIRONMENT.from_string(KEYS + END_OF_KEYS + text).render().split(END_OF_KEYS)[1]


def compiled_in(mutation: Mutation, changed: Mutation, rules: SqlRules) -> list[str]:
    """Return the models whose compiled SQL has the text exactly as in the file, if there are any.

    This saves a run of dbt. The text of a macro must not occur elsewhere, or more would be broken.
    """
    is_of_a_model = mutation.file.startswith("models/")
    # A text in a loop or in a set block occurs more than once in the compiled SQL.
    others = (ROOT / "dbt_project").glob("macros/**/*.sql" if is_of_a_model else "m*/**/*.sql")
    is_elsewhere = any(
        change.old in path.read_text(encoding="utf-8")
        for path in others
        if path != mutation.path
        for change in mutation.changes
    )
    if is_elsewhere:
        return []
    olds = [change.old for change in changed.changes]
    return [
        model.name
        for model in rules.models
        if all(old in model.sql for old in olds)
        if not is_of_a_model or model.name == mutation.path.stem
    ]


@contextmanager
def time_limit(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Interrupt a query that runs too long: a broken rule may follow a cycle forever."""
    timer = threading.Timer(MAX_SECONDS, con.interrupt)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


if __name__ == "__main__":
    raise SystemExit(main())
