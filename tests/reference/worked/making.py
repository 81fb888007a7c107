"""Short ways to write the records of a case."""

from __future__ import annotations

from ..shipped import Raw, made_up


def arrested(number: int, event_id: str, value: int, **cells: str) -> Raw:
    """A number of arrested, in a report and by a publisher of its own; `cells` overrides."""
    own = {
        "event_kind": "arrest",
        "source_url": f"https://news.example/{number}",
        "publisher": f"P{number}",
    }
    return made_up(number, event_id, "persons_arrested", value, **(own | cells))


def so_far(number: int, event_id: str, value: int, **cells: str) -> Raw:
    """A running total of a campaign, which lasts to the day of the report; `cells` overrides."""
    end = cells.get("published_on", event_id[3:13])
    return arrested(
        number,
        event_id,
        value,
        **({"event_kind": "campaign", "counts_as": "cumulative", "event_end": end} | cells),
    )


def overlap(event_id: str, counted_in: str, persons: int | None = None) -> Raw:
    """People in custody of one event, all or so many, that another event counts."""
    return {
        "event_id": event_id,
        "measure_group": "custody",
        "counted_in_event_id": counted_in,
        "persons": "" if persons is None else str(persons),
    }
