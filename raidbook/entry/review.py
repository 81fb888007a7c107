"""`raidbook review`: review proposals in the terminal, with one key for each decision.

y accepts, n rejects and u postpones. Each goes on to the next proposal. e edits a cell, z undoes
the last step, and the arrow keys move without a decision.
"""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from rich.text import Text
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Footer, Input, ProgressBar, Static

from ingest.readers.header import ACCEPT
from ingest.record import definition
from raidbook.entry.review_file import ReviewFile
from raidbook.entry.review_rows import CONFIDENCE, END, REASONS, SENTENCE, START, Row
from raidbook.settings import Settings

SHOWN_WHEN_EMPTY = tuple(column.name for column in definition.COLUMNS if column.is_required)


def review(settings: Settings, path: Path) -> None:
    """Open the screen on a file. Raises RefusedError and WrongUseError like `ReviewFile`."""
    file = ReviewFile(path, settings.review_log)
    ReviewApp(file).run()
    print(f"{path.name}: {file.reviewed} of {len(file.rows)} proposals reviewed")


class ReviewApp(App[None]):
    """One proposal at a time: its sentence, its cells, and a progress bar."""

    CSS = """
    #sentence { padding: 1 2; border: round $primary; }
    #cells { padding: 0 2; height: 1fr; }
    #edit { display: none; }
    #edit.open { display: block; }
    #bar { padding: 0 2; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "decide('yes')", "accept"),
        Binding("n", "decide('no')", "reject"),
        Binding("u", "decide('later')", "later"),
        Binding("e", "edit", "edit"),
        Binding("z", "undo", "undo"),
        Binding("right,down", "move(1)", "next"),
        Binding("left,up", "move(-1)", "back"),
        Binding("q", "quit", "quit"),
    ]

    def __init__(self, file: ReviewFile) -> None:
        super().__init__()
        self.file = file

    def compose(self) -> ComposeResult:
        """Return the widgets from top to bottom."""
        yield ProgressBar(total=len(self.file.rows), show_eta=False, id="bar")
        yield Static(id="state")
        yield Static(id="sentence")
        yield VerticalScroll(Static(id="cells"))
        yield Input(placeholder="column=value", id="edit")
        yield Footer()

    def on_mount(self) -> None:
        """Show the first proposal without a decision."""
        self._show()

    def action_decide(self, decision: str) -> None:
        """Save a decision and go on."""
        self.file.decide(decision)
        self._show()

    def action_move(self, steps: int) -> None:
        """Go on or back without a decision."""
        self.file.move(steps)
        self._show()

    def action_undo(self) -> None:
        """Undo the last step."""
        self.file.undo()
        self._show()

    def action_edit(self) -> None:
        """Open the line in which a cell is changed."""
        line = self.query_one("#edit", Input)
        line.add_class("open")
        line.value = ""
        line.focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Change the cell, or show what is wrong."""
        problem = self.file.edit(event.value)
        if problem:
            self.notify(problem, severity="error")
            return
        event.input.remove_class("open")
        self.set_focus(None)
        self._show()

    def _show(self) -> None:
        file = self.file
        self.query_one("#bar", ProgressBar).update(progress=file.reviewed)
        state = f"{file.at + 1} of {len(file.rows)}, {file.reviewed} reviewed. "
        state += f"Decision: {file.row[ACCEPT] or 'none'}. "
        state += f"Confidence: {float(file.row[CONFIDENCE] or 0):.0%}"
        self.query_one("#state", Static).update(Text(state))
        self.query_one("#sentence", Static).update(_sentence(file.row))
        self.query_one("#cells", Static).update(_cells(file.row))


def _sentence(row: Row) -> Text:
    """Return the sentence with the figure marked."""
    text = Text(row[SENTENCE])
    text.stylize("bold reverse", int(row[START] or 0), int(row[END] or 0))
    return text


def _cells(row: Row) -> Text:
    """Return the filled cells, and the required ones that are empty."""
    text = Text()
    for name in definition.NAMES:
        if row.get(name) or name in SHOWN_WHEN_EMPTY:
            text.append(f"{name:<18}", style="dim")
            text.append((row.get(name) or "(empty)") + "\n")
    if row.get(REASONS):
        text.append("\n" + row[REASONS], style="italic")
    return text
