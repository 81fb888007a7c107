"""Comparing two published files: they are equal, or each difference is named."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from scripts import compare_files


def file_with(path: Path, *statements: str) -> str:
    with duckdb.connect(str(path)) as con:
        for schema in ("marts", "reports", "quality", "meta"):
            con.execute(f"create schema {schema}")
        con.execute("create table marts.fct as select 1 as id, 'a' as name, 0.1::double as share")
        con.execute("insert into marts.fct values (2, null, 0.5)")
        for statement in statements:
            con.execute(statement)
    return str(path)


def compared(tmp_path: Path, *statements: str) -> int:
    before = file_with(tmp_path / "before.duckdb")
    return compare_files.main([before, file_with(tmp_path / "after.duckdb", *statements)])


def test_equal_files_are_equal_whatever_the_order_and_the_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = compared(
        tmp_path,
        "create or replace table marts.fct as from marts.fct order by id desc",
        "update marts.fct set share = share + 1e-12 where id = 1",
        "create table meta.builds as select 'another' as build_id",
    )
    assert code == 0
    assert capsys.readouterr().out == "1 tables of marts, reports, quality: 0 differ\n"


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("update marts.fct set name = 'b' where id = 2", "1 rows in before only, 1 in after only"),
        ("insert into marts.fct values (2, null, 0.5)", "0 rows in before only, 1 in after only"),
        ("update marts.fct set share = 0.6 where id = 2", "1 rows in before only, 1 in after only"),
        ("alter table marts.fct add column more int", "the columns differ"),
        ("alter table marts.fct alter id type bigint", "the columns differ"),
        ("create table quality.more as select 1 as id", "quality.more: is in after only"),
    ],
)
def test_a_difference_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], statement: str, sentence: str
) -> None:
    assert compared(tmp_path, statement) == 1
    out = capsys.readouterr().out
    assert sentence in out
    assert out.endswith(" 1 differ\n")


def test_what_is_no_file_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "text.duckdb"
    path.write_text("no database")
    assert compare_files.main([str(path)]) == 2
    assert compare_files.main([str(path), str(path)]) == 2
    assert "can't compare them" in capsys.readouterr().out
