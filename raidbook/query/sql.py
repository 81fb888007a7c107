"""`raidbook sql`: run one query, given as text or as a file, or open a shell."""

from __future__ import annotations

from ingest.errors import WrongUseError
from raidbook.common import terminal
from raidbook.common.exit_codes import ExitCode
from raidbook.common.guarded_connection import guarded
from raidbook.query.answer import FORMS, answer
from raidbook.query.sql_shell import shell
from raidbook.settings import Settings


def sql(settings: Settings, query: str | None, form: str, *, allow_files: bool = False) -> int:
    """Run one query and print its rows, or open a shell; return the exit code.

    Without `allow_files`, a query reaches only the live file. If the query is the path of an .sql
    file, relative to the caller's folder, it is read from that file. Raises WrongUseError for a
    form or a file that does not exist.
    """
    terminal.check_form(form, FORMS)
    if query is None:
        return shell(settings, form, allow_files=allow_files)
    if query.strip().endswith(".sql"):
        path = settings.called_from / query.strip()
        if not path.is_file():
            raise WrongUseError(f"There is no file {query.strip()}, so no query can be read.")
        try:
            query = path.read_text(encoding="utf-8-sig")
        except ValueError:
            raise WrongUseError(f"{query.strip()} is not UTF-8. Save it as UTF-8.") from None
    with guarded(settings.live, settings, allow_files=allow_files) as con:
        return ExitCode.DONE if answer(con, query, form) else ExitCode.WRONG_USE
