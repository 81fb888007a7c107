"""The columns of meta.builds and meta.checks, each with its type and meaning."""

from __future__ import annotations

BUILD_COLUMNS = (
    (
        "build_id",
        "varchar",
        "Name of the build: its start in UTC, and the beginning of its fingerprint.",
    ),
    ("started_at", "timestamp", "Start of the build, UTC."),
    ("finished_at", "timestamp", "End of the build, UTC."),
    ("outcome", "varchar", "published, refused (a test or the audit stopped it), or broken."),
    ("reason", "varchar", "Why a build was not published, or why a change was accepted."),
    ("fingerprint", "varchar", "sha256 over everything that the tables are made from."),
    ("duckdb_version", "varchar", "Version of DuckDB that wrote the file."),
    (
        "code_version",
        "varchar",
        "Version of the code and its rules (CHANGELOG.md). Null for builds older than this column.",
    ),
    (
        "schema_version",
        "integer",
        "Version of the published names. It goes up by one when a table or column is renamed or "
        "removed (CHANGELOG.md). Null for builds older than this column.",
    ),
    ("records", "bigint", "Good records that were loaded, all versions."),
    ("seconds", "double", "Wall time of the build without the export, in seconds."),
)
CHECK_COLUMNS = (
    (
        "build_id",
        "varchar",
        "Name of the build: its start in UTC, and the beginning of its fingerprint.",
    ),
    ("check_name", "varchar", "Name of the check."),
    ("kind", "varchar", "dbt (a test of dbt) or expectation (one of Great Expectations)."),
    (
        "outcome",
        "varchar",
        "passed, failed, warned, or accepted: it failed, but was accepted for the reason in "
        "meta.builds, in this build or in an earlier one.",
    ),
    ("failing_rows", "bigint", "Number of rows that fail the check."),
    ("seconds", "double", "Wall time of the check in seconds."),
    ("rule", "varchar", "The rule in words."),
    ("measured", "double", "Figure that an expectation measured. Null for a test of dbt."),
    ("expected", "varchar", "Bounds of that figure, in words. Null for a test of dbt."),
)
