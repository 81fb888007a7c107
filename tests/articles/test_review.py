"""What a person judges: the workbook, the file for the terminal, and what `add` takes from them."""

from __future__ import annotations

import asyncio
import csv
import json
from pathlib import Path

import openpyxl
import pytest

from ingest.errors import RefusedError, WrongUseError
from ingest.record import definition
from raidbook.common.exit_codes import ExitCode
from raidbook.entry.accepted_rows import accepted
from raidbook.entry.add import add
from raidbook.entry.read import Asked, read_or_queue
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
    assert "kh-2025-03-01-poipet-deportation (new)" in said
    assert said.index("(new)") < said.index("119 Thais")


def test_the_workbook_marks_figures_and_takes_decisions(here: Settings) -> None:
    path = read_to(here, "judge.xlsx")
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


def test_add_refuses_rows_that_nobody_judged(
    here: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    path = read_to(here, "judge.xlsx")
    code = add(here, [path], again=False, is_dry=True)
    assert code is ExitCode.REFUSED
    assert "nobody judged the rows 2, 3, 4, 5, 6 and more" in capsys.readouterr().err


def test_add_takes_what_was_accepted_and_nothing_else(
    here: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    path = read_to(here, "judge.xlsx")
    book = openpyxl.load_workbook(path, rich_text=True)
    page = book["Records"]
    for number in range(2, 11):
        page.cell(number, 1).value = ("yes", "no", "later")[number % 3]
    book.save(path)
    assert add(here, [path], again=False, is_dry=False) is ExitCode.DONE
    assert "3 rows read, 3 loaded, 0 rejected" in capsys.readouterr().out


def test_add_refuses_a_file_of_which_nothing_was_accepted(here: Settings) -> None:
    path = read_to(here, "judge.csv")
    text = "\n".join(
        f"no{line}" if line.startswith(",") else line for line in path.read_text().split("\n")
    )
    path.write_text(text)
    with pytest.raises(RefusedError, match="no row was accepted"), accepted(path):
        pass


def test_a_key_is_a_decision_saved_at_once(here: Settings) -> None:
    path = read_to(here, "judge.csv")
    app = ReviewApp(ReviewFile(path, here.review_log))

    async def judge() -> None:
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

    asyncio.run(judge())
    logged = [json.loads(line) for line in here.review_log.read_text().splitlines()]
    assert [entry["decision"] for entry in logged] == ["yes", "no", "later"]
    assert all(entry["seconds"] >= 0 for entry in logged)


def test_an_edit_that_is_wrong_changes_nothing(here: Settings) -> None:
    path = read_to(here, "judge.csv")
    before = path.read_text()
    file = ReviewFile(path, here.review_log)
    assert "column=value" in file.edit("Vietnamese")
    assert "counts_as is one of" in file.edit("counts_as=all")
    assert path.read_text() == before


def test_review_refuses_other_files(tmp_path: Path, here: Settings) -> None:
    other = tmp_path / "records.csv"
    other.write_text("record_id\nx\n")
    with pytest.raises(RefusedError, match="no proposals to judge"):
        ReviewFile(other, here.review_log)
    with pytest.raises(WrongUseError, match="judges the CSV"):
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
        ("url,asked_by,why\nexample.org,Mai,x\n", "row 2: 'example.org' is no address"),
        ("url,asked_by,why\nhttps://example.org,,x\n", "row 2: asked_by is empty"),
    ],
)
def test_a_bad_list_of_addresses_is_refused(here: Settings, text: str, words: str) -> None:
    urls = here.called_from / "urls.csv"
    urls.write_text(text)
    with pytest.raises(RefusedError, match=words):
        read_or_queue(here, Asked(None, GIVEN, "table", None, urls))
    assert not here.reading_list.exists()


def test_a_workbook_with_a_far_cell_is_refused(here: Settings) -> None:
    """A dense table of such a sheet would take all memory."""
    path = read_to(here, "judge.xlsx")
    book = openpyxl.load_workbook(path)
    book["Records"]["XFD1048576"] = "far"
    book.save(path)
    with pytest.raises(RefusedError, match="far outside"), accepted(path):
        pass
