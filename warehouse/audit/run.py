"""Run a suite: measure in SQL, let Great Expectations judge."""

from __future__ import annotations

import contextlib
import logging
import os
import sys
import threading
import time
from collections.abc import Sequence

import duckdb

from warehouse.audit.suites import Expectation
from warehouse.dbt import Check


def import_early() -> threading.Thread:
    """Begin to import Great Expectations beside other work, and return the thread that does so.

    It takes seconds, dbt is a process of its own, and a build has two cores. What goes wrong here
    comes up again, and is told, where the suite is run.
    """

    def load() -> None:
        _prepare()
        with contextlib.suppress(Exception):
            import great_expectations  # noqa: F401

    thread = threading.Thread(target=load, name="import great_expectations")
    thread.start()
    return thread


def _prepare() -> None:
    """Before Great Expectations is imported: no analytics, and no Spark, even if it is there.

    It would import pyspark for seconds, with a warning, and no frame of Spark's comes here.
    """
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    sys.modules.setdefault("pyspark", None)  # type: ignore[arg-type]


def run_suite(
    con: duckdb.DuckDBPyConnection, suite: Sequence[Expectation]
) -> list[tuple[Check, float | None]]:
    """Return each expectation's check, with the figure that was measured.

    Great Expectations is imported here and nowhere else: it takes seconds.
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
    measured: dict[str, float | None] = {}
    seconds: dict[str, float] = {}
    for expectation in suite:
        began = time.monotonic()
        row = con.execute(expectation.measure).fetchone()
        seconds[expectation.name] = time.monotonic() - began
        measured[expectation.name] = None if row is None or row[0] is None else float(row[0])
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False, metric_calculations=False)
    batch = (
        context.data_sources.add_pandas("measures")
        .add_dataframe_asset("measures")
        .add_batch_definition_whole_dataframe("measures")
        .get_batch({"dataframe": pd.DataFrame([measured])})
    )
    checks = []
    for expectation in suite:
        # a figure that is missing is no figure within bounds: null is expected nowhere
        rules: list[ExpectColumnValuesToNotBeNull | ExpectColumnValuesToBeBetween] = [
            ExpectColumnValuesToNotBeNull(column=expectation.name)
        ]
        if expectation.least is not None or expectation.most is not None:
            rules.append(
                ExpectColumnValuesToBeBetween(
                    column=expectation.name,
                    min_value=expectation.least,
                    max_value=expectation.most,
                )
            )
        has_passed = all(
            bool(batch.validate(rule, result_format="BOOLEAN_ONLY").success) for rule in rules
        )
        check = Check(
            expectation.name,
            "expectation",
            "passed" if has_passed else "failed",
            0 if has_passed else 1,
            round(seconds[expectation.name], 3),
            expectation.sentence,
        )
        checks.append((check, measured[expectation.name]))
    return checks
