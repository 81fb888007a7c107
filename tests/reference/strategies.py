"""Small hostile sets of records for Hypothesis, with curation decisions that hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from hypothesis import strategies as st

from . import random_decisions as decisions
from .choices import Choices, Raw
from .curation import curated, merge_ends
from .model import Result
from .random_events import BYTES_AN_EVENT, plans_of, scene_of
from .random_records import BYTES_A_RECORD, delivered_again, new_record, reported_again
from .rules import reconcile

SCENES = ("anything", "long campaigns", "one nationality", "anything", "long campaigns",
          "one nationality", "long campaigns")  # fmt: skip


@dataclass(frozen=True)
class Example:
    """What `reconcile` takes: versions in order of delivery, and curation decisions."""

    versions: list[Raw]
    corrections: list[Raw] = field(default_factory=list)
    event_merges: list[Raw] = field(default_factory=list)
    publisher_aliases: list[Raw] = field(default_factory=list)
    event_overlaps: list[Raw] = field(default_factory=list)

    def reconciled(self, as_of: date | None = None) -> Result:
        """What the reference implementation makes of it, today or as of a day."""
        return reconcile(
            self.versions,
            corrections=self.corrections,
            event_merges=self.event_merges,
            publisher_aliases=self.publisher_aliases,
            event_overlaps=self.event_overlaps,
            as_of=as_of,
        )

    def days(self) -> list[date]:
        """Every day on which something may become known, and the day before the first."""
        texts = {v[c] for v in self.versions for c in ("published_on", "figure_as_of") if v[c]}
        texts |= {c["becomes"] for c in self.corrections if c["column_name"] == "published_on"}
        days = sorted(date.fromisoformat(text) for text in texts)
        return [days[0] - timedelta(days=1), *days]


@st.composite
def examples(draw: st.DrawFn, max_records: int = 60, max_events: int = 8) -> Example:
    """A set of records with curation decisions that hold."""
    setting = Choices(draw(st.binary(min_size=96, max_size=96)))
    events = draw(_pieces(BYTES_AN_EVENT, (1, 1, 3, max_events), max_events))
    drawn = draw(_pieces(BYTES_A_RECORD, (1, 10, 25, 40), max_records))
    name = setting.of(SCENES)
    plans = plans_of(setting, events, name)
    scene = scene_of(setting, plans, name)
    versions: list[Raw] = []
    for number, choices in enumerate(map(Choices, drawn)):
        if versions and choices.once_in(6):
            versions.append(delivered_again(choices, choices.of(versions), plans, scene))
        elif versions and choices.once_in(3):
            versions.append(reported_again(choices, number, choices.of(versions)))
        else:
            versions.append(new_record(choices, number, plans, scene))
    example = Example(
        versions=versions,
        corrections=decisions.corrections(setting, versions, plans),
        event_merges=decisions.merges(setting, plans),
        publisher_aliases=decisions.aliases(setting),
    )
    merged = merge_ends(example.event_merges)
    rows = curated(versions, example.corrections, merged, example.publisher_aliases)
    return replace(example, event_overlaps=decisions.overlaps(setting, rows, merged))


@st.composite
def _pieces(draw: st.DrawFn, size: int, least: Sequence[int], most: int) -> list[bytes]:
    """One to `most` pieces of bytes; Hypothesis' own lists would nearly always be short."""
    at_least = min(draw(st.sampled_from(least)), most)
    pieces = st.lists(st.binary(min_size=size, max_size=size), min_size=at_least, max_size=most)
    return draw(pieces)
