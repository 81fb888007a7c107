"""Read articles: files, standard input or a folder, each into proposals with their events."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from ingest.articles.pages.article import Article, Given
from ingest.articles.pages.page import MAX_BYTES, read_page
from ingest.articles.proposal import Proposal
from ingest.articles.reader import read_article
from ingest.articles.words.gazetteer import Gazetteer
from ingest.articles.words.place_index import place_index
from ingest.errors import RefusedError, WrongUseError
from ingest.names.folding import fold
from raidbook.entry.known_events import EventProposal, KnownEvents
from raidbook.settings import Settings

STANDARD_INPUT = Path("-")
SUFFIXES = (".txt", ".html", ".htm", ".md", ".xhtml")


@dataclass(frozen=True)
class Reading:
    """One article: its name, its language, its proposals, and the event of each."""

    name: str
    language: str
    proposals: list[Proposal]
    events: list[EventProposal]


def given_by(url: str, publisher: str, published_on: datetime | None, language: str) -> Given:
    """Return what a person says of an article. Raises WrongUseError for a wrong address."""
    if url and not url.startswith(("http://", "https://")):
        raise WrongUseError(f"--url is '{url}', but must begin with http:// or https://.")
    day = None if published_on is None else published_on.date()
    return Given(url.strip(), publisher.strip(), day, language.strip().lower())


class Reader:
    """Reads one article after another."""

    def __init__(self, settings: Settings) -> None:
        self._known = KnownEvents(settings.live)
        self._gazetteer = Gazetteer(place_index(settings.var / "cache", settings.seeds))

    def read(self, path: Path, given: Given) -> Reading:
        """Return the reading of a file, or of standard input. Raises RefusedError with a reason."""
        name = "standard input" if path == STANDARD_INPUT else path.name
        try:
            article = read_page(_content(path), given)
            proposals = read_article(article, self._gazetteer)
        except RefusedError as error:
            raise RefusedError(f"{name}: {error}") from None
        events = self._known.propose(proposals)
        return Reading(name, article.language, _numbered(proposals, events, article), events)


def _content(path: Path) -> bytes:
    """Return the bytes of a file, at most one more than an article may have."""
    if path == STANDARD_INPUT:
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    try:
        with path.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise RefusedError("there is no such file.") from None
    except OSError as error:
        raise RefusedError(f"can't be read: {error}") from None


def _numbered(
    proposals: list[Proposal], events: list[EventProposal], article: Article
) -> list[Proposal]:
    """Return the proposals with event_id and record_id, where the article has what ids need."""
    publisher = "-".join(fold(article.publisher).split())
    publisher = "".join(c for c in publisher if c.isascii())
    counts: dict[str, int] = {}
    result = []
    for proposal, event in zip(proposals, events, strict=True):
        ids = {"event_id": event.event_id, "record_id": ""}
        if event.event_id and publisher and article.published_on:
            number = counts[event.event_id] = counts.get(event.event_id, 0) + 1
            day = f"{article.published_on:%Y%m%d}"
            ids["record_id"] = f"{event.event_id}/{publisher}-{day}/{number}"
        reasons = dict(proposal.reasons)
        for column, value in ids.items():
            if not value:
                reasons[column] = "an id needs the day of the event, the publisher and their day"
        result.append(replace(proposal, record=proposal.record | ids, reasons=reasons))
    return result


def articles_in(folder: Path) -> list[Path]:
    """Return the articles in a folder and its subfolders, sorted. Raises RefusedError if none."""
    found = sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and path.suffix.lower() in SUFFIXES and not path.name.startswith(".")
    )
    if not found:
        endings = ", ".join(SUFFIXES)
        raise RefusedError(f"{folder}: the folder holds no article ({endings}).")
    return found


@contextmanager
def reading_bar(total: int) -> Iterator[Callable[[str], None]]:
    """Yield a function to call after each article, which moves a bar on a terminal."""
    if not sys.stderr.isatty() or total < 2:
        yield lambda name: None
        return
    from raidbook.common.progress import counting_bar

    with counting_bar("reading", total) as move:
        yield move
