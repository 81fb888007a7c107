"""Forms of English verbs and nouns, from one word each."""

from __future__ import annotations

import pytest
import yaml

from ingest.articles.words.inflection import singular, verb_forms
from ingest.articles.words.lexicon import FOLDER, languages

IRREGULAR = {"take": ["took", "taken"], "flee": ["fled", "fled"]}


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("nab", ("nab", "nabs", "nabbing", "nabbed", "nabbed")),
        ("expel", ("expel", "expels", "expelling", "expelled", "expelled")),
        ("raid", ("raid", "raids", "raiding", "raided", "raided")),
        ("carry off", ("carry off", "carries off", "carrying off", "carried off", "carried off")),
        ("flee", ("flee", "flees", "fleeing", "fled", "fled")),
        ("take in", ("take in", "takes in", "taking in", "took in", "taken in")),
    ],
)
def test_a_verb_has_its_forms(verb: str, forms: tuple[str, ...]) -> None:
    assert tuple(verb_forms(verb, IRREGULAR)) == forms


@pytest.mark.parametrize(
    ("noun", "one"),
    [("women", "woman"), ("deputies", "deputy"), ("bosses", "boss"), ("police", "police")],
)
def test_a_noun_has_its_singular(noun: str, one: str) -> None:
    assert singular(noun) == one


@pytest.mark.parametrize("language", languages())
def test_no_list_of_a_lexicon_holds_a_boolean(language: str) -> None:
    """YAML reads a bare on, off, no or yes as one: the word would be lost."""
    path = FOLDER / f"{language}.yaml"
    if not path.is_file():
        pytest.skip("shares the file of another language")
    lists = [yaml.safe_load(path.read_text(encoding="utf-8"))]
    while lists:
        value = lists.pop()
        items = list(value.values()) if isinstance(value, dict) else list(value)
        if isinstance(value, list):
            assert [item for item in items if isinstance(item, bool)] == []
        lists += [item for item in items if isinstance(item, dict | list)]
