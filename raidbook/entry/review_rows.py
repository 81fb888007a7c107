"""The rows to review: the proposed records, with what a reviewer needs to decide.

Columns that begin with an underscore hold the decision, the confidence, the sentence, the position
of the figure in it, and the reasons why cells are empty.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from ingest.readers.header import ACCEPT
from ingest.record import definition
from raidbook.entry.readings import Reading

CONFIDENCE, SENTENCE = "_confidence", "_sentence"
START, END, REASONS = "_start", "_end", "_reasons"  # START and END count within the sentence
DECISIONS = ("yes", "no", "later")
COLUMNS = (ACCEPT, CONFIDENCE, SENTENCE, START, END, *definition.NAMES, REASONS)
Row = dict[str, str]


def review_rows(reading: Reading) -> list[Row]:
    """Return one row per proposal, the doubtful ones first."""
    rows = []
    for proposal, event in zip(reading.proposals, reading.events, strict=True):
        reasons = [f"{name}: {reason}" for name, reason in proposal.reasons.items()]
        reasons += [f"or {c.event_id}: {c.reason}" for c in event.candidates if not event.is_known]
        rows.append(
            {
                ACCEPT: "",
                CONFIDENCE: f"{proposal.confidence:.2f}",
                SENTENCE: proposal.sentence,
                START: str(max(0, proposal.start - proposal.sentence_start)),
                END: str(proposal.end - proposal.sentence_start),
                **proposal.record,
                REASONS: "\n".join(reasons),
            }
        )
    return sorted(rows, key=lambda row: float(row[CONFIDENCE]))


def rows_as_csv(rows: Iterable[Row]) -> Iterator[str]:
    """Return the header and the rows as CSV, one by one."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for row in rows:
        yield text.getvalue()
        text.seek(0)
        text.truncate()
        writer.writerow(row)
    yield text.getvalue()
