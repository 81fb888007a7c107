"""The review: the workbook, the file for the terminal, and what `add` takes from them."""

from __future__ import annotations

import asyncio
import csv
import json
import resource
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
from support import good, write_records

from ingest.errors import RefusedError, WrongUseError
from ingest.record import definition
from raidbook.common.exit_codes import ExitCode
from raidbook.entry.add import add
from raidbook.entry.read import Asked, read_lines, read_or_queue
from raidbook.entry.readings import Reader, Reading
from raidbook.entry.review import ReviewApp
from raidbook.entry.review_file import ReviewFile
from raidbook.settings import Settings

from .conftest import ARTICLE, GIVEN


def read_to(here: Settings, name: str) -> Path:
    out = here.called_from / name
    form = out.suffix[1:]
    assert read_or_queue(here, Asked(ARTICLE, GIVEN, form, out, None)) is ExitCode.DONE
    return out


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_json_is_one_list_of_records_and_nothing_else(
    here: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    read_or_queue(here, Asked(ARTICLE, GIVEN, "json", None, None))
    found = json.loads(capsys.readouterr().out)
    assert len(found) == 9
    assert all(tuple(record) == definition.NAMES for record in found)


def test_the_table_shows_figures_below_their_events(
    here: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    read_or_queue(here, Asked(ARTICLE, GIVEN, "table", None, None))
    said = capsys.readouterr().out
    assert "directive_raids.txt: 9 figures (en)" in said
    assert "kh-2025-03-01-deportation (new)" in said
    assert said.index("(new)") < said.index("119 Thais")


def test_the_workbook_marks_figures_and_takes_decisions(here: Settings) -> None:
    path = read_to(here, "review.xlsx")
    book = openpyxl.load_workbook(path, rich_text=True)
    page = book["Records"]
    head = [cell.value for cell in page[1]]
    assert head[:3] == ["_accept", "_confidence", "_sentence"]
    assert [name for name in head if not name.startswith("_")] == list(definition.NAMES)
    confidences = [row[1].value for row in page.iter_rows(min_row=2, max_row=10)]
    assert confidences == sorted(confidences)
    phrase = head.index("phrase")
    for row in page.iter_rows(min_row=2, max_row=10):
        marked = [str(piece) for piece in row[2].value if hasattr(piece, "font") and piece.font.b]
        assert [m for m in marked if m.strip()] == [row[phrase].value]
    rules = [rule for rule in page.data_validations.dataValidation if "A2" in str(rule.sqref)]
    assert rules[0].formula1 == '"yes,no,later"'


def test_add_refuses_rows_that_nobody_reviewed(
    here: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    path = read_to(here, "review.xlsx")
    code = add(here, [path], again=False, is_dry=True)
    assert code is ExitCode.REFUSED
    assert (
        "nobody has reviewed row 2, row 3, row 4, row 5, row 6 and 4 more"
        in capsys.readouterr().err
    )


def test_add_takes_what_was_accepted_and_nothing_else(
    here: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    path = read_to(here, "review.xlsx")
    book = openpyxl.load_workbook(path, rich_text=True)
    page = book["Records"]
    for number in range(2, 11):
        page.cell(number, 1).value = ("yes", "no", "later")[number % 3]
    book.save(path)
    assert add(here, [path], again=False, is_dry=False) is ExitCode.DONE
    assert "3 rows read, 3 loaded, 0 rejected" in capsys.readouterr().out


def reviewed(
    here: Settings, decisions: tuple[str, ...] = ("yes", "no", "later")
) -> list[list[str]]:
    """Return the header and rows of a review, with these decisions in turn."""
    with read_to(here, "review.csv").open(encoding="utf-8", newline="") as stream:
        head, *rows = csv.reader(stream)
    return [head, *([decisions[at % len(decisions)], *row[1:]] for at, row in enumerate(rows))]


def as_csv(path: Path, rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)


def as_json(path: Path, rows: list[list[str]]) -> None:
    head, *rest = rows
    path.write_text(json.dumps([dict(zip(head, row, strict=True)) for row in rest]))


def as_parquet(path: Path, rows: list[list[str]]) -> None:
    head, *rest = rows
    columns = [list(column) for column in zip(*rest, strict=True)]
    pq.write_table(pa.table(columns, head), path)


def as_zip(path: Path, rows: list[list[str]]) -> None:
    """Pack a file of records before the review: its header alone must not show what the rest is."""
    first, second = path.with_name("a.csv"), path.with_name("b.csv")
    write_records(first, [good()])
    as_csv(second, rows)
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(first, first.name)
        archive.write(second, second.name)


@pytest.mark.parametrize(
    ("name", "write"),
    [("a.csv", as_csv), ("a.txt", as_csv), ("a.json", as_json), ("a.parquet", as_parquet)],
)
def test_a_review_may_come_in_any_format(
    here: Settings,
    capsys: pytest.CaptureFixture[str],
    name: str,
    write: Callable[[Path, list[list[str]]], None],
) -> None:
    path = here.called_from / name
    write(path, reviewed(here))
    assert add(here, [path], again=False, is_dry=False) is ExitCode.DONE
    assert "a-accepted.csv: 3 rows read, 3 loaded, 0 rejected" in capsys.readouterr().out


@pytest.mark.parametrize("column", ["_accept", "_Accept", "Accept"])
def test_a_column_of_decisions_may_have_capitals(
    here: Settings, capsys: pytest.CaptureFixture[str], column: str
) -> None:
    path = here.called_from / "a.csv"
    (_, *head), *rows = reviewed(here)
    as_csv(path, [[column, *head], *rows])
    assert add(here, [path], again=False, is_dry=False) is ExitCode.DONE
    assert "3 rows read, 3 loaded" in capsys.readouterr().out


def test_an_archive_with_a_review_is_one(
    here: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    path = here.called_from / "a.zip"
    as_zip(path, reviewed(here))
    assert add(here, [path], again=False, is_dry=False) is ExitCode.REFUSED
    assert "nobody has reviewed a.csv, row 2" in capsys.readouterr().err


def test_a_row_that_can_not_be_read_must_be_rejected_by_the_person(
    here: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    path = here.called_from / "a.csv"
    rows = reviewed(here, ("no", "yes"))
    as_csv(path, [*rows, rows[1][:3]])
    assert add(here, [path], again=False, is_dry=True) is ExitCode.DONE
    at = rows[0].index("phrase")
    rows[1][at] = "#REF!"
    as_csv(path, rows)
    assert add(here, [path], again=False, is_dry=True) is ExitCode.DONE
    rows[1][0] = "yes"
    as_csv(path, rows)
    assert add(here, [path], again=False, is_dry=True) is ExitCode.REFUSED
    assert "row 2 can't be read: phrase holds an error (#REF!)" in capsys.readouterr().err
    rows[1][at] = ""
    as_csv(path, [*rows, rows[1][:3]])
    assert add(here, [path], again=False, is_dry=True) is ExitCode.REFUSED
    assert "row 11 can't be read: the row has 3 cells" in capsys.readouterr().err


def test_add_refuses_a_file_of_which_nothing_was_accepted(
    here: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    path = here.called_from / "a.csv"
    as_csv(path, reviewed(here, ("no", "later")))
    assert add(here, [path], again=False, is_dry=True) is ExitCode.REFUSED
    assert "no row was accepted" in capsys.readouterr().err


def test_a_key_is_a_decision_saved_at_once(here: Settings) -> None:
    path = read_to(here, "review.csv")
    app = ReviewApp(ReviewFile(path, here.review_log))

    async def review() -> None:
        async with app.run_test() as pilot:
            await pilot.press("y")
            assert rows_of(path)[0]["_accept"] == "yes"
            await pilot.press("n", "u")
            assert [row["_accept"] for row in rows_of(path)[:4]] == ["yes", "no", "later", ""]
            await pilot.press("z")
            assert rows_of(path)[2]["_accept"] == ""
            assert app.file.at == 2
            await pilot.press("left", "right", "right")
            assert app.file.at == 3
            assert rows_of(path)[2]["_accept"] == ""
            await pilot.press("e", *"nationality=VN", "enter")
            assert rows_of(path)[3]["nationality"] == "VN"
            assert app.query_one("#bar").progress == 2  # type: ignore[attr-defined]

    asyncio.run(review())
    logged = [json.loads(line) for line in here.review_log.read_text().splitlines()]
    assert [entry["decision"] for entry in logged] == ["yes", "no", "later"]
    assert all(entry["seconds"] >= 0 for entry in logged)


def test_an_edit_that_is_wrong_changes_nothing(here: Settings) -> None:
    path = read_to(here, "review.csv")
    before = path.read_text()
    file = ReviewFile(path, here.review_log)
    assert "column=value" in file.edit("Vietnamese")
    assert "counts_as is one of" in file.edit("counts_as=all")
    assert path.read_text() == before


def test_review_refuses_other_files(tmp_path: Path, here: Settings) -> None:
    other = tmp_path / "records.csv"
    other.write_text("record_id\nx\n")
    with pytest.raises(RefusedError, match="no proposals to review"):
        ReviewFile(other, here.review_log)
    with pytest.raises(WrongUseError, match="opens the CSV"):
        ReviewFile(tmp_path / "a.xlsx", here.review_log)


def test_a_folder_is_read_and_bad_articles_are_named(
    here: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = here.called_from / "articles"
    folder.mkdir()
    (folder / "a.txt").write_bytes(ARTICLE.read_bytes())
    (folder / "b.txt").write_text("")
    assert read_or_queue(here, Asked(folder, GIVEN, "json", None, None)) is ExitCode.REFUSED
    said = capsys.readouterr()
    assert len(json.loads(said.out)) == 9
    assert said.err.count("\n") == 1
    assert "b.txt: has no text" in said.err


@pytest.mark.parametrize("form", ["csv", "json"])
def test_memory_holds_one_article_of_a_folder(form: str, here: Settings) -> None:
    """Ten thousand articles take no more memory than one: each is written before the next."""
    read = 0

    def readings() -> Iterator[Reading]:
        nonlocal read
        reader = Reader(here)
        for _ in range(3):
            read += 1
            yield reader.read(ARTICLE, GIVEN)

    written = read_lines(readings(), form)
    assert "1,000" in "".join(islice(written, 5))
    assert read == 1
    whole = "".join(written)
    assert read == 3
    assert whole.endswith("\n]\n" if form == "json" else "\n")


def test_bad_input_writes_nothing(here: Settings) -> None:
    empty = here.called_from / "empty.txt"
    empty.write_text("")
    out = here.called_from / "out.csv"
    with pytest.raises(RefusedError, match="has no text"):
        read_or_queue(here, Asked(empty, GIVEN, "csv", out, None))
    assert not out.exists()


def test_an_output_is_never_overwritten(here: Settings) -> None:
    out = here.called_from / "out.csv"
    out.write_text("mine")
    with pytest.raises(WrongUseError, match="exists already"):
        read_or_queue(here, Asked(ARTICLE, GIVEN, "csv", out, None))


def test_addresses_are_kept_once(here: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    urls = here.called_from / "urls.csv"
    urls.write_text("url,asked_by,why\nhttps://example.org/a,Mai,new total\n")
    for expected in ("1 article to be read, 0 known", "0 articles to be read, 1 known"):
        read_or_queue(here, Asked(None, GIVEN, "table", None, urls))
        assert expected in capsys.readouterr().out
    assert "https://example.org/a,Mai,new total," in here.reading_list.read_text()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("address\nx\n", "column 'url' is missing"),
        ("url,asked_by,why\nexample.org,Mai,x\n", "row 2: 'example.org' is not an address"),
        ("url,asked_by,why\nhttps://example.org,,x\n", "row 2: asked_by is empty"),
    ],
)
def test_a_bad_list_of_addresses_is_refused(here: Settings, text: str, words: str) -> None:
    urls = here.called_from / "urls.csv"
    urls.write_text(text)
    with pytest.raises(RefusedError, match=words):
        read_or_queue(here, Asked(None, GIVEN, "table", None, urls))
    assert not here.reading_list.exists()


def test_a_workbook_with_a_far_cell_is_refused(
    here: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    """A dense table of such a sheet would take all memory."""
    path = read_to(here, "review.xlsx")
    book = openpyxl.load_workbook(path, rich_text=True)
    for number in range(2, 11):
        book["Records"].cell(number, 1).value = "yes"
    book["Records"]["XFD1048576"] = "far"
    book.save(path)
    assert add(here, [path], again=False, is_dry=True) is ExitCode.REFUSED
    assert "review.xlsx: sheet 'Records'" in capsys.readouterr().err


def test_a_hostile_review_is_read_within_limits(
    here: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    """One text of the workbook, repeated in every cell, would take gigabytes."""
    path = here.called_from / "hostile.xlsx"
    book = xlsxwriter.Workbook(str(path))
    page = book.add_worksheet("Records")
    page.write_row(0, 0, ["_accept", *definition.NAMES])
    for row in range(1, 1_500):
        page.write_row(row, 0, ["yes", *["x" * 32_000] * len(definition.NAMES)])
    book.close()
    limited = replace(here, file_memory="400MB")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert add(limited, [path], again=False, is_dry=True) is ExitCode.REFUSED
    assert "needs more than 400 MB of memory" in capsys.readouterr().err
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000
