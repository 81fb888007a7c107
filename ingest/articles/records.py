"""From figures to proposals: the columns of a record, as far as the article states them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.articles.confidence import WHOLE, confidence
from ingest.articles.events.event_kind import over
from ingest.articles.events.when import when
from ingest.articles.events.who import organisations, speaker
from ingest.articles.proposal import Proposal
from ingest.articles.words.figure import LOCAL
from ingest.record import definition

if TYPE_CHECKING:
    from ingest.articles.events.where import Scene
    from ingest.articles.pages.article import Article
    from ingest.articles.words.figure import Figure
    from ingest.articles.words.scanned import Scanned

SCORED = ("measure", "value", "qualifier", "nationality", "counts_as", "event_start", "country")


def propose(
    figure: Figure, kind: str, scanned: Scanned, scene: Scene, article: Article
) -> Proposal:
    """Return the proposal of one figure, whose event is of a kind."""
    reasons: dict[str, str] = {}
    where = scene.of(figure)
    span = when(figure, kind, scanned)
    record = dict.fromkeys(definition.NAMES, "")
    record |= {
        "event_kind": kind if kind == "estimate" else over(kind, span),
        "country": where.country,
        "admin1": where.admin1,
        "city": where.city,
        "site": where.site,
        "measure": figure.measure,
        "value": _plain(figure.value),
        "value_high": "" if figure.number.high is None else _plain(figure.number.high),
        "unit": figure.unit,
        "qualifier": figure.qualifier,
        "phrase": article.text[figure.start : figure.end],
        "nationality": where.country if figure.nation == LOCAL else figure.nation,
        "sex": figure.sex,
        "age_group": figure.age,
        "counts_as": figure.counts_as,
        "status": figure.status,
        "organisations": organisations(figure, scanned),
        "claimed_by": speaker(figure, scanned),
        "credited_to": article.credited_to,
        "source_url": article.url,
        "publisher": article.publisher,
        "published_on": article.published_on.isoformat() if article.published_on else "",
        "language": article.language,
    }
    if span is None:
        reasons["event_start"] = reasons["event_end"] = "the day of publication is not known"
    else:
        record |= {
            "event_start": span.first.isoformat(),
            "event_end": span.last.isoformat(),
            "date_precision": span.precision,
            "cumulative_since": span.since.isoformat() if span.since else "",
        }
    _fit_measures(record, reasons)
    _give_reasons(record, reasons)
    sentence = scanned.sentences[figure.sentence]
    rules = tuple(dict.fromkeys(figure.rules))
    return Proposal(
        record=record,
        start=figure.start,
        end=figure.end,
        sentence=article.text[sentence.start : sentence.end],
        sentence_start=sentence.start,
        rules=rules,
        counts=figure.measure,
        confidence=confidence(WHOLE, rules),
        cells={column: confidence(column, rules) for column in SCORED},
        reasons=reasons,
    )


def _plain(value: object) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _fit_measures(record: dict[str, str], reasons: dict[str, str]) -> None:
    """Empty a measure that a record can't have, such as vehicles."""
    if record["measure"] not in definition.MEASURES:
        reasons["measure"] = f"a record has no measure {record['measure']}"
        record["measure"] = ""


def _give_reasons(record: dict[str, str], reasons: dict[str, str]) -> None:
    """Say of each empty required cell why it is empty."""
    for column in definition.COLUMNS:
        if column.is_required and not record[column.name] and column.name not in reasons:
            if column.name in ("record_id", "event_id"):
                continue
            reasons[column.name] = WHY.get(column.name, "the article doesn't say")


WHY = {
    "country": "the text names no country",
    "source_url": "neither the page nor --url says",
    "publisher": "neither the page nor --publisher says",
    "published_on": "neither the page nor --published-on says",
    "date_precision": "the day of publication is not known",
}
