"""The words of one language, from its data file in `lexicons/`."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from ingest.articles.words.gazetteer import country_words
from ingest.articles.words.inflection import around_objects, inflected
from ingest.articles.words.marks import Finder, Meaning
from ingest.errors import RefusedError

FOLDER = Path(__file__).resolve().parents[1] / "lexicons"
SHARED = {"ms": "id"}  # Malay stands in the file of Indonesian
# Lists of phrases whose kind is the name of the list, by layer. Of phrases that overlap, the
# longest counts, but only within its layer: in the cue "the workers included", "workers" stays a
# noun.
LAYERS = (
    (
        *("not_counts_before", "not_counts_after", "collectives", "stops", "fillers"),
        *("copulas", "part_links", "own_people", "passive_aux", "agent_markers"),
    ),
    (
        *(
            "parts",
            "parts_after",
            "whole",
            "running",
            "running_to",
            "stock",
            "planned",
            "denied",
            "withdrawn",
            "corrections",
        ),
        *(
            "background",
            "background_sites",
            "not_events",
            "speech",
            "claim_after",
            "claim_before",
            "enforcer_words",
            "neutral",
            "periods",
            "rates",
        ),
    ),
    ("topics", "weak_topics", "other_topics", "other_texts"),
)


@dataclass(frozen=True)
class Lexicon:
    """The words of a language: `finders` find them, one a layer, `data` is the file."""

    language: str
    data: dict[str, Any]
    has_spaces: bool
    is_head_last: bool
    finders: tuple[Finder, ...]
    furniture: tuple[str, ...]
    login_walls: tuple[str, ...]
    order: str = "svo"
    currencies: dict[str, str] = field(default_factory=dict)


def languages() -> list[str]:
    """Return the languages that can be read."""
    return sorted([path.stem for path in FOLDER.glob("*.yaml")] + list(SHARED))


@cache
def lexicon(language: str) -> Lexicon:
    """Return the lexicon of a language. Raises RefusedError if there is none."""
    path = FOLDER / f"{SHARED.get(language, language)}.yaml"
    if not path.is_file():
        known = ", ".join(languages())
        raise RefusedError(
            f"There is no lexicon for the language '{language}'. There are lexicons for {known}."
        )
    data = _read(path)
    return Lexicon(
        language=language,
        data=data,
        has_spaces=data["has_spaces"],
        is_head_last=data["head"] == "last",
        finders=(
            *(Finder(_phrases(data, SHARED.get(language, language), layer)) for layer in LAYERS),
            *_around_objects(data),
        ),
        furniture=tuple(data.get("furniture", ())),
        login_walls=tuple(data.get("login_walls", ())),
        order=data.get("order", "svo"),
        currencies={str(word).lower(): code for word, code in data["currencies"].items()},
    )


@cache
def endings(language: str, name: str) -> tuple[str, ...]:
    """Return the words of a list with blanks around them, to compare with the end of a text.

    An ending such as "n't" has none before it, and a script without blanks has none at all.
    """
    words = lexicon(language)
    plain = [str(word) for word in words.data.get(name, ())]
    if not words.has_spaces:
        return tuple(plain)
    return tuple(f"{word} " if "'" in word else f" {word} " for word in plain)


def _read(path: Path) -> dict[str, Any]:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    data: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
    return data


def _around_objects(data: dict[str, Any]) -> list[Finder]:
    found: dict[str, list[Meaning]] = defaultdict(list)
    for phrase, kind, value in around_objects(data):
        found[phrase].append(Meaning(kind, value))
    return [Finder(found)] if found else []


def _phrases(
    data: dict[str, Any], language: str, layer: tuple[str, ...]
) -> dict[str, list[Meaning]]:
    """Return the meanings of the phrases of a layer; the first one has the names of things too."""
    found: dict[str, list[Meaning]] = defaultdict(list)

    def add(phrases: list[Any] | None, kind: str, value: str) -> None:
        for phrase in phrases or ():
            found[str(phrase)].append(Meaning(kind, value))

    for cue in layer:
        add(data.get(cue), cue, "")
    if layer is not LAYERS[0]:
        return found
    for place in ("before", "after"):
        for code, phrases in data.get(f"qualifiers_{place}", {}).items():
            add(phrases, f"qualifier_{place}", code)
    for noun, phrases in data["nouns"].items():
        add(phrases, "noun", noun)
        for suffix in data.get("noun_suffixes", ()):  # "rekannya": his companions
            add([f"{phrase}{suffix}" for phrase in phrases], "noun", noun)
    for measure, voices in data["verbs"].items():
        for voice, phrases in voices.items():
            add(phrases, f"verb_{voice}", measure)
    for phrase, kind, value in inflected(data):
        add([phrase], kind, value)
    add(data["foreign"], "nation", "foreign")
    for code, phrases in data["nationalities"].items():
        add(phrases, "nation", "NO" if code is False else code)
    add(list(data["currencies"]), "currency", "")
    for name, code in country_words(language).items():
        found[name].append(Meaning("country", code))
    return found
