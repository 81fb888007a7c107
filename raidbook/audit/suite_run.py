"""Run a suite: measure figures in SQL, and let Great Expectations evaluate them."""

from __future__ import annotations

import contextlib
import importlib
import logging
import os
import sys
import threading
import time
import types
from dataclasses import dataclass, field
from typing import Any

import duckdb

from ingest.fetch import fetch_column, fetch_dicts, fetch_value
from raidbook.audit import attached_live
from raidbook.audit.expectation import Expectation, Suite
from raidbook.common.check import Check

SHOWN = 5  # rows that are shown of each expectation that fails


@dataclass(frozen=True)
class ExpectationResult:
    """The result of one expectation in one build, with the first wrong rows."""

    expectation: Expectation
    check: Check
    rows: list[str] = field(default_factory=list)


def import_early() -> threading.Thread:
    """Start a thread that imports Great Expectations, and return the thread.

    The import takes seconds, which Python has while DuckDB loads. An error in the thread is
    ignored: it occurs again, and is reported, when a suite runs.
    """

    def load() -> None:
        _prepare()
        with contextlib.suppress(Exception):
            importlib.import_module("great_expectations.expectations")

    thread = threading.Thread(target=load, name="import great_expectations")
    thread.start()
    return thread


class _Deferred(types.ModuleType):
    """Stands for a module in `sys.modules` until somebody reads an attribute of it."""

    def __getattr__(self, attribute: str) -> object:
        if attribute.startswith("__"):  # the import system looks for these
            raise AttributeError(attribute)
        sys.modules.pop(self.__name__, None)
        return getattr(importlib.import_module(self.__name__), attribute)


def _prepare() -> None:
    """Switch off what Great Expectations would import without need, and its analytics.

    pyspark takes seconds and prints a warning. scipy.stats and altair are two fifths of the
    import, and only expectations about distributions use them.
    """
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    # None makes an import fail at once; typeshed doesn't allow it.
    sys.modules.setdefault("pyspark", None)  # type: ignore[arg-type]
    for name in ("scipy.stats", "altair"):
        sys.modules.setdefault(name, _Deferred(name))


def run_suite(
    con: duckdb.DuckDBPyConnection, suite: Suite, *, is_change_accepted: bool = False
) -> list[ExpectationResult]:
    """Measure and evaluate a suite on the build of `con`, to which `live` is attached.

    With `is_change_accepted`, failures that may be accepted are accepted. A lasting failure that
    was accepted in the live build stays accepted until it is worse.
    """
    began = time.monotonic()
    for statement in suite.prepare:
        con.execute(statement)
    shared = (time.monotonic() - began) / len(suite.expectations)
    measured: dict[str, float | None] = {}
    seconds: dict[str, float] = {}
    for expectation in suite.expectations:
        began = time.monotonic()
        figure = next(iter(fetch_column(con, expectation.measure)), None)
        seconds[expectation.name] = time.monotonic() - began + shared
        measured[expectation.name] = None if figure is None else float(figure)
    met = _met_expectations(suite, measured)
    before = attached_live.accepted(con) if len(met) < len(suite.expectations) else {}
    found = []
    for expectation in suite.expectations:
        figure = measured[expectation.name]
        outcome = "passed"
        if expectation.name not in met:
            is_accepted = is_change_accepted and expectation.acceptance != "never"
            is_accepted |= _is_no_worse(expectation, figure, before)
            outcome = "accepted" if is_accepted else "failed"
        rows, failing = _wrong_rows(con, expectation) if outcome != "passed" else ([], 0)
        check = Check(
            expectation.name,
            "expectation",
            outcome,
            failing,
            round(seconds[expectation.name], 3),
            expectation.sentence,
            figure,
            expectation.bounds,
        )
        found.append(ExpectationResult(expectation, check, rows))
    return found


def _is_no_worse(expectation: Expectation, figure: float | None, before: dict[str, float]) -> bool:
    """Return whether the live build had an accepted figure that was as bad or worse."""
    if expectation.acceptance != "lasting" or figure is None or expectation.name not in before:
        return False
    then = before[expectation.name]
    if expectation.maximum is not None and figure > expectation.maximum:
        return figure <= then
    return figure >= then


def _wrong_rows(con: duckdb.DuckDBPyConnection, expectation: Expectation) -> tuple[list[str], int]:
    """Return the first wrong rows, as text, and their number; 1 if the figure counts no rows."""
    if not expectation.rows:
        return [], 1
    count = int(fetch_value(con, f"select count(*) from ({expectation.rows})"))
    rows = [
        ", ".join(f"{name}={value}" for name, value in row.items() if value is not None)
        for row in fetch_dicts(con, f"select * from ({expectation.rows}) limit {SHOWN}")
    ]
    return rows, max(count, 1)


def _met_expectations(suite: Suite, measured: dict[str, float | None]) -> set[str]:
    """Return the names of the expectations that are met, according to Great Expectations.

    It is imported only here, and receives one row with a column for each figure, so its cost does
    not depend on the number of records. A missing figure is not within bounds.
    """
    import pandas as pd

    _prepare()
    import great_expectations as gx
    from great_expectations.data_context.types.base import ProgressBarsConfig
    from great_expectations.expectations.core.expect_column_values_to_be_between import (
        ExpectColumnValuesToBeBetween,
    )
    from great_expectations.expectations.core.expect_column_values_to_not_be_null import (
        ExpectColumnValuesToNotBeNull,
    )

    logging.getLogger("great_expectations").setLevel(logging.ERROR)
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False, metric_calculations=False)
    batch = (
        context.data_sources.add_pandas("measures")
        .add_dataframe_asset("measures")
        .add_batch_definition_whole_dataframe("measures")
        .get_batch({"dataframe": pd.DataFrame([measured], dtype="float64")})
    )
    rules: list[Any] = []
    for expectation in suite.expectations:
        named: dict[str, Any] = {"column": expectation.name, "notes": expectation.sentence}
        rules.append(ExpectColumnValuesToNotBeNull(**named))
        if expectation.minimum is not None or expectation.maximum is not None:
            rules.append(
                ExpectColumnValuesToBeBetween(
                    min_value=expectation.minimum, max_value=expectation.maximum, **named
                )
            )
    found = batch.validate(
        gx.ExpectationSuite(name=suite.name, expectations=rules), result_format="BOOLEAN_ONLY"
    )
    missed = {
        result.expectation_config.kwargs["column"]
        for result in found.results
        if not result.success and result.expectation_config is not None
    }
    return {expectation.name for expectation in suite.expectations} - missed
