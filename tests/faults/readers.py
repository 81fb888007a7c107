"""Processes that read the live file without pause while builds are published."""

from __future__ import annotations

import multiprocessing
from collections import Counter
from dataclasses import dataclass
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Event
from pathlib import Path

import duckdb

from faults.yard import Yard, content, must, newest

TABLES = ("marts.fct_arrests", "marts.fct_reported_figures", "reports.rpt_event_summary")
Seen = tuple[str, tuple[int, ...]]


def _seen(con: duckdb.DuckDBPyConnection) -> Seen:
    found = con.execute("select build_id from meta.builds order by rowid desc limit 1").fetchall()
    counts = []
    for table in TABLES:
        counts += [
            int(n)
            for n in con.execute(
                f"select count(*), cast(coalesce(sum(hash(t)), 0) as hugeint) from {table} as t"
            ).fetchall()[0]
        ]
    return str(found[0][0]), tuple(counts)


def _read(live: Path, end: Event, results: Queue[tuple[Counter[Seen], list[str]]]) -> None:
    """Connect, read twice, close; again and again. Reports what was seen, and what went wrong."""
    seen: Counter[Seen] = Counter()
    wrong: list[str] = []
    while not end.is_set() and len(wrong) < 5:
        try:
            with duckdb.connect(str(live), read_only=True) as con:
                con.execute("set threads = 1")
                first, second = _seen(con), _seen(con)
            seen[first] += 1
            if first != second:
                wrong.append(f"one connection saw {first} and then {second}")
        except Exception as error:  # a reader reports every error
            wrong.append(f"{type(error).__name__}: {error}")
    results.put((seen, wrong))


@dataclass
class Reading:
    """What readers saw."""

    connections: int
    builds: int
    wrong: list[str]


def read_while_publishing(yard: Yard, readers: int, publishes: int) -> Reading:
    """Publish finished builds in turn by the real door while `readers` processes read.

    Raises FaultError where a reader met an error or saw anything but one whole build.
    """
    context = multiprocessing.get_context("spawn")
    end = context.Event()
    results: Queue[tuple[Counter[Seen], list[str]]] = context.Queue()
    processes = [
        context.Process(target=_read, args=(yard.here.live, end, results)) for _ in range(readers)
    ]
    for process in processes:
        process.start()
    expected: dict[str, Seen] = {}
    for build_id, path in yard.finished.items():
        with duckdb.connect(str(path), read_only=True) as con:
            expected[build_id] = _seen(con)
    expected.setdefault(newest(yard.here.live), _seen_in(yard.here.live))
    try:
        for _ in range(publishes):
            live = newest(yard.here.live)
            new = yard.chance.choice([name for name in yard.finished if name != live])
            yard.send("publish", "never", str(yard.finished[new]), new)
    finally:
        end.set()
        found = [results.get(timeout=60) for _ in processes]
        for process in processes:
            process.join()
    seen = sum((counted for counted, _ in found), Counter[Seen]())
    wrong = [words for _, each in found for words in each]
    must(not wrong, f"{len(wrong)} errors of readers, first: {wrong[:1]}")
    odd = [one for one in seen if expected.get(one[0]) != one]
    must(not odd, f"half-seen builds: {odd[:1]}")
    must(all(counted for counted, _ in found), "a reader read nothing")
    must(content(yard.here.live) == yard.contents[newest(yard.here.live)], "live is not whole")
    return Reading(sum(seen.values()), len({build for build, _ in seen}), wrong)


def _seen_in(path: Path) -> Seen:
    with duckdb.connect(str(path), read_only=True) as con:
        return _seen(con)
