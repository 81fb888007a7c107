"""The columns of meta.builds and meta.checks, each with its type and its meaning."""

from __future__ import annotations

BUILD_COLUMNS = (
    (
        "build_id",
        "varchar",
        "Name of the build: its start in UTC, and the head of its fingerprint.",
    ),
    ("started_at", "timestamp", "Start of the build, UTC."),
    ("finished_at", "timestamp", "End of the build, UTC."),
    ("outcome", "varchar", "published, refused (a test or the audit stopped it), or broken."),
    ("reason", "varchar", "Why a build was not published, or why a change was accepted."),
    ("fingerprint", "varchar", "sha256 over all that the tables are made of."),
    ("duckdb_version", "varchar", "Version of DuckDB that wrote the file."),
    (
        "code_version",
        "varchar",
        "Version of the code and its rules (CHANGELOG.md). Null for a build before it was kept.",
    ),
    (
        "schema_version",
        "integer",
        "Version of the published names; one more where a table or column was renamed or taken "
        "away (CHANGELOG.md). Null for a build before it was kept.",
    ),
    ("records", "bigint", "Good records that were loaded, all versions."),
    ("seconds", "double", "Wall time of the build without the export, in seconds."),
)
CHECK_COLUMNS = (
    (
        "build_id",
        "varchar",
        "Name of the build: its start in UTC, and the head of its fingerprint.",
    ),
    ("check_name", "varchar", "Name of the check."),
    ("kind", "varchar", "dbt (a test of dbt) or expectation (one of Great Expectations)."),
    (
        "outcome",
        "varchar",
        "passed, failed, warned, or accepted (it failed, and was let pass for the reason in "
        "meta.builds, of this build or of an earlier one).",
    ),
    ("failing_rows", "bigint", "Number of rows that fail the check."),
    ("seconds", "double", "Wall time of the check in seconds."),
    ("rule", "varchar", "The rule in words."),
    ("measured", "double", "Of an expectation the figure that was measured."),
    ("expected", "varchar", "Of an expectation the bounds of that figure, in words."),
)
